import { describe, expect, it } from 'vitest'
import { mayLeave } from '../../../src/understanding/opinion/leaving.ts'
import { worthAsking } from '../../../src/understanding/opinion/worth-asking.ts'
import type { Reading } from '../../../src/understanding/reading.ts'

const SURE: Reading = {
  kind: '报事',
  category: 'D01',
  categoryConfidence: 0.9,
  danger: 0,
  place: undefined,
  confidence: 0.9,
  register: 'yes',
}
const WORDS = '三号楼那边的灯'

describe('the model is worth asking', () => {
  it.each<[string, Partial<Reading>, string, boolean]>([
    ['not when all is sure', {}, WORDS, false],
    [
      'not when it is surely chat',
      { register: 'no', kind: '闲聊', category: undefined, categoryConfidence: 0 },
      WORDS,
      false,
    ],
    ['when the kind is unsure', { confidence: 0.6 }, WORDS, true],
    ['when chat is unsure', { register: 'no', kind: '闲聊', confidence: 0.5 }, WORDS, true],
    ['when a person would have to be asked', { register: 'ask' }, WORDS, true],
    ['when the category is unsure', { categoryConfidence: 0.3 }, WORDS, true],
    ['when the text is long', {}, WORDS.repeat(30), true],
    ['not for what is sure and has to go at once', { danger: 2, categoryConfidence: 0.3 }, WORDS.repeat(30), false],
    ['but for danger that is unsure', { danger: 2, register: 'ask' }, WORDS, true],
    ['not for a list people join', { kind: '接龙', confidence: 0.5 }, WORDS.repeat(30), false],
    ['not for a joining in', { kind: '+1', confidence: 0.5 }, '我家也是这样', false],
    ['not for a sign or two', { confidence: 0.2 }, ' 嗯嗯 ', false],
  ])('%s', (_, more, text, worth) => {
    expect(worthAsking({ ...SURE, ...more }, text)).toBe(worth)
  })
})

describe('what may leave', () => {
  it('is never of matchmaking or a survey, whatever the words are (privacy.md 11)', () => {
    expect(mayLeave('matchmaking', WORDS)).toBe(false)
    expect(mayLeave('survey', WORDS)).toBe(false)
    expect(mayLeave('message', WORDS)).toBe(true)
    expect(mayLeave('directive', WORDS)).toBe(true)
  })

  it.each(['想找对象，本地人', '红娘在吗', '征婚：女，未婚', '满意度调查的回答', '第 1 题\n我觉得'])(
    'is not %s, wherever it was written',
    (text) => {
      expect(mayLeave('message', text)).toBe(false)
    },
  )
})
