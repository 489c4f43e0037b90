import type { Db } from '../database/database.ts'
import type { JobRun } from '../database/types.ts'
import type { JobReport } from '../health/job-report.ts'
import type { Job } from './job.ts'

/** How the jobs are: of each the newest run, by the ledger, and the next slot. */
export async function reportJobs(db: Db, jobs: readonly Job[], now: Date): Promise<JobReport[]> {
  const reports: JobReport[] = []
  for (const job of jobs) reports.push(await reportJob(db, job, now))
  return reports
}

/** A slot that is not in the ledger so long after its time shows that the ledger is not written, or nobody looks. Ours. */
const OVERDUE_MS = 5 * 60_000

async function reportJob(db: Db, job: Job, now: Date): Promise<JobReport> {
  const { name, title, schedule, limitMs } = job
  const run = await db.jobRun.findFirst({ where: { job: name, slot: { lte: now } }, orderBy: { slot: 'desc' } })
  // The row with which the ledger of a job begins is no run; neither is its moment a slot, but for chance.
  const last = run && run.state === 'SKIPPED' && run.outcome === null ? null : run
  // Its process is dead, or it has had its time.
  const hangs =
    run?.state === 'RUNNING' &&
    ((run.leaseUntil !== null && run.leaseUntil <= now) || run.startedAt.getTime() + limitMs <= now.getTime())
  return {
    name,
    title,
    last: last ? { slot: last.slot, state: last.state, outcome: last.outcome ?? undefined } : undefined,
    failing: run?.state === 'FAILED' || hangs || isOverdue(job, run, now) || (await isOld(db, job, now)),
    next: schedule.next(now),
  }
}

/** Whether the slot after the newest should have been begun, or skipped, long ago. While that one is worked on others wait. */
function isOverdue({ schedule }: Job, run: JobRun | null, now: Date): boolean {
  if (!run || run.state === 'RUNNING') return false
  return now.getTime() - schedule.next(run.slot).getTime() > OVERDUE_MS
}

/** Whether the last slot that was done, or where none was yet the beginning, is longer ago than it may be. */
async function isOld(db: Db, { name, mostAgeMs }: Job, now: Date): Promise<boolean> {
  if (mostAgeMs === undefined) return false
  const done = await db.jobRun.findFirst({
    where: { job: name, state: 'DONE', slot: { lte: now } },
    orderBy: { slot: 'desc' },
    select: { slot: true },
  })
  const since =
    done ?? (await db.jobRun.findFirst({ where: { job: name }, orderBy: { slot: 'asc' }, select: { slot: true } }))
  return since !== null && now.getTime() - since.slot.getTime() > mostAgeMs
}
