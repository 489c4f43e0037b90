import { expect, it } from 'vitest'
import { EnrolmentBook } from '../../src/courses/enrolment-book.ts'
import type { Tx } from '../../src/database/database.ts'
import type { PersonId } from '../../src/ids.ts'
import { SeededRandom } from '../crash/random.ts'
import { describeOnBoth } from '../database/both.ts'
import { makePeople, makeTerm, OPENS, request } from './term.ts'
import { expectToHold } from './what-holds.ts'

/** WALK_STEPS=5000 for a long walk; WALK_SEED for one that found something. */
const STEPS = Number(process.env['WALK_STEPS'] ?? 150)
/** So long a walk has come by everything that can be done. */
const LONG = 500
/** A transaction has 30 seconds, on a busy machine too. */
const PER_TRANSACTION = 20
const PEOPLE = 30
const HOUR = 3_600_000

/** Looked through in the tables, not in what the book says. */
async function check(tx: Tx, runId: number, now: Date): Promise<void> {
  const run = await tx.courseRun.findUniqueOrThrow({ where: { id: runId } })
  const rows = await tx.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
  const lesson = await tx.courseSession.findFirst({ where: { runId, startsAt: { gt: now } } })
  expectToHold(run, rows, lesson !== null)
}

/** The events of each enrolment lead, one after the other, to where it stands, and are numbered as they were decided. */
async function checkEvents(tx: Tx, runId: number): Promise<void> {
  const rows = await tx.enrolment.findMany({ where: { runId }, include: { events: { orderBy: { id: 'asc' } } } })
  const all = rows.flatMap(({ events }) => events)
  expect(new Set(all.map(({ seq }) => seq)).size, 'a number is given once').toBe(all.length)
  for (const { state, events } of rows) {
    let at: string | null = null
    let last = 0
    for (const event of events) {
      expect(event.from).toBe(at)
      expect(event.seq).toBeGreaterThan(last)
      at = event.to
      last = event.seq
    }
    expect(at).toBe(state)
  }
}

describeOnBoth('a term’s list', (open) => {
  it(`keeps what holds of it over ${STEPS} random steps`, { timeout: 600_000 }, async () => {
    const seed = Number(process.env['WALK_SEED'] ?? Math.floor(Math.random() * 1_000_000))
    const random = new SeededRandom(seed)
    const database = await open()
    let now = OPENS
    const lessons = Array.from({ length: 400 }, (_, week) => new Date(OPENS.getTime() + (week * 7 + 3) * 24 * HOUR))
    const { runId } = await database.transaction((tx) => makeTerm(tx, { capacity: 8, lessons }))
    const people = await database.transaction((tx) => makePeople(tx, PEOPLE))
    const done: Record<string, number> = {}

    const step = async (tx: Tx, n: number) => {
      now = new Date(now.getTime() + random.whole(1, 90) * 60_000)
      const book = await EnrolmentBook.open(tx, runId, { now, quietHours: { from: 1290, to: 450 } })
      const who = () => people[random.whole(0, PEOPLE - 1)] as PersonId
      const what = random.whole(0, 99)
      if (what < 40) {
        // Several at once, as they come in a rush; some twice.
        for (let left = random.whole(1, 4); left > 0; left--) {
          const party = random.chance(0.7) ? 1 : random.whole(2, 3)
          await book.enrol(request(who(), n * 10 + left, { party, arrivedAt: now }))
        }
      } else if (what < 58) await book.leave(who(), 'cancel')
      else if (what < 70) await book.accept(who())
      else if (what < 76) {
        const offered = await tx.enrolment.findFirst({ where: { runId, offerUntil: { not: null } } })
        if (offered) await book.leave(offered.personId, 'refuse')
      } else if (what < 82) await book.resize(who(), random.whole(1, 3))
      else if (what < 90) await book.setCapacity(random.whole(4, 12))
      else await book.expire()
      await book.close()
      for (const { action } of book.changes) done[action] = (done[action] ?? 0) + 1
      await check(tx, runId, now)
    }
    for (let n = 0; n < STEPS; ) {
      await database.transaction(async (tx) => {
        for (let last = Math.min(n + PER_TRANSACTION, STEPS); n < last; n++) {
          await step(tx, n).catch((error: unknown) => {
            throw new Error(`step ${n} with WALK_SEED=${seed}`, { cause: error })
          })
        }
      })
    }
    await database.transaction((tx) => checkEvents(tx, runId))
    const often = ['enrol', 'cancel']
    const rare = ['offer', 'resize', 'accept', 'refuse', 'expire', 'skip', 'call']
    for (const action of STEPS < LONG ? often : [...often, ...rare])
      expect(done[action] ?? 0, action).toBeGreaterThan(0)
  })
})
