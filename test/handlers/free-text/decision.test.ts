import { describe, expect, it } from 'vitest'
import { type Circumstances, decide } from '../../../src/handlers/free-text/decision.ts'
import type { Reading } from '../../../src/understanding/reading.ts'

const FIRE_ASKED: Reading = {
  kind: '咨询',
  category: 'K99',
  categoryConfidence: 0.2,
  danger: 2,
  place: undefined,
  confidence: 0.3,
  register: 'ask',
}
const AMONG_NEIGHBOURS: Circumstances = {
  spokenTo: 'group',
  atWork: false,
  withMore: false,
  recent: undefined,
  alike: undefined,
  sameDanger: undefined,
  namesDanger: true,
  answerable: false,
}
const decided = (reading: Partial<Reading>, circumstances: Partial<Circumstances> = {}) =>
  decide({ ...FIRE_ASKED, ...reading }, { ...AMONG_NEIGHBOURS, ...circumstances })

describe('danger that is asked about', () => {
  it('is registered in a group, sure or not, whatever answer there is', () => {
    expect(decided({})).toEqual({ do: 'register' })
    expect(decided({}, { answerable: true })).toEqual({ do: 'register' })
    expect(decided({}, { spokenTo: 'bot', answerable: true })).toEqual({ do: 'register' })
    expect(decided({ kind: '求助' }, { atWork: true })).toEqual({ do: 'register' })
  })

  it('belongs to the danger that somebody else has told of', () => {
    expect(decided({}, { sameDanger: 4, answerable: true })).toEqual({ do: 'join', number: 4 })
  })

  it('is asked of its author where they are alone with the bot', () => {
    expect(decided({}, { spokenTo: 'bot alone', answerable: true })).toEqual({ do: 'ask author' })
  })

  it('is talk where it is talk, and a question where it is none', () => {
    expect(decided({ kind: '闲聊', register: 'no' })).toEqual({ do: 'nothing' })
    expect(decided({ kind: '通知/广告' })).toEqual({ do: 'ask worker' })
    expect(decided({}, { namesDanger: false }), 'only its tone').toEqual({ do: 'ask worker' })
    expect(decided({ danger: 1 })).toEqual({ do: 'ask worker' })
    expect(decided({ danger: 1 }, { answerable: true })).toEqual({ do: 'answer' })
  })
})
