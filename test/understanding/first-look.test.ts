import { expect, it } from 'vitest'
import { readExamples } from '../../src/understanding/training/examples.ts'
import { CHAT } from './chat-day.ts'
import { TEST_EXAMPLES, TRAINING_EXAMPLES } from './eval/figures.ts'
import { reader } from './one-reader.ts'

const test = readExamples(TEST_EXAMPLES)
const training = readExamples(TRAINING_EXAMPLES)

/** Something may follow from it, also where nobody has spoken to the bot. */
function isMore(text: string): boolean {
  const { register, kind } = reader.read(text)
  return register !== 'no' || kind === '咨询' || kind === '+1'
}

/** Taken for talk, though something may follow. The quick look goes first: the whole reading of all texts takes many seconds. */
function lostOf(texts: readonly string[]): string[] {
  return texts.filter((text) => reader.isJustTalk(text) && isMore(text))
}

it('takes nothing for talk of which the whole reading makes more', () => {
  for (const part of [training, test]) {
    const lost = lostOf(part.map(({ text }) => text))
    // One in two thousand at most, so that the level need not be set anew with every example.
    expect(lost.length, lost.join('\n')).toBeLessThanOrEqual(part.length / 2_000)
  }
})

it('takes no acute danger for talk', () => {
  const acute = [...training, ...test].filter(({ danger }) => danger === 2)
  expect(lostOf(acute.map(({ text }) => text))).toEqual([])
})

it('knows nearly all of an everyday talk, and most of what is harder to tell', () => {
  const share = (texts: readonly string[]) => texts.filter((text) => reader.isJustTalk(text)).length / texts.length
  expect(share(CHAT)).toBeGreaterThan(0.85)
  expect(
    share(test.filter(({ kind, text }) => kind === '闲聊' && !isMore(text)).map(({ text }) => text)),
  ).toBeGreaterThan(0.65)
})

it('leaves what is long to the reading', () => {
  expect(reader.isJustTalk('明天一起吃饭呀')).toBe(true)
  expect(reader.isJustTalk('明天一起吃饭呀'.repeat(12))).toBe(false)
})

it('bears any text', () => {
  for (const text of ['', ' ', '\u0000', '\ud800', '👍'.repeat(5_000), '#'.repeat(20_000)]) {
    expect(() => reader.isJustTalk(text)).not.toThrow()
  }
})
