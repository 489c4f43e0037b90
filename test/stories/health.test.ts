import { afterEach, describe, expect, it } from 'vitest'
import { outboxFacts } from '../../src/health/outbox-facts.ts'
import { healthPage } from '../../src/health/page.ts'
import type { AccountId } from '../../src/ids.ts'
import { NO_SEALING } from '../../src/sealing/sealing.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { GRID_3, heardIn, STAFF, Town } from './town.ts'

const quietHours = { from: 21 * 60 + 30, to: 7 * 60 + 30 }
const LAMP = '/报事 3号楼2单元楼道灯不亮'

async function health(town: Town): Promise<{ status: number; told: Record<string, unknown>; text: string }> {
  const page = healthPage({ health: town.bot.health, failed: (error) => expect.fail(String(error)) })
  const response = await page.request('/health')
  const text = await response.text()
  return { status: response.status, told: JSON.parse(text), text }
}

describe('/状态', () => {
  let town: Town
  afterEach(() => town.close())
  const state = async () => heardIn(STAFF, await town.says('staff-1', STAFF, '/状态'))

  it('is a few lines when all is well', async () => {
    town = await Town.open({ quietHours })
    await town.minutesLater(10)
    const [heard, outbox, jobs, ...more] = (await state()).split('\n')
    expect(heard).toBe('@许主任 小格在线，上一条收到的消息 6月3日(周三) 09:10')
    expect(outbox).toBe('没有等着发的消息')
    expect(jobs).toMatch(/^事项计时、.*清理旧记录.*：09:10 好，下次 09:11$/)
    expect(more.filter((line) => !line.includes('下次'))).toEqual([])
    expect(more.length).toBeLessThanOrEqual(3)
  })

  it('tells of the last and the next runs also after days that took seconds', async () => {
    town = await Town.open({ quietHours })
    await town.moveClock('+7d')
    await town.minutesLater(0)
    expect(await state()).toMatch(
      /^@许主任 小格在线，.*6月10日\(周三\) 09:00\n没有等着发的消息\n.*：09:00 好，下次 09:01/,
    )
  })

  it('tells what waits, what was not said, and what holds it back', async () => {
    town = await Town.open({ quietHours })
    const account = town.puppet.accountId
    const row = {
      account,
      chatKind: 'GROUP' as const,
      chatId: GRID_3,
      mentions: [],
      priority: 2,
      createdAt: town.now(),
    }
    await town.database.transaction(async (tx) => {
      const until = shanghai(2026, 6, 3, 9, 15)
      await tx.accountPause.create({
        data: { account, kind: 'RATE_LIMIT', since: town.now(), until, reason: 'rate limit', strikes: 1 },
      })
      const tomorrow = shanghai(2026, 6, 4, 9, 0)
      await tx.outboxMessage.create({ data: { ...row, text: '等着的', notBefore: tomorrow } })
      const failed = { state: 'FAILED', givenUpAt: town.now(), notBefore: town.now() } as const
      await tx.outboxMessage.create({ data: { ...row, text: '没发成的', ...failed } })
      const unknown = { state: 'UNKNOWN', sentAt: town.now(), notBefore: town.now() } as const
      await tx.outboxMessage.create({ data: { ...row, text: '不知道的', ...unknown } })
      await tx.chatGroup.updateMany({ where: { chatId: GRID_3 }, data: { suspendedAt: town.now() } })
    })
    town.clock.moveTo(shanghai(2026, 6, 3, 9, 10))
    const { told } = await health(town)
    expect(told).toMatchObject({
      outbox: {
        waiting: 1,
        oldest: shanghai(2026, 6, 3, 9, 0).toISOString(),
        oldestSeconds: 600,
        givenUp: 1,
        unknown: 1,
      },
      pauses: [{ kind: 'RATE_LIMIT', until: shanghai(2026, 6, 3, 9, 15).toISOString() }],
      suspendedGroups: 1,
    })
    town.clock.moveTo(shanghai(2026, 6, 3, 9, 14))
    await town.says('staff-1', STAFF, '/状态')
    await town.minutesLater(2)
    const text = town.latest(STAFF, /小格在线/) ?? ''
    expect(text).toMatch(/等着发 1 条，最早的 6月3日\(周三\) 09:00/)
    expect(text).toMatch(/没发成 1 条，查看和重发请发 \/重发/)
    expect(text).toMatch(/不知道发没发到 1 条，发 \/重发 先看是哪几条（不会马上发）。/)
    expect(text).toMatch(/微信提示发得太快，先不说话，到 6月3日\(周三\) 09:15/)
    expect(text).toMatch(/1 个群要重新确认才能说话/)
    expect(text.split('\n').length).toBeLessThanOrEqual(12)
  })

  it('tells what waits since new ids, and nothing of other seats', async () => {
    town = await Town.open({ quietHours })
    const now = town.now()
    await town.database.transaction(async (tx) => {
      const sitting = await tx.account.findFirstOrThrow()
      await tx.account.update({ where: { account: sitting.account }, data: { epoch: 1 } })
      await tx.account.create({ data: { account: 'old', seat: sitting.seat, epoch: 0, name: '小格', since: now } })
      await tx.account.create({ data: { account: 'other', seat: 'other', epoch: 0, name: '小格', since: now } })
      const { communityId } = await tx.chatGroup.findFirstOrThrow()
      for (const account of ['old', 'other', 'other']) {
        const chatId = `${await tx.chatGroup.count()}@chatroom`
        const group = { account, chatId, purpose: 'STAFF', communityId, topic: '', boundAt: now } as const
        await tx.chatGroup.create({ data: { ...group, suspendedAt: now } })
        const row = { account, chatKind: 'GROUP', chatId, text: '', mentions: [], priority: 2 } as const
        await tx.outboxMessage.create({ data: { ...row, notBefore: now, createdAt: now } })
      }
    })
    expect(await state()).toMatch(/等着发 1 条.*\n1 个群要重新确认/)
    const { told } = await health(town)
    expect(told).toMatchObject({ outbox: { waiting: 1 }, suspendedGroups: 1 })
  })

  it('knows when ordinary messages have had their share of the day, and wait', async () => {
    town = await Town.open()
    const account = town.puppet.accountId as AccountId
    const now = town.now()
    const full = async (perDay: number) =>
      (await outboxFacts(town.database.client, { account, quietHours: undefined, perDay, now })).dayIsFull
    const row = { account, chatKind: 'GROUP', chatId: STAFF, text: '', mentions: [], priority: 2 } as const
    const times = { notBefore: now, createdAt: now }
    const said = { ...row, ...times, state: 'ECHOED', sentAt: now } as const
    await town.database.transaction((tx) =>
      tx.outboxMessage.createMany({ data: Array.from({ length: 9 }, () => said) }),
    )
    expect(await full(10), 'nothing waits').toBe(false)
    await town.database.transaction((tx) => tx.outboxMessage.create({ data: { ...row, ...times } }))
    expect([await full(10), await full(11), await full(0)]).toEqual([true, true, false])
    expect(await full(12)).toBe(false)
  })

  it('tells which job does not succeed', async () => {
    town = await Town.open({ quietHours })
    await town.minutesLater(10)
    await town.database.transaction((tx) =>
      tx.jobRun.updateMany({ where: { job: 'clean-up', state: 'DONE' }, data: { state: 'FAILED' } }),
    )
    expect(await state()).toMatch(/\n清理旧记录：6月3日\(周三\) 09:10 没做成，下次 6月3日\(周三\) 09:20/)
    expect(await health(town)).toMatchObject({ status: 503, told: { reasons: ['job failing: clean-up'] } })
  })
})

