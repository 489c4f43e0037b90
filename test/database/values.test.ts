import { expect, it } from 'vitest'
import { Prisma } from '../../src/database/types.ts'
import { describeOnBoth } from './both.ts'

describeOnBoth('a value', (open) => {
  it('comes back as it was put in: time to the millisecond, enum, boolean, null, long text', async () => {
    const database = await open()
    const at = new Date('2026-06-03T23:59:59.987Z')
    const text = '楼道灯不亮 “三楼” 👍\u200b\n第二行 '.repeat(500)
    const put = await database.transaction((tx) =>
      tx.outboxMessage.create({
        data: {
          account: 'wxid_bot',
          chatKind: 'GROUP',
          chatId: '123@chatroom',
          text,
          mentions: [],
          priority: 1,
          state: 'UNKNOWN',
          notBefore: at,
          createdAt: at,
        },
      }),
    )
    const got = await database.client.outboxMessage.findUniqueOrThrow({ where: { id: put.id } })
    expect(got).toEqual(put)
    expect(got).toMatchObject({ chatKind: 'GROUP', state: 'UNKNOWN', text, notBefore: at, key: null, attempts: 0 })
  })

  it('of Json keeps its shape, and tells an absent one from null', async () => {
    const database = await open()
    const state = { words: '门口"积水"', steps: [1, 2.5, null, true], nested: { 深: [{}] } }
    const at = new Date('2026-06-03T07:00:00Z')
    const message = { account: 'a', chatId: 'c', contactId: 'p', at, saidAt: at }
    await database.transaction(async (tx) => {
      await tx.dialog.create({
        data: { account: 'a', chatId: 'c', contactId: 'p', kind: 'report', state, expiresAt: at },
      })
      await tx.handledMessage.create({ data: { ...message, messageId: '1' } })
      await tx.handledMessage.create({ data: { ...message, messageId: '2', undo: { state } } })
    })
    expect((await database.client.dialog.findFirstOrThrow()).state).toEqual(state)
    const without = await database.client.handledMessage.findMany({ where: { undo: { equals: Prisma.DbNull } } })
    expect(without.map(({ messageId }) => messageId)).toEqual(['1'])
  })

  it('of time is compared and ordered as time, whatever the zone of the machine', async () => {
    const database = await open()
    const slots = [
      '2026-06-03T07:00:00.001Z',
      '2026-06-03T07:00:00Z',
      '2026-06-03T15:00:00+08:00',
      '2025-12-31T23:59:59.999Z',
    ]
    await database.transaction((tx) =>
      tx.jobRun.createMany({
        data: slots.map((slot) => ({ job: slot, slot: new Date(slot), state: 'DONE', startedAt: new Date(slot) })),
      }),
    )
    const from = new Date('2026-06-03T07:00:00Z')
    const later = await database.client.jobRun.findMany({
      where: { startedAt: { gte: from } },
      orderBy: [{ startedAt: 'asc' }, { job: 'asc' }],
    })
    expect(later.map(({ job }) => job)).toEqual([slots[1], slots[2], slots[0]])
    expect(later.map(({ startedAt }) => startedAt.getTime() - from.getTime())).toEqual([0, 0, 1])
  })

  it('that is no member of its enum is refused', async () => {
    const database = await open()
    const kind: unknown = 'KING'
    const refused = database.client.role.count({ where: { kind: kind as 'STAFF' } })
    await expect(refused).rejects.toThrow('Invalid value')
  })
})
