import type { Logger } from 'pino'
import { put } from '../chat/outbox.ts'
import type { Database, Tx } from '../database/database.ts'
import { orderOf, WITH_FILES } from '../directives/directive.ts'
import { stampDeliveries } from '../directives/ledger.ts'
import { authorSpot } from '../telling/directives/author.ts'
import { summaryText } from '../telling/directives/summary-text.ts'
import { dayKey, startOfDay } from '../time/shanghai.ts'
import { NoCalendar, type WorkCalendar } from '../time/work-calendar.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const HOUR = 60 * 60_000

export interface DirectiveSummariesOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  /** called when something was put into the outbox */
  readonly spoke: () => void
  readonly log: Logger
}

/**
 * At nine on the next working day: tells whoever sent a directive or notice what is left of it, and closes it. In a year
 * whose calendar is not known it is the next day: a summary on a holiday does less harm than none.
 */
export function directiveSummaries({ database, calendar, spoke, log }: DirectiveSummariesOptions): Job {
  return {
    name: 'directive-summaries',
    title: '任务次日小结',
    schedule: schedule('0 9 * * *'),
    graceMs: 12 * HOUR,
    missed: 'latest',
    limitMs: 5 * 60_000,
    async run(slot, now) {
      if (!isWorkday(calendar, dayKey(slot))) return 'no working day'
      const due = await database.client.directive.findMany({
        where: { state: 'RELAYED', relayedAt: { lt: startOfDay(slot) }, summaryToldAt: null },
        orderBy: { id: 'asc' },
        select: { id: true },
      })
      let told = 0
      const failed: unknown[] = []
      for (const { id } of due) {
        // Each is told and closed whole, and one in trouble does not keep the others from it.
        try {
          if (await database.transaction((tx) => sumUp(tx, id, now))) told += 1
        } catch (error) {
          log.error({ err: error, directive: id }, 'a directive could not be summed up; tomorrow it is tried again')
          failed.push(error)
        }
      }
      if (told > 0) spoke()
      const outcome = `${told} of ${due.length} told`
      if (failed.length > 0) throw new Error(outcome, { cause: failed[0] })
      return outcome
    },
  }
}

/** Resolves with whether anything was said. */
async function sumUp(tx: Tx, id: number, now: Date): Promise<boolean> {
  const row = await tx.directive.findUniqueOrThrow({ where: { id }, include: WITH_FILES })
  if (row.state !== 'RELAYED' || row.summaryToldAt) return false
  await stampDeliveries(tx, { directiveId: id })
  const order = orderOf(row)
  const text = await summaryText(tx, order, now)
  await tx.directive.update({
    where: { id },
    data: { state: 'CLOSED', closedAt: now, summaryToldAt: now, version: { increment: 1 } },
  })
  const spot = text === undefined ? undefined : await authorSpot(tx, order)
  if (text === undefined || !spot) return false
  await put(tx, { ...spot, text, priority: 'digest' }, now)
  return true
}

function isWorkday(calendar: WorkCalendar, day: string): boolean {
  try {
    return calendar.isWorkday(day)
  } catch (error) {
    if (error instanceof NoCalendar) return true
    throw error
  }
}
