import { expect, it } from 'vitest'
import { periodOf } from '../../src/handlers/period.ts'
import { dayKey, shanghai } from '../../src/time/shanghai.ts'

const days = (text: string) => {
  const { from, to } = periodOf(text, shanghai(2026, 8, 15, 9, 0))
  return [dayKey(from), dayKey(new Date(to.getTime() - 1))]
}

it.each([
  ['本月', '2026-08-01', '2026-08-15'],
  ['上月', '2026-07-01', '2026-07-31'],
  // However long ago: it is looked back at.
  ['3月1日..6月30日', '2026-03-01', '2026-06-30'],
  ['6月1日..8月31日', '2026-06-01', '2026-08-31'],
  ['8月1日到8月31日', '2026-08-01', '2026-08-31'],
  ['10月1日..12月31日', '2025-10-01', '2025-12-31'],
  ['12月1日..1月31日', '2025-12-01', '2026-01-31'],
  ['5月4日', '2026-05-04', '2026-05-04'],
  ['2026年9月1日..2026年9月30日', '2026-09-01', '2026-09-30'],
])('the period %s is from %s to %s', (text, from, to) => {
  expect(days(text)).toEqual([from, to])
})

it.each(['6月30日..6月1日', '6月31日', '随便', '6月1日..7月..8月'])('%s is no period', (text) => {
  expect(() => days(text)).toThrow('时段请写')
})
