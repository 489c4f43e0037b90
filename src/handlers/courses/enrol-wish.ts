import type { Call } from '../../chat/call.ts'
import type { CommandIndex } from '../../chat/command-index.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { parseCommand } from '../../chat/parser.ts'
import { readSignUpText, type SignUpSheet } from '../../courses/sign-up-text.ts'
import { readSignUpXml } from '../../courses/sign-up-xml.ts'

export const ENROL = '报名'
export const LEAVE = '取消报名'

/** What somebody wants of a course's list. */
export type EnrolWish =
  /** `bare`: without a slash, in a group; it is one only where its words name a course */
  | { readonly do: 'enrol' | 'leave'; readonly words: string; readonly bare?: true }
  | { readonly do: 'list'; readonly sheet: SignUpSheet }

/** At a glance; most messages end here. */
const PERHAPS =
  /[报報]名|取消|接[龙龍]|group\s?note|join|\b(?:bm|qx|qxbm)\b|[/／、\\]\s?(?:bm|qx)|\n\s*[0-9０-９]{1,3}\s?[.．。、，,)）:：]/i

/** 报名 乐高, 我要报名乐高 2人: as people write who know of no slash. */
const BARE = /^\s*(?:我要?|我想|想)?[报報]名[\s:,]*([^\s:,][^\n]{1,30})$/
const ASKS = /[?吗呢么怎哪谁]|几点|几号|多少/

/**
 * What a message wants, for the queue in which it is decided with others: a command after its slash, or said to the bot in a
 * group; a sign-up list in a group. A bare word in private may be the answer to a question: that is for the router to know.
 */
export function wishIn(index: CommandIndex<Call>, message: IncomingMessage, now: Date): EnrolWish | undefined {
  if (message.signUpXml === undefined && !PERHAPS.test(message.text)) return undefined
  const inGroup = message.chat.kind === 'group'
  const parsed = parseCommand(index, message, now)
  if (parsed.kind === 'understood') {
    const { name } = parsed.command
    if ((name !== ENROL && name !== LEAVE) || (parsed.by === 'name' && !inGroup)) return undefined
    const words = parsed.values['words']
    return { do: name === ENROL ? 'enrol' : 'leave', words: typeof words === 'string' ? words : '' }
  }
  if (!inGroup) return undefined
  const bare = BARE.exec(message.text.normalize('NFKC'))?.[1]
  if (bare !== undefined && !ASKS.test(bare)) return { do: 'enrol', words: bare, bare: true }
  const sheet = (message.signUpXml && readSignUpXml(message.signUpXml)) || readSignUpText(message.text)
  return sheet && sheet.entries.length > 0 ? { do: 'list', sheet } : undefined
}
