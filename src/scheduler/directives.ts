import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { takeDue } from '../directives/due.ts'
import { stampDeliveries } from '../directives/ledger.ts'
import type { TableToDraw } from '../drawing/table.ts'
import { drawOrder, followedOrders, followUp, isTableDue, tellTable } from '../telling/directives/follow-up.ts'
import { tellNotSaid, tellProgress } from '../telling/directives/progress.ts'
import { tellRecalled } from '../telling/directives/recall-text.ts'
import { relay } from '../telling/directives/relay.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface DirectivesJobOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  readonly quietHours: QuietHours | undefined
  /** draws a table and keeps the picture; resolves with its hash */
  readonly keepTable: (table: TableToDraw) => Promise<string>
  /** called when something was put into the outbox */
  readonly spoke: () => void
  readonly log: Logger
}

/**
 * Every minute: says the directives and notices whose time has come, writes down what became of each group's copy, tells
 * whoever sent them, and follows up how they are acted on.
 */
export function directivesJob(options: DirectivesJobOptions): Job {
  const { database, calendar, spoke } = options
  return {
    name: 'directives',
    title: '任务和通知',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      let relayed = 0
      for (;;) {
        // One at a time: each is said whole or not at all.
        const more = await database.transaction(async (tx) => {
          const due = await takeDue(tx, now, (day) => calendar.isWorkday(day))
          if (!due) return false
          if (due.kind === 'relay') await relay(tx, due.order, { now })
          else await tellNotSaid(tx, due, now)
          return true
        })
        if (!more) break
        relayed += 1
      }
      const stamped = await database.transaction((tx) => stampDeliveries(tx, { now }))
      const progress = await database.transaction((tx) => tellProgress(tx, now))
      const told = progress + (await database.transaction((tx) => tellRecalled(tx, now)))
      const followed = await followUpAll(options, now)
      if (relayed + told + followed > 0) spoke()
      return `${relayed} relayed, ${stamped} deliveries noted, ${told} told, ${followed} followed up`
    },
  }
}

/** Follows up each order by itself: one in trouble does not keep the others waiting. Resolves with how many had something said. */
async function followUpAll({ database, quietHours, keepTable, log }: DirectivesJobOptions, now: Date): Promise<number> {
  const terms = { now, quietHours }
  let said = 0
  for (const order of await followedOrders(database.client, now)) {
    try {
      if (await database.transaction((tx) => followUp(tx, order, terms))) said += 1
      if (!(await isTableDue(database.client, order, terms))) continue
      // Drawing takes a moment, for which nobody's message has to wait.
      const table = await drawOrder(database.client, order, keepTable, now)
      if (await database.transaction((tx) => tellTable(tx, order, table, now))) said += 1
    } catch (error) {
      log.error({ err: error, order: order.id }, 'an order could not be followed up; the next minute will try again')
    }
  }
  return said
}
