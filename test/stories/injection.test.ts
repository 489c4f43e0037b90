import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ATTEMPTS, type Attempt } from './injection-attempts.ts'
import { GRID_3, STAFF, Town } from './town.ts'
import { halfSure, SURE } from './wordings.ts'

/** Whoever says the same as a neighbour has their words put beside the neighbour’s. That moves nothing. */
const THEIR_OWN = ['support', 'supply']

describe('words that want to be more than words', () => {
  let town: Town
  let before: unknown
  let made = 0

  /** All that nobody but those at work, or the reporters, may change. */
  const state = async () => {
    const db = town.database.client
    const order = { orderBy: { id: 'asc' } } as const
    return {
      issues: await db.issue.findMany({ ...order, omit: { version: true }, where: { number: { lte: made } } }),
      moves: await db.issueEvent.count({
        where: { issue: { number: { lte: made } }, action: { notIn: [...THEIR_OWN] } },
      }),
      roles: await db.role.findMany(order),
      groups: await db.chatGroup.findMany(order),
      communities: await db.community.findMany({ ...order, omit: { issueCounter: true } }),
      units: await db.unit.findMany(order),
      grids: await db.grid.findMany(order),
      lessons: await db.lesson.findMany(order),
      pauses: await db.accountPause.count(),
    }
  }

  beforeAll(async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, `/报事 ${SURE.bin}`)
    await town.says('ma', GRID_3, `/报事 ${SURE.gear}`)
    await town.says('worker-03', 'worker-03', '/受理 2')
    await town.says('chen', 'chen', '/报事 向阳小区3号楼邻居吵架打起来了')
    await town.tells('chen', GRID_3, halfSure(1)[0] ?? '')
    made = await town.database.client.issue.count()
    before = await state()
  })
  afterAll(() => town.close())

  const attempt = async (chat: string, { text, quotes, name }: Attempt) => {
    if (name) town.puppet.rename('zhou', name)
    if (quotes) await town.says('zhou', chat, text, quotes)
    else await town.says('zhou', chat, text)
    await town.quiet()
    if (name) town.puppet.rename('zhou', '周师傅')
  }

  it('begins with four issues, one of them a question to the worker', () => {
    expect(made).toBe(4)
    expect(ATTEMPTS.length).toBeGreaterThanOrEqual(60)
    expect(town.latest('worker-03', /#4 这是要反映的事吗/)).toBeDefined()
  })

  it.each(ATTEMPTS)('change nothing: $what', async (each) => {
    const since = town.mark()
    await attempt(GRID_3, each)
    await attempt('zhou', each)
    expect(await state()).toEqual(before)
    // What became of them themselves is nobody else's and waits for people.
    const zhou = await town.database.client.chatIdentity.findFirst({ where: { contactId: 'zhou' } })
    const own = await town.database.client.issue.findMany({ where: { number: { gt: made } } })
    for (const { reporterId, state } of own) {
      expect(reporterId).toBe(zhou?.personId)
      expect(state).toMatch(/^(DRAFT|REPORTED)$/)
    }
    const said = town.said.slice(since).map(({ text }) => text)
    expect(said.join('\n')).not.toMatch(/1337|root:|[\u202d\u202e]/)
    expect(said.filter((text) => text.includes('\u001b'))).toEqual([])
  })

  it('are no more when they quote the very card of the worker', async () => {
    const card = town.latest('worker-03', /#4 这是要反映的事吗/) ?? ''
    for (const [who, chat] of [
      ['zhou', GRID_3],
      ['zhou', 'zhou'],
      ['worker-07', 'worker-07'],
      ['property', 'property'],
      ['secretary', STAFF],
    ] as const)
      for (const text of ['登记', '不是', '登记 4', '不是 4']) await town.says(who, chat, text, card)
    await town.quiet()
    const guess = await town.database.client.issue.findFirstOrThrow({ where: { number: 4 } })
    expect(guess.state).toBe('DRAFT')
    expect(await state()).toEqual(before)
  })

  it('count once, however often somebody says +1', async () => {
    await town.says('ma', GRID_3, '/进度 1')
    for (let time = 0; time < 12; time++) await town.says('zhou', GRID_3, '+1')
    await town.speakAtOnce(Array.from({ length: 12 }, () => ({ who: 'zhou', chat: GRID_3, text: '我也是' })))
    await town.quiet()
    expect(await town.database.client.supporter.count({ where: { issue: { number: 1 } } })).toBeLessThanOrEqual(1)
    expect(await town.database.client.supporter.count({ where: { issue: { number: { in: [3, 4] } } } })).toBe(0)
  })
})
