import { describe, expect, it } from 'vitest'
import { OperatorError } from '../../src/operator-error.ts'
import { awakeAfter, endOfQuiet, isQuiet, parseQuietHours, type QuietHours } from '../../src/time/quiet-hours.ts'
import { shanghai } from '../../src/time/shanghai.ts'

function read(text: string): QuietHours {
  const hours = parseQuietHours(text)
  if (!hours) throw new Error(`no quiet hours in "${text}"`)
  return hours
}

describe('21:30-07:30', () => {
  const hours = read('21:30-07:30')

  it.each([
    [shanghai(2026, 6, 3, 21, 29), false, undefined],
    [shanghai(2026, 6, 3, 21, 30), true, shanghai(2026, 6, 4, 7, 30)],
    [shanghai(2026, 6, 3, 23, 59), true, shanghai(2026, 6, 4, 7, 30)],
    [shanghai(2026, 6, 4, 0, 0), true, shanghai(2026, 6, 4, 7, 30)],
    [shanghai(2026, 6, 4, 7, 29), true, shanghai(2026, 6, 4, 7, 30)],
    [shanghai(2026, 6, 4, 7, 30), false, undefined],
    [shanghai(2026, 6, 4, 15, 0), false, undefined],
    [shanghai(2026, 12, 31, 22, 0), true, shanghai(2027, 1, 1, 7, 30)],
  ])('%s: quiet %s', (at, quiet, end) => {
    expect(isQuiet(hours, at)).toBe(quiet)
    expect(endOfQuiet(hours, at)).toEqual(end ?? at)
  })

  it('counts the last second and not the first after it', () => {
    expect(isQuiet(hours, new Date('2026-06-03T23:29:59.999Z'))).toBe(true)
    expect(isQuiet(hours, new Date('2026-06-03T23:30:00.000Z'))).toBe(false)
  })
})

it('may lie within one day', () => {
  const noon = read('12:00-14:00')
  expect(isQuiet(noon, shanghai(2026, 6, 3, 11, 59))).toBe(false)
  expect(isQuiet(noon, shanghai(2026, 6, 3, 12, 0))).toBe(true)
  expect(endOfQuiet(noon, shanghai(2026, 6, 3, 12, 30))).toEqual(shanghai(2026, 6, 3, 14, 0))
  expect(isQuiet(noon, shanghai(2026, 6, 3, 14, 0))).toBe(false)
})

it('may end at midnight', () => {
  const hours = read('22:00-24:00')
  expect(endOfQuiet(hours, shanghai(2026, 6, 3, 23, 0))).toEqual(shanghai(2026, 6, 4))
  expect(isQuiet(hours, shanghai(2026, 6, 4))).toBe(false)
})

it.each(['21:30-07:30', '21：30－07：30', ' 21:30 – 7:30 ', '21:30~07:30'])('reads %s', (text) => {
  expect(read(text)).toEqual({ from: 1290, to: 450 })
})

it.each(['', '   '])('has none where nothing is written', (text) => {
  expect(parseQuietHours(text)).toBeUndefined()
})

it.each(['21:30', '25:00-07:30', '21:30-07:60', 'night', '21:30-07:30-08:00', '09:00-09:00', '00:00-24:00'])(
  'refuses %s in one line that says how to write it',
  (text) => {
    expect(() => parseQuietHours(text)).toThrow(OperatorError)
    expect(() => parseQuietHours(text)).toThrow(`QUIET_HOURS=${text}: must look like 21:30-07:30`)
  },
)

it('counts minutes that are not quiet, over as many nights as it takes', () => {
  const hours = read('21:30-07:30')
  const at = (day: number, hour: number, minute = 0) => shanghai(2026, 6, day, hour, minute)
  expect(awakeAfter(hours, at(3, 9), 30)).toEqual(at(3, 9, 30))
  expect(awakeAfter(hours, at(3, 21, 25), 4)).toEqual(at(3, 21, 29))
  // The minute in which the night begins is quiet: it is the morning after.
  expect(awakeAfter(hours, at(3, 21, 25), 5)).toEqual(at(4, 7, 30))
  expect(awakeAfter(hours, at(3, 21, 25), 10)).toEqual(at(4, 7, 35))
  expect(awakeAfter(hours, at(3, 23), 10)).toEqual(at(4, 7, 40))
  expect(awakeAfter(hours, at(3, 21), 30 + 14 * 60 + 1)).toEqual(at(5, 7, 31))
  expect(awakeAfter(read('12:00-14:00'), at(3, 11, 50), 20)).toEqual(at(3, 14, 10))
  expect(awakeAfter(undefined, at(3, 21, 25), 10)).toEqual(at(3, 21, 35))
})
