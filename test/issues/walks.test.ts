import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Tx } from '../../src/database/database.ts'
import { closeSilent, resumeHeld, supplyOverdue } from '../../src/issues/bot-moves.ts'
import type { Doing } from '../../src/issues/inputs.ts'
import { issueById } from '../../src/issues/issue.ts'
import { ACTIONS, type IssueState } from '../../src/issues/lifecycle.ts'
import { mayBeDue, type TimeStep } from '../../src/issues/may-be-due.ts'
import { placelessDrafts } from '../../src/issues/placeless.ts'
import { restoring } from '../../src/issues/record.ts'
import { progressDue, remindersDue } from '../../src/issues/reminders.ts'
import { settleLimits } from '../../src/issues/settle-limits.ts'
import { support } from '../../src/issues/support.ts'
import { undo } from '../../src/issues/undo.ts'
import { Refusal } from '../../src/refusal.ts'
import { fastDatabase } from './fast-database.ts'
import { calendar, doing, makeReport, minutes, NOW, origin, photo, type Who, type World, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()

const who = fc.constantFrom<Who>('reporter', 'stranger', 'worker', 'deputy', 'unit', 'staff', 'secretary')
const step = fc.record({
  who,
  number: fc.integer({ min: 1, max: 3 }),
  // Moves are drawn more often than the rest, so that walks get somewhere.
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...ACTIONS) },
    { weight: 1, arbitrary: fc.constantFrom('support' as const, 'undo' as const, 'bot' as const) },
  ),
  rating: fc.constantFrom('SATISFIED' as const, 'FAIRLY' as const, 'UNSATISFIED' as const),
  other: fc.integer({ min: 1, max: 3 }),
  after: fc.constantFrom(1, 30, 600, 6000),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(tx: Tx, world: World, { who, number, what, rating, other }: Step, now: Date): Promise<void> {
  const { communityId, people } = world
  const timing = { calendar, now }
  if (what === 'bot') {
    const find: Record<TimeStep, () => Promise<readonly unknown[]>> = {
      closed: () => closeSilent(tx, timing),
      unanswered: () => supplyOverdue(tx, timing),
      resumed: () => resumeHeld(tx, timing),
      settled: () => settleLimits(tx, timing),
      reminded: () => remindersDue(tx, { ...timing, quiet: false }),
      silent: () => progressDue(tx, timing),
      placeless: () => placelessDrafts(tx, now),
    }
    for (const name of Object.keys(find) as TimeStep[]) {
      const may = await mayBeDue(tx, now)
      const found = await find[name]()
      if (found.length > 0) expect([...may], 'no step is left out that finds something').toContain(name)
    }
    return
  }
  if (what === 'support') {
    await support(tx, { communityId, number, person: people[who], origin, now })
    return
  }
  if (what === 'undo') {
    const last = await tx.issueEvent.findFirst({ where: { personId: { not: null } }, orderBy: { id: 'desc' } })
    const { personId } = people[who]
    if (last) await undo(tx, { personId: (last.personId ?? personId) as typeof personId, eventId: last.id, now })
    return
  }
  const text = '话'
  const until = minutes(20_000, now)
  const inputs = {
    question: text,
    text,
    reason: text,
    note: text,
    defect: text,
    where: text,
    reference: text,
    until,
    at: until,
    unitId: world.police,
    parent: other,
    rating,
  }
  const photos = what === 'resolve' ? [photo()] : []
  const { issue } = await doing(tx, world, who, number, { action: what, input: inputs } as unknown as Doing, now, {
    photos,
  })
  // It is not read back: what is told of must still be what stands there.
  expect(issue).toEqual(await issueById(tx, issue.id))
}

/** What holds of every issue whatever was done to it. */
async function check(tx: Tx, number: number): Promise<void> {
  const issue = await tx.issue.findFirstOrThrow({ where: { number } })
  const { events } = await wholeOf(tx, issue.id)
  const closed = issue.state === 'CLOSED'
  expect(issue.outcome !== null, 'an outcome if and only if closed').toBe(closed)
  expect(issue.closedAt !== null, 'a time of closing if and only if closed').toBe(closed)
  expect(issue.parentId !== null).toBe(issue.outcome === 'DUPLICATE')
  if (closed || issue.state === 'RESOLVED') {
    const { responseDueAt, dueAt, pausedAt, arrivalDueAt, holdUntil, stateBefore } = issue
    expect([responseDueAt, dueAt, pausedAt, arrivalDueAt, holdUntil, stateBefore]).toEqual(Array(6).fill(null))
  }
  if (closed) expect(issue.dueLeft).toBeNull()
  const paused = issue.state === 'NEED_INFO' || issue.state === 'ON_HOLD'
  expect(issue.stateBefore !== null, 'where to return to if and only if paused').toBe(paused)
  expect(issue.pausedAt !== null).toBe(paused)
  expect(issue.holdUntil !== null).toBe(issue.state === 'ON_HOLD')
  if (issue.arrivalDueAt) expect(issue.state).toBe('DISPATCHED')
  expect(issue.extensions).toBeLessThanOrEqual(2)

  // The events tell the whole way: numbered without a gap, each beginning where the last one ended.
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(issue.version).toBe(events.length)
  let state: IssueState | null = null
  for (const event of events) {
    expect(event.from).toBe(state)
    state = event.to
  }
  expect(state).toBe(issue.state)
  // And backwards: taking off what each changed leads to what was reported.
  const row: Record<string, unknown> = { ...issue }
  for (const event of events.toReversed()) Object.assign(row, restoring(event))
  expect(row).toMatchObject({ state: 'REPORTED', outcome: null, respondedAt: null, dueLeft: null })
  expect(row).toMatchObject({ returns: 0, reworks: 0, reopenings: 0, extensions: 0, rating: null, unitId: null })
}

it('keeps what holds of every issue on random walks', async () => {
  let moves = 0
  const walk = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) =>
    inWorld(async (tx, world) => {
      for (let i = 0; i < 3; i++) await makeReport(tx, world)
      let now = NOW
      for (const one of steps) {
        now = minutes(one.after, now)
        try {
          await take(tx, world, one, now)
          moves += 1
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      }
      for (const number of [1, 2, 3]) await check(tx, number)
    }),
  )
  await fc.assert(walk, { numRuns: 25 })
  expect(moves, 'walks that stand still show nothing').toBeGreaterThan(50)
}, 60_000)
