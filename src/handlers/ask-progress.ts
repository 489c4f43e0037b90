import type { Call } from '../chat/call.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { wordingOf } from '../chat/wording.ts'
import { hatsOn } from '../issues/choose-hat.ts'
import { issueByNumber } from '../issues/issue.ts'
import { openOfReporter } from '../issues/queries.ts'
import { showIssue, showTheirs } from './show-issue.ts'

/** Whoever writes more than this tells something as well. */
const LONGEST_QUESTION = 20

/** 修到哪了, 办得怎么样了, 修好了没有, 有消息了吗, 到哪一步了: how far something is that was reported before. */
const HOW_FAR =
  /(?:修|办|弄|搞|处理|解决|进行)(?:得|的)?(?:到哪|怎么?样|咋样|如何)|(?:修|办|弄|搞|处理|解决)(?:好|完)?了(?:吗|没|么|不)|(?:修|办|弄|搞|处理|解决)(?:好|完)(?:吗|没)|到哪[一个]?步|进[度展](?:呢|吗|如何|怎么?样|咋样)|有(?:消息|进展|结果|回音|下文)了?(?:吗|没|么)/
/** Under a card it can only be meant of that: 怎么样了, 啥时候能修, 咋还没人来. */
const HOW_FAR_HERE =
  /^(?:怎么?样|咋样|到哪|好)了(?:吗|没|么|呢|啊)?|(?:什么时候|啥时候|几时|哪天|多久)(?:才|能|可以|会|来|给)*(?:修|办|弄|处理|解决|好|来)|(?:咋|怎么|为什么|为啥)还(?:没|不)(?:有?人)?(?:来|修|办|弄|处理|解决|好)/

/**
 * 修到哪了, said to the bot or under a card, is answered with where the issue is, as 进度 does: nobody has to know the word
 * for it. False: it is no such question, or its author has nothing that is being seen to.
 */
export async function answerHowFar(call: Call): Promise<boolean> {
  const text = wordingOf(call.message.text).text.trim()
  if (text === '' || text.length > LONGEST_QUESTION) return false
  const inGroup = call.message.chat.kind === 'group'
  const quoted = quotedIssueNumbers(call.message.quotation)
  const asks = HOW_FAR.test(text) || (quoted.length > 0 && HOW_FAR_HERE.test(text))
  if (!asks || (quoted.length === 0 && inGroup && !call.message.mentionsBot)) return false
  const [one, another] = quoted
  if (one !== undefined) {
    if (another !== undefined || !(await isTheirs(call, one))) return false
    await showIssue(call, one)
    return true
  }
  const own = (await openOfReporter(call.tx, call.person)).filter((issue) => !inGroup || !issue.isPrivate)
  const [only, more] = own
  if (!only) return false
  await (more ? showTheirs(call, own) : showIssue(call, only.number))
  return true
}

/** Whoever is not on an issue asks the others in the group. */
async function isTheirs(call: Call, number: number): Promise<boolean> {
  if (call.community === undefined) return false
  const issue = await issueByNumber(call.tx, call.community, number)
  return issue !== undefined && (await hatsOn(call.tx, issue, { personId: call.person, roles: call.roles })).length > 0
}
