import { describe, expect, it } from 'vitest'
import {
  ANSWER_MS,
  type Answer,
  type Approval,
  act,
  type Introduction,
  isDue,
  type Outcome,
  otherSide,
  proposed,
  SIDE_ACTIONS,
  type Side,
  type Standing,
  toldAtEnd,
} from '../../src/matchmaking/introduction.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)
const LATER = new Date(NOW.getTime() + 1)
const END = new Date(NOW.getTime() + ANSWER_MS)
const SIDES: readonly Side[] = ['a', 'b']

/** Every way somebody can stand to an introduction. */
const STANDINGS: readonly Standing[] = (['NOT_NEEDED', 'ASKED', 'GIVEN', 'DECLINED'] as Approval[]).flatMap(
  (approval) =>
    (['NONE', 'YES', 'NO'] as Answer[]).flatMap((answer) => [true, false].map((gone) => ({ approval, answer, gone }))),
)

/** Every introduction that its rules can bring about, found by trying everything. */
function reachable(): Introduction[] {
  const known = new Map<string, Introduction>()
  const open = [
    proposed({ a: false, b: false }, NOW),
    proposed({ a: true, b: false }, NOW),
    proposed({ a: false, b: true }, NOW),
    proposed({ a: true, b: true }, NOW),
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const key = JSON.stringify(next)
    if (known.has(key)) continue
    known.set(key, next)
    for (const side of SIDES) {
      for (const action of SIDE_ACTIONS) {
        const outcome = act(next, side, action, NOW)
        if (outcome.kind === 'done') open.push(outcome.next)
      }
    }
  }
  return [...known.values()]
}

const ALL = reachable()
const whyOf = (outcome: Outcome) => (outcome.kind === 'done' ? 'done' : outcome.why)

describe('an introduction', () => {
  it('goes the ways it should and no others: state × action × who', () => {
    const seen = new Map<string, Set<string>>()
    for (const one of ALL) {
      for (const side of SIDES) {
        for (const action of SIDE_ACTIONS) {
          const outcome = act(one, side, action, LATER)
          const gone = one[side].gone ? ' gone' : ''
          const asked = one[side].approval === 'NOT_NEEDED' ? ' not asked' : ''
          const key = `${one.state}${gone}${one.state === 'APPROVING' ? asked : ''} ${action}`
          const what =
            outcome.kind === 'done'
              ? `→${outcome.next.state}${outcome.brings ? ` ${outcome.brings}` : ''}`
              : outcome.why
          seen.set(key, (seen.get(key) ?? new Set()).add(what))
        }
      }
    }
    expect(Object.fromEntries([...seen].map(([key, whats]) => [key, [...whats].sort()]))).toEqual({
      'APPROVING approve': ['→APPROVING', '→OPEN cards'],
      'APPROVING decline': ['→APPROVING'],
      'APPROVING yes': ['not asked'],
      'APPROVING no': ['not asked'],
      'APPROVING leave': ['→APPROVING'],
      'APPROVING not asked approve': ['not asked'],
      'APPROVING not asked decline': ['not asked'],
      'APPROVING not asked yes': ['not asked'],
      'APPROVING not asked no': ['not asked'],
      'APPROVING not asked leave': ['→APPROVING'],
      ...Object.fromEntries(
        SIDE_ACTIONS.flatMap((action) => [
          [`APPROVING gone ${action}`, ['over']],
          [`APPROVING gone not asked ${action}`, ['over']],
          [`OPEN gone ${action}`, ['over']],
          [`RELEASED ${action}`, ['released']],
        ]),
      ),
      'OPEN approve': ['not asked'],
      'OPEN decline': ['not asked'],
      'OPEN yes': ['→OPEN', '→RELEASED release'],
      'OPEN no': ['→OPEN'],
      'OPEN leave': ['→OPEN'],
    })
  })

  it('privacy 6: is released by nothing but both yeses, with nobody gone', () => {
    for (const one of ALL) {
      if (one.state !== 'RELEASED') continue
      expect([one.a, one.b].map(({ answer, gone }) => ({ answer, gone }))).toEqual([
        { answer: 'YES', gone: false },
        { answer: 'YES', gone: false },
      ])
    }
    expect(ALL.some(({ state }) => state === 'RELEASED')).toBe(true)
  })

  it('privacy 5: sends no card whose owner was asked and has not said yes to it', () => {
    for (const one of ALL) {
      if (one.state === 'APPROVING') continue
      for (const side of SIDES) expect(['NOT_NEEDED', 'GIVEN']).toContain(one[side].approval)
    }
  })

  it('privacy 6: what one of them is answered and told depends on nothing the other did, but for the last yes', () => {
    let compared = 0
    const differing: unknown[] = []
    for (const one of ALL) {
      for (const theirs of STANDINGS) {
        for (const side of SIDES) {
          const other = { ...one, [otherSide(side)]: theirs }
          if (toldAtEnd(other, side) !== toldAtEnd(one, side)) differing.push({ one, theirs, side })
          for (const action of SIDE_ACTIONS) {
            // Both cards go out at once with the last approval: that is no answer.
            if (one.state === 'APPROVING' && action === 'approve') continue
            const [plain, changed] = [act(one, side, action, LATER), act(other, side, action, LATER)]
            const releases = [plain, changed].some((each) => each.kind === 'done' && each.brings === 'release')
            if (releases) continue
            compared += 1
            if (whyOf(plain) !== whyOf(changed)) differing.push({ one, theirs, side, action })
          }
        }
      }
    }
    expect(differing).toEqual([])
    expect(compared).toBeGreaterThan(5_000)
  })

  it('ends after seven days to the moment, whatever was said, and takes nothing from then on', () => {
    for (const one of ALL) {
      const open = one.state === 'APPROVING' || one.state === 'OPEN'
      expect(one.endsAt).toEqual(END)
      expect(isDue(one, new Date(END.getTime() - 1))).toBe(false)
      expect(isDue(one, END)).toBe(open)
      for (const side of SIDES) {
        for (const action of SIDE_ACTIONS) {
          expect(act(one, side, action, END)).toEqual({ kind: 'refused', why: open ? 'over' : 'released' })
        }
      }
    }
  })

  it('gives both seven days from when the cards went out', () => {
    const waiting = proposed({ a: true, b: false }, NOW)
    const sent = act(waiting, 'a', 'approve', new Date(NOW.getTime() + 5 * 86_400_000))
    expect(sent).toMatchObject({
      brings: 'cards',
      next: { endsAt: new Date(NOW.getTime() + 5 * 86_400_000 + ANSWER_MS) },
    })
  })
})
