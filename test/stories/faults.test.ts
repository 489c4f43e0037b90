import { afterEach, describe, expect, it, vi } from 'vitest'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { formatMoment } from '../../src/time/format.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

const PNG = zebraCrossing()

const LAMP = '/报事 3号楼2单元楼道灯不亮'
const BIN = '/报事 5号楼门口垃圾桶满了'

describe('what goes wrong between the chat and the bot', () => {
  let town: Town
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const issues = () =>
    town.database.client.issue.findMany({ orderBy: { number: 'asc' }, include: { attachments: true } })
  const outbox = () => town.database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })

  describe('on the way in', () => {
    it('two reports within a second, the later one first, are two issues with the words of each', async () => {
      town = await Town.open({ faults: { reordered: true } })
      const said = await town.speakAtOnce([
        { who: 'ma', chat: GRID_3, text: LAMP },
        { who: 'chen', chat: GRID_3, text: BIN },
      ])
      expect(heardIn(GRID_3, said)).toMatch(/^@陈阿姨 #1 已登记：5号楼门口.*\n@马先生 #2 已登记：3号楼/s)
      expect((await issues()).map(({ words }) => words)).toEqual([BIN.slice(4), LAMP.slice(4)])
    })

    it('a picture that its report has overtaken still finds it', async () => {
      town = await Town.open({ faults: { reordered: true } })
      town.puppet.sendPicture({ from: 'ma', chat: GRID_3, picture: { name: 'p.png', bytes: PNG } })
      await town.says('ma', GRID_3, LAMP)
      await vi.waitFor(() => expect(town.handled).toBe(2))
      await town.settled()
      expect((await issues()).map(({ attachments }) => attachments.length)).toEqual([1])
    })

    it('a picture delivered again after it has found its report goes nowhere else', async () => {
      town = await Town.open()
      await town.sendsPicture('ma', GRID_3)
      await town.says('ma', GRID_3, LAMP)
      await town.says('ma', GRID_3, BIN)
      const before = town.said.length
      await replay(3)
      await town.says('ma', GRID_3, '/报事 6号楼的门关不上')
      expect((await issues()).map(({ attachments }) => attachments.length)).toEqual([1, 0, 0])
      expect(town.said.slice(before).filter(({ text }) => text.includes('照片'))).toEqual([])
    })

    it('half an hour in which nobody says anything is no reason to say anything', async () => {
      town = await Town.open()
      for (let minute = 0; minute < 31; minute++) await town.minutesLater(1)
      expect(town.said).toEqual([])
      expect(town.logged).toEqual([])
    })
  })

  describe('what was said while nobody listened, delivered an hour later together with what was known', () => {
    it('is registered once, in its order, when it is heard, with the time it was said at', async () => {
      town = await Town.open()
      await town.says('ma', GRID_3, '/报事 1号楼的灯不亮')
      await away(60, () => {
        town.puppet.say({ from: 'ma', chat: GRID_3, text: LAMP })
        town.puppet.say({ from: 'chen', chat: GRID_3, text: BIN })
      })
      const said = await replay(1)

      expect(heardIn(GRID_3, said)).toMatch(/^@马先生 #2 已登记：3号楼.*\n@陈阿姨 #3 已登记：5号楼/ms)
      expect((await issues()).map(({ number }) => number)).toEqual([1, 2, 3])
      const handled = await town.database.client.handledMessage.findMany({ orderBy: { id: 'asc' } })
      const gone = handled.map(({ at, saidAt }) => Math.round((at.getTime() - saidAt.getTime()) / 60_000))
      expect(gone).toEqual([0, 60, 60])
      const ago = (await issues()).map(({ reportedAt }) => (town.now().getTime() - reportedAt.getTime()) / 60_000)
      expect(ago.map(Math.round), 'the clocks run from when somebody could know').toEqual([60, 0, 0])
      const told = await town.database.client.issueEvent.findMany({
        where: { action: 'report' },
        orderBy: { id: 'asc' },
      })
      const said60 = new Date(town.now().getTime() - 60 * 60_000)
      expect(told.map(({ data }) => 'saidAt' in (data as object))).toEqual([false, true, true])
      expect(heardIn('ma', await town.says('ma', 'ma', '/进度 2'))).toContain(
        `${formatMoment(town.now(), town.now())} 居民报事（${formatMoment(said60, town.now())} 说的）`,
      )
      expect(await replay(3)).toEqual([])
      expect(await issues()).toHaveLength(3)
    })

    it('does not take back what was only done after it', async () => {
      town = await Town.open()
      await away(60, () => town.puppet.say({ from: 'ma', chat: GRID_3, text: '/撤销' }))
      await town.says('ma', GRID_3, LAMP)
      expect(heardIn(GRID_3, await replay())).toMatch(/没有可以撤销的/)
      expect(await issues()).toMatchObject([{ state: 'REPORTED' }])
    })

    it('does not answer what was only asked after it', async () => {
      town = await Town.open()
      await away(60, () => town.puppet.say({ from: 'ma', chat: 'ma', text: '向阳小区3号楼' }))
      expect(await says('ma', 'ma', '/报事 楼道灯不亮')).toMatch(/请问在哪里/)
      expect(heardIn('ma', await replay())).toMatch(/小格在/)
      expect(await issues()).toMatchObject([{ state: 'DRAFT', gridId: null }])
      expect(await says('ma', 'ma', '向阳小区5号楼')).toMatch(/#1 已登记/)
    })

    it('means by 明天 the day after it was said', async () => {
      town = await Town.open({ at: shanghai(2026, 6, 3, 17, 0) })
      await town.says('ma', GRID_3, LAMP)
      await town.says('worker-03', 'worker-03', '/受理 1')
      await away(16 * 60, () =>
        town.puppet.say({ from: 'worker-03', chat: 'worker-03', text: '/派单 1 物业 明天15:00' }),
      )
      expect(heardIn(GRID_3, await replay())).toMatch(/6月4日\(周四\) 15:00 前到场/)
    })

    it('says of what was settled in the meantime only how it stands', async () => {
      town = await Town.open()
      await town.says('ma', GRID_3, LAMP)
      await away(60, () => town.puppet.say({ from: 'worker-03', chat: 'worker-03', text: '/受理 1' }))
      await town.says('worker-03', 'worker-03', '/受理 1')
      expect(heardIn(GRID_3, await replay())).toBe('')
      expect(await town.database.client.issueEvent.count({ where: { action: 'accept' } })).toBe(1)
    })
  })

  describe('on the way out', () => {
    it('what the chat refused is said later, once, and before what came after it', async () => {
      town = await Town.open({ faults: { send: 'rejected' } })
      expect(await town.says('ma', GRID_3, LAMP)).toEqual([])
      expect(await town.says('chen', GRID_3, BIN)).toEqual([])
      town.puppet.faults.send = undefined
      expect(await says('zhou', GRID_3, '/进度 1')).toBe('')

      const said = heardIn(GRID_3, await town.minutesLater(1))
      expect(said.match(/^@.*?#\d+/gm)).toEqual(['@马先生 #1', '@陈阿姨 #2', '@周师傅 #1'])
      expect(heardIn(GRID_3, await town.minutesLater(10))).toBe('')
    })

    it('what got no answer is shown to staff, and nobody says it again until they want it', async () => {
      town = await Town.open({ faults: { send: 'hanging' } })
      expect(await town.says('ma', GRID_3, '/进度')).toEqual([])
      expect(await town.says('chen', GRID_3, '/进度')).toEqual([])
      town.puppet.faults.send = undefined
      expect(await town.minutesLater(120)).toEqual([])
      expect(await says('secretary', 'secretary', '/状态')).toMatch(/不知道发没发到 2 条/)
      const [first, second] = (await outbox()).filter(({ state }) => state === 'UNKNOWN')

      await town.says('secretary', 'secretary', `/确认已发 ${first?.id}`)
      const said = await town.says('secretary', 'secretary', `/重发 ${second?.id}`)

      expect(heardIn(GRID_3, said)).toMatch(/^@陈阿姨 .*没有正在办的事/)
      expect(said.filter(({ chat }) => chat === GRID_3)).toHaveLength(1)
      expect(await says('secretary', 'secretary', '/状态')).not.toMatch(/不知道/)
      expect(await town.minutesLater(120)).toEqual([])
    })

    it('after being told that it speaks too often it rests a quarter of an hour, then an hour, and tells staff', async () => {
      town = await Town.open()
      await note('操作过于频繁，可稍后再试。')
      expect(await town.says('ma', GRID_3, LAMP)).toEqual([])
      expect(await town.minutesLater(14)).toEqual([])
      const after = await town.minutesLater(2)
      expect(heardIn(GRID_3, after).match(/#1 已登记/g)).toHaveLength(1)
      expect(heardIn(STAFF, after)).toMatch(/09:00 到 09:15 小格没有发消息/)

      await note('操作过于频繁，可稍后再试。')
      expect(await town.says('chen', GRID_3, BIN)).toEqual([])
      expect(await town.minutesLater(58)).toEqual([])
      expect(heardIn(GRID_3, await town.minutesLater(3)).match(/#2 已登记/g)).toHaveLength(1)
    })
  })

  /** The account is away for so many minutes; what people say meanwhile it does not hear. */
  async function away(minutes: number, meanwhile: () => void): Promise<void> {
    const { puppet, clock, bot } = town
    await puppet.logout()
    await vi.waitFor(() => expect(bot.gateway.account()).toBeUndefined())
    meanwhile()
    clock.moveBy(minutes * 60_000)
    puppet.login(puppet.accountId)
    await vi.waitFor(() => expect(bot.gateway.account()).toBeDefined())
    await town.settled()
  }

  /** The gateway delivers what was missed, and before it the last messages once more; returns what the bot said. */
  async function replay(again = 0): Promise<typeof town.said> {
    const before = town.handled
    const since = town.said.length
    const count = town.puppet.replay(again)
    await vi.waitFor(() => expect(town.handled).toBe(before + count))
    await town.settled()
    return town.said.slice(since)
  }

  /** The chat says something in its own name. */
  async function note(text: string): Promise<void> {
    town.puppet.note(GRID_3, text)
    await vi.waitFor(async () => {
      const running = { kind: 'RATE_LIMIT' as const, until: { gt: town.now() } }
      expect(await town.database.client.accountPause.count({ where: running })).toBe(1)
    })
    await town.settled()
  }
})
