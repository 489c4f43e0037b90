import { describe, expect, it } from 'vitest'
import { judge } from '../../src/moderation/judge.ts'
import { linesOf } from './corpus.ts'
import { hostilePosts } from './hostile.ts'

interface Post {
  readonly text: string
  readonly group: string
}

/** Of each group how many are held, printed as a table; the rate of all. */
function heldRate(title: string, posts: readonly Post[]): number {
  const groups = new Map<string, { all: number; held: number }>()
  for (const { text, group } of posts) {
    const tally = groups.get(group) ?? { all: 0, held: 0 }
    groups.set(group, tally)
    tally.all += 1
    if (judge(text).held) tally.held += 1
  }
  const held = [...groups.values()].reduce((sum, tally) => sum + tally.held, 0)
  const rows = [...groups].map(([name, tally]) => `${name} ${tally.held}/${tally.all}`)
  process.stdout.write(
    `${title}: held ${held} of ${posts.length}, ${posts.length - held} passed — ${rows.join(', ')}\n`,
  )
  return held / posts.length
}

describe('hostile posts are held', () => {
  it('2,000 posts in which something is hidden', () => {
    const posts = hostilePosts(2_000)
    heldRate(
      'hidden, by how',
      posts.map(({ text, evasion }) => ({ text, group: evasion })),
    )
    expect(
      heldRate(
        'hidden, by what',
        posts.map(({ text, category }) => ({ text, group: category })),
      ),
    ).toBeGreaterThan(0.9)
  })

  it('posts written by hand', () => {
    const lines = linesOf('hostile.txt')
    expect(lines.length).toBeGreaterThanOrEqual(250)
    expect(
      heldRate(
        'by hand',
        lines.map(({ text, category }) => ({ text, group: category })),
      ),
    ).toBeGreaterThan(0.97)
  })
})

/**
 * Lines that were written when the rules were done, in words that say nothing by themselves. Of the first 127 the rules held 19
 * (15 %) at first sight; what was general in them was made a rule, and of 41 more in other words those held 2 (5 %). So rules
 * find what is hidden, and next to nothing of what is only meant: that is for people to see.
 */
describe('posts in words that nobody had in mind', () => {
  it.each([
    ['blind-hostile.txt', 0.9],
    ['blind-second.txt', 0.02],
  ] as const)('%s', (name, least) => {
    const lines = linesOf(name)
    expect(
      heldRate(
        name,
        lines.map(({ text, category }) => ({ text, group: category })),
      ),
    ).toBeGreaterThan(least)
  })
})

describe('harmless posts pass', () => {
  it.each(['harmless-alike.txt', 'harmless-plain.txt', 'blind-harmless.txt'])('%s', (name) => {
    expect(
      heldRate(
        name,
        linesOf(name).map(({ text }) => ({ text, group: 'harmless' })),
      ),
    ).toBeLessThan(0.02)
  })
})
