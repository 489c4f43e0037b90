import { describe, expect, it } from 'vitest'
import { FESTIVALS, festivalNamed, festivalsAhead, nextDayOf } from '../../src/board/festivals.ts'

const named = (name: string) => festivalNamed(name) ?? { month: 0, day: 0 }

describe('festivals', () => {
  it.each([
    ['中秋', '2026-06-03', '2026-09-25'],
    ['中秋节', '2026-09-25', '2026-09-25'],
    ['中秋', '2026-09-26', '2027-09-15'],
    ['腊八', '2026-01-01', '2026-01-26'],
    ['腊八', '2026-02-01', '2027-01-15'],
    ['腊八', '2030-12-31', '2031-01-01'],
    ['过年', '2026-12-31', '2027-02-06'],
  ])('%s after %s is on %s', (name, today, day) => {
    expect(nextDayOf(named(name), today)).toBe(day)
  })

  it('are asked about a week before, the three great ones, and not on the day itself', () => {
    const asked = (today: string) => festivalsAhead(today, 7).map(({ festival }) => festival.name)
    expect(asked('2026-09-17')).toEqual([])
    expect(asked('2026-09-18')).toEqual(['中秋'])
    expect(asked('2026-09-24')).toEqual(['中秋'])
    expect(asked('2026-09-25')).toEqual([])
    expect(asked('2026-06-18')).toEqual([])
    expect(asked('2026-10-12')).toEqual(['重阳'])
    expect(asked('2027-02-01')).toEqual(['春节'])
  })

  it('are not guessed beyond the table, and no name stands for two', () => {
    expect(nextDayOf(named('中秋'), '2100-09-19')).toBeUndefined()
    expect(festivalsAhead('2150-09-10', 365)).toEqual([])
    const names = FESTIVALS.flatMap(({ name, also }) => [name, ...also])
    expect(new Set(names).size).toBe(names.length)
    expect(festivalNamed('邻里节')).toBeUndefined()
  })
})
