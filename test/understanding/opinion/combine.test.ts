import { describe, expect, it } from 'vitest'
import { categoryOf } from '../../../src/issues/categories.ts'
import { combine, type Heard, heardIn, type Offline, offlineOf } from '../../../src/understanding/opinion/combine.ts'
import type { Opinion } from '../../../src/understanding/opinion/opinion.ts'
import { SURE_CATEGORY } from '../../../src/understanding/opinion/worth-asking.ts'
import type { Reading, Register } from '../../../src/understanding/reading.ts'

const RANK: Record<Register, number> = { no: 0, ask: 1, yes: 2 }

function reading(more: Partial<Reading> = {}): Reading {
  return {
    kind: '报事',
    category: 'D01',
    categoryConfidence: 0.3,
    danger: 0,
    place: undefined,
    confidence: 0.6,
    register: 'ask',
    ...more,
  }
}

function opinion(more: Partial<Opinion> = {}): Opinion {
  return { kind: '报事', category: 'D01', danger: 0, confidence: 0.9, ...more }
}

const READINGS: Record<Offline, Reading> = {
  yes: reading({ register: 'yes', confidence: 0.9 }),
  ask: reading(),
  'no, unsure': reading({ register: 'no', kind: '闲聊', category: undefined, categoryConfidence: 0 }),
  'no, sure': reading({ register: 'no', kind: '闲聊', category: undefined, categoryConfidence: 0, confidence: 0.9 }),
}
const OPINIONS: Record<Heard, Opinion> = {
  'same trouble': opinion(),
  trouble: opinion({ category: 'D02' }),
  leaning: opinion({ confidence: 0.7 }),
  danger: opinion({ danger: 2, confidence: 0.7 }),
  nothing: opinion({ kind: '闲聊', category: undefined, confidence: 1 }),
}

const EXPECTED = `
              same trouble   trouble   leaning   danger   nothing
yes           yes            yes       yes       yes      yes
ask           yes            ask       ask       ask      ask
no, unsure    ask            ask       no        ask      no
no, sure      no             no        no        no       no`

describe('the rules and the model together', () => {
  const [head = [], ...rows] = EXPECTED.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/))
  const cells = rows.flatMap(([offline, ...cells]) => cells.map((register, at) => [offline, head[at], register]))

  it.each(cells as [Offline, Heard, Register][])('%s, and the model says %s: %s', (offline, heard, register) => {
    expect(offlineOf(READINGS[offline])).toBe(offline)
    // Nobody wants anything in a "no", so there the same category makes no agreement.
    const meant = heard === 'same trouble' && offline.startsWith('no') ? 'trouble' : heard
    expect(heardIn(OPINIONS[heard], READINGS[offline])).toBe(meant)
    expect(combine(READINGS[offline], OPINIONS[heard]).register).toBe(register)
  })

  it('without an opinion are the rules', () => {
    for (const alone of Object.values(READINGS)) expect(combine(alone, undefined)).toBe(alone)
  })

  it('never weaken what the rules found, and never act on the model alone', () => {
    let compared = 0
    for (const before of everyReading()) {
      for (const said of everyOpinion()) {
        const after = combine(before, said)
        const told = () => JSON.stringify({ before, said, after })
        if (RANK[after.register] < RANK[before.register]) expect.fail(`silenced: ${told()}`)
        if (after.register === 'yes' && before.register === 'no') expect.fail(`from no to yes: ${told()}`)
        if (after.register === 'yes' && before.register === 'ask' && said.category !== before.category) {
          expect.fail(`registered though they disagree: ${told()}`)
        }
        if (after.danger < before.danger) expect.fail(`danger lowered: ${told()}`)
        if (after.danger > Math.max(before.danger, 1)) expect.fail(`people called by the model alone: ${told()}`)
        if (after.danger > before.danger && after.register === 'no') expect.fail(`danger without asking: ${told()}`)
        checkCategory(before, after, told)
        if (offlineOf(before) === 'no, sure') expect(after).toBe(before)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(10_000)
  })

  it('take the better category where the rules were unsure', () => {
    const after = combine(reading(), opinion({ category: 'D02' }))
    expect(after).toMatchObject({ category: 'D02', register: 'ask' })
    expect(after.categoryConfidence).toBeGreaterThan(0.3)
  })

  it('take the kind that goes with what is done', () => {
    const lifted = combine(READINGS['no, unsure'], opinion({ kind: '投诉', category: 'E04' }))
    expect(lifted).toMatchObject({ kind: '投诉', category: 'E04', register: 'ask' })
    const still = combine(READINGS['no, unsure'], opinion({ kind: '咨询', category: 'J01' }))
    expect(still).toMatchObject({ kind: '咨询', register: 'no', category: undefined })
    const asked = combine(READINGS.ask, OPINIONS.nothing)
    expect(asked).toEqual(READINGS.ask)
  })

  it('give what becomes a question a category in any case', () => {
    expect(combine(READINGS['no, unsure'], opinion({ category: undefined })).category).toBe('K99')
  })
})

function checkCategory(before: Reading, after: Reading, told: () => string): void {
  if (after.category === before.category) return
  if (after.category === undefined) expect.fail(`category lost: ${told()}`)
  const now = categoryOf(after.category)
  if (now.dangerous && after.register === 'yes') expect.fail(`a dangerous category acts: ${told()}`)
  if (before.category === undefined) return
  const was = categoryOf(before.category)
  if (before.categoryConfidence >= SURE_CATEGORY) expect.fail(`a sure category changed: ${told()}`)
  if (was.isPrivate && !now.isPrivate) expect.fail(`made public: ${told()}`)
  if (was.dangerous && !now.dangerous) expect.fail(`made harmless: ${told()}`)
}

function* everyReading(): Generator<Reading> {
  for (const register of ['yes', 'ask', 'no'] as const)
    for (const confidence of [0.5, 0.9])
      for (const categoryConfidence of [0.2, 0.9])
        for (const danger of [0, 1, 2] as const)
          for (const category of [undefined, 'A09', 'D01', 'I02', 'G04', 'K99'])
            for (const kind of ['报事', '闲聊'] as const)
              yield reading({ register, confidence, categoryConfidence, danger, category, kind })
}

function* everyOpinion(): Generator<Opinion> {
  for (const kind of ['报事', '咨询', '闲聊'] as const)
    for (const category of [undefined, 'A09', 'D01', 'I02', 'K99'])
      for (const danger of [0, 1, 2] as const)
        for (const confidence of [0.3, 0.7, 1]) yield opinion({ kind, category, danger, confidence })
}
