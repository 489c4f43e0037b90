import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heedNotice } from '../../src/handlers/rate-limited.ts'
import type { AccountId, ChatId } from '../../src/ids.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

const NOTICE = '操作过于频繁，可稍后再试。'
/** for a busy machine */
const PATIENCE = { timeout: 15_000, interval: 5 }

describe('messages that did not arrive', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  /** The bot answers somebody, and nobody knows whether the answer arrived. */
  async function loseAnswer(who: string, chat: string): Promise<number> {
    town.puppet.faults.send = 'hanging'
    await town.says(who, chat, '/进度')
    town.puppet.faults.send = undefined
    const row = await town.database.client.outboxMessage.findFirstOrThrow({
      where: { state: 'UNKNOWN' },
      orderBy: { id: 'desc' },
    })
    return row.id
  }

  it('are listed for staff, and settled by them one by one or all together', async () => {
    expect(await says('staff-1', 'staff-1', '/重发')).toBe('没有等着处理的消息，该发的都发到了。')
    const inGroup = await loseAnswer('ma', GRID_3)
    const inPrivate = await loseAnswer('chen', 'chen')
    await loseAnswer('zhou', GRID_3)

    const list = await says('staff-1', 'staff-1', '/重发')
    expect(list).toMatch(
      new RegExp(`不知道发没发到：\n${inGroup} 6月3日\\(周三\\) 09:00 .*群.* \\S+…\n${inPrivate} .* 陈阿姨\n`),
    )
    expect(list).toMatch(/发到了的，发 \/确认已发 编号；要再发一次的，发 \/重发 编号。$/)
    const inStaffGroup = await says('staff-1', STAFF, '/确认已发')
    expect(inStaffGroup).toMatch(new RegExp(`\n${inPrivate} 6月3日\\(周三\\) 09:00 私聊\n`))
    expect(inStaffGroup, 'no words in a group').not.toMatch(/…/)

    expect(await says('staff-1', 'staff-1', `/确认已发 ${inGroup}`)).toBe(`编号 ${inGroup} 记为已经发到。`)
    const again = await town.says('staff-1', 'staff-1', `/重发 ${inPrivate}`)
    expect(heardIn('staff-1', again)).toBe(`编号 ${inPrivate} 再发一次。`)
    expect(heardIn('chen', again)).toMatch(/没有正在办的事/)
    expect(await says('staff-1', 'staff-1', `/重发 ${inPrivate}`)).toMatch(/等着处理的消息里没有编号/)
    const all = await town.says('secretary', STAFF, '/重发 全部')
    expect(heardIn(STAFF, all)).toMatch(/1 条再发一次。/)
    expect(heardIn(GRID_3, all)).toMatch(/没有正在办的事/)
    expect(await says('secretary', 'secretary', '/确认已发 全部')).toBe('没有等着处理的消息。')
    expect(await says('secretary', 'secretary', '/重发 上面那条')).toMatch(/请写一个编号，或者写 全部/)

    expect(
      await town.database.client.auditEntry.findMany({
        where: { action: { startsWith: 'sending.' } },
        orderBy: { id: 'asc' },
        select: { action: true, subject: true, data: true },
      }),
    ).toMatchObject([
      { action: 'sending.confirm', subject: `outbox:${inGroup}`, data: { was: 'UNKNOWN' } },
      { action: 'sending.again', subject: `outbox:${inPrivate}`, data: { was: 'UNKNOWN' } },
      { action: 'sending.again' },
    ])
  })

  it('are nobody else’s to settle', async () => {
    const id = await loseAnswer('ma', GRID_3)
    for (const who of ['ma', 'worker-03']) {
      expect(await says(who, GRID_3, `/重发 ${id}`)).toMatch(/由.*工作人员.*使用/)
      expect(await says(who, GRID_3, `/确认已发`)).toMatch(/由.*工作人员.*使用/)
    }
    expect(await town.database.client.outboxMessage.count({ where: { state: 'UNKNOWN' } })).toBe(1)
  })

  it('hold up nobody: what comes after a message that hangs is said', async () => {
    town.puppet.faults.send = 'hanging'
    const first = town.says('ma', GRID_3, '/进度')
    await expect.poll(() => town.database.client.outboxMessage.count({ where: { state: 'SENDING' } }), PATIENCE).toBe(1)
    town.puppet.faults.send = undefined
    await first
    expect(await says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')).toMatch(/#1 已登记/)
  })
})

