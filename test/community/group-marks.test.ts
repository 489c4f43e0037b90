import { describe, expect, it } from 'vitest'
import { believable, LIKE_ENOUGH, likeness, marksOf } from '../../src/community/group-marks.ts'

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** Names as groups have them: many alike. */
function people(count: number, random: () => number): string[] {
  const surnames = '王李张刘陈杨黄赵吴周'
  return Array.from({ length: count }, () => {
    const surname = surnames[Math.floor(random() * surnames.length)] ?? ''
    return `${Math.floor(random() * 60)}号楼${surname}${Math.floor(random() * 1000)}`
  })
}

/** A group some time later: so many of a hundred have left, come, or taken another name. */
function later(
  names: readonly string[],
  change: { left: number; came: number; renamed: number },
  random: () => number,
) {
  const stayed = names.filter(() => random() * 100 >= change.left)
  const renamed = stayed.map((name) => (random() * 100 < change.renamed ? `${name}（租）` : name))
  return [...renamed, ...people(Math.round((names.length * change.came) / 100), random)]
}

describe('a group is known again', () => {
  const sizes = [12, 60, 200, 500]

  it.each(sizes)('with %i members after an ordinary month', (size) => {
    const random = seeded(size)
    for (let run = 0; run < 40; run++) {
      const names = people(size, random)
      const now = later(names, { left: 5, came: 8, renamed: 3 }, random)
      expect(likeness(marksOf(names), now).share).toBeGreaterThanOrEqual(LIKE_ENOUGH)
    }
  })

  it('after a third has left, or a third has come, and not after half have other names', () => {
    const random = seeded(7)
    const names = people(300, random)
    const share = (change: Parameters<typeof later>[1]) => likeness(marksOf(names), later(names, change, random)).share
    expect(share({ left: 33, came: 0, renamed: 0 })).toBeGreaterThan(LIKE_ENOUGH)
    expect(share({ left: 0, came: 33, renamed: 0 })).toBeGreaterThan(LIKE_ENOUGH)
    expect(share({ left: 0, came: 0, renamed: 50 })).toBeLessThan(LIKE_ENOUGH)
  })

  it('and never taken for one of strangers', () => {
    const random = seeded(3)
    const strangers = sizes.map((size) => {
      const names = people(size, random)
      const others = people(size, random).filter((name) => !names.includes(name))
      return likeness(marksOf(names), others).share
    })
    expect(Math.max(...strangers)).toBeLessThan(0.1)
  })

  it('however the chat writes its names', () => {
    expect(likeness(marksOf(['３号楼 王芳', 'Ｌｉ', '🌸小周']), ['3号楼王芳', 'li ', '🌸\uFE0F小周\u200B'])).toEqual({
      common: 3,
      share: 1,
    })
  })
})

describe('marks', () => {
  it('are numbers that differ from group to group, of names and without them', () => {
    const names = ['马先生', '陈阿姨']
    const [first, second] = [marksOf(names), marksOf(names)]
    expect(first.names.every((mark) => /^[0-9a-f]{4}$/.test(mark))).toBe(true)
    expect(JSON.stringify(first)).not.toMatch(/马|陈/)
    expect(first.names).not.toEqual(second.names)
    expect(marksOf(names, first.salt)).toEqual(first)
    expect(marksOf(['', ' ', '\u200B']).names).toEqual([])
  })

  it('are not replaced by what a puppet knows of a group it has only just seen', () => {
    const before = marksOf(Array.from({ length: 20 }, (_, index) => `居民${index}`))
    expect([0, 1, 9, 10, 30].map((count) => believable(before, Array(count).fill('某人')))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
    expect(believable(undefined, [])).toBe(false)
  })
})
