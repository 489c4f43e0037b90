import pino from 'pino'
import { expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { directivesJob } from '../../src/scheduler/directives.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'
import { describeOnBoth } from '../database/both.ts'

const NINE = shanghai(2026, 6, 3, 9, 0)

describeOnBoth('the job of directives', (open) => {
  const job = (database: Database) =>
    directivesJob({
      database,
      calendar: new WorkCalendar(),
      quietHours: undefined,
      keepTable: async () => ['a'.repeat(64)],
      spoke: () => {},
      log: pino({ level: 'silent' }),
    })

  it('relays the other orders where one is in trouble, and counts as failed', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      const { id: communityId } = await tx.community.create({ data: { code: 'yc', name: '玉成社区', createdAt: NINE } })
      const { id: authorId } = await tx.person.create({ data: { name: '书记', createdAt: NINE } })
      for (const number of [1, 2, 3]) {
        await tx.directive.create({
          data: {
            ...{
              communityId,
              number,
              authorId,
              kind: 'NOTICE',
              state: 'SCHEDULED',
              text: '停水通知',
              scope: '全部网格',
            },
            ...{ points: [], gridIds: [], asks: [], times: { remind: 10, prompt: 20, missing: 25, table: 30 } },
            ...{ account: 'bot', chatKind: 'PRIVATE', chatId: 'secretary' },
            ...{ sendAt: NINE, createdAt: NINE, previewedAt: NINE },
          },
        })
      }
    })
    const states = async () => {
      const rows = await database.client.directive.findMany({ orderBy: { number: 'asc' }, select: { state: true } })
      return rows.map(({ state }) => state)
    }
    let troubles = 1
    const troubled: Database = {
      ...database,
      transaction: (work) =>
        database.transaction(async (tx) => {
          const done = await work(tx)
          if (troubles-- > 0) throw new Error('trouble')
          return done
        }),
    }
    await expect(job(troubled).run(NINE, NINE)).rejects.toThrow(/^2 relayed.*1 failed$/)
    expect(await states()).toEqual(['SCHEDULED', 'RELAYED', 'RELAYED'])
    expect(await job(database).run(NINE, NINE)).toMatch(/^1 relayed/)
    expect(await states()).toEqual(['RELAYED', 'RELAYED', 'RELAYED'])
  })
})
