import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { put } from '../../src/chat/outbox.ts'
import { ensureClaimCode } from '../../src/community/claim.ts'
import type { AccountId, ChatId, CommunityId } from '../../src/ids.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

describe('an office that begins with nothing', () => {
  let town: Town
  let code: string
  beforeEach(async () => {
    town = await Town.open({ fromNothing: true })
    const { id } = await town.database.client.community.findFirstOrThrow()
    code = (await town.database.transaction((tx) => ensureClaimCode(tx, id as CommunityId, { now: town.now() }))) ?? ''
    town.puppet.addGroup({ chatId: GRID_3, topic: '3网格群', members: ['secretary', 'worker-03', 'ma', 'chen'] })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('is claimed, bound and staffed in chat, and then takes a report', async () => {
    expect(await says('secretary', 'secretary', `/认领 ${code}`)).toMatch(/您现在是玉成社区的书记.*\/绑定 3/)
    expect(await says('ma', 'ma', `/认领 ${code}`)).toMatch(/认领码不对，或者已经用过了/)
    expect(await says('secretary', GRID_3, '/绑定 3')).toMatch(/这个群绑定为3号网格的群/)
    expect(await says('secretary', STAFF, '/绑定 工作群')).toMatch(/这个群绑定为工作群/)
    expect(await says('secretary', GRID_3, '/任命 @杨静\u2005 网格员 3')).toMatch(/已任命为3号网格网格员，马上生效/)
    expect(await says('secretary', 'secretary', '/名册')).toMatch(/书记：方书记.*3号网格：杨静\n4号网格：缺负责人/s)
    const said = await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记/)
    expect(heardIn(STAFF, said), 'the worker cannot be reached in private yet').toMatch(/#1 待受理/)
    await town.says('worker-03', 'worker-03', '/待办')
    expect(heardIn('worker-03', await town.says('chen', GRID_3, '/报事 5号楼楼道堆物'))).toMatch(/#2 待受理/)
  })

  it('says once that a group is not bound', async () => {
    expect(await says('ma', GRID_3, '/报事 3号楼灯不亮')).toMatch(/这个群还没有绑定/)
    expect(await says('chen', GRID_3, '/报事 3号楼灯不亮')).toBe('')
    expect(await says('chen', GRID_3, '/进度')).toBe('')
    expect(await town.database.client.handledMessage.count()).toBe(1)
  })

  it('does not let a code be guessed', async () => {
    for (let tries = 1; tries <= 5; tries++) {
      expect(await says('ma', 'ma', `/认领 WRONG${tries}AA`)).toMatch(/认领码不对/)
    }
    expect(await says('ma', 'ma', `/认领 ${code}`)).toMatch(/输错太多次/)
    await town.minutesLater(61)
    expect(await says('ma', 'ma', `/认领 ${code}`)).toMatch(/您现在是玉成社区的书记/)
  })
})

describe('an office at work', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))

  it('silences the bot in a group by unbinding it', async () => {
    await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    expect(await says('staff-1', GRID_3, '/解绑')).toMatch(/不再是3号网格的群，小格在这里不再说话/)
    for (const text of ['/报事 3号楼灯不亮', '/帮助', '@小格\u2005 在吗', '/报', '/进度']) {
      expect(await says('ma', GRID_3, text), text).toBe('')
    }
    const accepted = await town.says('worker-03', 'worker-03', '/受理 1')
    expect(heardIn(GRID_3, accepted)).toBe('')
    expect(heardIn('ma', accepted)).toMatch(/#1 3号网格员已受理/)
    expect(await says('staff-1', GRID_3, '/绑定 3')).toMatch(/绑定为3号网格的群/)
    expect(await says('ma', GRID_3, '/进度')).toMatch(/正在办的 1 件/)
  })

  it('takes a group that is no more off the list of those to be known again', async () => {
    const { transaction, client } = town.database
    await transaction((tx) =>
      tx.chatGroup.updateMany({ where: { chatId: { in: [GRID_3, GRID_7] } }, data: { suspendedAt: town.now() } }),
    )
    const waits = {
      account: town.puppet.accountId as AccountId,
      chat: { kind: 'group', id: GRID_7 as ChatId },
    } as const
    await transaction((tx) => put(tx, { ...waits, text: '等着的', priority: 'news' }, town.now()))
    expect(await says('staff-1', STAFF, '/状态')).toMatch(/2 个群要重新确认.*\/解绑/)
    expect(await says('ma', 'ma', '/解绑 7')).toMatch(/由社区工作人员.*使用/)
    expect(await says('staff-1', STAFF, '/解绑 4')).toMatch(/“4”没有等着重新确认的群/)
    expect(await says('staff-1', 'staff-1', '/解绑')).toMatch(/群已经不在了，请写上是哪个/)
    expect(await says('staff-1', 'staff-1', '/解绑 7')).toMatch(
      /^7号网格的群「.*7.*」不再等了。攒下的 1 条.*在新群里发 \/绑定/,
    )
    expect(await client.outboxMessage.count({ where: { text: '等着的', state: 'CANCELLED' } })).toBe(1)
    const { topic } = await client.chatGroup.findFirstOrThrow({ where: { chatId: GRID_3 } })
    expect(await says('secretary', STAFF, `/解绑 ${topic}`)).toMatch(/3号网格的群.*不再等了/)
    expect(await says('staff-1', STAFF, '/状态')).not.toMatch(/重新确认/)
  })

  it('pauses the bot and lets it go on', async () => {
    expect(await says('staff-1', STAFF, '/暂停')).toMatch(/恢复请发 \/继续/)
    expect(await says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')).toBe('')
    expect(await says('staff-1', STAFF, '/状态')).toMatch(/等着发 2 条.*暂停中/s)
    const said = await town.says('secretary', STAFF, '/继续')
    expect(heardIn(STAFF, said)).toMatch(/恢复了，有 2 条在等/)
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记/)
    expect(await says('staff-1', STAFF, '/继续')).toMatch(/本来就没有暂停/)
    expect(await says('staff-1', STAFF, '/状态')).toMatch(/没有等着发的消息/)
  })

  it('presses whoever has an issue in hand', async () => {
    await town.says('sun', GRID_7, '/报事 2号楼1单元楼道灯不亮')
    const said = await town.says('staff-2', STAFF, '/催办 1')
    expect(heardIn('worker-07', said)).toMatch(/^社区催办：\n#1 待受理/)
    expect(heardIn(STAFF, said)).toMatch(/#1 已提醒网格员/)
    expect(await says('staff-2', STAFF, '/催办 9')).toMatch(/没有找到 #9/)
  })

  it('presses staff where nobody of the grid can be reached, and says so', async () => {
    await town.says('sun', GRID_7, '/报事 2号楼1单元楼道灯不亮')
    await town.database.transaction((tx) => tx.chatIdentity.updateMany({ data: { friend: false } }))
    const said = await town.says('secretary', 'secretary', '/催办 1')
    expect(heardIn(STAFF, said)).toMatch(/^社区催办：\n#1 待受理/)
    expect(heardIn('secretary', said)).toBe('#1 网格员联系不上，已提醒社区工作人员。')
    expect(await says('staff-2', STAFF, '/催办 1')).toMatch(/找不到可以提醒的人/)
  })

  it('presses by the account that the issue came to', async () => {
    await town.says('sun', GRID_7, '/报事 2号楼1单元楼道灯不亮')
    await town.database.transaction(async (tx) => {
      await tx.account.create({ data: { account: 'two', seat: 'two', epoch: 0, name: 'two', since: town.now() } })
      await tx.issue.updateMany({ data: { account: 'two' } })
      await tx.chatIdentity.updateMany({ where: { contactId: 'worker-07' }, data: { account: 'two' } })
    })
    expect(await says('secretary', 'secretary', '/催办 1')).toBe('#1 已提醒网格员。')
    const told = await town.database.client.outboxMessage.findMany({ where: { account: 'two' } })
    expect(told).toMatchObject([{ chatId: 'worker-07', state: 'PENDING', text: expect.stringMatching(/^社区催办/) }])
  })
})
