import { expect, it } from 'vitest'
import type { CommunityId } from '../../src/ids.ts'
import { exportIssues } from '../../src/telling/exports/issues.ts'
import { exportOrders } from '../../src/telling/exports/orders.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

describeOnBoth('an export', (open) => {
  it('of more rows than it takes is bounded, keeps the newest whole, and says that it was cut', async () => {
    const database = await open()
    const at = shanghai(2026, 6, 3, 9, 0)
    const communityId = await database.transaction(async (tx) => {
      const { id: communityId } = await tx.community.create({ data: { code: 'c', name: '社区', createdAt: at } })
      const { id: personId } = await tx.person.create({ data: { name: '许主任', createdAt: at } })
      const grid = await tx.grid.create({ data: { communityId, number: 1, name: '1网格' } })
      const chat = { account: 'a', chatKind: 'PRIVATE' as const, chatId: 'x' }
      const issue = { communityId, state: 'REPORTED' as const, words: '灯不亮', category: 'K99', reporterId: personId }
      for (let first = 0; first < 60; first += 30) {
        const data = Array.from({ length: 30 }, (_, each) => ({
          ...{ ...issue, ...chat, isPrivate: false, dangerous: false, reportedAt: at },
          number: first + each + 1,
        }))
        await tx.issue.createMany({ data })
      }
      for (const number of [1, 2, 3]) {
        const { id: directiveId } = await tx.directive.create({
          data: {
            ...{
              ...chat,
              communityId,
              number,
              kind: 'DIRECTIVE',
              text: '清理',
              points: [],
              scope: '1号网格',
              gridIds: [],
            },
            ...{ asks: [], times: {}, authorId: personId, createdAt: at, previewedAt: at },
          },
        })
        const receipt = {
          directiveId,
          gridId: grid.id,
          personId,
          hat: 'worker',
          step: 'DONE' as const,
          at,
          account: 'a',
        }
        for (let first = 0; first < 15; first += 5) {
          const data = Array.from({ length: 5 }, (_, each) => ({ ...receipt, messageId: `${first + each}` }))
          await tx.directiveReceipt.createMany({ data })
        }
      }
      return communityId as CommunityId
    })
    const of = { communityId, from: shanghai(2026, 6, 1), to: shanghai(2026, 7, 1), now: at }
    const issues = await exportIssues(database.client, of, 40)
    expect(issues).toMatchObject({ rows: 40, cut: true, unmasked: false })
    expect(issues.sheets[0]?.rows.at(-1)?.[0]).toBe(60)
    const orders = await exportOrders(database.client, of, 40)
    expect(orders).toMatchObject({ rows: 2 * 16, cut: true })
    expect(orders.sheets[0]?.rows.map(([number]) => number)).toEqual([2, 3])
    const none = await exportOrders(database.client, { ...of, from: shanghai(2026, 7, 1), to: shanghai(2026, 8, 1) })
    expect(none).toMatchObject({ rows: 0, cut: false })
  })
})
