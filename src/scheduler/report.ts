import type { Db } from '../database/database.ts'
import type { JobReport } from '../health/job-report.ts'
import type { Job } from './job.ts'

/** How the jobs are: of each the newest run, by the ledger, and the next slot. */
export async function reportJobs(db: Db, jobs: readonly Job[], now: Date): Promise<JobReport[]> {
  const reports: JobReport[] = []
  for (const job of jobs) reports.push(await reportJob(db, job, now))
  return reports
}

async function reportJob(db: Db, { name, title, schedule }: Job, now: Date): Promise<JobReport> {
  const run = await db.jobRun.findFirst({ where: { job: name, slot: { lte: now } }, orderBy: { slot: 'desc' } })
  // The row with which the ledger of a job begins is no run; neither is its moment a slot, but for chance.
  const last = run && run.state === 'SKIPPED' && run.outcome === null ? null : run
  const hangs = run?.state === 'RUNNING' && run.leaseUntil !== null && run.leaseUntil <= now
  return {
    name,
    title,
    last: last ? { slot: last.slot, state: last.state, outcome: last.outcome ?? undefined } : undefined,
    failing: run?.state === 'FAILED' || hangs,
    next: schedule.next(now),
  }
}
