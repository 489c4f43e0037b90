import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { suspendGroups } from '../../src/community/suspended.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import type { NewIds } from '../../src/sandbox/population.ts'
import { describeOnBoth } from '../database/both.ts'
import { runFolder } from '../run-folder.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const AT_END = '\u2005'
const WORKER_3 = '杨静'

/** The town after a login with new ids: who and where is called by the ids of before. */
class MovedTown {
  readonly town: Town
  readonly #ids: NewIds

  constructor(town: Town, ids: NewIds) {
    this.town = town
    this.#ids = ids
  }

  /** The same with a bot that was started anew. */
  in(town: Town): MovedTown {
    return new MovedTown(town, this.#ids)
  }

  id(before: string): string {
    return this.#ids.contacts.get(before) ?? this.#ids.chats.get(before) ?? before
  }

  /** Somebody says something; returns what was heard then in that chat. */
  async says(who: string, chat: string, text: string): Promise<string> {
    const said = await this.town.says(this.id(who), this.id(chat), text)
    return heardIn(this.id(chat), said)
  }

  async privately(who: string, text: string): Promise<string> {
    return this.says(who, who, text)
  }

  last(chat: string): string {
    return this.town.last(this.id(chat))
  }

  /** The secretary lets herself in with the printed code. */
  async letsSecretaryIn(): Promise<string> {
    return this.privately('secretary', `/认领 ${this.town.codes.at(-1)}`)
  }

  async appoints(name: string, role: string): Promise<string> {
    return this.says('secretary', STAFF, `/任命 @${name}${AT_END} ${role}`)
  }

  async groupOf(gridNumber: number) {
    return this.town.database.client.chatGroup.findFirstOrThrow({ where: { grid: { number: gridNumber } } })
  }
}

/** A light is reported and accepted, but the news of it does not get out before everything has another id. */
async function movedWithNews(town: Town, what: 'everything' | 'groups' = 'everything'): Promise<MovedTown> {
  await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
  town.puppet.faults.send = 'rejected'
  await town.says('worker-03', GRID_3, '/受理 1')
  const ids = await town.newLogin(what)
  town.puppet.faults.send = undefined
  return new MovedTown(town, ids)
}

describeOnBoth('a login with new ids', (open) => {
  let town: Town
  afterEach(() => town.close())

  it('says nothing to anybody until somebody with a right to it has said which group it is', async () => {
    town = await Town.open({ database: await open(), unstableIds: true })
    const moved = await movedWithNews(town)
    const { client } = town.database
    const before = town.mark()

    // Nobody is anybody, and no group is any group.
    await town.minutesLater(30)
    expect(town.said.slice(before)).toEqual([])
    expect(town.codes).toHaveLength(1)
    expect(await client.chatGroup.count({ where: { suspendedAt: null } })).toBe(0)

    // Neither the worker's new contact nor a stranger of the same name has a right to anything.
    town.puppet.addPerson({ contact: 'stranger', name: WORKER_3, friend: true })
    expect(heardIn('stranger', await town.says('stranger', 'stranger', '/办结 1 修好了'))).toMatch(/由.*使用/)
    expect(heardIn('stranger', await town.says('stranger', 'stranger', '确认'))).not.toMatch(/接上/)
    expect(await moved.privately('worker-03', '/处置 1')).toMatch(/由.*使用/)
    expect(await moved.says('worker-03', GRID_3, `@小格${AT_END}确认`)).not.toMatch(/接上/)
    expect(await client.issue.findFirst()).toMatchObject({ state: 'ACCEPTED', account: 'xiaoge', chatId: GRID_3 })

    expect(await moved.letsSecretaryIn()).toMatch(
      /重新登录过，有 \d+ 个群等着确认。原来的网格员和工作人员都要重新任命一次/,
    )
    expect(await moved.appoints(WORKER_3, '网格员 3')).toBe('@方书记 您 @ 的这位已任命为3号网格网格员，马上生效。')
    expect(moved.last('worker-03')).toBe(
      '小格重新登录过，认不出原来的群了。「玉成社区3网格群」像是原来3号网格的群，原来8人里有8人名字一样。是请回“确认”，不是请回“不是”。',
    )
    expect(heardIn('stranger', await town.says('stranger', 'stranger', '确认'))).not.toMatch(/接上/)
    expect(heardIn(moved.id(GRID_3), town.said.slice(before))).not.toMatch(/已受理/)

    expect(await moved.privately('worker-03', '确认')).toBe(
      '好的，3号网格的群接上了。攒下的 1 条消息过两分钟慢慢发出来，认错了请马上发 /撤销。',
    )
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)

    expect(await moved.says('worker-03', GRID_3, '/处置 1')).toMatch(/#1 .*开始处置/)
    await town.minutesLater(60)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)
    expect(heardIn(GRID_3, town.said.slice(before))).toBe('')
    expect(await client.issue.findFirst()).toMatchObject({ account: moved.id('xiaoge'), chatId: moved.id(GRID_3) })
    expect(town.logged.filter((line) => line.includes('"level":50'))).toEqual([])
  }, 60_000)
})

