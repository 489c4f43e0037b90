import fc from 'fast-check'
import { pino } from 'pino'
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { Heart } from '../../src/scheduler/heart.ts'
import type { Job } from '../../src/scheduler/job.ts'
import { type Schedule, schedule } from '../../src/scheduler/schedule.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MOST_ATTEMPTS = 4
const log = pino({ level: 'silent' })

type Ending = 'well' | 'badly' | 'killed'
type Step =
  | { readonly do: 'move'; readonly minutes: number }
  | { readonly do: 'beat'; readonly hearts: 'one' | 'other' | 'both'; readonly ending: Ending }

interface Case {
  readonly expression: string
  readonly graceMs: number
  readonly missed: Job['missed']
  readonly steps: readonly Step[]
}

/** One job on one clock, two processes on one database, and what the job saw. */
class Office {
  readonly clock = MovableClock.frozen(shanghai(2026, 6, 3, 2, 47))
  readonly name: string
  readonly schedule: Schedule
  readonly runs: { slot: number; at: number; ending: Ending }[] = []
  /** when somebody looked, and whether nobody was killed over it */
  readonly beats: { at: number; whole: boolean }[] = []
  readonly #database: Database
  readonly #kind: Omit<Case, 'steps'>
  #ending: Ending = 'well'
  #owners = 0
  readonly #processes: Record<'one' | 'other', Process>

  constructor(database: Database, name: string, kind: Omit<Case, 'steps'>) {
    this.#database = database
    this.name = name
    this.#kind = kind
    this.schedule = schedule(kind.expression)
    this.#processes = { one: this.#process(), other: this.#process() }
  }