describe('jobs that do not come round any more', () => {
  let town: Town
  afterEach(() => town.close())

  it('are told, whatever keeps them: the ledger knows when the last slot was', async () => {
    town = await Town.open({ quietHours })
    await town.minutesLater(1)
    town.clock.moveTo(shanghai(2026, 6, 3, 9, 6))
    expect(await health(town), 'a beat that takes its time').toMatchObject({ status: 200 })
    town.clock.moveTo(shanghai(2026, 6, 3, 9, 8))
    const { status, told } = await health(town)
    expect(status).toBe(503)
    expect(told['reasons']).toContain('job failing: issue-clocks')
    expect(told['reasons'], 'its next slot is at ten').not.toContain('job failing: clean-up')
    await town.minutesLater(0)
    expect(await health(town)).toMatchObject({ status: 200 })
  })
})

describe('privacy 9: a data key that is lacking or another', () => {
  let town: Town
  afterEach(() => town.close())

  it.each([
    ['lost', '没有设', { kind: 'lost', keyIds: ['0123456789abcdef'] }],
    ['wrong', '对不上', { kind: 'wrong', given: 'fedcba9876543210', keyIds: ['0123456789abcdef'] }],
  ] as const)('is told by /状态 and /health: %s', async (kind, words, state) => {
    town = await Town.open({ sealing: { ...NO_SEALING, state } })
    expect(heardIn(STAFF, await town.says('staff-1', STAFF, '/状态'))).toContain(
      `数据密钥${kind === 'lost' ? '' : '和原来的'}${words}`,
    )
    const { status, told } = await health(town)
    expect([status, told['dataKey']]).toEqual([503, kind])
    expect(told['reasons']).toEqual(['the data key is lacking: 0123456789abcdef'])
    await town.says('ma', GRID_3, LAMP)
    expect(town.last(GRID_3), 'everything else works').toContain('已登记')
  })

  it('says nothing where nobody has set one', async () => {
    town = await Town.open()
    expect(heardIn(STAFF, await town.says('staff-1', STAFF, '/状态'))).not.toContain('密钥')
    expect(await health(town)).toMatchObject({ status: 200, told: { dataKey: 'none' } })
  })
})