describe('groups with new ids', () => {
  let town: Town
  afterEach(() => town.close())
  const begin = async () => {
    town = await Town.open({ unstableIds: true })
    const members = ['worker-03', 'worker-07', 'staff-1', 'secretary', 'ma', 'chen', 'zhou', 'liu']
    town.puppet.addGroup({ chatId: GRID_3, topic: '玉成社区3网格群', members })
    return movedWithNews(town)
  }

  it('are confirmed in the group itself by a worker of the grid, with one word', async () => {
    const moved = await begin()
    await moved.letsSecretaryIn()
    await moved.appoints(WORKER_3, '网格员 3')
    await moved.appoints('谢红', '网格员 7')
    expect(await moved.says('worker-07', GRID_3, `@小格${AT_END}确认`)).not.toMatch(/接上/)
    expect(await moved.says('worker-03', GRID_3, `@小格${AT_END}确认`)).toMatch(/好的，这个群接上了。攒下的 1 条/)
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)
    // The question in private is settled too.
    expect(await moved.privately('worker-03', '确认')).not.toMatch(/接上了/)
  })

  it('are asked about where the worker is appointed, while the bot does not know that it may write to them', async () => {
    const moved = await begin()
    await moved.letsSecretaryIn()
    expect(await moved.appoints(WORKER_3, '网格员 3')).toBe(
      '@方书记 您 @ 的这位已任命为3号网格网格员，马上生效。还没加小格好友的话，请本人加一下，不然卡片和提醒私聊不到。\n@杨静 小格重新登录过，认不出原来的群了。「玉成社区3网格群」像是原来3号网格的群，原来8人里有6人名字一样。是请私下给小格回“确认”，不是请回“不是”。',
    )
    expect(await moved.privately('worker-03', '你好')).toMatch(/认不出原来的群了/)
    await town.minutesLater(600)
    expect(heardIn(moved.id('worker-03'), town.said).match(/认不出/g)).toHaveLength(1)
    // What it is not the answer to goes its usual way.
    expect(await moved.privately('worker-03', '/待办')).not.toMatch(/认不出/)
    expect(await moved.privately('worker-03', '是的。')).toMatch(/接上了/)
  })

  it('are not confirmed by somebody who has lost the role since; whoever has it now is asked', async () => {
    const moved = await begin()
    await moved.letsSecretaryIn()
    expect(await moved.appoints('谢红', '网格员 3')).toMatch(/像是原来3号网格的群/)
    await moved.says('secretary', STAFF, `/免去 @谢红${AT_END} 网格员 3`)
    expect(await moved.appoints(WORKER_3, '网格员 3')).toMatch(/像是原来3号网格的群/)
    expect(await moved.privately('worker-07', '确认')).not.toMatch(/接上/)
    expect(await moved.privately('worker-03', '确认')).toMatch(/接上了/)
  })

  it('are left alone for good where the word is 不是', async () => {
    const moved = await begin()
    await moved.letsSecretaryIn()
    await moved.appoints(WORKER_3, '网格员 3')
    expect(await moved.privately('worker-03', '不是')).toBe(
      '好的，记下了。找到原来的群后，请工作人员在那个群里发 /绑定 3。',
    )
    await town.moveClock('+2d')
    expect(await moved.groupOf(3)).toMatchObject({ likelyChatId: null, account: 'xiaoge' })
    expect(await moved.privately('worker-03', '确认')).not.toMatch(/接上/)
    expect(heardIn(moved.id(GRID_3), town.said)).not.toMatch(/受理/)
  })

  it('are bound by staff by hand, which takes over what waited', async () => {
    const moved = await begin()
    await moved.letsSecretaryIn()
    expect(await moved.says('secretary', GRID_3, '/绑定 3')).toMatch(/绑定为3号网格的群，和原来的接上了。攒下的 1 条/)
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)
    expect(await town.database.client.chatGroup.count({ where: { grid: { number: 3 } } })).toBe(1)
  })

  it('are not proposed where two bear the same name', async () => {
    town = await Town.open({ unstableIds: true })
    await town.minutesLater(24 * 60)
    const members = ['worker-03', 'staff-1', 'ma', 'chen', 'zhou', 'liu']
    town.puppet.addGroup({ chatId: 'twin@chatroom', topic: '玉成社区3网格群', members })
    const moved = await movedWithNews(town)
    expect(await moved.groupOf(3)).toMatchObject({ likelyChatId: null })
    expect(await moved.groupOf(7)).toMatchObject({ likelyChatId: moved.id(GRID_7) })
    await moved.letsSecretaryIn()
    expect(await moved.appoints(WORKER_3, '网格员 3')).toBe(
      '@方书记 您 @ 的这位已任命为3号网格网格员，马上生效。还没加小格好友的话，请本人加一下，不然卡片和提醒私聊不到。',
    )
  })

  it('are suspended too where only the groups have other ids, and wait for those who are known', async () => {
    town = await Town.open({ unstableIds: true })
    const moved = await movedWithNews(town, 'groups')
    expect(town.codes).toEqual([])
    await town.minutesLater(30)
    expect(heardIn(GRID_3, town.said)).not.toMatch(/受理/)
    expect(moved.last('worker-03')).toMatch(/「玉成社区3网格群」像是/)
    expect(moved.last('worker-07')).toMatch(/「玉成社区7网格群」像是/)
    expect(await moved.privately('worker-03', '是')).toMatch(/接上了。攒下的 1 条/)
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)
    expect(heardIn(GRID_3, town.said)).not.toMatch(/受理/)
  })

  it('are no longer suspended once somebody speaks in them under the old id', async () => {
    town = await Town.open()
    await town.database.transaction((tx) => suspendGroups(tx, 'xiaoge' as AccountId, town.now()))
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toMatch(/#1 已登记/)
    expect(await town.database.client.chatGroup.count({ where: { suspendedAt: null } })).toBe(1)
  })
})

