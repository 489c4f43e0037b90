import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  type Action,
  destination,
  MOVES,
  possibleActions,
  REVIEWS,
  STATE_LABELS,
} from '../../src/courses/lifecycle.ts'
import type { CourseState } from '../../src/database/types.ts'

/** The document's table once more, written down apart from the code: action, from, to, who. */
// biome-ignore format: a table
const DOCUMENT: readonly (readonly [string, Action, string, string, string])[] = [
  ['补材料', 'supply', 'APPLIED QUALIFIED TRIAL', 'same', 'lecturer'],
  ['要补材料', 'ask', 'APPLIED QUALIFIED TRIAL PLAN_APPROVED', 'same', 'secretary staff'],
  ['资格审核通过', 'qualify', 'APPLIED', 'QUALIFIED', 'secretary staff'],
  ['约试讲', 'arrange', 'QUALIFIED TRIAL', 'TRIAL', 'secretary staff'],
  ['试讲通过', 'pass', 'TRIAL', 'same', 'secretary staff'],
  ['教学计划通过', 'approve', 'TRIAL', 'PLAN_APPROVED', 'secretary staff'],
  ['准入', 'admit', 'PLAN_APPROVED', 'ADMITTED', 'secretary staff'],
  ['不通过', 'reject', 'APPLIED QUALIFIED TRIAL PLAN_APPROVED', 'REJECTED', 'secretary staff'],
  ['撤回申请', 'withdraw', 'APPLIED QUALIFIED TRIAL PLAN_APPROVED', 'CLOSED', 'lecturer'],
  ['定续办规则', 'rule', 'PLAN_APPROVED ADMITTED RENEWED', 'same', 'secretary staff'],
  ['公布', 'publish', 'ADMITTED RENEWED', 'ENROLLING', 'bot secretary staff'],
  ['收回公布', 'unpublish', 'ENROLLING', 'before', 'secretary staff'],
  ['开课', 'start', 'ENROLLING', 'RUNNING', 'bot'],
  ['停办这一期', 'callOff', 'ENROLLING RUNNING', 'before', 'secretary staff'],
  ['结课', 'finish', 'RUNNING', 'SHOWCASE', 'bot'],
  ['问卷收齐', 'survey', 'SHOWCASE', 'SURVEYED', 'bot'],
  ['续办', 'renew', 'SURVEYED', 'RENEWED', 'secretary staff'],
  ['优惠收费续办', 'charge', 'SURVEYED', 'RENEWED', 'secretary staff'],
  ['结束', 'close', 'ADMITTED SURVEYED RENEWED', 'CLOSED', 'secretary staff'],
]

const STATES = Object.keys(STATE_LABELS) as CourseState[]

describe('the life of a course', () => {
  it('has the document’s rows and no others', () => {
    expect([...ACTIONS].sort()).toEqual(DOCUMENT.map(([, action]) => action).sort())
  })

  it.each(DOCUMENT)('%s', (label, action, from, to, who) => {
    const move = MOVES[action]
    expect(move.label).toBe(label)
    expect([...move.from]).toEqual(from.split(' '))
    expect(move.to).toBe(to)
    expect([...move.who].sort().join(' ')).toBe(who)
  })

  it('opens for enrolment from nowhere but ADMITTED and RENEWED', () => {
    const ways = ACTIONS.flatMap((action) =>
      STATES.filter((state) => MOVES[action].from.includes(state)).map((state) => ({
        state,
        to: destination(action, state, 'ADMITTED'),
      })),
    )
    const into = ways.filter(({ state, to }) => to === 'ENROLLING' && state !== 'ENROLLING')
    expect([...new Set(into.map(({ state }) => state))].sort()).toEqual(['ADMITTED', 'RENEWED'])
  })

  it('lets a lecturer decide nothing about it', () => {
    for (const state of STATES) {
      const own = possibleActions(state, ['lecturer'])
      expect(own.filter((action) => action !== 'supply' && action !== 'withdraw')).toEqual([])
    }
  })

  it('ends from every review and after every survey', () => {
    for (const state of REVIEWS) expect(possibleActions(state, ['staff'])).toContain('reject')
    expect(possibleActions('SURVEYED', ['staff'])).toEqual(['renew', 'charge', 'close'])
    expect(possibleActions('CLOSED', ['staff', 'secretary', 'lecturer', 'bot'])).toEqual([])
    expect(possibleActions('REJECTED', ['staff', 'secretary', 'lecturer', 'bot'])).toEqual([])
  })
})
