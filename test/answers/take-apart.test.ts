import { expect, it } from 'vitest'
import { EntryBook } from '../../src/answers/entry-book.ts'
import { takeApart } from '../../src/answers/take-apart.ts'
import { readCompoundName } from '../../src/understanding/compound-name.ts'
import { ENTRIES } from './entries.ts'

const ALL = Object.values(ENTRIES)

it('takes entries apart ahead, and gives way to others in between', async () => {
  const book = new EntryBook(readCompoundName)
  let others = 0
  const tick = setInterval(() => others++, 0)
  await takeApart(Array(40).fill(ALL).flat(), book, () => false)
  clearInterval(tick)
  expect(others).toBeGreaterThan(3)
  for (const entry of ALL) expect(book.read(entry).isTakenApart).toBe(true)
})

it('stops when there is no more need', async () => {
  const book = new EntryBook(readCompoundName)
  let asked = 0
  await takeApart(ALL, book, () => ++asked > 2)
  expect(ALL.filter((entry) => book.read(entry).isTakenApart)).toHaveLength(2)
})
