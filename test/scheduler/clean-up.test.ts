import { expect, it } from 'vitest'
import { cleanUp } from '../../src/scheduler/clean-up.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const DAY = 86_400_000

describeOnBoth('clean-up', (open) => {
  it('removes what is old, in several goes, and keeps where each job stands', async () => {
    const database = await open()
    const now = shanghai(2026, 6, 30, 9, 0)
    const ago = (days: number) => new Date(now.getTime() - days * DAY)
    await database.transaction(async (tx) => {
      const message = (id: number, at: Date) => ({
        account: 'a',
        messageId: `m${id}`,
        chatId: 'c',
        contactId: 'x',
        at,
        saidAt: at,
      })
      await tx.handledMessage.createMany({ data: Array.from({ length: 1100 }, (_, id) => message(id, ago(31))) })
      await tx.handledMessage.create({ data: message(2000, ago(29)) })
      const run = (job: string, days: number) => ({
        job,
        slot: ago(days),
        state: 'DONE' as const,
        startedAt: ago(days),
      })
      await tx.jobRun.createMany({
        data: [run('often', 9), run('often', 8), run('often', 1), run('rare', 90), run('rare', 60)],
      })
      const dialog = { account: 'a', chatId: 'c', kind: 'place', state: {} }
      await tx.dialog.create({ data: { ...dialog, contactId: 'x', expiresAt: ago(1) } })
      await tx.dialog.create({ data: { ...dialog, contactId: 'y', expiresAt: ago(-1) } })
      await tx.recentPhoto.create({
        data: { account: 'a', chatId: 'c', contactId: 'x', messageId: 'p', at: ago(0.1) },
      })
    })
    const job = cleanUp(database)
    expect(await job.run(now, now)).toMatch(/^1 photo notes, 1 dialogs, 1100 ids, 3 job runs/)
    expect(await database.client.handledMessage.findMany({ select: { messageId: true } })).toEqual([
      { messageId: 'm2000' },
    ])
    expect(
      await database.client.jobRun.findMany({ orderBy: { slot: 'asc' }, select: { job: true, slot: true } }),
    ).toEqual([
      { job: 'rare', slot: ago(60) },
      { job: 'often', slot: ago(1) },
    ])
    expect(await job.run(now, now)).toMatch(/^0 photo notes, 0 dialogs, 0 ids, 0 job runs/)
  })
})
