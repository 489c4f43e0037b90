import type { Call } from '../../chat/call.ts'
import { quotedIssueNumbers } from '../../chat/issue-number.ts'
import { saidSince } from '../../chat/said-since.ts'
import { UNKNOWN_CATEGORY } from '../../issues/categories.ts'
import { issueById } from '../../issues/issue.ts'
import { fingerprint, fitsAlso, namesNothing } from '../../issues/likeness.ts'
import { communityFor } from '../issue-act.ts'
import type { SaidLately } from './said-lately.ts'

/** For so long after the bot spoke of an issue in a chat, 我也是 there means that issue. */
export const RECENT_MS = 10 * 60_000
/** For so long it does, whatever others say in between. */
const AT_ONCE_MS = 2 * 60_000

/**
 * The issue that a +1 means: what it quotes; else what the bot spoke of a moment ago, if it names nothing else and
 * nobody has gone on to something else. `another`: it tells of something of its own.
 */
export async function meantByAlso(call: Call, saidLately: SaidLately): Promise<number | 'another' | undefined> {
  const { tx, message } = call
  const quoted = quotedIssueNumbers(message.quotation)
  const spoken = quoted.length === 1 ? undefined : await spokenOf(call)
  const number = quoted.length === 1 ? quoted[0] : spoken?.number
  const print = fingerprint({ words: message.text, category: UNKNOWN_CATEGORY })
  if (namesNothing(print)) {
    if (!spoken || call.now.getTime() - spoken.at.getTime() <= AT_ONCE_MS) return number
    return saidLately.byOthersSince(message, message.sender.id, spoken.at) ? undefined : number
  }
  if (number === undefined) return undefined
  const issue = await tx.issue.findUnique({
    where: { communityId_number: { communityId: communityFor(call), number } },
    select: { words: true, category: true, place: true },
  })
  if (issue && fitsAlso(print, [fingerprint(issue)])) return number
  return print.things.length > 0 ? 'another' : undefined
}

/** The public issue the bot spoke of last in this group, if that was a moment ago, and when that was. */
async function spokenOf({ tx, message, now }: Call): Promise<{ number: number; at: Date } | undefined> {
  const { account, chat } = message
  const since = new Date(now.getTime() - RECENT_MS)
  const said = await saidSince(tx, { account, chatId: chat.id }, since)
  const row = said.find(({ issueId, createdAt }) => issueId !== null && createdAt > since)
  if (row?.issueId == null) return undefined
  const { number, state, isPrivate } = await issueById(tx, row.issueId)
  return state === 'CLOSED' || state === 'DRAFT' || isPrivate ? undefined : { number, at: row.createdAt }
}
