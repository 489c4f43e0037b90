import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise, normaliseWithAlignment } from '../../src/chat/normalise.ts'
import { timeOf } from '../processor-time.ts'

/** Any sequence of UTF-16 units, so lone surrogates too, with what makes trouble well represented. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '\u200b',
        '\u2005',
        '\u202e',
        '\ufe0f',
        '\u0301',
        '\uff9e',
        '\n',
        '　',
        '報',
        '１',
        '㏠',
        'ﷺ',
        '\ud83d',
        '\ude00',
        '👨‍👩‍👧',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('normalising a text', () => {
  test.each([
    ['／报事　３号楼', '/报事 3号楼'],
    ['/報事 樓道燈', '/报事 楼道灯'],
    ['  a \n\t b\r\nc  ', 'a b c'],
    ['报\u200b事\u202e\ufeff x\u0007', '报事 x'],
    ['@小格\u2005报事', '@小格 报事'],
    ['Ｂｓ ＋１ ＃１２８', 'Bs +1 #128'],
    ['cafe\u0301 e\u200b\u0301', 'café é'],
    ['ｶﾞ', 'ガ'],
    ['z\u0335\u0334\u0321a', 'za'],
    ['\ud83d报\ude00', '\ufffd报\ufffd'],
    ['👍🏽❤️', '👍🏽❤'],
    ['薴', '苎'],
    ['', ''],
    ['\u200b \u2060', ''],
  ])('%j becomes %j', (own, text) => {
    expect(normalise(own)).toBe(text)
  })

  test('every character of Unicode, with and without an accent, stays what it became', () => {
    const changed: string[] = []
    for (let code = 0; code < 0x30000; code++) {
      const character = String.fromCodePoint(code)
      const once = normalise(`a${character}b${character}\u0301`)
      if (normalise(once) !== once) changed.push(code.toString(16))
    }
    expect(changed).toEqual([])
  })

  test('twice is once, and there are no blanks at the ends or side by side', () => {
    fc.assert(
      fc.property(anyText, (own) => {
        const once = normalise(own)
        expect(normalise(once)).toBe(once)
        expect(once.trim()).toBe(once)
        expect(once).not.toMatch(/\s\s|[\n\u200b-\u200f\u2005\u3000]/)
        expect(once).not.toMatch(/\p{Surrogate}/u)
      }),
      { numRuns: 2000 },
    )
  })

  test('each character points to where it was written, in order and without overlap beyond one written character', () => {
    fc.assert(
      fc.property(anyText, (own) => {
        const { text, starts, ends } = normaliseWithAlignment(own)
        for (let at = 0; at < text.length; at++) {
          const [start = -1, end = -1] = [starts[at], ends[at]]
          expect(start).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(own.length)
          const same = starts[at + 1] === start
          if (at + 1 < text.length && !same) expect(starts[at + 1]).toBeGreaterThanOrEqual(end)
        }
      }),
    )
  })

  test.each([['3號樓2單元樓道燈不亮，'], ['a\u0301\u0323\u0316'], ['👨‍👩‍👧❤️'], ['\u200b'], [' \n'], ['\ud83d']])(
    'the time for %j grows with the length, not with its square',
    (piece) => {
      const short = piece.repeat(25_000 / piece.length)
      const long = piece.repeat(100_000 / piece.length)
      expect(timeOf(() => normalise(long))).toBeLessThan(12 * timeOf(() => normalise(short)) + 5)
    },
  )
})
