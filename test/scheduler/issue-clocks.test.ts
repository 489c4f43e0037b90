import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import { speaks } from '../../src/database/many-rows.ts'
import { issueClocks } from '../../src/scheduler/issue-clocks.ts'
import { describeOnBoth } from '../database/both.ts'
import { calendar, makeReport, makeWorld, minutes } from '../issues/world.ts'

describeOnBoth('the clocks of the issues', (open) => {
  it('go on for all others when one issue is in trouble', async () => {
    const database = await open()
    const logged: string[] = []
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      await makeReport(tx, world)
      const { issue } = await makeReport(tx, world)
      await makeReport(tx, world)
      // The place of its next event is taken, so it cannot be written.
      const taken = { issueId: issue.id, seq: issue.version + 1, action: 'note', to: issue.state, hat: 'bot' }
      await tx.issueEvent.create({ data: { ...taken, at: issue.reportedAt, data: {}, before: {} } })
    })
    const job = issueClocks({
      database,
      calendar,
      quietHours: undefined,
      spoke: () => {},
      log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    })
    const now = minutes(31)
    expect(await job.run(now, now)).toMatch(/reminded 2 \(1 in trouble\)/)
    expect(await job.run(minutes(32), minutes(32))).toMatch(/reminded 0 \(1 in trouble\)/)
    const reminded = await database.client.issue.findMany({ orderBy: { number: 'asc' }, select: { reminded: true } })
    expect(reminded.map(({ reminded }) => reminded)).toEqual([2, 0, 2])
    expect(logged.join('')).toMatch(/"step":"reminded".*an issue could not be dealt with/)
  })

  it('blame no issue for a database that goes away in the middle', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      await makeReport(tx, world)
      await makeReport(tx, world)
    })
    const logged: string[] = []
    let breaks = 1
    const breaking = (tx: Tx): Tx => {
      const broken = new Proxy(tx, {
        get(models, name, self) {
          // So the event of an issue is written.
          if (name === '$queryRawUnsafe' && breaks-- > 0) throw new Error('Connection terminated unexpectedly')
          return Reflect.get(models, name, self)
        },
      })
      speaks(broken, database.dialect)
      return broken
    }
    const job = issueClocks({
      database: { ...database, transaction: (work) => database.transaction((tx) => work(breaking(tx))) },
      calendar,
      quietHours: undefined,
      spoke: () => {},
      log: pino({ level: 'error' }, { write: (line: string) => void logged.push(line) }),
    })
    expect(await job.run(minutes(31), minutes(31))).toMatch(/reminded 2(?! \()/)
    expect(breaks).toBeLessThan(1)
    expect(logged).toEqual([])
  })
})
