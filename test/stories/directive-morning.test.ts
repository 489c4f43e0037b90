import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Order, orderOf, WITH_FILES } from '../../src/directives/directive.ts'
import { standingOf } from '../../src/directives/standing.ts'
import { drawTable } from '../../src/drawing/table.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { orderTable } from '../../src/telling/directives/table.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { heardIn, STAFF, Town } from './town.ts'

const TEXT = '区消防大队要求：今天17:00前清理楼道堆物。物业负责搬运，志愿者劝导，网格员到现场拍照。'
const NOTICE = '操作过于频繁，可稍后再试。'
const group = (grid: number) => `grid-${String(grid).padStart(2, '0')}@chatroom`

describe.each([
  ['in one process', false],
  ['over a real gateway', true],
])(
  'at nine the district’s requirement goes into twelve groups; at half past everyone is on it, %s',
  (_, overGateway) => {
    let town: Town
    beforeEach(async () => {
      town = await Town.open({
        overGateway,
        at: shanghai(2026, 6, 3, 8, 50),
        pace: { gapMs: 0, perMinute: 6, groupPerMinute: 0, perDay: 0 },
        // Grid 5 has put the bot out of its group.
        faults: { putOutOf: new Set([group(5)]) },
      })
    })
    afterEach(() => town.close())

    /** The clock goes on, where it matters minute by minute. */
    async function until(hour: number, minute: number, step = 60) {
      const since = town.said.length
      const left = () => (shanghai(2026, 6, 3, hour, minute).getTime() - town.now().getTime()) / 60_000
      while (left() > 0) await town.minutesLater(Math.min(step, left()))
      return town.said.slice(since)
    }
    const order = async (): Promise<Order> =>
      orderOf(await town.database.client.directive.findFirstOrThrow({ where: { number: 1 }, include: WITH_FILES }))

    it('one group gone, one worker ill, and told to speak less in the middle: the table is right to the cell', async () => {
      // The worker of grid 8 is ill; her colleague of grid 7 steps in.
      town.puppet.addGroup({
        chatId: group(8),
        topic: '玉成社区8网格群',
        members: ['worker-08', 'worker-07', 'property-08', 'volunteer-08', 'staff-2'],
      })
      await town.says('staff-2', group(8), '/任命 @谢红\u2005 副网格员 8')
      await until(8, 51)
      await town.says('staff-1', 'staff-1', `/转发 全部 9点\n${TEXT}`)
      await town.says('staff-1', 'staff-1', '确认')

      const atNine = await until(9, 0)
      expect(atNine.map(({ chat }) => chat)).toEqual([1, 2, 3, 4, 6].map(group))
      const relayed = atNine[0]?.text ?? ''
      expect(relayed).toMatch(/^📌 任务1 · 工作任务\n区消防大队要求/)
      town.puppet.note(group(6), NOTICE)
      await expect
        .poll(() => town.database.client.accountPause.count({ where: { kind: 'RATE_LIMIT' } }), { timeout: 15_000 })
        .toBe(1)

      // While the bot may say nothing, it hears.
      await until(9, 2)
      await town.says('worker-01', group(1), '收到', relayed)
      await town.says('property-01', group(1), '收到')
      await town.says('volunteer-01', group(1), '好的收到')
      await until(9, 3)
      await town.says('worker-02', group(2), '收到！')
      await town.says('ma', group(3), '收到')
      await until(9, 4)
      await town.sendsPicture('worker-03', group(3))
      await town.says('worker-03', group(3), '已到场，3个人在清理', relayed)
      await town.says('property-03', group(3), '收到')
      await until(9, 8)
      await town.says('worker-01', group(1), '到场了', relayed)
      await town.says('worker-06', group(6), '收到', relayed)
      await town.says('volunteer-06', group(6), '收到', relayed)
      expect(town.said.filter(({ at }) => at > shanghai(2026, 6, 3, 9, 0))).toEqual([])

      // A quarter of an hour later it goes on where it stopped; the reminders come behind it.
      await until(9, 14)
      const afterRest = await until(9, 17, 1)
      expect(heardIn(STAFF, afterRest)).toMatch(/09:00 到 09:15 小格没有发消息，因为微信提示发得太频繁/)
      const late = afterRest.filter(({ chat, text }) => /^grid/.test(chat) && text === relayed)
      expect(late.map(({ chat }) => chat)).toEqual([7, 8, 9, 10, 11, 12].map(group))
      await town.says('worker-07', group(8), '收到')
      await town.says('property-08', group(8), '收到')
      await town.says('worker-07', group(7), '收到')
      await until(9, 19, 1)
      const reminded = town.said.filter(({ text }) => text.includes('等您回一声'))
      expect(reminded.map(({ chat }) => chat)).toEqual([
        ...['property-02', 'volunteer-02', 'volunteer-03', 'worker-04', 'property-04', 'volunteer-04', 'property-06'],
      ])
      await town.says('property-02', 'property-02', '收到')
      await town.says('volunteer-03', 'volunteer-03', '收到，马上下楼')
      await until(9, 21)
      await town.sendsPicture('worker-01', group(1))
      await town.sendsPicture('worker-01', group(1), { name: 'b.png', bytes: zebraCrossing() })
      await town.says('worker-01', group(1), '清理完毕，清运两车', relayed)
      await town.says('worker-09', group(9), '收到', relayed)
      await town.says('property-09', group(9), '处理中', relayed)
      await town.says('volunteer-09', group(9), '收到')
      await until(9, 23)
      await town.says('property-03', group(3), '搬完了', relayed)
      await town.says('worker-06', 'worker-06', '任务1 已到场')

      const missing = heardIn('staff-1', await until(9, 25))
      expect(missing).toMatch(/任务1 发出25分钟了，还没回齐：\n/)
      const lines = missing.slice(missing.indexOf('任务1 发出25')).split('\n')
      expect(lines.slice(1, -1)).toEqual([
        '2号网格：志愿者姜阿姨',
        '4号网格：网格员高伟、物业丰华物业余师傅、志愿者钟阿姨',
        '6号网格：物业安顺物业叶师傅',
        '7号网格（09:15才发到）：物业安顺物业程师傅、志愿者汪老师',
        '8号网格（09:15才发到）：志愿者范阿姨',
        '10号网格（09:16才发到）：网格员袁丽、物业安顺物业吕师傅、志愿者石阿姨',
        '11号网格（09:16才发到）：网格员田勇、物业安顺物业丁师傅、志愿者贾大爷',
        '12号网格（09:16才发到）：网格员潘玲、物业安顺物业任师傅、志愿者韦阿姨',
        '没发到的网格：5号（小格不在这个群里了）。',
      ])
      await town.says('worker-04', group(4), '收到，已到场', relayed)
      await until(9, 28)
      await town.says('worker-10', group(10), '收到')
      await town.says('property-10', group(10), '收到')
      await town.says('volunteer-10', group(10), '收到')
      await town.says('worker-10', group(10), '办好了', relayed)
      await town.says('worker-12', group(12), '收到')

      const said = await until(9, 30)
      const expected = [
        '任务1 6月3日(周三) 09:30 的情况：发到11/12，回话：网格员10、物业6、志愿者5，在办6，完成2，照片3张',
        '网格｜发到｜网格员｜物业｜志愿者｜在办｜完成｜照片',
        '1｜09:00｜✓｜✓｜✓｜✓｜✓｜2',
        '2｜09:00｜✓｜✓｜–｜–｜–｜0',
        '3｜09:00｜✓｜✓｜✓｜✓｜部分｜1',
        '4｜09:00｜✓｜–｜–｜✓｜–｜0',
        '5｜没发到｜–｜–｜–｜–｜–｜0',
        '6｜09:00｜✓｜–｜✓｜✓｜–｜0',
        '7｜09:15｜✓｜–｜–｜–｜–｜0',
        '8｜09:15｜✓｜✓｜–｜–｜–｜0',
        '9｜09:15｜✓｜✓｜✓｜✓｜–｜0',
        '10｜09:16｜✓｜✓｜✓｜✓｜✓｜0',
        '11｜09:16｜–｜–｜–｜–｜–｜0',
        '12｜09:16｜✓｜–｜–｜–｜–｜0',
        '备注',
        '1号：网格员：清理完毕，清运两车',
        '3号：物业：搬完了',
      ]
      const text = heardIn('staff-1', said)
      expect(text.slice(text.indexOf('任务1 6月')).split('\n').slice(0, 14)).toEqual(expected.slice(0, 14))
      expect(text).toMatch(/5号：小格不在这个群里了[\s\S]*\[图片\]$/)

      const picture = said.findLast((each) => each.chat === 'staff-1' && each.picture)?.picture
      const drawn = orderTable(await order(), await standingOf(town.database.client, await order()), town.now())
      const [expectedPicture, ...more] = await drawTable(drawn)
      expect(more).toEqual([])
      expect(Buffer.from(picture?.bytes ?? []).equals(expectedPicture ?? new Uint8Array())).toBe(true)
      const done = (at: string) => ({ state: 'done', text: at })
      const NO = { state: 'missing' }
      expect(drawn.rows).toEqual([
        [
          '1号',
          done('09:00'),
          done('09:02'),
          done('09:02'),
          done('09:02'),
          done('09:08'),
          done('09:21'),
          '2',
          '网格员：清理完毕，清运两车',
        ],
        ['2号', done('09:00'), done('09:03'), done('09:19'), NO, NO, NO, '0', ''],
        [
          '3号',
          done('09:00'),
          done('09:04'),
          done('09:04'),
          done('09:19'),
          done('09:04'),
          { state: 'under way', text: '物业' },
          '1',
          '物业：搬完了',
        ],
        ['4号', done('09:00'), done('09:25'), NO, NO, done('09:25'), NO, '0', ''],
        ['5号', { state: 'missing', text: '没发到' }, '', '', '', '', '', '0', '小格不在这个群里了'],
        ['6号', done('09:00'), done('09:08'), NO, done('09:08'), done('09:23'), NO, '0', ''],
        ['7号', done('09:15'), done('09:17'), NO, NO, NO, NO, '0', ''],
        ['8号', done('09:15'), done('09:17'), done('09:17'), NO, NO, NO, '0', ''],
        ['9号', done('09:15'), done('09:21'), done('09:21'), done('09:21'), done('09:21'), NO, '0', ''],
        ['10号', done('09:16'), done('09:28'), done('09:28'), done('09:28'), done('09:28'), done('09:28'), '0', ''],
        ['11号', done('09:16'), NO, NO, NO, NO, NO, '0', ''],
        ['12号', done('09:16'), done('09:28'), NO, NO, NO, NO, '0', ''],
      ])

      // In the groups nothing was said but the order itself, once each; nobody there is asked, named or counted.
      const inGroups = town.said.filter(({ chat, at }) => chat.startsWith('grid-') && at >= shanghai(2026, 6, 3, 9, 0))
      expect(inGroups.map(({ text }) => text)).toEqual(Array(11).fill(relayed))
      expect(town.said.some(({ text }) => text.includes('已读'))).toBe(false)
      // The table comes once; after that it is there for the asking.
      expect(heardIn('staff-1', await until(9, 40))).not.toMatch(/的情况/)
      expect(heardIn('staff-1', await town.says('staff-1', 'staff-1', '/转发 表 1'))).toMatch(/09:40 的情况/)
    }, 120_000)
  },
)
