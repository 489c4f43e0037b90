import { describe, expect, it } from 'vitest'
import { drawn, newDraw } from '../../src/courses/enrolment-draw.ts'
import { EnrolmentRules } from '../../src/courses/enrolment-rules.ts'
import { EnrolmentSheet } from '../../src/courses/enrolment-sheet.ts'
import type { CourseRun, Enrolment } from '../../src/database/types.ts'
import type { PersonId } from '../../src/ids.ts'
import { SeededRandom } from '../crash/random.ts'
import { OPENS, request } from './term.ts'
import { expectToHold } from './what-holds.ts'

const STEPS = 5_000
const HOUR = 3_600_000
const [ANNA, BEN, CARL, DORA, EMIL] = [1, 2, 3, 4, 5] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
  PersonId,
]
const EVERYBODY = Array.from({ length: 30 }, (_, index) => (index + 1) as PersonId)

/** A term's list as a table would keep it, without a table. */
class Paper {
  now = new Date(OPENS.getTime() + 1000)
  lesson: Date | undefined = new Date(OPENS.getTime() + 30 * 24 * HOUR)
  comeLast: readonly PersonId[] = []
  run: CourseRun
  readonly rows = new Map<number, Enrolment>()
  readonly done: string[] = []

  constructor(capacity: number) {
    this.run = {
      ...{ id: 1, courseId: 1, term: 1, state: 'PUBLISHED', capacity, enrolled: 0, seq: 0, forChildren: false },
      ...{ place: '', timetable: null, gridIds: [], scope: null, noticeId: null, mode: 'FIRST_COME', opensAt: OPENS },
      ...{ closesAt: null, seedHash: null, seed: null, drawnAt: null, posterSha256: null, announcedAt: null },
      ...{ openToldAt: null, resultToldAt: null, certifiedAt: null, createdAt: OPENS },
    }
  }

  /** Decides something, and keeps what was decided. */
  do<T>(work: (rules: EnrolmentRules) => T): T {
    const rows = [...this.rows.values()]
    const waiting = rows.filter(({ state }) => state === 'WAITING').length
    const sheet = new EnrolmentSheet(this.run, waiting, this.now)
    sheet.learnPeople(EVERYBODY, rows)
    sheet.learnLine({ at: this.lesson, over: false }, [])
    sheet.learnPriority(EVERYBODY, new Set<number>(this.comeLast))
    const result = work(new EnrolmentRules(sheet, undefined))
    this.run = { ...sheet.run }
    for (const { row } of sheet.changed) this.rows.set(row.personId, { ...row, id: row.id ?? this.rows.size + 1 })
    for (const { entry, action } of sheet.events) this.done.push(`${action} ${entry.row.personId}`)
    return result
  }

  enrol(person: PersonId, party = 1): string {
    return this.do((rules) => rules.enrol(request(person, this.run.seq, { party, arrivedAt: this.now }))).kind
  }

  states(): Record<number, string> {
    return Object.fromEntries([...this.rows.values()].map(({ personId, state }) => [personId, state]))
  }
}