  async beat(who: 'one' | 'other' | 'both', ending: Ending): Promise<void> {
    const beat = { at: this.clock.now().getTime(), whole: true }
    this.beats.push(beat)
    this.#ending = ending
    const names = who === 'both' ? (['one', 'other'] as const) : [who]
    await Promise.all(names.map((name) => this.#processes[name].heart.beat()))
    for (const name of names) {
      if (this.#processes[name].alive) continue
      beat.whole = false
      this.#processes[name] = this.#process()
    }
  }

  rows() {
    return this.#database.client.jobRun.findMany({ where: { job: this.name }, orderBy: { slot: 'asc' } })
  }

  #process(): Process {
    const process = { alive: true }
    // Of a process that was killed nothing reaches the database any more.
    const database: Database = {
      ...this.#database,
      transaction: async (work) => {
        if (!process.alive) throw new Error('killed')
        return this.#database.transaction(work)
      },
    }
    const job: Job = {
      name: this.name,
      title: '试',
      schedule: this.schedule,
      graceMs: this.#kind.graceMs,
      missed: this.#kind.missed,
      // Far more than a run takes here; by the clock of the test it is over as soon as that is moved.
      limitMs: 30_000,
      run: async (slot, now) => {
        this.runs.push({ slot: slot.getTime(), at: now.getTime(), ending: this.#ending })
        if (this.#ending === 'badly') throw new Error('out of paper\nand of ink')
        if (this.#ending === 'killed') process.alive = false
        return 'done'
      },
    }
    this.#owners += 1
    const owner = `${this.name}-${this.#owners}`
    return Object.assign(process, { heart: new Heart({ jobs: [job], database, owner, clock: this.clock, log }) })
  }
}

interface Process {
  readonly alive: boolean
  readonly heart: Heart
}

const ending = fc.constantFrom<Ending>('well', 'well', 'badly', 'killed')
const beat: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('beat' as const),
  hearts: fc.constantFrom('one' as const, 'other' as const, 'both' as const),
  ending,
})
const minutes = fc.oneof(
  fc.integer({ min: 1, max: 15 }),
  fc.integer({ min: 60, max: 36 * 60 }),
  fc.constant(30 * 24 * 60),
)
const forward: fc.Arbitrary<Step> = fc.record({ do: fc.constant('move' as const), minutes })
const anywhere: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('move' as const),
  minutes: fc.oneof(
    minutes,
    minutes.map((each) => -each),
  ),
})
const cases = (move: fc.Arbitrary<Step>): fc.Arbitrary<Case> =>
  fc
    .record({
      expression: fc.constantFrom('* * * * *', '*/10 * * * *', '20 3 * * *', '0 */6 * * *'),
      graceMs: fc.constantFrom(5 * MINUTE, 45 * MINUTE, 20 * HOUR),
      missed: fc.constantFrom('latest' as const, 'each' as const),
      steps: fc.array(fc.oneof(beat, beat, move), { minLength: 4, maxLength: 12 }),
    })
    // Two thousand runs in one beat prove no more than five do.
    .filter(
      ({ expression, graceMs, missed }) =>
        missed === 'latest' || graceMs < HOUR || expression.includes(' 3 ') || expression.includes('/6'),
    )
    .filter(
      ({ expression, graceMs, missed }) => missed === 'latest' || graceMs < MINUTE * 30 || expression !== '* * * * *',
    )

describeOnBoth('the ledger of the jobs', (open, { dialect }) => {
  let database: Database
  let played = 0
  const runs = { numRuns: Number(process.env['LEDGER_RUNS'] ?? (dialect === 'sqlite' ? 10 : 5)) }
  beforeAll(async () => {
    database = await open()
  })

  async function play(story: Case): Promise<Office> {
    played += 1
    const office = new Office(database, `job-${played}`, story)
    await office.beat('one', 'well')
    for (const step of story.steps) {
      if (step.do === 'move') office.clock.moveBy(step.minutes * MINUTE)
      else await office.beat(step.hearts, step.ending)
    }
    return office
  }

  /** Whatever the clock and the processes do. */
  function neverTwiceNorTooLate(office: Office, { graceMs }: Case): void {
    const times = new Map<number, Ending[]>()
    for (const { slot, at, ending } of office.runs) {
      expect(at - slot).toBeLessThanOrEqual(graceMs)
      expect(at).toBeGreaterThanOrEqual(slot)
      times.set(slot, [...(times.get(slot) ?? []), ending])
    }
    for (const [slot, endings] of times) {
      const well = endings.indexOf('well')
      expect(well === -1 || well === endings.length - 1, `${new Date(slot).toISOString()}: ${endings}`).toBe(true)
      expect(endings.length).toBeLessThanOrEqual(MOST_ATTEMPTS)
    }
  }

  it('has each slot done once and in time, and none left open', async () => {
    await fc.assert(
      fc.asyncProperty(cases(forward), async (story) => {
        const office = await play(story)
        // Time goes on without trouble until nothing can be tried any more.
        for (const minutes of [1, 10, 60]) {
          office.clock.moveBy(minutes * MINUTE)
          await office.beat('both', 'well')
        }
        neverTwiceNorTooLate(office, story)
        const [begin, ...rows] = await office.rows()
        expect(begin).toMatchObject({ state: 'SKIPPED', outcome: null })
        const born = begin?.slot ?? new Date()
        const last = office.clock.now()
        const rowOf = new Map(rows.map((row) => [row.slot.getTime(), row]))
        const ran = new Set(office.runs.map(({ slot }) => slot))
        const beats = office.beats.map((beat) => ({
          ...beat,
          newest: office.schedule.latest(new Date(beat.at)).getTime(),
        }))
        for (const slot of office.schedule.between(born, last)) {
          const time = slot.getTime()
          const chances = beats.filter(
            ({ at, newest }) =>
              at >= time && at - time <= story.graceMs && (story.missed === 'each' || newest === time),
          )
          const state = ran.has(time) ? rowOf.get(time)?.state : 'not worked on'
          // One who was killed may have got so far or not.
          if (chances.some(({ whole }) => whole) || ran.has(time))
            expect(['DONE', 'FAILED'], `${time}`).toContain(state)
          if (chances.length === 0 && ran.has(time)) expect.fail(`${slot.toISOString()} came too late`)
        }
        expect(rows.filter(({ state }) => state === 'RUNNING')).toEqual([])
        // What was missed costs a row for each time that something was missed, however many slots it was.
        expect(rows.length).toBeLessThanOrEqual(ran.size + office.beats.length)
      }),
      runs,
    )
  })

  it('does nothing twice where the clock goes back, and does not stand still', async () => {
    await fc.assert(
      fc.asyncProperty(cases(anywhere), async (story) => {
        const office = await play(story)
        neverTwiceNorTooLate(office, story)
        // Back to before everything, and on from there.
        const times = office.beats.map(({ at }) => at)
        office.clock.moveTo(new Date(Math.min(...times) - 5 * DAY))
        await office.beat('one', 'well')
        for (let day = 0; day < 3; day++) {
          const before = office.runs.length
          office.clock.moveTo(new Date(office.schedule.next(office.clock.now())))
          await office.beat('both', 'well')
          expect(office.runs.length - before).toBe(1)
        }
        neverTwiceNorTooLate(office, story)
      }),
      runs,
    )
  })
})
