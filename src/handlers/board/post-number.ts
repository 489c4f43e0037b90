import { issueNumber } from '../../chat/arguments.ts'
import type { Argument, ArgumentInput } from '../../chat/command.ts'
import type { Quotation } from '../../chat/incoming.ts'
import { normalise } from '../../chat/normalise.ts'

/** What a command is about: the issue #12, or the post 留言12 or 心愿12. */
export type IssueOrPost = { readonly issue: number } | { readonly post: number }

/** 心愿12, 「留言 12 号」: never a bare number, which is an issue's. */
const WRITTEN =
  /^["'“‘「『(<[《【]?\s?(?:心愿|留言)\s?(?:第|编号|#)?\s?(\d{1,7})(?!\d|\s?号?[楼院栋幢])\s?号?\s?["'”’」』)>\]》】]?/
/** How the bot begins a line about a post. What a post says stands behind it and is not looked at. */
const AT_HEAD = /^(?:@\S+\s)*(?:📮 )?(?:心愿|留言)(\d{1,7})(?=[:【 ]|$)/gmu

/** The distinct numbers of the posts that a quoted message of the bot tells of, in their order. */
export function quotedPosts(quotation: Quotation | undefined): readonly number[] {
  if (!quotation?.fromBot) return []
  const lines = quotation.text.split('\n').map((line) => normalise(line))
  const found = [...lines.join('\n').matchAll(AT_HEAD)].map(([, digits]) => Number(digits))
  return [...new Set(found)]
}

/** The number of a post written at the head of the arguments; it is taken. */
function takePostNumber(input: ArgumentInput): number | undefined {
  const found = WRITTEN.exec(input.rest.text)
  if (!found) return undefined
  input.rest = input.rest.after(found[0].length)
  return Number(found[1])
}

/** An issue's number as before, or a post's: written, or the only one that a quoted message of the bot tells of. */
export function issueOrPost(): Argument<IssueOrPost> {
  const issue = issueNumber()
  return {
    label: issue.label,
    optional: false,
    read(input) {
      const post = takePostNumber(input)
      if (post !== undefined) return { ok: true, value: { post } }
      const [quoted, second] = input.quotedNumbers.length > 0 ? [] : quotedPosts(input.message.quotation)
      const number = issue.read(input)
      if (number.ok) return { ok: true, value: { issue: number.value } }
      if (quoted === undefined) return number
      if (second !== undefined) return { ok: false, problem: '引用的那条里有好几个，请写明是哪一个，比如 心愿12。' }
      return { ok: true, value: { post: quoted } }
    },
  }
}
