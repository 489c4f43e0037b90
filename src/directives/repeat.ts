import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import { parseMoment } from '../time/parse-moment.ts'
import { addDays, dayKey, instantOn, minutesIntoDay, wallTime, weekday } from '../time/shanghai.ts'
import type { Every, Repeat } from './directive.ts'

const EVERY = new RegExp(
  `^每(?:(天|日)|(?:个)?(工作日)|(?:个)?(?:周|星期|礼拜)([一二三四五六日天])|(?:个)?月(${NUMERAL})[号日])\\s?`,
)
const UNTIL = /^\s?[,，]?\s?(?:一直)?(?:到|至|截止到?|直到)\s?/
const WEEKDAYS = '日一二三四五六'
/** Longer ahead nobody plans a notice, and one that was forgotten should not go on for ever. */
const MOST_DAYS = 366

export type RepeatRead =
  | { readonly ok: true; readonly repeat: Repeat; readonly length: number }
  | { readonly ok: false; readonly problem: string }

/**
 * Reads 每周一 8:00 到12月31日, 每天 7:30 到…, 每个工作日 …, 每月1号 … at the head of normalised text. Undefined where no 每 stands
 * there; a `problem` in Chinese where something is missing.
 */
export function readRepeat(text: string, now: Date): RepeatRead | undefined {
  const found = EVERY.exec(text)
  if (!found) return undefined
  const every = everyOf(found)
  if (!every) return { ok: false, problem: '每月请写1到31号，比如 每月1号 9:00。' }
  const time = parseMoment(text.slice(found[0].length), now)
  if (!time?.hasTime) return { ok: false, problem: '请写上几点，比如 每周一 8:00 到12月31日。' }
  const afterTime = text.length - time.rest.length
  const until = UNTIL.exec(text.slice(afterTime)) ?? UNTIL.exec(text.slice(afterTime - 1))
  const from = until ? text.indexOf(until[0], afterTime - 1) + until[0].length : -1
  const last = until && parseMoment(text.slice(from), now)
  if (!last) return { ok: false, problem: '请写上发到哪天为止，比如 每周一 8:00 到12月31日。' }
  const today = dayKey(now)
  const lastDay = dayKey(last.at)
  if (lastDay < today) return { ok: false, problem: '截止的日子已经过了，请改一下。' }
  if (lastDay > addDays(today, MOST_DAYS)) return { ok: false, problem: '最多发到一年以后，请写近一点的日子。' }
  const length = text.indexOf(last.read, from) + last.read.length
  return { ok: true, repeat: { ...every, minutes: minutesIntoDay(time.at), until: lastDay }, length }
}

function everyOf([, day, workday, week, month]: RegExpExecArray): Every | undefined {
  if (day) return { every: 'day' }
  if (workday) return { every: 'workday' }
  if (week) return { every: 'week', on: WEEKDAYS.indexOf(week.replace('天', '日')) }
  const on = readNumber(month ?? '')
  return on !== undefined && on >= 1 && on <= 31 ? { every: 'month', on } : undefined
}

/** The next time after `after`, or undefined when its last day is over. `isWorkday` may throw for a year without a calendar. */
export function nextTime(repeat: Repeat, after: Date, isWorkday: (day: string) => boolean): Date | undefined {
  for (let day = dayKey(after); day <= repeat.until; day = addDays(day, 1)) {
    const at = instantOn(day, repeat.minutes)
    if (at > after && fits(repeat, day, isWorkday)) return at
  }
  return undefined
}

function fits(repeat: Repeat, day: string, isWorkday: (day: string) => boolean): boolean {
  switch (repeat.every) {
    case 'day':
      return true
    case 'workday':
      return isWorkday(day)
    case 'week':
      return weekday(day) === repeat.on
    case 'month':
      return wallTime(instantOn(day)).day === repeat.on
  }
}

/** 每周一 08:00，到2026-12-31 as people say it, without the last day. */
export function repeatWords(repeat: Repeat): string {
  const hour = String(Math.floor(repeat.minutes / 60)).padStart(2, '0')
  const minute = String(repeat.minutes % 60).padStart(2, '0')
  const days = {
    day: () => '每天',
    workday: () => '每个工作日',
    week: () => `每周${WEEKDAYS.charAt('on' in repeat ? repeat.on : 0)}`,
    month: () => `每月${'on' in repeat ? repeat.on : 1}号`,
  }
  return `${days[repeat.every]()} ${hour}:${minute}`
}
