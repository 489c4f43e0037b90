import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRoll } from '../../src/courses/attendance.ts'
import { planLessons, unusual } from '../../src/courses/lessons.ts'
import { readTimetable, timetableWords } from '../../src/courses/timetable.ts'
import { dayKey, shanghai, weekday } from '../../src/time/shanghai.ts'
import { NoCalendar, WorkCalendar } from '../../src/time/work-calendar.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)
const calendar = new WorkCalendar({})
const isWorkday = (day: string) => calendar.isWorkday(day)
const read = (text: string) => {
  const found = readTimetable(text, NOW)
  return found?.ok ? found.timetable : found?.problem
}

describe('a timetable as people write it', () => {
  it.each([
    ['每周三 19:00-20:30 共8次 从6月10日', [3], 1140, 1230, 8, '2026-06-10'],
    ['从6月10日起每周三晚上7点到8点半，一共8次', [3], 1140, 1230, 8, '2026-06-10'],
    ['每周二、四 9:00到10:30 12节课 从6月9日', [2, 4], 540, 630, 12, '2026-06-09'],
    ['每周六和周日 下午2点-4点 共6次 6月13日开始', [0, 6], 840, 960, 6, '2026-06-13'],
    ['每星期五 19:00～20:00 十次课 自6月5日', [5], 1140, 1200, 10, '2026-06-05'],
    ['每天 6:30-7:30 共28天 从6月8日', 'daily', 390, 450, 28, '2026-06-08'],
    [
      '6月10日、6月12日、6月17日 19:00-20:30',
      { dates: ['2026-06-10', '2026-06-12', '2026-06-17'] },
      1140,
      1230,
      3,
      '2026-06-10',
    ],
  ])('%s', (text, days, from, to, count, since) => {
    expect(read(text)).toEqual({ days, from, to, count, since })
  })

  it.each([
    ['每周三 共8次 从6月10日', /几点到几点/],
    ['每周三 19:00-20:30 从6月10日', /一共几次/],
    ['每周三 19:00-20:30 共8次', /从哪天/],
    ['每周三 20:30-19:00 共8次 从6月10日', /下课要在上课后面/],
    ['每周三 19:00-20:30 共8次 从6月1日', /已经过了/],
    ['每周三 19:00-20:30 共800次 从6月10日', /1到60次/],
  ])('%s asks for what is missing', (text, problem) => {
    expect(read(text)).toMatch(problem)
  })

  it('reads nothing into other words', () => {
    for (const text of ['', '地点 社区活动室', '名额 20', '每个人都来']) expect(read(text)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => void readTimetable(text, NOW)),
      { numRuns: 50 },
    )
    const pieces = fc.constantFrom(
      '每周',
      '三',
      '、四',
      '19:00',
      '-',
      '20:30',
      '共',
      '8',
      '次',
      '从',
      '6月10日',
      ' ',
      '天',
    )
    fc.assert(fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => void readTimetable(parts.join(''), NOW)))
  })
})

describe('lessons of a term', () => {
  const weekly = (since: string, days: number[] = [5], count = 8) => ({ days, from: 1140, to: 1230, count, since })

  it('ask about a holiday and do as they are told', () => {
    const { questions } = planLessons(weekly('2026-06-05'), {}, isWorkday)
    expect(questions).toEqual([{ day: '2026-06-19', why: 'holiday' }])
    const later = planLessons(weekly('2026-06-05'), { '2026-06-19': 'later' }, isWorkday)
    expect(later.questions).toEqual([])
    expect(later.lessons).toHaveLength(8)
    expect(later.lessons.at(-1)?.day).toBe('2026-07-31')
    expect(planLessons(weekly('2026-06-05'), { '2026-06-19': 'drop' }, isWorkday).lessons).toHaveLength(7)
    const kept = planLessons(weekly('2026-06-05'), { '2026-06-19': 'keep' }, isWorkday).lessons
    expect(kept.map(({ day }) => day)).toContain('2026-06-19')
    expect(kept).toHaveLength(8)
  })

  it('know a weekend that belongs to a holiday from a plain one, and a weekend that is worked', () => {
    expect(unusual('2026-06-20', isWorkday)).toBe('holiday')
    expect(unusual('2026-06-13', isWorkday)).toBeUndefined()
    expect(unusual('2026-10-10', isWorkday)).toBe('make-up')
    expect(unusual('2026-06-10', isWorkday)).toBeUndefined()
  })

  it('refuse a year of which nobody has told the holidays', () => {
    expect(() => planLessons(weekly('2031-01-03'), {}, isWorkday)).toThrow(NoCalendar)
  })

  it('are as many as were wanted, on the days that were said, in order', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 20 }), (on, count) => {
        const timetable = weekly('2026-03-02', on, count)
        let choices: Record<string, 'later'> = {}
        for (;;) {
          const { lessons, questions } = planLessons(timetable, choices, isWorkday)
          if (questions.length === 0) {
            expect(lessons).toHaveLength(count)
            expect(lessons.every(({ day }) => on.includes(weekday(day)) && !unusual(day, isWorkday))).toBe(true)
            expect(lessons.map(({ day }) => day)).toEqual([...lessons.map(({ day }) => day)].sort())
            expect(lessons.every(({ startsAt, day }) => dayKey(startsAt) === day)).toBe(true)
            return
          }
          choices = { ...choices, ...Object.fromEntries(questions.map(({ day }) => [day, 'later' as const])) }
        }
      }),
    )
  })

  it('are told in one line', () => {
    expect(timetableWords(weekly('2026-06-05', [3, 5]), 8)).toBe('每周三、五 19:00-20:30，共8次')
  })
})

describe('a lecturer’s roll', () => {
  it.each([
    ['到 1 3 5', { there: [1, 3, 5] }],
    ['到1、3、5', { there: [1, 3, 5] }],
    ['到 1-4', { there: [1, 2, 3, 4] }],
    ['全到', { missing: [] }],
    ['都到了', { missing: [] }],
    ['缺 2 4', { missing: [2, 4] }],
    ['没来 2号', { missing: [2] }],
    ['谁都没来', { there: [] }],
  ])('%s', (text, roll) => expect(readRoll(text)).toEqual(roll))

  it.each(['到', '到了', '到 家了', '1 3 5', '我到 1号楼了', '明天到'])('%s is none', (text) => {
    expect(readRoll(text)).toBeUndefined()
  })
})
