import { type EnrolmentDue, enrolmentDue, settleDue } from '../courses/enrolment-due.ts'
import type { Database, Tx } from '../database/database.ts'
import { tellChanges } from '../telling/courses/enrolment.ts'
import { tellResults } from '../telling/courses/enrolment-results.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface EnrolmentJobOptions {
  readonly database: Database
  readonly quietHours: QuietHours | undefined
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every minute: tells what the rush of an opening has brought, draws lots, passes on places that nobody has answered for, and
 * those of children without a guardian's consent.
 */
export function enrolmentJob({ database, quietHours, spoke }: EnrolmentJobOptions): Job {
  async function settle(tx: Tx, due: EnrolmentDue, now: Date): Promise<number> {
    const book = await settleDue(tx, due, { now, quietHours })
    const { course, ...run } = await tx.courseRun.findUniqueOrThrow({
      where: { id: due.runId },
      include: { course: { select: { title: true, number: true } } },
    })
    const told = { ...run, ...course }
    if (due.kind === 'results' || due.kind === 'draw') return tellResults(tx, told, now)
    return tellChanges(tx, told, book.changes, { now })
  }
  return {
    name: 'enrolment',
    title: '报名和候补',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const due = await enrolmentDue(database.client, now)
      let said = 0
      const apart = new Apart()
      for (const each of due) said += (await apart.do(() => database.transaction((tx) => settle(tx, each, now)))) ?? 0
      if (said > 0) spoke()
      return apart.outcome(`${due.length} due, ${said} told`)
    },
  }
}
