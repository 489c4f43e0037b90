import type { Db, Tx } from '../database/database.ts'
import { addRowsReturning, changeRows, type NewRow } from '../database/many-rows.ts'
import type { JobRun } from '../database/types.ts'
import type { Known } from './due.ts'

/** A slot that this process works on. */
export interface Claim {
  readonly id: number
  readonly slot: Date
  /** how often it was begun, this time included */
  readonly attempts: number
}

interface Taking {
  /** names the process */
  readonly owner: string
  readonly now: Date
  /** when nobody has to believe any more that it is still being worked on */
  readonly leaseUntil: Date
}

/** The newest slots of these jobs, as far as they are in the ledger. */
export async function newestSlots(db: Db, jobs: readonly string[]): Promise<{ job: string; slot: Date }[]> {
  const found = await db.jobRun.groupBy({ by: ['job'], where: { job: { in: [...jobs] } }, _max: { slot: true } })
  return found.flatMap(({ job, _max }) => (_max.slot ? [{ job, slot: _max.slot }] : []))
}

/** What the ledger has of each job from a slot of its own on, which is among it; oldest first. */
export async function slotsSince(
  db: Db,
  since: readonly { readonly job: string; readonly slot: Date }[],
): Promise<(Known & { readonly job: string })[]> {
  if (since.length === 0) return []
  return db.jobRun.findMany({
    where: { OR: since.map(({ job, slot }) => ({ job, slot: { gte: slot } })) },
    orderBy: { slot: 'asc' },
    select: { id: true, job: true, slot: true },
  })
}

/** The newest slot of a job that is not later than `now`. */
export async function lastSlot(db: Db, job: string, now: Date): Promise<Known | undefined> {
  const found = await db.jobRun.findFirst({
    where: { job, slot: { lte: now } },
    orderBy: { slot: 'desc' },
    select: { id: true, slot: true },
  })
  return found ?? undefined
}

/** A new row of the ledger. */
export type Entry = NewRow<'JobRun'>

/** A slot that is taken to be worked on. */
export function claimed(job: string, slot: Date, { owner, now, leaseUntil }: Taking): Entry {
  const nothingYet = { finishedAt: null, outcome: null }
  return { job, slot, state: 'RUNNING', claimedBy: owner, leaseUntil, attempts: 1, startedAt: now, ...nothingYet }
}

/**
 * A slot that is not worked on: where several are not it is the newest of them, and their `outcome` tells of all. A minute's job of
 * a machine that slept for a month would else leave thousands. Without an outcome it is where the ledger of a job begins.
 */
export function skipped(job: string, slot: Date, { outcome, now }: { outcome: string | null; now: Date }): Entry {
  const nobodys = { claimedBy: null, leaseUntil: null }
  return { job, slot, state: 'SKIPPED', ...nobodys, attempts: 0, startedAt: now, finishedAt: now, outcome }
}

/**
 * Adds rows, all or none. Resolves with the number of each, in the same order; of one job they must differ in their attempts.
 *
 * @throws a unique violation when another process has written one of the slots
 */
export async function addEntries(tx: Tx, entries: readonly Entry[]): Promise<number[]> {
  const rows = await addRowsReturning(tx, 'JobRun', entries, ['id', 'job', 'attempts'])
  return entries.map(({ job, attempts }) => {
    const row = rows.find((one) => one.job === job && one.attempts === attempts)
    if (!row) throw new Error(`a slot of ${job} was not added`)
    return row.id
  })
}

/** Takes up a slot again as it was read. Undefined when another process was faster. */
export async function retakeSlot(tx: Tx, run: JobRun, { owner, now, leaseUntil }: Taking): Promise<Claim | undefined> {
  const { count } = await tx.jobRun.updateMany({
    where: asRead(run),
    data: {
      state: 'RUNNING',
      claimedBy: owner,
      leaseUntil,
      attempts: run.attempts + 1,
      startedAt: now,
      finishedAt: null,
    },
  })
  return count === 1 ? { id: run.id, slot: run.slot, attempts: run.attempts + 1 } : undefined
}

/** Says that a run still goes on. False, having written nothing, when the slot was taken from it in the meantime. */
export async function renewLease(tx: Tx, claim: Claim, leaseUntil: Date): Promise<boolean> {
  const { count } = await tx.jobRun.updateMany({ where: asClaimed(claim), data: { leaseUntil } })
  return count === 1
}

/** How a run ended. */
export interface Ending {
  readonly claim: Claim
  readonly state: 'DONE' | 'FAILED'
  readonly outcome: string
  readonly at: Date
}

/** Writes down how runs ended. Of one whose slot was taken from it in the meantime nothing is written. */
export async function finishSlots(tx: Tx, endings: readonly Ending[]): Promise<void> {
  const held = await tx.jobRun.findMany({
    where: { id: { in: endings.map(({ claim }) => claim.id) }, state: 'RUNNING' },
    select: { id: true, attempts: true },
  })
  const isHeld = ({ claim }: Ending) => held.some(({ id, attempts }) => id === claim.id && attempts === claim.attempts)
  await changeRows(
    tx,
    'JobRun',
    endings
      .filter(isHeld)
      .map(({ claim, state, outcome, at }) => ({ id: claim.id, state, outcome, finishedAt: at, leaseUntil: null })),
  )
}

/** Gives up a slot whose process died, as it was read. */
export async function abandonSlot(tx: Tx, run: JobRun, now: Date): Promise<void> {
  await tx.jobRun.updateMany({
    where: asRead(run),
    data: { state: 'FAILED', outcome: 'its process ended before it was done', finishedAt: now, leaseUntil: null },
  })
}

/**
 * Slots of whatever job that were begun and not done, oldest first: those that nobody works on any more (RUNNING), and those
 * since `since` that failed and were begun fewer than `attempts` times (FAILED).
 */
export async function unfinishedRuns(
  db: Db,
  { since, now, attempts }: { readonly since: Date; readonly now: Date; readonly attempts: number },
): Promise<JobRun[]> {
  return db.jobRun.findMany({
    where: {
      slot: { lte: now },
      OR: [
        { state: 'RUNNING', leaseUntil: { lte: now } },
        { state: 'FAILED', slot: { gte: since }, attempts: { lt: attempts } },
      ],
    },
    orderBy: { slot: 'asc' },
  })
}

/** The number of attempts is the claim: each raises it. */
function asClaimed({ id, attempts }: Claim) {
  return { id, state: 'RUNNING' as const, attempts }
}

/** The lease too: whoever works on it may have said since that it goes on. */
function asRead({ id, state, attempts, leaseUntil }: JobRun) {
  return { id, state, attempts, leaseUntil }
}
