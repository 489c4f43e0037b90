import { describe, expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import type { Prisma } from '../../src/database/types.ts'
import { closeSilent } from '../../src/issues/bot-moves.ts'
import { figures } from '../../src/issues/figures.ts'
import { undo } from '../../src/issues/undo.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { fastDatabase } from './fast-database.ts'
import { calendar, doing, makeReport, minutes, photo, type World } from './world.ts'

const { inWorld } = fastDatabase()
const june = (day: number, hour: number, minute = 0) => shanghai(2026, 6, day, hour, minute)
const resolve = { action: 'resolve', input: { note: '好了' } } as const
const accept = { action: 'accept', input: {} } as const
const rate = (rating: 'SATISFIED' | 'FAIRLY' | 'UNSATISFIED') => ({ action: 'rate', input: { rating } }) as const

/** Everything reported in June 2026, seen on the last day. */
function ofJune(tx: Tx, world: World, changes: Partial<Parameters<typeof figures>[1]> = {}) {
  const { communityId } = world
  const period = { from: june(1, 0), to: shanghai(2026, 7, 1), now: june(30, 18) }
  return figures(tx, { communityId, calendar, ...period, ...changes })
}

/** Reported Wednesday 10:00, answered after so many minutes; resolved when said. */
async function worked(tx: Tx, world: World, answeredAfter: number, resolvedAt?: Date): Promise<number> {
  const { number } = (await makeReport(tx, world)).issue
  await doing(tx, world, 'worker', number, accept, minutes(answeredAfter))
  if (resolvedAt) await doing(tx, world, 'worker', number, resolve, resolvedAt, { photos: [photo()] })
  return number
}

describe('figures', () => {
  it('of nothing have no values', () =>
    inWorld(async (tx, world) => {
      const empty = { numerator: 0, denominator: 0, value: undefined, few: true }
      expect(await ofJune(tx, world)).toMatchObject({
        reported: 0,
        counted: 0,
        responded: empty,
        onTime: empty,
        solved: empty,
        satisfied: empty,
        response: { real: { count: 0, p50: undefined, p90: undefined, few: true } },
      })
    }))

  it('of a month, counted by hand', () =>
    inWorld(async (tx, world) => {
      // 1: answered in 10 min, resolved Thursday 10:00 (in time), 满意.
      const one = await worked(tx, world, 10, june(4, 10))
      await doing(tx, world, 'reporter', one, rate('SATISFIED'), june(4, 12))
      // 2: answered in 30 min, resolved Monday 10:00 (the last minute), invited, 基本满意.
      const two = await worked(tx, world, 30, june(8, 10))
      await doing(tx, world, 'worker', two, { action: 'witness', input: { at: june(8, 17) } }, june(8, 11))
      await doing(tx, world, 'reporter', two, rate('FAIRLY'), june(8, 18))
      // 3: answered in 60 min (late), resolved Tuesday (late), silence.
      await worked(tx, world, 60, june(9, 10))
      await closeSilent(tx, { calendar, now: june(12, 10) })
      // 4: resolved in time, 不满意, rework, resolved late, 不满意 again, closed by staff.
      const four = await worked(tx, world, 20, june(3, 12))
      await doing(tx, world, 'reporter', four, rate('UNSATISFIED'), june(3, 13))
      await doing(tx, world, 'staff', four, { action: 'rework', input: { defect: '没好' } }, june(3, 14))
      await doing(tx, world, 'worker', four, resolve, june(15, 10), { photos: [photo()] })
      await doing(tx, world, 'staff', four, { action: 'verify', input: {} }, june(15, 11))
      await doing(tx, world, 'reporter', four, rate('UNSATISFIED'), june(15, 12))
      // 5: answered with words at once, reopened, still open and overdue.
      const five = await worked(tx, world, 5)
      await doing(tx, world, 'worker', five, { action: 'answer', input: { text: '会修' } }, minutes(6))
      await doing(tx, world, 'reporter', five, { action: 'reopen', input: { reason: '没修' } }, june(4, 10))
      // 6: declined in time, rated 满意: not solved, not due.
      const six = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'staff', six, { action: 'decline', input: { reason: '不在小区里' } }, minutes(15))
      await doing(tx, world, 'reporter', six, rate('SATISFIED'), minutes(20))
      // 7: dispatched, returned, transferred after its limit: due and late.
      const seven = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'worker', seven, { action: 'escalate', input: { reason: '路上的事' } }, minutes(5))
      await doing(tx, world, 'staff', seven, { action: 'dispatch', input: { unitId: world.police } }, minutes(6))
      await doing(tx, world, 'unit', seven, { action: 'return', input: { reason: '不归我们' } }, minutes(7))
      const transfer = { action: 'transfer', input: { where: '12345', reference: '7' } } as const
      await doing(tx, world, 'staff', seven, transfer, june(20, 10))
      // 8: nobody ever answered: overdue.
      const eight = (await makeReport(tx, world)).issue.number
      // Not counted: withdrawn, void, merged, a guess; and one of May, one of July.
      const gone = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'reporter', gone, { action: 'withdraw', input: {} })
      const joke = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'worker', joke, { action: 'void', input: { reason: '说着玩' } })
      const same = (await makeReport(tx, world)).issue.number
      await doing(tx, world, 'worker', same, { action: 'merge', input: { parent: eight } })
      await makeReport(tx, world, { draft: true })
      await makeReport(tx, world, { now: shanghai(2026, 5, 31, 23, 59) })
      await makeReport(tx, world, { now: shanghai(2026, 7, 1, 0) })

      const found = await ofJune(tx, world)
      expect(found).toMatchObject({
        reported: 11,
        notCounted: { void: 1, withdrawn: 1, duplicate: 1 },
        counted: 8,
        // 1, 2, 4, 5, 6, 7
        responded: { numerator: 6, denominator: 8, value: 0.75, few: false },
        // due: 1, 2 in time; 3, 4, 5, 7, 8 late
        onTime: { numerator: 2, denominator: 7, few: false },
        // rated: 1, 2, 4, 6; solved: 1, 2
        solved: { numerator: 2, denominator: 4, value: 0.5, few: true },
        // 1 + 0.9 + 0 + 1
        satisfied: { numerator: 2.9, denominator: 4, few: true },
        reopened: { numerator: 1, denominator: 7 },
        reworked: { numerator: 1, denominator: 4 },
        returned: { numerator: 1, denominator: 1, value: 1, few: true },
        witnessed: { numerator: 1, denominator: 4, few: true },
      })
      expect(found.satisfied.value).toBeCloseTo(0.725)
      // Minutes until answered: 5 5 10 15 20 30 60.
      expect(found.response.real).toEqual({ count: 7, p50: 15, p90: 60, few: false })
      expect(found.response.working).toEqual({ count: 7, p50: 15, p90: 60, few: false })
      // Resolved for good: 1 after 24 h (8 working), 2 after 5 days (24), 3 after 6 days (32), 4 after 12 days (64).
      expect(found.resolution.real).toEqual({ count: 4, p50: 5 * 1440, p90: 12 * 1440, few: true })
      expect(found.resolution.working).toEqual({ count: 4, p50: 24 * 60, p90: 64 * 60, few: true })
    }))

  it('leave out what was taken back', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const { event } = await doing(tx, world, 'worker', number, accept, minutes(10))
      await undo(tx, { personId: world.people.worker.personId, eventId: event.id, now: minutes(11) })
      expect((await ofJune(tx, world)).responded).toMatchObject({ numerator: 0, denominator: 1 })
      await doing(tx, world, 'worker', number, accept, minutes(45))
      const { responded, response } = await ofJune(tx, world)
      expect(responded).toMatchObject({ numerator: 0, denominator: 1 })
      expect(response.real.p50).toBe(45)
    }))

  it('can be had of one grid', () =>
    inWorld(async (tx, world) => {
      await makeReport(tx, world)
      await makeReport(tx, world, { grid: world.otherGridRow })
      expect((await ofJune(tx, world, { gridId: world.otherGrid })).reported).toBe(1)
      expect((await ofJune(tx, world)).reported).toBe(2)
    }))

  it('count each once where there are many, also of one moment', () =>
    inWorld(async (tx, world) => {
      const { issue } = await makeReport(tx, world)
      const {
        id: _,
        number: __,
        grid: ___,
        ...like
      } = await tx.issue.findUniqueOrThrow({ where: { id: issue.id }, include: { grid: true } })
      const at = (n: number) => (n < 400 ? june(5, 10) : minutes(n, june(5, 10)))
      const rows = Array.from({ length: 1000 }, (_, n) => ({ ...like, number: 1000 + n, reportedAt: at(n) }))
      await tx.issue.createMany({ data: rows as Prisma.IssueCreateManyInput[] })
      expect((await ofJune(tx, world)).reported).toBe(1001)
      expect((await ofJune(tx, world, { to: june(5, 10) })).reported).toBe(1)
    }))

  it('do not guess where the calendar ends', () =>
    inWorld(async (tx, world) => {
      const now = shanghai(2090, 6, 3, 10)
      const { number } = (await makeReport(tx, world, { now })).issue
      await doing(tx, world, 'worker', number, accept, minutes(20, now))
      const found = await ofJune(tx, world, { from: minutes(-1, now), to: minutes(1, now), now: minutes(99, now) })
      expect(found.response).toMatchObject({ real: { count: 1, p50: 20 }, working: { count: 0, p50: undefined } })
      expect(found.onTime.denominator).toBe(0)
    }))
})