describe('who gets a place', () => {
  it('a party that does not fit is passed over visibly, and is next where it fits', () => {
    const paper = new Paper(3)
    paper.enrol(ANNA, 2)
    expect(paper.enrol(BEN, 2)).toBe('waiting')
    expect(paper.enrol(CARL)).toBe('confirmed')
    expect(paper.enrol(DORA)).toBe('waiting')
    paper.do((rules) => rules.leave(CARL, 'cancel'))
    expect(paper.states()).toEqual({ 1: 'CONFIRMED', 2: 'WAITING', 3: 'CANCELLED', 4: 'OFFERED' })
    paper.do((rules) => rules.leave(ANNA, 'cancel'))
    expect(paper.states()).toMatchObject({ 2: 'OFFERED', 4: 'OFFERED' })
    expect(paper.done).toEqual([
      ...['enrol 1', 'enrol 2', 'enrol 3', 'skip 2', 'enrol 4'],
      ...['cancel 3', 'skip 2', 'offer 4', 'cancel 1', 'offer 2'],
    ])
  })

  it('a place that is offered is nobody else’s until it is refused', () => {
    const paper = new Paper(1)
    for (const person of [ANNA, BEN, CARL]) paper.enrol(person)
    paper.do((rules) => rules.leave(ANNA, 'cancel'))
    expect(paper.enrol(DORA)).toBe('waiting')
    expect(paper.do((rules) => rules.accept(CARL))).toBe('nothing')
    paper.do((rules) => rules.leave(BEN, 'refuse'))
    expect(paper.do((rules) => rules.accept(CARL))).toBe('accepted')
    expect(paper.do((rules) => rules.accept(CARL))).toBe('nothing')
  })

  it('an offer is over after 12 hours, or 2 within two days of the lesson, and then the next one’s', () => {
    for (const [daysBefore, hours] of [
      [5, 12],
      [1, 2],
    ] as const) {
      const paper = new Paper(1)
      paper.lesson = new Date(paper.now.getTime() + daysBefore * 24 * HOUR)
      for (const person of [ANNA, BEN, CARL]) paper.enrol(person)
      paper.do((rules) => rules.leave(ANNA, 'cancel'))
      paper.now = new Date(paper.now.getTime() + hours * HOUR - 1)
      paper.do((rules) => rules.expire())
      expect(paper.states()).toMatchObject({ 2: 'OFFERED', 3: 'WAITING' })
      paper.now = new Date(paper.now.getTime() + 1)
      expect(paper.do((rules) => rules.accept(BEN))).toBe('late')
      expect(paper.states()).toMatchObject({ 2: 'CANCELLED', 3: 'OFFERED' })
    }
  })

  it('under three hours before the lesson all who fit are called, and the first who answers has it', () => {
    const paper = new Paper(2)
    paper.lesson = new Date(paper.now.getTime() + 3 * HOUR - 1)
    paper.enrol(ANNA)
    paper.enrol(BEN)
    paper.enrol(CARL, 2)
    paper.enrol(DORA)
    paper.enrol(EMIL)
    paper.do((rules) => rules.leave(ANNA, 'cancel'))
    expect(paper.done.slice(5)).toEqual(['cancel 1', 'call 4', 'call 5'])
    expect(paper.do((rules) => rules.accept(EMIL))).toBe('accepted')
    expect(paper.do((rules) => rules.accept(DORA))).toBe('nothing')
    expect(paper.states()).toMatchObject({ 3: 'WAITING', 4: 'WAITING', 5: 'CONFIRMED' })
  })

  it('who stayed away last term is offered a place after all others, whose places in line stay', () => {
    const paper = new Paper(1)
    for (const person of [ANNA, BEN, CARL]) paper.enrol(person)
    paper.comeLast = [BEN]
    paper.do((rules) => rules.leave(ANNA, 'cancel'))
    expect(paper.states()).toMatchObject({ 2: 'WAITING', 3: 'OFFERED' })
  })

  it('a draw gives whole parties places in its order; who has left, or came after ten minutes, is not in it', () => {
    const { seed, seedHash } = newDraw()
    const paper = new Paper(3)
    Object.assign(paper.run, { mode: 'DRAW', seed, seedHash })
    const tickets = new Map<PersonId, number>()
    for (const [person, party] of [
      [ANNA, 2],
      [BEN, 2],
      [CARL, 1],
      [DORA, 1],
    ] as const) {
      expect(paper.enrol(person, party)).toBe('ticket')
      tickets.set(person, paper.rows.get(person)?.seq ?? 0)
    }
    paper.do((rules) => rules.leave(DORA, 'cancel'))
    expect(paper.run.enrolled).toBe(0)
    paper.now = new Date(OPENS.getTime() + 10 * 60_000)
    expect(paper.enrol(EMIL)).toBe('ticket')
    paper.do((rules) => rules.draw())
    const order = drawn(
      seed,
      [ANNA, BEN, CARL].map((person) => tickets.get(person) ?? 0),
    )
    const expected: Record<number, string> = { [DORA]: 'CANCELLED' }
    let free = 3
    for (const person of [...order.map((ticket) => [...tickets].find(([, n]) => n === ticket)?.[0] ?? 0), EMIL]) {
      const party = paper.rows.get(person)?.party ?? 0
      expected[person] = party <= free ? 'CONFIRMED' : 'WAITING'
      if (party <= free) free -= party
    }
    expect(paper.states()).toEqual(expected)
    // Drawn once: what is free from then on is offered, as ever.
    paper.do((rules) => rules.draw())
    expect(paper.states()).toEqual(expected)
    const [winner] = [ANNA, BEN, CARL].filter((person) => expected[person] === 'CONFIRMED')
    paper.do((rules) => rules.leave(winner ?? ANNA, 'cancel'))
    expect(Object.values(paper.states())).toContain('OFFERED')
  })

  it('is not decided by what was never read', () => {
    const paper = new Paper(1)
    const blank = new EnrolmentSheet({ ...paper.run, enrolled: 1 }, 1, paper.now)
    const rules = new EnrolmentRules(blank, undefined)
    expect(() => rules.enrol(request(ANNA, 1))).toThrow('the row of person 1 was not read')
    expect(() => rules.setCapacity(2)).toThrow('the line was not read')
  })

  it(`keeps what holds of it over ${STEPS} random steps`, () => {
    const seed = Number(process.env['WALK_SEED'] ?? Math.floor(Math.random() * 1_000_000))
    const random = new SeededRandom(seed)
    const paper = new Paper(8)
    const who = () => EVERYBODY[random.whole(0, EVERYBODY.length - 1)] as PersonId
    const step = () => {
      paper.now = new Date(paper.now.getTime() + random.whole(1, 90) * 60_000)
      // The next of the weekly lessons.
      const week = 7 * 24 * HOUR
      paper.lesson = new Date(OPENS.getTime() + Math.ceil((paper.now.getTime() + 1 - OPENS.getTime()) / week) * week)
      paper.comeLast = EVERYBODY.filter((person) => person % 7 === 0)
      const what = random.whole(0, 99)
      if (what < 40) paper.enrol(who(), random.chance(0.7) ? 1 : random.whole(2, 3))
      else if (what < 55) paper.do((rules) => rules.leave(who(), random.chance(0.5) ? 'cancel' : 'refuse'))
      else if (what < 70) paper.do((rules) => rules.accept(who()))
      else if (what < 78) paper.do((rules) => rules.resize(who(), random.whole(1, 3)))
      else if (what < 88) paper.do((rules) => rules.setCapacity(random.whole(4, 12)))
      else paper.do((rules) => rules.expire())
      expectToHold(paper.run, [...paper.rows.values()], true)
    }
    for (let n = 0; n < STEPS; n++) {
      try {
        step()
      } catch (error) {
        throw new Error(`step ${n} with WALK_SEED=${seed}`, { cause: error })
      }
    }
    for (const action of ['enrol', 'cancel', 'offer', 'resize', 'accept', 'refuse', 'expire', 'skip', 'call']) {
      expect(paper.done.filter((done) => done.startsWith(`${action} `)).length, action).toBeGreaterThan(0)
    }
  })
})
