import { NUMERAL, readNumber } from './chinese-number.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { addWorkingMinutes, WORKDAY_MINUTES, workingMinutesBetween } from './working-time.ts'

/**
 * The four times of issue-lifecycle.md. UH 紧急工作时 runs day and night; WH 工作时 runs 08:00–12:00 and 14:00–18:00 of
 * working days; WD 工作日 is 8 WH; ND 自然日 is 24 hours.
 */
export type LimitUnit = 'UH' | 'WH' | 'WD' | 'ND'

/** How long something may take, such as 2 WD. The amount is above 0 and may be a fraction (0.5 UH). */
export type Limit = { amount: number; unit: LimitUnit }

const MINUTES: Record<LimitUnit, number> = { UH: 60, WH: 60, WD: WORKDAY_MINUTES, ND: 1440 }

/** Above this an amount is a slip of the finger rather than a limit. */
const MOST = 1000

const CODE = /^(\d+(?:\.\d+)?)(UH|WH|WD|ND)$/i
const WORDS = new RegExp(
  `^(半|\\d+\\.\\d+|${NUMERAL})个?(工作小时|工作时|工作日|小时|钟头|分钟|天|自然日)(?:之内|以内|内)?(?:\\(不分昼夜\\))?$`,
)
const UNIT_OF_WORD: Record<string, LimitUnit> = {
  工作小时: 'WH',
  工作时: 'WH',
  工作日: 'WD',
  小时: 'UH',
  钟头: 'UH',
  分钟: 'UH',
  天: 'ND',
  自然日: 'ND',
}

/**
 * Reads `4WH`, `0.5UH`, and what people write: `2个工作日`, `4个工作小时`, `两小时内`, `30分钟`, `3天`. Hours without the word
 * 工作 run day and night, days without it are calendar days. Undefined for anything else.
 */
export function parseLimit(text: string): Limit | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const code = CODE.exec(plain)
  if (code) return limitOf(Number(code[1]), code[2]?.toUpperCase() as LimitUnit)
  const [, number = '', word = ''] = WORDS.exec(plain) ?? []
  const unit = UNIT_OF_WORD[word]
  if (!unit) return undefined
  const amount = number === '半' ? 0.5 : number.includes('.') ? Number(number) : readNumber(number)
  return amount === undefined ? undefined : limitOf(word === '分钟' ? amount / 60 : amount, unit)
}

function limitOf(amount: number, unit: LimitUnit): Limit | undefined {
  return amount > 0 && amount <= MOST ? { amount, unit } : undefined
}

/** The short form in which a limit is stored and listed: `4WH`. `parseLimit` reads it back. */
export function limitCode(limit: Limit): string {
  return `${limit.amount}${limit.unit}`
}

/** The minutes a limit lasts in its own time: working minutes for WH and WD, minutes of the clock for UH and ND. */
export function limitMinutes(limit: Limit): number {
  return limit.amount * MINUTES[limit.unit]
}

/** When something begun at `start` is due. Throws `NoCalendar` for WH and WD where the way leads into an unknown year. */
export function deadline(start: Date, limit: Limit, calendar: WorkCalendar): Date {
  return resume(start, limitMinutes(limit), limit.unit, calendar)
}

/**
 * The minutes left until `due` in the time of `unit`, negative when overdue. For WH and WD only working time counts, so
 * over a night or a weekend the figure stands still.
 */
export function minutesLeft(now: Date, due: Date, unit: LimitUnit, calendar: WorkCalendar): number {
  if (unit === 'WH' || unit === 'WD') return workingMinutesBetween(now, due, calendar)
  return (due.getTime() - now.getTime()) / 60_000
}

/**
 * When a clock with `minutesLeft` in the time of `unit` that goes on at `now` will be due; the other half of
 * `minutesLeft`. A clock that was overdue when it stopped is overdue by as much when it goes on.
 */
export function resume(now: Date, minutesLeft: number, unit: LimitUnit, calendar: WorkCalendar): Date {
  if (!Number.isFinite(minutesLeft)) throw new RangeError(`not a number of minutes: ${minutesLeft}`)
  if (unit === 'WH' || unit === 'WD') return addWorkingMinutes(now, minutesLeft, calendar)
  return new Date(now.getTime() + Math.round(minutesLeft * 60_000))
}
