import { LOUDEST_IN_QUIET_HOURS } from '../chat/outbox.ts'
import { earlierAccounts } from '../community/seats.ts'
import type { Db } from '../database/database.ts'
import type { PauseKind, Prisma } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import { isQuiet, type QuietHours } from '../time/quiet-hours.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A message that nothing holds back and that waits longer than this while nothing at all is said is stuck. Ours. */
const STUCK_AFTER_MS = 10 * MINUTE
/** From this share of the day's allowance on, the pace keeps the rest for danger. */
const ALLOWANCE_USED = 0.9

/** What waits to be said on a seat, and what its account did not say, and what holds it back. */
export interface OutboxFacts {
  /** also on accounts that sat here before, whose groups are to be known again */
  readonly waiting: number
  /** when the oldest that waits was written */
  readonly oldest: Date | undefined
  /** from when on the first could have been said that is stuck */
  readonly stuckSince: Date | undefined
  /** failed, and nobody tries it any more */
  readonly givenUp: number
  /** nobody knows whether they were said */
  readonly unknown: number
  /** ordinary messages have had their share of the last 24 hours, so that they wait */
  readonly dayIsFull: boolean
  readonly pauses: readonly Pause[]
  /** groups of this seat that are not spoken in until somebody has confirmed which they are */
  readonly suspendedGroups: number
}

export interface Pause {
  readonly kind: PauseKind
  readonly until: Date | undefined
  readonly reason: string
}

export interface OutboxQuestion {
  /** the account that is logged in, or that was last; undefined where there never was one */
  readonly account: AccountId | undefined
  readonly quietHours: QuietHours | undefined
  /** how many messages a day the account may say; 0 for any number */
  readonly perDay: number
  readonly now: Date
}

/** Counts and first rows only, each by an index, since a supervisor asks every few seconds. */
export async function outboxFacts(db: Db, question: OutboxQuestion): Promise<OutboxFacts> {
  const { account, now } = question
  if (!account) return NOTHING
  // What was left behind when ids changed waits too, until its groups are known again.
  const seat = { in: [account, ...(await earlierAccounts(db, account))] }
  const pending = { account: seat, state: 'PENDING' } as const
  const oldest = await db.outboxMessage.findFirst({
    where: pending,
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  })
  const suspended = await db.chatGroup.findMany({
    where: { account: seat, suspendedAt: { not: null }, unboundAt: null },
    select: { chatId: true },
  })
  return {
    waiting: await db.outboxMessage.count({ where: pending }),
    oldest: oldest?.createdAt,
    stuckSince: oldest ? await stuckSince(db, { ...question, account }, suspended) : undefined,
    givenUp: await db.outboxMessage.count({ where: { account, state: 'FAILED', givenUpAt: { not: null } } }),
    unknown: await db.outboxMessage.count({ where: { account, state: 'UNKNOWN' } }),
    dayIsFull: oldest !== null && (await isDayFull(db, { ...question, account })),
    pauses: await pausesSince(db, account, now),
    suspendedGroups: suspended.length,
  }
}

const NOTHING: OutboxFacts = {
  waiting: 0,
  oldest: undefined,
  stuckSince: undefined,
  givenUp: 0,
  unknown: 0,
  dayIsFull: false,
  pauses: [],
  suspendedGroups: 0,
}

/** The pauses that hold back anything at `at` or after it. */
async function pausesSince(db: Db, account: AccountId, at: Date): Promise<Pause[]> {
  const pauses = await db.accountPause.findMany({
    where: { account, OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: { kind: 'asc' },
  })
  return pauses.map(({ kind, until, reason }) => ({ kind, until: until ?? undefined, reason }))
}

function saidBy(account: AccountId) {
  return { account, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] } } satisfies Prisma.OutboxMessageWhereInput
}

async function isDayFull(
  db: Db,
  { account, perDay, now }: { readonly account: AccountId; readonly perDay: number; readonly now: Date },
): Promise<boolean> {
  if (perDay <= 0) return false
  // It is one account to the chat, whatever ids a login gives it.
  const accounts = [account, ...(await earlierAccounts(db, account))]
  const today = { ...saidBy(account), account: { in: accounts }, sentAt: { gt: new Date(now.getTime() - DAY) } }
  return (await db.outboxMessage.count({ where: today })) >= Math.max(1, Math.floor(perDay * ALLOWANCE_USED))
}

/** Stuck is what neither a pause, the night, staff, a suspended group, the day's allowance nor a crowd before it keeps waiting. */
async function stuckSince(
  db: Db,
  { account, quietHours, perDay, now }: OutboxQuestion & { readonly account: AccountId },
  suspended: readonly { readonly chatId: string }[],
): Promise<Date | undefined> {
  const before = new Date(now.getTime() - STUCK_AFTER_MS)
  // A pause or a night that has just ended leaves a crowd, which takes its time.
  if ((await pausesSince(db, account, before)).length > 0) return undefined
  const said = saidBy(account)
  if (await db.outboxMessage.findFirst({ where: { ...said, sentAt: { gt: before } }, select: { id: true } })) {
    return undefined
  }
  if (await isDayFull(db, { account, perDay, now })) return undefined
  const quiet = quietHours !== undefined && (isQuiet(quietHours, now) || isQuiet(quietHours, before))
  const stuck = await db.outboxMessage.findFirst({
    where: {
      account,
      state: 'PENDING',
      // Staff have stopped what it is a part of, or it is about to be taken back.
      held: false,
      recall: null,
      notBefore: { lt: before },
      createdAt: { lt: before },
      chatId: { notIn: suspended.map(({ chatId }) => chatId) },
      ...(quiet ? { priority: { lte: LOUDEST_IN_QUIET_HOURS } } : {}),
    },
    orderBy: { notBefore: 'asc' },
    select: { notBefore: true },
  })
  return stuck?.notBefore
}
