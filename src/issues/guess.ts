import type { Tx } from '../database/database.ts'
import { type Issue, Prisma } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { LOST, recordMove } from './record.ts'

/** How a machine read the words that became an issue without a command. */
export interface GuessReading {
  /** what it took them for: 报事, 求助 … */
  readonly kind: string
  /** 0–1 */
  readonly confidence: number
  /** whether it was sure, or asked somebody at work first */
  readonly register: 'yes' | 'ask'
  /** the number of an issue that it may be the same as, which its author has been told */
  readonly like?: number
}

/** A guess that nobody has said yes to is a word between the bot and those at work: to everybody else it does not exist. */
export function isGuess(issue: Pick<Issue, 'state' | 'guess'>): boolean {
  return issue.state === 'DRAFT' && issue.guess !== null
}

/** How an issue was read that no command made; undefined for all others. */
function guessOf(issue: Pick<Issue, 'guess'>): GuessReading | undefined {
  // Written only by `report`, in this shape.
  return (issue.guess as unknown as GuessReading | null) ?? undefined
}

/** Guesses that only those at work may know of are left out of what residents are shown. */
export const NO_GUESSES: Prisma.IssueWhereInput = { NOT: { state: 'DRAFT', guess: { not: Prisma.DbNull } } }

/** A guess that nobody has answered for so long is none. */
export const GUESS_WAITS_MS = 3 * 24 * 60 * 60_000
/** For so long after a no it can still be taken back (`UNDO_MS`, and some). */
const KEEP_WORDS_MS = 10 * 60_000

/**
 * Lets go of guesses that nobody has answered for three days: closed as void, told to nobody. At most `limit` at a time;
 * resolves with how many there were.
 */
export async function lapseGuesses(tx: Tx, now: Date, limit: number): Promise<{ count: number }> {
  const waiting = await placedIssues(tx, {
    where: {
      state: 'DRAFT',
      guess: { not: Prisma.DbNull },
      reportedAt: { lt: new Date(now.getTime() - GUESS_WAITS_MS) },
    },
    take: limit,
  })
  for (const issue of waiting) await lapse(tx, issue, now)
  return { count: waiting.length }
}

/** Lets go of what somebody said, when they have joined the issue that it was like. */
export async function lapseGuessesLike(tx: Tx, number: number, reporterId: PersonId, now: Date): Promise<void> {
  const own = await placedIssues(tx, {
    where: { state: 'DRAFT', reporterId, guess: { not: Prisma.DbNull } },
  })
  for (const issue of own) if (guessOf(issue)?.like === number) await lapse(tx, issue, now)
}

/**
 * Lets a guess go at the wish of whose words it was, who knows of it because it was an issue until somebody at work took
 * their yes back. False: it is no such guess, or not theirs, and to them there is no such number.
 */
export async function letGoOwn(
  tx: Tx,
  issue: PlacedIssue,
  by: { readonly personId: PersonId; readonly now: Date; readonly messageId: MessageId },
): Promise<boolean> {
  if (!isGuess(issue) || issue.reporterId !== by.personId) return false
  const wasAnIssue = await tx.issueEvent.count({ where: { issueId: issue.id, action: 'confirm' } })
  if (wasAnIssue === 0) return false
  const changes = { state: 'CLOSED', outcome: 'VOID', closedAt: by.now } as const
  return (await recordMove(tx, issue, changes, { action: 'void', hat: 'reporter', ...by })) !== LOST
}

/** Somebody else may have answered at the same moment: then that stands. */
async function lapse(tx: Tx, issue: PlacedIssue, now: Date): Promise<void> {
  const changes = { state: 'CLOSED', outcome: 'VOID', closedAt: now } as const
  await recordMove(tx, issue, changes, { action: 'lapse', hat: 'bot', now })
}

/**
 * Erases the words and the place of guesses that turned out to be nothing, also where somebody was asked about them, and
 * lets go of their pictures: people's talk that became nothing is not kept (shared/privacy.md 8). What is just being said
 * of one is waited for, and it is forgotten the next time. At most `limit` at a time; resolves with how many there were.
 *
 * @param since those that were given up before have been forgotten
 */
export async function forgetGuesses(tx: Tx, now: Date, limit: number, since = new Date(0)): Promise<{ count: number }> {
  const rows = await tx.issue.findMany({
    where: {
      state: 'CLOSED',
      outcome: 'VOID',
      guess: { not: Prisma.DbNull },
      closedAt: { gte: since, lt: new Date(now.getTime() - KEEP_WORDS_MS) },
      words: { not: '' },
    },
    select: { id: true, reportedAt: true },
    take: limit,
  })
  const beingSaid = await tx.outboxMessage.findMany({
    where: { issueId: { in: rows.map(({ id }) => id) }, state: 'SENDING' },
    select: { issueId: true },
  })
  const notYet = new Set(beingSaid.map(({ issueId }) => issueId))
  const ids = rows.flatMap(({ id }) => (notYet.has(id) ? [] : [id]))
  if (ids.length > 0) {
    await tx.issueAttachment.deleteMany({ where: { issueId: { in: ids } } })
    await tx.issue.updateMany({ where: { id: { in: ids } }, data: { words: '', place: null } })
    // What neighbours said too stands in its history, and what it was before.
    const about = { issueId: { in: ids } }
    await tx.issueEvent.updateMany({ where: { ...about, action: 'supply' }, data: { note: null } })
    await tx.issueEvent.updateMany({ where: about, data: { before: {} } })
    // The question repeats the words. One that nobody has read yet is not worth asking any more.
    await tx.outboxMessage.updateMany({
      where: { ...about, state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] } },
      data: { state: 'CANCELLED' },
    })
    // By when it was said: by the issue it would be looked for among all that was ever said.
    const first = Math.min(...rows.map(({ reportedAt }) => reportedAt.getTime()))
    await tx.outboxMessage.updateMany({
      where: { ...about, state: { in: ['SENT', 'ECHOED', 'CANCELLED'] }, notBefore: { gte: new Date(first) } },
      data: { text: '' },
    })
  }
  return { count: ids.length }
}
