import { type DayKey, instantOn, wallTime } from './shanghai.ts'

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** `15:00`, Shanghai. */
export function formatTime(at: Date): string {
  const { hour, minute } = wallTime(at)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/**
 * `6月3日(周三)`, with the year before it when it is not the year of `now`. Always the date and the weekday, never
 * 今天 or 明天: a line in a group is read days later too.
 */
export function formatDay(day: Date | DayKey, now: Date): string {
  const shown = wallTime(typeof day === 'string' ? instantOn(day) : day)
  const year = shown.year === wallTime(now).year ? '' : `${shown.year}年`
  return `${year}${shown.month}月${shown.day}日(${WEEKDAYS[shown.weekday]})`
}

/** `6月3日(周三) 15:00`, with the year before it when it is not the year of `now`. Seconds are left out. */
export function formatMoment(at: Date, now: Date): string {
  return `${formatDay(at, now)} ${formatTime(at)}`
}

/**
 * How long, in at most two units: `30分钟`, `2小时`, `1小时30分钟`, `3天`, `1天6小时`. Rounded to the smaller unit shown;
 * the sign is dropped, so that a caller writes 已超 or 还剩 before it. A day is 24 hours.
 */
export function formatDuration(minutes: number): string {
  const length = Math.abs(minutes)
  if (!Number.isFinite(length)) throw new RangeError(`not a duration: ${minutes}`)
  const whole = Math.round(length)
  if (whole === 0) return '不到1分钟'
  if (whole < 60) return `${whole}分钟`
  if (whole < 1440) return twoUnits(Math.floor(whole / 60), '小时', whole % 60, '分钟')
  const hours = Math.round(length / 60)
  return twoUnits(Math.floor(hours / 24), '天', hours % 24, '小时')
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large}${largeUnit}${small === 0 ? '' : `${small}${smallUnit}`}`
}
