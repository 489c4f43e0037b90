import type { Db, Tx } from '../database/database.ts'
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

/** The newest slot of a job, and the newest that is not later than `now`. Undefined where there is none. */
export async function knownSlots(
  db: Db,
  job: string,
  now: Date,
): Promise<{ newest: Known | undefined; last: Known | undefined }> {
  const select = { id: true, slot: true } as const
  const orderBy = { slot: 'desc' } as const
  const newest = (await db.jobRun.findFirst({ where: { job }, orderBy, select })) ?? undefined
  if (!newest || newest.slot <= now) return { newest, last: newest }
  const last = await db.jobRun.findFirst({ where: { job, slot: { lte: now } }, orderBy, select })
  return { newest, last: last ?? undefined }
}

/**
 * Writes down slots that are not worked on, all in one row at the newest of them: a minute's job of a machine that slept
 * for a month would else leave thousands. Without an `outcome` it is where the ledger of a job begins.
 *
 * @throws a unique violation when another process has written down the newest
 */
export async function skipSlots(
  tx: Tx,
  job: string,
  {
    slots,
    outcome,
    now,
  }: { readonly slots: readonly Date[]; readonly outcome: string | undefined; readonly now: Date },
): Promise<Known | undefined> {
  const slot = slots.at(-1)
  if (!slot) return undefined
  return tx.jobRun.create({
    data: { job, slot, state: 'SKIPPED', attempts: 0, startedAt: now, finishedAt: now, outcome: outcome ?? null },
    select: { id: true, slot: true },
  })
}

/** @throws a unique violation when another process has the slot */
export async function claimSlot(tx: Tx, job: string, slot: Date, { owner, now, leaseUntil }: Taking): Promise<Claim> {
  return tx.jobRun.create({
    data: { job, slot, state: 'RUNNING', claimedBy: owner, leaseUntil, attempts: 1, startedAt: now },
    select: { id: true, slot: true, attempts: true },
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

/** Writes down how a run ended. False, having written nothing, when the slot was taken from it in the meantime. */
export async function finishSlot(
  tx: Tx,
  claim: Claim,
  { state, outcome, now }: { readonly state: 'DONE' | 'FAILED'; readonly outcome: string; readonly now: Date },
): Promise<boolean> {
  const { count } = await tx.jobRun.updateMany({
    where: asClaimed(claim),
    data: { state, outcome, finishedAt: now, leaseUntil: null },
  })
  return count === 1
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
