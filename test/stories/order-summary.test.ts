import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReceiptStep } from '../../src/database/types.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

describe('the working day after an order', () => {
  let town: Town
  beforeAll(async () => {
    // A Friday: the next working day is Monday.
    town = await Town.open({ at: shanghai(2026, 6, 5, 9, 0) })
    await town.says('staff-1', STAFF, '/转发 1,3,7\n网格员今天17:00前清理楼道堆物，电动车推到5号楼东侧车棚。')
    const relayed = await town.says('staff-1', STAFF, '确认', town.last(STAFF))
    const quoted = heardIn(GRID_3, relayed)
    await town.says('staff-1', 'staff-1', '/通知 3\n明天停水')
    await town.says('staff-1', 'staff-1', '确认')
    await town.says('ma', GRID_3, '电动车推到哪里？', quoted)
    await town.says('chen', GRID_3, '楼顶的花盆算不算？', quoted)
    await town.says('staff-1', STAFF, '/立项 任务1 拆除楼顶广告牌 3、7号网格')
    await town.says('worker-07', 'worker-07', '/受理 3')
    await receipt('worker-01', 1, 'worker', 'DONE')
    await receipt('worker-03', 3, 'worker', 'WORKING')
    await receipt('property-03', 3, 'property', 'DONE')
    await town.minutesLater(5)
  })
  afterAll(() => town.close())

  const receipt = (contactId: string, number: number, hat: string, step: ReceiptStep) =>
    town.database.transaction(async (tx) => {
      const { personId, account } = await tx.chatIdentity.findFirstOrThrow({ where: { contactId } })
      const { id: gridId } = await tx.grid.findFirstOrThrow({ where: { number } })
      const { id: directiveId } = await tx.directive.findFirstOrThrow({ where: { number: 1 } })
      const at = town.now()
      const row = { directiveId, gridId, personId, hat, step, at, account, messageId: `${hat} ${number}` }
      await tx.directiveReceipt.create({ data: row })
    })
  const until = async (day: number, hour: number, minute: number) =>
    town.minutesLater((shanghai(2026, 6, day, hour, minute).getTime() - town.now().getTime()) / 60_000)
  const states = async () =>
    (await town.database.client.directive.findMany({ orderBy: { number: 'asc' } })).map(({ state }) => state)

  it('tells nothing on the weekend nor before nine', async () => {
    const said = [
      ...(await until(5, 18, 0)),
      ...(await until(6, 9, 0)),
      ...(await until(7, 9, 1)),
      ...(await until(8, 8, 59)),
    ]
    expect(said.filter(({ text }) => text.includes('小结'))).toEqual([])
    expect(await states()).toEqual(['RELAYED', 'RELAYED'])
  })

  it('tells whoever sent it, once, what is left by grid and post, without a name, and closes it', async () => {
    const said = await until(8, 9, 0)
    const told = said.find(({ chat, text }) => chat === STAFF && text.includes('小结'))
    expect(told?.text).toMatch(
      /^任务1（6月5日\(周五\)，1、3、7号网格）小结\n办好 1\/3 个网格，还差：\n3号网格：网格员到「处理中」、志愿者还没回\n7号网格：网格员还没回、物业还没回、志愿者还没回\n有 2 个问题，答了 1 个，在网格员手里：#1。看全部发 \/转发 问题 1。\n立项 2 件：待受理 1、网格办理中 1。$/,
    )
    expect(said.filter(({ text }) => text.includes('小结'))).toHaveLength(1)
    expect(await states()).toEqual(['CLOSED', 'CLOSED'])
    expect((await until(9, 9, 0)).filter(({ text }) => text.includes('小结'))).toEqual([])
  })

  it('can still be looked at and followed up', async () => {
    expect(heardIn(STAFF, await town.says('staff-1', STAFF, '/转发 看 1'))).toMatch(
      /已结束[\s\S]*6月8日\(周一\) 09:00 结束/,
    )
    expect(heardIn(STAFF, await town.says('staff-1', STAFF, '/立项 任务1 拆除楼顶广告牌 1'))).toMatch(
      /立项 1 件：1号网格/,
    )
  })
})