describe('an account that speaks too often', () => {
  let town: Town
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  async function noticed(chat = GRID_3): Promise<void> {
    town.puppet.note(chat, NOTICE)
    const running = { kind: 'RATE_LIMIT', until: { gt: town.now() } } as const
    await expect.poll(() => town.database.client.accountPause.count({ where: running }), PATIENCE).toBe(1)
    await town.settled()
  }

  it('rests for a quarter of an hour, loses nothing, and tells the staff afterwards', async () => {
    town = await Town.open()
    await noticed()
    expect(await says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')).toBe('')
    expect(await town.minutesLater(14)).toEqual([])
    const said = await town.minutesLater(1)
    expect(heardIn(STAFF, said)).toBe(
      '6月3日(周三) 09:00 到 09:15 小格没有发消息，因为微信提示发得太频繁。现在有 2 条在等，会慢慢发完。',
    )
    expect(heardIn(GRID_3, said)).toMatch(/#1 已登记/)
    expect(heardIn(STAFF, await town.minutesLater(60)), 'once').toBe('')
  })

  it('goes on early only when staff insist', async () => {
    town = await Town.open()
    await says('staff-1', STAFF, '/暂停')
    await noticed()
    await says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    const asked = await town.says('staff-1', STAFF, '/继续')
    expect(heardIn(STAFF, asked)).toMatch(
      /工作人员的暂停结束了。微信提示.*要歇到 6月3日\(周三\) 09:15.*再发一次 \/继续/,
    )
    expect(heardIn(GRID_3, asked)).toBe('')
    expect(heardIn(STAFF, await town.says('secretary', STAFF, '/继续')), 'somebody else is asked too').toMatch(/要歇到/)
    await town.minutesLater(6)
    expect(await says('staff-1', STAFF, '/继续'), 'the question is too old').toMatch(/要歇到/)
    const insisted = await town.says('staff-1', STAFF, '/继续')
    expect(heardIn(STAFF, insisted)).toMatch(/提前恢复了，有 2 条在等/)
    expect(heardIn(STAFF, insisted)).toMatch(/09:00 到 09:06 小格没有发消息/)
    expect(heardIn(GRID_3, insisted)).toMatch(/#1 已登记/)
  })

  it('is not paused by what people write or are called', async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, NOTICE)
    town.puppet.note(GRID_3, '"操作过于频繁"加入了群聊')
    expect(await says('ma', GRID_3, '/进度')).toMatch(/没有正在办的事/)
    expect(await town.database.client.accountPause.count()).toBe(0)
  })

  it('tells the staff in the morning of a rest at night', async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 21, 20), quietHours: { from: 21 * 60 + 30, to: 7 * 60 + 30 } })
    await noticed()
    expect(await town.minutesLater(20)).toEqual([])
    const said = await town.minutesLater(10 * 60)
    expect(heardIn(STAFF, said)).toMatch(/^6月3日\(周三\) 21:20 到 21:35 小格没有发消息.*没有耽误消息。/)
  })

  it('tells people by another way at once, a burst of notices once', async () => {
    town = await Town.open()
    const alerts: string[] = []
    const desk = {
      database: town.database,
      clock: town.clock,
      alert: (text: string) => void alerts.push(text),
      log: pino({ level: 'silent' }),
    }
    const notice = {
      account: town.puppet.accountId as AccountId,
      chat: { kind: 'group', id: GRID_3 as ChatId },
      text: NOTICE,
    } as const
    await heedNotice(desk, { ...notice, text: '马先生撤回了一条消息' })
    await heedNotice(desk, notice)
    await heedNotice(desk, notice)
    expect(alerts).toEqual(['微信提示小格发消息太频繁，6月3日(周三) 09:00 到 09:15 先不发，消息照收，不会丢。'])
  })
})
