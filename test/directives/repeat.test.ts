import { describe, expect, it } from 'vitest'
import { nextTime, readRepeat, repeatWords } from '../../src/directives/repeat.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'

const now = shanghai(2026, 6, 3, 9, 0)
const calendar = new WorkCalendar({})
const isWorkday = (day: string) => calendar.isWorkday(day)

describe('a notice that comes again', () => {
  it.each([
    ['每周一 8:00 到12月31日', { every: 'week', on: 1, minutes: 480, until: '2026-12-31' }, '每周一 08:00'],
    ['每星期天上午9点，到6月30日', { every: 'week', on: 0, minutes: 540, until: '2026-06-30' }, '每周日 09:00'],
    ['每天7:30至6月10日', { every: 'day', minutes: 450, until: '2026-06-10' }, '每天 07:30'],
    ['每个工作日 9点 到7月1日', { every: 'workday', minutes: 540, until: '2026-07-01' }, '每个工作日 09:00'],
    ['每月1号 9:00 到年底', { every: 'month', on: 1, minutes: 540, until: '2026-12-31' }, '每月1号 09:00'],
  ])('%s', (text, repeat, words) => {
    const read = readRepeat(text, now)
    expect(read).toEqual({ ok: true, repeat, length: text.length })
    expect(read?.ok && repeatWords(read.repeat)).toBe(words)
  })

  it.each([
    ['每周一 到12月31日', /几点/],
    ['每周一 8:00', /发到哪天/],
    ['每周一 8:00 到6月1日', /已经过了/],
    ['每周一 8:00 到2029年6月1日', /一年/],
    ['每月40号 8:00 到12月31日', /1到31/],
  ])('“%s” is asked about', (text, problem) => {
    const read = readRepeat(text, now)
    expect(read && !read.ok ? read.problem : '').toMatch(problem)
  })

  it('is none without a 每', () => {
    expect(readRepeat('周一 8:00', now)).toBeUndefined()
  })

  it('comes on its days, leaves holidays out where it goes by working days, and ends', () => {
    const days = (repeat: Parameters<typeof nextTime>[0]) => {
      const found: string[] = []
      for (let at = nextTime(repeat, now, isWorkday); at; at = nextTime(repeat, at, isWorkday)) {
        found.push(new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16))
      }
      return found
    }
    expect(days({ every: 'week', on: 1, minutes: 480, until: '2026-06-22' })).toEqual([
      '2026-06-08T08:00',
      '2026-06-15T08:00',
      '2026-06-22T08:00',
    ])
    // 19 June 2026 is the Dragon Boat holiday.
    expect(days({ every: 'workday', minutes: 540, until: '2026-06-22' }).slice(-3)).toEqual([
      '2026-06-17T09:00',
      '2026-06-18T09:00',
      '2026-06-22T09:00',
    ])
    expect(days({ every: 'month', on: 31, minutes: 540, until: '2026-09-30' })).toEqual([
      '2026-07-31T09:00',
      '2026-08-31T09:00',
    ])
    expect(days({ every: 'day', minutes: 8 * 60, until: '2026-06-03' })).toEqual([])
  })
})