describe('what is said before the groups are known again', () => {
  let town: Town
  afterEach(() => town.close())
  const LOST = '小格刚重新登录，这个群还没认好，刚才这条没有收到。急事请直接打电话给网格员；认好了小格会在群里说。'

  it('is not taken for heard: in the group, in private, and by the reporter of before', async () => {
    town = await Town.open({ unstableIds: true })
    const moved = await movedWithNews(town)
    const report = (text: string) => moved.says('ma', GRID_3, `/报事 ${text}`)
    expect(await report('3号楼水管爆了')).toMatch(`@马先生 ${LOST}\n请先关掉就近的阀门`)
    expect(await moved.says('chen', GRID_3, '/进度')).toBe(`@陈阿姨 ${LOST}`)
    expect(await report('3号楼楼道灯不亮')).toBe('')
    for (const [words, aid] of [
      ['着火了', /没有收到.*\n有火情请先打119/],
      ['5号楼冒烟了快来人', /没有收到.*\n有火情请先打119/],
      ['家里一股臭鸡蛋味', /没有收到.*\n请先不要开关电器/],
    ] as const)
      expect(await moved.says('ma', GRID_3, `@小格${AT_END}${words}`), words).toMatch(aid)
    expect(await report('5号楼燃气味很重')).toMatch(/没有收到.*\n请先不要开关电器/)
    await town.minutesLater(11)
    expect(await report('3号楼楼道灯不亮')).toBe(`@马先生 ${LOST}`)
    expect(await town.database.client.issue.count()).toBe(1)
    expect(await moved.privately('ma', '/报事 向阳小区3号楼楼道灯不亮')).toMatch(
      /还通知不到网格员和社区工作人员。急事请直接打电话给他们/,
    )
    await moved.letsSecretaryIn()
    expect(await moved.privately('secretary', '/名册')).toMatch(/3号网格：杨静＊[\s\S]*带 ＊ 的要重新任命/)

    await moved.appoints(WORKER_3, '网格员 3')
    await moved.privately('worker-03', '确认')
    const before = town.mark()
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said.slice(before)).match(/断线了/g)).toHaveLength(1)
    expect(heardIn(moved.id(GRID_3), town.said.slice(before))).toMatch(
      '09:00 到 09:11 小格断线了。这段时间报的事没看到回复的，请再发一次。',
    )
    expect(await report('3号楼水管爆了')).toMatch(/已登记/)
    expect(await moved.privately('worker-03', '/报事 向阳小区3号楼楼道灯不亮')).toMatch(/网格员会来办/)
    expect(await moved.says('ma', GRID_3, '/撤回 1')).toMatch('认不出是不是您报的，请网格员帮您撤回。')
  })

  it('is not poured into another group by a number mistyped, and a yes can be taken back', async () => {
    town = await Town.open({ unstableIds: true })
    town.puppet.addGroup({ chatId: GRID_3, topic: '玉成社区3网格群', members: ['worker-03', 'secretary', 'ma'] })
    const moved = await movedWithNews(town)
    const { client } = town.database
    await town.database.transaction((tx) =>
      tx.chatGroup.updateMany({ where: { grid: { number: 3 } }, data: { likelyChatId: null } }),
    )
    await moved.letsSecretaryIn()
    const ask = await moved.says('secretary', STAFF, '/绑定 3')
    expect(ask).toMatch(/原来3号网格的群叫「玉成社区3网格群」，就是这个群吗/)
    expect(await moved.groupOf(3)).toMatchObject({ account: 'xiaoge', chatId: GRID_3 })
    expect(await moved.says('secretary', STAFF, `@小格${AT_END}确认`)).toMatch(/接上了/)
    expect(await moved.groupOf(3)).toMatchObject({ chatId: moved.id(STAFF), suspendedAt: null })
    expect(await moved.says('secretary', STAFF, '/撤销')).toMatch(/已撤销，这个群没有接上/)
    await town.minutesLater(5)
    expect(heardIn(moved.id(STAFF), town.said)).not.toMatch(/#1 /)
    expect(await moved.groupOf(3)).toMatchObject({ account: 'xiaoge', chatId: GRID_3, topic: '玉成社区3网格群' })
    expect(await client.issue.findFirst()).toMatchObject({ account: 'xiaoge', chatId: GRID_3 })
    expect((await moved.groupOf(3)).suspendedAt).not.toBeNull()

    expect(await moved.says('secretary', GRID_3, '/绑定 3')).toMatch(/接上了。攒下的 1 条/)
    await town.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), town.said).match(/#1 .*受理/g)).toHaveLength(1)
  })

  it('does not swallow a bare command: the question comes after the answer', async () => {
    town = await Town.open({ unstableIds: true })
    const members = ['worker-03', 'worker-07', 'staff-1', 'secretary', 'ma', 'chen', 'zhou', 'liu']
    town.puppet.addGroup({ chatId: GRID_3, topic: '玉成社区3网格群', members })
    const moved = await movedWithNews(town)
    await moved.letsSecretaryIn()
    await moved.appoints(WORKER_3, '网格员 3')
    expect(await moved.privately('worker-03', '待办')).toMatch(/#1 [\s\S]*认不出原来的群了/)
    expect(await moved.privately('worker-03', '待办')).not.toMatch(/认不出/)
    expect(await moved.privately('worker-03', '确认')).toMatch(/接上了/)
  })
})

describe('a bot that ends in the middle', () => {
  it('knows the groups again when it comes back, before anybody was asked and before the answer', async () => {
    const folder = await mkdtemp(join(runFolder(), 'ended-'))
    const database = await openDatabase({ url: `file:${join(folder, 'town.db')}` })
    const first = await Town.open({ database, unstableIds: true })
    const moved = await movedWithNews(first)
    await first.close()

    const second = await Town.open({ database, unstableIds: true, again: first })
    const again = moved.in(second)
    // The first code may never have been read: each run prints one.
    expect(second.codes).toHaveLength(1)
    await again.letsSecretaryIn()
    await again.appoints(WORKER_3, '网格员 3')
    await second.close()

    const third = await Town.open({ database, unstableIds: true, again: second })
    expect(third.codes).toEqual([])
    expect(await moved.in(third).privately('worker-03', '确认')).toMatch(/接上了。攒下的 1 条/)
    await third.minutesLater(2)
    expect(heardIn(moved.id(GRID_3), third.said).match(/#1 .*受理/g)).toHaveLength(1)
    await third.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
})