describeOnBoth('GET /health', (open) => {
  let town: Town
  afterEach(() => town.close())

  it('is well, tells what a supervisor asks, and nothing of anybody', async () => {
    town = await Town.open({ quietHours, database: await open() })
    await town.says('ma', GRID_3, LAMP)
    await town.minutesLater(1)
    const { status, told, text } = await health(town)
    expect(told).toMatchObject({ well: true, reasons: [], database: town.database.dialect, suspendedGroups: 0 })
    expect(status).toBe(200)
    expect(told).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeSeconds: expect.any(Number),
      memory: { heapBytes: expect.any(Number), rssBytes: expect.any(Number) },
      connection: { state: 'logged-in', lastHeardSecondsAgo: 60 },
      outbox: { waiting: 0, givenUp: 0, unknown: 0 },
      pauses: [],
    })
    const jobs = told['jobs'] as { name: string; last?: { slot: string; state: string }; next: string }[]
    expect(jobs.find(({ name }) => name === 'issue-clocks')).toEqual({
      name: 'issue-clocks',
      last: { slot: shanghai(2026, 6, 3, 9, 1).toISOString(), state: 'DONE' },
      failing: false,
      next: shanghai(2026, 6, 3, 9, 2).toISOString(),
    })
    expect(text).not.toMatch(/[\u4e00-\u9fff]|chatroom|ma"/)
  })

  it('is not well when something waits that nothing holds back', async () => {
    town = await Town.open({ quietHours, database: await open(), at: shanghai(2026, 6, 3, 21, 0) })
    const account = town.puppet.accountId
    const write = (priority: number) =>
      town.database.transaction((tx) =>
        tx.outboxMessage.create({
          data: {
            account,
            chatKind: 'GROUP',
            chatId: GRID_3,
            text: '一句话',
            mentions: [],
            priority,
            notBefore: town.now(),
            createdAt: town.now(),
          },
        }),
      )
    await town.bot.sender.stop()
    await write(2)
    const statusAt = async (hour: number, minute: number, day = 3) => {
      town.clock.moveTo(shanghai(2026, 6, day, hour, minute))
      return (await health(town)).status
    }
    expect(await statusAt(21, 10)).toBe(200)
    expect(await statusAt(21, 11)).toBe(503)
    expect(await statusAt(21, 30), 'the night').toBe(200)
    expect(await statusAt(7, 35, 4), 'the crowd of the morning').toBe(200)
    expect(await statusAt(7, 41, 4)).toBe(503)
    const since = town.now()
    await town.database.transaction((tx) =>
      tx.accountPause.create({ data: { account, kind: 'STAFF', since, reason: '工作人员暂停' } }),
    )
    expect(await statusAt(8, 0, 4), 'staff hold it back').toBe(200)
    await town.database.transaction((tx) => tx.accountPause.deleteMany({}))
    expect(await statusAt(8, 1, 4)).toBe(503)
    await town.database.transaction((tx) =>
      tx.chatGroup.updateMany({ where: { chatId: GRID_3 }, data: { suspendedAt: since } }),
    )
    expect(await statusAt(8, 2, 4), 'a group nobody has confirmed').toBe(200)
    await town.database.transaction((tx) => tx.chatGroup.updateMany({ data: { suspendedAt: null } }))
    expect(await statusAt(8, 3, 4)).toBe(503)
    await town.database.transaction((tx) => tx.outboxMessage.updateMany({ data: { held: true } }))
    expect(await statusAt(8, 4, 4), 'a directive that staff have stopped').toBe(200)
  })
})

describe('a health page that gets no answer', () => {
  const process = {
    at: shanghai(2026, 6, 3, 9, 0),
    connection: 'logged-in' as const,
    lastHeard: undefined,
    heldUpSince: undefined,
    database: 'sqlite' as const,
    dataKey: { kind: 'none' } as const,
    version: '1.0.0',
    uptimeSeconds: 1,
    heapBytes: 1,
    rssBytes: 1,
  }
  const kept = {
    outbox: {
      waiting: 0,
      oldest: undefined,
      stuckSince: undefined,
      givenUp: 0,
      unknown: 0,
      dayIsFull: false,
      pauses: [],
      suspendedGroups: 0,
    },
    jobs: [],
  }

  it('answers all the same, and asks a database that hangs only once', async () => {
    let asked = 0
    let answer = (_: typeof kept) => {}
    const page = healthPage({
      health: {
        process: () => process,
        kept: () => {
          asked += 1
          return new Promise((resolve) => {
            answer = resolve
          })
        },
      },
      failed: () => {},
      limitMs: 10,
    })
    for (let times = 0; times < 3; times++) {
      const response = await page.request('/health')
      expect(response.status).toBe(503)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.json()).toMatchObject({ well: false, reasons: ['the database does not answer'] })
    }
    expect(asked).toBe(1)
    answer(kept)
    const later = page.request('/health')
    answer(kept)
    expect((await later).status).toBe(200)
  })

  it('tells that the database is gone and that nobody is logged in', async () => {
    const failures: unknown[] = []
    const page = healthPage({
      health: { process: () => ({ ...process, connection: 'scan' }), kept: () => Promise.reject(new Error('gone')) },
      failed: (error) => failures.push(error),
    })
    const response = await page.request('/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      reasons: ['not logged in: scan', 'the database does not answer'],
      connection: { state: 'scan' },
    })
    expect(failures).toHaveLength(1)
  })
})
