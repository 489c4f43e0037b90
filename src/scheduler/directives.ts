import type { Database } from '../database/database.ts'
import { takeDue } from '../directives/due.ts'
import { stampDeliveries } from '../directives/ledger.ts'
import { tellNotSaid, tellProgress } from '../telling/directives/progress.ts'
import { tellRecalled } from '../telling/directives/recall-text.ts'
import { relay } from '../telling/directives/relay.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface DirectivesJobOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every minute: says the directives and notices whose time has come, writes down what became of each group's copy, and tells
 * whoever sent them.
 */
export function directivesJob({ database, calendar, spoke }: DirectivesJobOptions): Job {
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
      if (relayed + told > 0) spoke()
      return `${relayed} relayed, ${stamped} deliveries noted, ${told} told`
    },
  }
}
