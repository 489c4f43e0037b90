import type { Call } from '../chat/call.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { wordingOf } from '../chat/wording.ts'
import { issueByNumber } from '../issues/issue.ts'

/** The card that asks for a rating names its words. */
const ASKS = '「不满意」'
/** Courtesy rates nothing, and wants no answer. No two parts of it can begin alike: it is read in one go, however long. */
const COURTESY = /^(?:(?:好|谢|多谢|感谢|收到|辛苦|知道|明白|嗯|哦|噢|ok|小格|大家)[\s\p{P}\p{S}了啊呀哈的您你]*)+$/iu

/**
 * Something else than a rating under the card that asks for one, 还是不亮 or 挺好的, is answered with the words that rate: left
 * without an answer, its author believes to have said it, and three days later the issue is closed as done. False: it is not
 * that card, or not their issue, or only courtesy.
 */
export async function askForRating(call: Call): Promise<boolean> {
  const { message, community } = call
  const [number, another] = quotedIssueNumbers(message.quotation)
  if (community === undefined || number === undefined || another !== undefined) return false
  if (!message.quotation?.text.includes(ASKS)) return false
  const text = wordingOf(message.text).text.trim()
  if (text === '' || COURTESY.test(text)) return false
  const issue = await issueByNumber(call.tx, community, number)
  if (issue?.state !== 'RESOLVED' || issue.reporterId !== call.person || issue.rating !== null) return false
  await call.reply(`#${number} 办好了请回「满意」或「基本满意」；没办好请回「不满意」，会请网格员再办。`)
  return true
}
