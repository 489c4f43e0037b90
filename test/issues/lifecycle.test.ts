import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  type Action,
  destination,
  MOVES,
  OPEN_STATES,
  OUTCOME_LABELS,
  possibleActions,
  STATE_LABELS,
} from '../../src/issues/lifecycle.ts'

/** The document's table once more, written down apart from the code: action, from, to, who. */
// biome-ignore format: a table
const DOCUMENT: readonly (readonly [string, Action, string, string, string])[] = [
  ['确认', 'confirm', 'DRAFT', 'REPORTED', 'bot reporter worker'],
  ['受理', 'accept', 'REPORTED', 'ACCEPTED', 'staff worker'],
  ['追问', 'ask', 'REPORTED ACCEPTED IN_PROGRESS', 'NEED_INFO', 'staff worker'],
  ['补充', 'supply', 'open', 'before', 'bot reporter supporter'],
  ['处置', 'start', 'ACCEPTED', 'IN_PROGRESS', 'worker'],
  ['上报', 'escalate', 'REPORTED ACCEPTED IN_PROGRESS', 'ESCALATED', 'worker'],
  ['派单', 'dispatch', 'ACCEPTED ESCALATED', 'DISPATCHED', 'staff worker'],
  ['接单', 'arrive', 'DISPATCHED', 'IN_PROGRESS', 'staff unit'],
  ['退回', 'return', 'DISPATCHED IN_PROGRESS', 'ESCALATED', 'unit'],
  ['进展', 'progress', 'open', 'same', 'staff unit worker'],
  ['延期', 'extend', 'DISPATCHED IN_PROGRESS', 'same', 'staff unit worker'],
  ['挂账', 'hold', 'ACCEPTED ESCALATED IN_PROGRESS', 'ON_HOLD', 'staff'],
  ['恢复', 'resume', 'ON_HOLD', 'before', 'bot staff'],
  ['办结', 'resolve', 'ACCEPTED ESCALATED IN_PROGRESS', 'RESOLVED', 'staff unit worker'],
  ['见证', 'witness', 'RESOLVED', 'same', 'staff worker'],
  ['核查', 'verify', 'RESOLVED', 'CLOSED FIXED', 'staff worker'],
  ['返工', 'rework', 'RESOLVED', 'IN_PROGRESS', 'staff worker'],
  ['答复', 'answer', 'REPORTED ACCEPTED ESCALATED', 'CLOSED ANSWERED', 'staff worker'],
  ['并案', 'merge', 'open', 'CLOSED DUPLICATE', 'staff worker'],
  ['转介', 'transfer', 'open', 'CLOSED TRANSFERRED', 'staff'],
  ['不予受理', 'decline', 'REPORTED ACCEPTED ESCALATED IN_PROGRESS', 'CLOSED DECLINED', 'staff'],
  ['作废', 'void', 'DRAFT REPORTED', 'CLOSED VOID', 'reporter staff worker'],
  ['撤回', 'withdraw', 'open', 'CLOSED WITHDRAWN', 'reporter'],
  ['评价', 'rate', 'RESOLVED CLOSED', 'CLOSED FIXED', 'reporter'],
  ['重开', 'reopen', 'CLOSED', 'ACCEPTED', 'reporter staff worker'],
  ['到期结案', 'silence', 'RESOLVED', 'CLOSED FIXED', 'bot'],
]

describe('the table', () => {
  it('has the document’s rows and no others', () => {
    expect([...ACTIONS].sort()).toEqual(DOCUMENT.map(([, action]) => action).sort())
  })

  it.each(DOCUMENT)('%s', (label, action, from, to, who) => {
    const move = MOVES[action]
    expect(move.label).toBe(label)
    expect(move.from).toEqual(from === 'open' ? OPEN_STATES : from.split(' '))
    expect([move.to, move.outcome].filter(Boolean).join(' ')).toBe(to)
    expect([...move.who].sort().join(' ')).toBe(who)
  })

  it('calls everything open but CLOSED', () => {
    expect([...OPEN_STATES, 'CLOSED'].sort()).toEqual(Object.keys(STATE_LABELS).sort())
  })

  it('has labels nobody confuses', () => {
    for (const labels of [
      Object.values(STATE_LABELS),
      Object.values(OUTCOME_LABELS),
      ACTIONS.map((action) => MOVES[action].label),
    ]) {
      expect(new Set(labels).size).toBe(labels.length)
    }
  })
})

describe('destination', () => {
  it('goes back to where a pause was entered from, and stays elsewhere', () => {
    expect(destination('supply', 'NEED_INFO', 'IN_PROGRESS')).toBe('IN_PROGRESS')
    expect(destination('supply', 'ACCEPTED', null)).toBe('ACCEPTED')
    expect(destination('supply', 'ON_HOLD', 'ACCEPTED')).toBe('ON_HOLD')
    expect(destination('resume', 'ON_HOLD', 'ESCALATED')).toBe('ESCALATED')
    expect(destination('progress', 'ON_HOLD', 'ESCALATED')).toBe('ON_HOLD')
    expect(destination('accept', 'REPORTED', null)).toBe('ACCEPTED')
  })
})

describe('possibleActions', () => {
  it('are what the table has for these hats in this state', () => {
    expect(possibleActions('DISPATCHED', ['unit'])).toEqual(['arrive', 'return', 'progress', 'extend'])
    expect(possibleActions('CLOSED', ['reporter'])).toEqual(['rate', 'reopen'])
    expect(possibleActions('REPORTED', [])).toEqual([])
  })
})
