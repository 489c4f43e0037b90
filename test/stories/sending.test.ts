import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heedNotice } from '../../src/handlers/rate-limited.ts'
import type { AccountId, ChatId, MessageId } from '../../src/ids.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

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
    // The chat answers again: otherwise the bot would rest.
    await town.says('ma', 'ma', '/帮助')
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
      new RegExp(
        `不知道发没发到：\n编号${inGroup} · .*群.* · 6月3日\\(周三\\) 09:00 · \\S+…\n编号${inPrivate} · 陈阿姨 · 6月3日`,
      ),
    )
    expect(list).toMatch(/发到了的，发 \/确认已发 编号；要再发一次的，发 \/重发 编号。$/)
    const inStaffGroup = await says('staff-1', STAFF, '/确认已发')
    expect(inStaffGroup).toMatch(new RegExp(`\n编号${inPrivate} · 私聊 · 6月3日\\(周三\\) 09:00\n`))
    expect(inStaffGroup, 'no words in a group').not.toMatch(/…/)

    expect(await says('staff-1', 'staff-1', `/确认已发 ${inGroup}`)).toBe(`编号 ${inGroup} 记为已经发到。`)
    const again = await town.says('staff-1', 'staff-1', `/重发 ${inPrivate}`)
    expect(heardIn('staff-1', again)).toBe(`好的，编号 ${inPrivate} 马上再发。`)
    expect(heardIn('chen', again)).toMatch(/没有正在办的事/)
    expect(await says('staff-1', 'staff-1', `/重发 ${inPrivate}`)).toMatch(/等着处理的消息里没有编号/)
    const asked = await town.says('secretary', STAFF, '/重发 全部')
    expect(heardIn(STAFF, asked)).toMatch(
      /一共 1 条，最早的是 6月3日\(周三\) 09:00。都再发一次，请在5分钟内@小格 说“确认”/,
    )
    expect(heardIn(GRID_3, asked)).toBe('')
    const all = await town.says('secretary', STAFF, '@小格 确认')
    expect(heardIn(STAFF, all)).toMatch(/好的，这 1 条马上再发。/)
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

  it('are said again all together only when they are still worth saying, and only those that were read back', async () => {
    await loseAnswer('ma', GRID_3)
    town.puppet.faults.send = 'hanging'
    await town.says('chen', GRID_3, '/报事 5号楼门口垃圾桶满了')
    town.puppet.faults.send = undefined
    const lost = await town.database.client.outboxMessage.count({ where: { state: 'UNKNOWN' } })
    await town.minutesLater(7 * 60)
    const asked = await says('staff-1', 'staff-1', '/重发 全部')
    expect(asked, 'an answer of the morning helps nobody now').toMatch(
      new RegExp(`^一共 ${lost - 1} 条，最早的是 6月3日\\(周三\\) 09:00。另有 1 条已经过时，不在里面`),
    )
    expect(await says('staff-1', 'staff-1', '不用')).toBe('好的，不发。')
    expect(await says('staff-1', 'staff-1', '确认')).not.toMatch(/马上再发/)
    await says('staff-1', 'staff-1', '/重发 全部')
    const later = await loseAnswer('zhou', GRID_3)
    expect(await says('staff-1', 'staff-1', '确认')).toMatch(new RegExp(`这 ${lost - 1} 条马上再发`))
    const left = await town.database.client.outboxMessage.findMany({
      where: { state: 'UNKNOWN' },
      select: { id: true },
    })
    expect(left.map(({ id }) => id)).toContain(later)
    await town.minutesLater(25 * 60)
    expect(await says('staff-1', 'staff-1', '/重发 全部')).toMatch(/^没有 24 小时以内要补的消息。另有 2 条已经过时/)
  })

  it('are nobody else’s to see or settle in a community that shares the account', async () => {
    await town.database.transaction(async (tx) => {
      const other = await tx.community.create({ data: { code: 'east', name: '东边社区', createdAt: town.now() } })
      const identity = await tx.chatIdentity.findFirstOrThrow({ where: { contactId: 'worker-07' } })
      const role = { personId: identity.personId, kind: 'STAFF', communityId: other.id, since: town.now() } as const
      await tx.role.updateMany({ where: { personId: identity.personId }, data: { until: town.now() } })
      await tx.role.create({ data: role })
    })
    const inGroup = await loseAnswer('ma', GRID_3)
    await town.says('sun', GRID_7, '/报事 3号楼2单元楼道灯不亮')
    const inPrivate = await loseAnswer('sun', 'sun')
    const list = await says('worker-07', 'worker-07', '/重发')
    expect(list).toBe('没有等着处理的消息，该发的都发到了。\n别的社区还有 2 条，由他们处理。')
    for (const id of [inGroup, inPrivate]) {
      expect(await says('worker-07', 'worker-07', `/重发 ${id}`)).toMatch(/没有编号/)
      expect(await says('worker-07', 'worker-07', `/确认已发 ${id}`)).toMatch(/没有编号/)
    }
    expect(await says('worker-07', 'worker-07', '/确认已发 全部')).toBe('没有等着处理的消息。')
    expect(await says('staff-1', 'staff-1', '/确认已发 全部')).toBe('这 2 条记为已经发到。')
    expect(await says('worker-07', 'worker-07', '/暂停')).toMatch(/这个号还管着另外 1 个社区，那里也停了。恢复请发/)
    expect(await says('staff-1', STAFF, '/继续')).toMatch(/^@许主任 恢复了。$/)
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
      id: 'notice-1' as MessageId,
      text: NOTICE,
      at: town.clock.now(),
    } as const
    await heedNotice(desk, { ...notice, text: '马先生撤回了一条消息' })
    await heedNotice(desk, notice)
    await heedNotice(desk, { ...notice, id: 'notice-2' as MessageId })
    // The gateway replays it when the rest is long over.
    town.clock.moveBy(90 * 60_000)
    await heedNotice(desk, { ...notice, at: town.clock.now() })
    expect(alerts).toEqual(['微信提示小格发消息太频繁，6月3日(周三) 09:00 到 09:15 先不发，消息照收，不会丢。'])
  })
})
