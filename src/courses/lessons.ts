import { addDays, type DayKey, instantOn, weekday } from '../time/shanghai.ts'
import type { Timetable } from './timetable.ts'

/** A lesson that is to be. */
export interface Lesson {
  readonly day: DayKey
  readonly startsAt: Date
  readonly endsAt: Date
}

/**
 * What becomes of a lesson that falls on a holiday or on a weekend's make-up workday: it is held all the same, it moves to the
 * end of the term, or it is left out.
 */
export type Choice = 'keep' | 'later' | 'drop'

/** A day about which somebody has to be asked; nothing is guessed. */
export interface DayQuestion {
  readonly day: DayKey
  readonly why: 'holiday' | 'make-up'
}

/** Which days are worked; throws for a year of which nobody knows. */
export type IsWorkday = (day: DayKey) => boolean

export interface LessonPlan {
  readonly lessons: readonly Lesson[]
  /** days that are not decided yet; while there are any, the lessons after them are not certain */
  readonly questions: readonly DayQuestion[]
}

/** A course of one lesson a week for sixty weeks, some of them put off. */
const MOST_DAYS = 800

/**
 * The lessons of a term, day by day, with what was decided about holidays and make-up days. Pure.
 *
 * @param choices what was decided, by day
 * @throws NoCalendar for a year whose holidays nobody has told
 */
export function planLessons(
  timetable: Timetable,
  choices: Readonly<Record<DayKey, Choice>>,
  isWorkday: IsWorkday,
): LessonPlan {
  const lessons: Lesson[] = []
  const questions: DayQuestion[] = []
  let left = timetable.count
  for (let day = timetable.since, gone = 0; left > 0 && gone < MOST_DAYS; day = addDays(day, 1), gone += 1) {
    if (!isLessonDay(timetable, day)) {
      if (isPast(timetable, day)) break
      continue
    }
    const why = unusual(day, isWorkday)
    const choice = choices[day]
    if (why && choice === undefined) questions.push({ day, why })
    if (why && choice === 'later') {
      // Days that were named one by one have no next one.
      if (typeof timetable.days === 'object' && 'dates' in timetable.days) left -= 1
      continue
    }
    left -= 1
    if (why && choice === 'drop') continue
    lessons.push({ day, startsAt: instantOn(day, timetable.from), endsAt: instantOn(day, timetable.to) })
  }
  return { lessons, questions }
}

function isLessonDay({ days }: Timetable, day: DayKey): boolean {
  if (days === 'daily') return true
  return 'dates' in days ? days.dates.includes(day) : days.includes(weekday(day))
}

function isPast({ days }: Timetable, day: DayKey): boolean {
  return typeof days === 'object' && 'dates' in days && day > (days.dates.at(-1) ?? '')
}

/**
 * Whether a day is an official holiday, or a weekend day that is worked. The calendar tells only whether a day is worked: a
 * weekend day off is a holiday's where it hangs together with a weekday off.
 */
export function unusual(day: DayKey, isWorkday: IsWorkday): DayQuestion['why'] | undefined {
  const weekend = isWeekend(day)
  const worked = isWorkday(day)
  if (weekend && worked) return 'make-up'
  if (!weekend) return worked ? undefined : 'holiday'
  for (const step of [-1, 1]) {
    for (let other = addDays(day, step); ; other = addDays(other, step)) {
      if (isWorkday(other)) break
      if (!isWeekend(other)) return 'holiday'
    }
  }
  return undefined
}

const isWeekend = (day: DayKey) => weekday(day) === 0 || weekday(day) === 6
