import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import { type Due, isAnyUnderWay, takeDue } from '../directives/due.ts'
import { stampDeliveries } from '../directives/ledger.ts'
import type { TableToDraw } from '../drawing/table.ts'
import { drawOrder, followedOrders, followUp, isTableDue, tellTable } from '../telling/directives/follow-up.ts'
import { tellNotSaid, tellProgress } from '../telling/directives/progress.ts'
import { tellRecalled } from '../telling/directives/recall-text.ts'
import { relay } from '../telling/directives/relay.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface DirectivesJobOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  readonly quietHours: QuietHours | undefined
  /** draws a table and keeps its pictures; resolves with their hashes */
  readonly keepTable: (table: TableToDraw) => Promise<string[]>
  /** called when something was put into the outbox */
  readonly spoke: () => void
  readonly log: Logger
}

/**
 * Every minute: says the directives and notices whose time has come, writes down what became of each group's copy, tells
 * whoever sent them, and follows up how they are acted on.
 */
export function directivesJob(options: DirectivesJobOptions): Job {
  const { database, spoke } = options
  return {
    name: 'directives',
    title: '任务和通知',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      if (!(await isAnyUnderWay(database.client, now))) return 'none under way'
      const apart = new Apart()
      const count = async (step: (tx: Tx) => Promise<number>) => (await apart.do(() => database.transaction(step))) ?? 0
      const relayed = await relayAll(options, apart, now)
      const stamped = await count((tx) => stampDeliveries(tx, { now }))
      const progress = await count((tx) => tellProgress(tx, now))
      const told = progress + (await count((tx) => tellRecalled(tx, now)))
      const followed = (await apart.do(() => followUpAll(options, now))) ?? 0
      if (relayed + told + followed > 0) spoke()
      return apart.outcome(`${relayed} relayed, ${stamped} deliveries noted, ${told} told, ${followed} followed up`)
    },
  }
}

/** Says what has come due, one at a time: each whole or not at all. One in trouble waits for the next minute, alone. */
async function relayAll({ database, calendar }: DirectivesJobOptions, apart: Apart, now: Date): Promise<number> {
  const except: number[] = []
  for (let relayed = 0; ; ) {
    let taken: Due | undefined
    const more = await apart.do(() =>
      database.transaction(async (tx) => {
        // It may be tried again.
        taken = undefined
        taken = await takeDue(tx, now, (day) => calendar.isWorkday(day), except)
        if (taken?.kind === 'relay') await relay(tx, taken.order, { now })
        else if (taken) await tellNotSaid(tx, taken, now)
        return taken !== undefined
      }),
    )
    if (more) relayed += 1
    else if (taken === undefined) return relayed
    // What comes again has a row of its own for each time, which is not there when its transaction failed.
    else except.push(taken.order.id, taken.order.originId ?? taken.order.id)
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
