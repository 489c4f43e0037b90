import { expect, it } from 'vitest'
import { grantRole } from '../../src/community/roles.ts'
import { askedOf } from '../../src/directives/asked.ts'
import { type Order, POSTS, USUAL_FOLLOW_UP } from '../../src/directives/directive.ts'
import { makeDraft } from '../../src/directives/draft.ts'
import { takeBackReceipts, writeReceipts } from '../../src/directives/receipts.ts'
import { saidNothingSince, silentPosts, standingOf } from '../../src/directives/standing.ts'
import type { AccountId, ChatId, GridId, MessageId } from '../../src/ids.ts'
import { now, openTown } from '../community/town.ts'
import { describeOnBoth } from '../database/both.ts'

describeOnBoth('who is asked to act, and what they said', (open) => {
  async function openOrder(...numbers: number[]) {
    const town = await openTown(open, 'all')
    const { communityId, grid, person, run } = town
    const gridIds: GridId[] = []
    for (const number of numbers) gridIds.push(await grid(number))
    const author = await person('staff-1')
    const order = await run((tx) =>
      makeDraft(tx, {
        kind: 'DIRECTIVE',
        communityId,
        author,
        origin: { account: 'xiaoge' as AccountId, chatKind: 'PRIVATE', chatId: 'staff-1' as ChatId },
        text: '清理楼道',
        scope: '网格',
        gridIds,
        points: [],
        sendAt: null,
        repeat: null,
        files: [],
        now,
      }),
    )
    return { ...town, order, gridIds }
  }
  const hats = async (town: Awaited<ReturnType<typeof openOrder>>, order: Order = town.order) =>
    (await askedOf(town.database.client, order)).map(
      ({ name, gridId, post, first }) =>
        `${town.gridIds.indexOf(gridId) + 1} ${post} ${name}${first ? '' : ' (general)'}`,
    )

  it('are the worker, whoever looks after the grid for the property company, the volunteer, by grid and post', async () => {
    const town = await openOrder(3, 4)
    expect(await hats(town)).toEqual([
      '1 worker 杨静',
      '1 property 安顺物业何经理 (general)',
      '1 property 安顺物业蔡师傅',
      '1 volunteer 崔大爷',
      '2 worker 高伟',
      '2 property 安顺物业何经理 (general)',
      '2 property 丰华物业余师傅',
      '2 volunteer 钟阿姨',
    ])
    expect(await hats(town, { ...town.order, asks: ['worker'] })).toEqual(['1 worker 杨静', '2 worker 高伟'])
    expect(await hats(town, { ...town.order, asks: [] })).toEqual([])
    expect(town.order).toMatchObject({ asks: POSTS, times: USUAL_FOLLOW_UP })
    expect(
      (await askedOf(town.database.client, town.order, await town.person('property'))).map(({ first }) => first),
    ).toEqual([false, false])
  })

  it('are the company’s contacts in general where the grid has none of its own: of the company that serves it before that of all', async () => {
    const town = await openOrder(3, 4)
    const unitId = await town.unit('fenghua-property')
    const personId = await town.person('property-04')
    await town.run(async (tx) => {
      await tx.role.updateMany({ where: { kind: 'UNIT_CONTACT', gridId: { not: null } }, data: { until: now } })
      const role = { kind: 'UNIT_CONTACT', unitId } as const
      await grantRole(tx, {
        communityId: town.communityId,
        personId,
        role,
        by: undefined,
        now,
      })
    })
    expect((await hats(town)).filter((hat) => hat.includes('property'))).toEqual([
      '1 property 安顺物业何经理',
      '2 property 安顺物业何经理 (general)',
      '2 property 丰华物业余师傅',
    ])
  })

  it('is kept once for each message, grid and capacity, with each picture once', async () => {
    const town = await openOrder(3, 4)
    const { order, gridIds, run, person } = town
    const messageId = 'm1' as MessageId
    const account = 'xiaoge' as AccountId
    const photo = { sha256: 'a'.repeat(64), mime: 'image/png', bytes: 3, account, messageId: 'p1' as MessageId }
    const write = async () => {
      const personId = await person('property-03')
      return run((tx) =>
        writeReceipts(tx, {
          order,
          personId,
          hats: gridIds.map((gridId) => ({ gridId, post: 'property' as const })),
          step: 'ON_SITE',
          note: '到了',
          photos: [photo],
          account,
          messageId,
          now,
        }),
      )
    }
    const ids = await write()
    expect(await write()).toEqual(ids)
    expect(ids).toHaveLength(2)
    const { client } = town.database
    expect(await client.receiptPhoto.count()).toBe(2)
    const standing = await standingOf(client, order)
    expect(standing.map(({ number, photos, onItAt, doneAt }) => [number, photos, onItAt, doneAt])).toEqual([
      [3, 1, now, undefined],
      [4, 1, now, undefined],
    ])
    // Nobody has had the order yet: nobody is late.
    expect(silentPosts(standing)).toEqual([])
    expect(saidNothingSince(standing)).toEqual([])
    await run((tx) => takeBackReceipts(tx, ids))
    expect([await client.directiveReceipt.count(), await client.receiptPhoto.count()]).toEqual([0, 0])
  })
})
