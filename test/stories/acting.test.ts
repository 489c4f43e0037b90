import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Said } from '../../src/sandbox/puppet.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, PROPERTY, STAFF, Town } from './town.ts'

const TEXT = '今天17:00前清理楼道堆物，物业负责搬运，网格员拍照。'

describe('those who are asked to act on a directive', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0) })
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  /** Staff relay something; returns what the groups heard. */
  async function relayed(scope = '全部', text = TEXT): Promise<string> {
    await town.says('staff-1', 'staff-1', `/转发 ${scope}\n${text}`)
    const said = await town.says('staff-1', 'staff-1', '确认')
    return said.find(({ chat }) => chat.startsWith('grid-'))?.text ?? ''
  }
  /** What is written down: who, in which grid, as what, how far, in the order in which it was said. */
  async function receipts(number = 1): Promise<string[]> {
    const rows = await town.database.client.directiveReceipt.findMany({
      where: { directive: { number } },
      include: { person: true, grid: true, photos: true },
      orderBy: { id: 'asc' },
    })
    return rows.map(({ person, grid, hat, step, note, photos }) =>
      [
        `${grid.number} ${hat} ${person.name} ${step}`,
        ...(note ? [note] : []),
        ...(photos.length > 0 ? [`${photos.length}图`] : []),
      ].join(' '),
    )
  }
  /** The caretaker of grid 3 looks after these as well, instead of whoever did. */
  async function alsoCaretakerOf(...numbers: number[]): Promise<void> {
    await town.database.transaction(async (tx) => {
      const { id: personId } = await tx.person.findFirstOrThrow({ where: { name: '安顺物业蔡师傅' } })
      for (const number of numbers) {
        const grid = { grid: { number }, kind: 'UNIT_CONTACT' } as const
        const { communityId, gridId, unitId } = await tx.role.findFirstOrThrow({ where: { ...grid, until: null } })
        await tx.role.updateMany({ where: grid, data: { until: town.now() } })
        await tx.role.create({
          data: { personId, kind: 'UNIT_CONTACT', communityId, gridId, unitId, since: town.now() },
        })
      }
    })
  }
  const table = async (number = 1) => heardIn('staff-1', await town.says('staff-1', 'staff-1', `/转发 表 ${number}`))
  const quiet: Said[] = []

  it('answer by quoting it, with a bare word while it is new, by command, or in private; the group hears none of it', async () => {
    const order = await relayed('3')
    expect(await town.says('worker-03', GRID_3, '收到', order)).toEqual(quiet)
    expect(await town.says('property-03', GRID_3, '好的收到！')).toEqual(quiet)
    expect(await says('volunteer-03', 'volunteer-03', '收到')).toBe('记下了：任务1（3号网格）收到。')
    expect(await town.says('worker-03', GRID_3, '到场了，3个人在清理', order)).toEqual(quiet)
    expect(await says('property-03', GRID_3, '/回执 1 已到场')).toBe('@安顺物业蔡师傅 记下了：任务1（3号网格）到场。')
    expect(await says('worker-03', 'worker-03', '任务1 办完了，清运两车')).toBe('记下了：任务1（3号网格）完成。')
    expect(await receipts()).toEqual([
      '3 worker 杨静 ACKNOWLEDGED',
      '3 property 安顺物业蔡师傅 ACKNOWLEDGED',
      '3 volunteer 崔大爷 ACKNOWLEDGED',
      '3 worker 杨静 WORKING 到场了，3个人在清理',
      '3 property 安顺物业蔡师傅 ON_SITE',
      '3 worker 杨静 DONE 任务1 办完了，清运两车',
    ])
  })

  it('are asked alone: nobody else’s 收到 counts, nor that of somebody dismissed since, nor of a worker elsewhere', async () => {
    const order = await relayed('3,7')
    expect(await town.says('ma', GRID_3, '收到')).toEqual(quiet)
    expect(await town.says('ma', GRID_3, '收到', order)).toEqual(quiet)
    expect(await town.says('staff-1', GRID_3, '收到')).toEqual(quiet)
    expect(await says('ma', GRID_3, '/回执 1 收到')).toMatch(/\/回执 由网格员、责任单位、志愿者和社区工作人员使用/)
    // A member of the group who works elsewhere.
    town.puppet.addGroup({
      chatId: GRID_3,
      topic: '玉成社区3网格群',
      members: ['worker-03', 'worker-07', 'property-03', 'volunteer-03', 'staff-1', 'ma', 'chen', 'zhou', 'liu'],
    })
    expect(await town.says('worker-07', GRID_3, '收到')).toEqual(quiet)
    expect(await town.says('worker-07', GRID_3, '收到', order)).toEqual(quiet)
    expect(await says('worker-07', GRID_3, '/回执 1 收到')).toMatch(/请到您自己网格的群里回/)
    expect(await says('staff-1', GRID_3, '/回执 1 收到')).toMatch(/任务1 没有请您回执/)
    await town.says('staff-1', GRID_3, '/免去 @崔大爷\u2005 志愿者 3')
    expect(await town.says('volunteer-03', GRID_3, '收到', order)).toEqual(quiet)
    expect(await receipts()).toEqual([])
    // Nor is a question of theirs, or a word to a neighbour, an answer.
    expect(await town.says('worker-03', GRID_3, '大家收到没有？', order)).toEqual(quiet)
    expect(await town.quotes('worker-03', GRID_3, 'ma', '楼道灯修好了吗', '收到')).toEqual(quiet)
    expect(await town.says('worker-03', GRID_3, '@马先生\u2005 收到')).toEqual(quiet)
    expect(await receipts()).toEqual([])
  })

  it('are told by a bare 收到 for the newest that they have not answered, and by a step only where it can be one', async () => {
    await relayed('3', '今天清理楼道堆物。')
    await town.minutesLater(1)
    await relayed('3', '今天检查消防栓。')
    await town.says('worker-03', GRID_3, '已到场')
    expect([await receipts(1), await receipts(2)]).toEqual([[], []])
    await town.says('worker-03', GRID_3, '收到')
    expect(await receipts(1)).toEqual([])
    await town.says('worker-03', GRID_3, '收到')
    await town.says('worker-03', GRID_3, '收到')
    expect(await receipts(2)).toEqual(['3 worker 杨静 ACKNOWLEDGED'])
    expect(await receipts(1)).toEqual(['3 worker 杨静 ACKNOWLEDGED'])
    expect(await says('property-03', 'property-03', '收到')).toMatch(/^现在有 任务2、任务1 等您回，是哪一个？/)
    expect(await says('property-03', 'property-03', '都收到')).toBe('记下了：任务2（3号网格）、任务1（3号网格）收到。')
    await town.says('property-03', GRID_3, '任务1 已完成')
    await town.says('property-03', GRID_3, '弄好了')
    expect(await receipts(1)).toContain('3 property 安顺物业蔡师傅 DONE')
    expect(await receipts(2)).toContain('3 property 安顺物业蔡师傅 DONE')
  })

  it('have the time of the table to do it with a bare word', async () => {
    await relayed('3')
    await town.minutesLater(31)
    expect(await town.says('volunteer-03', GRID_3, '收到')).toEqual(quiet)
    expect(await receipts()).toEqual([])
    await town.says('volunteer-03', GRID_3, '任务1收到')
    expect(await receipts()).toEqual(['3 volunteer 崔大爷 ACKNOWLEDGED'])
  })

  it('are counted once, whatever the chat delivers twice, and can take back a slip', async () => {
    town.puppet.faults.duplicateDelivery = true
    const order = await relayed('3')
    await town.says('worker-03', GRID_3, '收到', order)
    await town.says('worker-03', GRID_3, '已完成', order)
    expect(await receipts()).toEqual(['3 worker 杨静 ACKNOWLEDGED', '3 worker 杨静 DONE'])
    expect(await says('worker-03', GRID_3, '/撤销')).toBe('@杨静 任务1 刚才的回执已撤销。')
    expect(await receipts()).toEqual(['3 worker 杨静 ACKNOWLEDGED'])
  })

  it('send photos with it, before or after, each once', async () => {
    const order = await relayed('3')
    await town.sendsPicture('worker-03', GRID_3)
    await town.says('worker-03', GRID_3, '已到场', order)
    expect(await town.sendsPicture('worker-03', GRID_3, { name: 'b.png', bytes: zebraCrossing() })).toEqual(quiet)
    await town.minutesLater(4)
    await town.sendsPicture('worker-03', GRID_3)
    await town.says('property-03', 'property-03', '收到')
    expect(heardIn('property-03', await town.sendsPicture('property-03', 'property-03'))).toBe(
      '照片收到，和回执放在一起了。',
    )
    expect(await receipts()).toEqual(['3 worker 杨静 ON_SITE 2图', '3 property 安顺物业蔡师傅 ACKNOWLEDGED 1图'])
    expect(await table()).toMatch(/\n3｜09:00｜✓｜✓｜–｜✓｜–｜3$/m)
  })

  it('are reminded in private, one message for all their grids; who answers it is counted in all of them', async () => {
    await alsoCaretakerOf(7, 9)
    await relayed('3,7,9')
    await town.says('worker-03', GRID_3, '收到')
    const said = await town.minutesLater(10)
    expect(heardIn('property-03', said)).toBe(
      `📌 任务1 等您回一声：3、7、9号网格，物业。\n${TEXT}\n看到了回「收到」，到了回「到场」，办好回「完成」，可以带照片。`,
    )
    expect(heardIn('volunteer-07', said)).toMatch(/^📌 任务1 等您回一声：7号网格，志愿者。/)
    expect([heardIn('worker-03', said), heardIn('property', said), heardIn('property-07', said)]).toEqual(['', '', ''])
    expect(said.filter(({ chat }) => chat.includes('@'))).toEqual([])
    expect(await says('property-03', 'property-03', '收到')).toBe('记下了：任务1（3、7、9号网格）收到。')
    expect((await receipts()).slice(1)).toEqual([3, 7, 9].map((n) => `${n} property 安顺物业蔡师傅 ACKNOWLEDGED`))
    const prompted = await town.minutesLater(10)
    expect(heardIn('property-03', prompted)).toBe(
      '📌 任务1 您那边怎么样了？（3、7、9号网格）\n到了回「到场」，在办回「处理中」，办好回「完成」，可以带照片。',
    )
    expect(heardIn('worker-03', prompted)).toMatch(/^📌 任务1 您那边怎么样了？（3号网格）/)
    expect(heardIn('volunteer-07', prompted)).toBe('')
  })

  it('are named to whoever sent it alone, and to the staff’s group without names where that cannot be', async () => {
    await town.says('liu', GRID_3, '/帮助')
    await town.says('staff-1', GRID_3, '/任命 @刘女士\u2005 志愿者 3')
    await relayed('3')
    await town.says('worker-03', GRID_3, '收到')
    const said = await town.minutesLater(25)
    expect(heardIn('staff-1', said)).toMatch(
      /任务1 发出25分钟了，还没回齐：\n3号网格：物业安顺物业蔡师傅、志愿者崔大爷\/刘女士\n没加小格好友、提醒不到的：刘女士。\n要再提醒一次，发 \/催办 任务1；看全表，发 \/转发 表 1。/,
    )
    expect(heardIn(GRID_3, said) + heardIn(STAFF, said)).toBe('')
    // In the grid's group nothing is told of who is late.
    expect(await says('staff-1', GRID_3, '/转发 表 1')).toMatch(/只在工作群和私聊里看/)
    expect(await says('staff-1', GRID_3, '/催办 任务1')).toBe('@许主任 任务1 已经私下提醒。')
    const urged = await town.says('staff-1', 'staff-1', '/催办 任务1')
    expect(heardIn('staff-1', urged)).toBe(
      '任务1 已私下提醒 2 位还没回的人。刘女士没加小格好友，提醒不到，请直接联系。',
    )
    expect(heardIn('property-03', urged)).toMatch(/^📌 任务1 等您回一声：3号网格，物业。/)
    // A bare number is still an issue's.
    expect(await says('staff-1', 'staff-1', '/催办 1')).toMatch(/没有/)
  })

  it('hear nothing at night unless it is urgent', async () => {
    await town.close()
    town = await Town.open({ at: shanghai(2026, 6, 3, 21, 25), quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 } })
    await relayed('3')
    await town.minutesLater(10)
    expect(await town.minutesLater(30)).toEqual([])
    town.clock.moveTo(shanghai(2026, 6, 4, 7, 30))
    await town.minutesLater(0)
    expect(heardIn('worker-03', await town.minutesLater(4))).toBe('')
    expect(heardIn('worker-03', await town.minutesLater(1))).toMatch(/等您回一声/)
    town.clock.moveTo(shanghai(2026, 6, 4, 22, 0))
    await town.says('secretary', 'secretary', `/转发 紧急 7\n${TEXT}`)
    await town.says('secretary', 'secretary', '确认')
    expect(heardIn('worker-07', await town.minutesLater(10))).toMatch(/等您回一声/)
  })

  it('are asked nothing where the order asks nobody', async () => {
    await town.says('staff-1', 'staff-1', `/转发 3\n${TEXT}`)
    await town.says('staff-1', 'staff-1', '回执 不用')
    await town.says('staff-1', 'staff-1', '确认')
    expect(await town.says('worker-03', GRID_3, '收到')).toEqual(quiet)
    expect(await says('worker-03', 'worker-03', '/回执 1 收到')).toBe('任务1 不用回执。')
    expect((await town.minutesLater(31)).filter(({ chat }) => chat !== 'staff-1')).toEqual([])
    expect(await receipts()).toEqual([])
    expect(await table()).toMatch(/没有要谁回执/)
  })

  it('may tell of a fire all the same', async () => {
    const order = await relayed('3')
    const said = await town.says('worker-03', GRID_3, '收到，3号楼着火了，火很大', order)
    expect(heardIn(GRID_3, said)).toMatch(/119/)
  })

  it('answer for a property company in general only where nobody is there for the grid', async () => {
    await relayed('3')
    await town.says('property', PROPERTY, '收到')
    expect(await receipts()).toEqual([])
    expect(heardIn('property', await town.says('property', 'property', '收到'))).toMatch(/^小格在/)
    expect(heardIn('property', await town.says('property', 'property', '任务1 收到'))).toBe(
      '记下了：任务1（3号网格）收到。',
    )
    expect(await receipts()).toEqual(['3 property 安顺物业何经理 ACKNOWLEDGED'])
  })
})
