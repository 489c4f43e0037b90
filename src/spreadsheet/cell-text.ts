import { wallTime } from '../time/shanghai.ts'

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** What a cell of a spreadsheet program holds at most, less a little. */
const LONGEST = 32_000
/** What no XML may hold, or no reader of it takes: control characters, halves of a character, places for none. */
const UNREADABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|\p{Noncharacter_Code_Point}/gu
/** What a spreadsheet program may take for a formula, full width as well; with a tab or line end before it too. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/
/** How the format writes a character by its number, which a text may contain by chance or on purpose. */
const CHARACTER_CODE = /_(?=x[0-9A-F]{4}_)/gi

/**
 * The text as it may stand in a cell. People's words reach it: what begins as a formula does gets an apostrophe before
 * it, so that it is none, not even when the table is saved as CSV and opened again.
 */
export function cellText(text: string): string {
  const clean = text.replace(UNREADABLE, '')
  const short = clean.length > LONGEST ? `${clean.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…` : clean
  // The library looks texts up among the members of an object, and would find those that every object has.
  if (short in {}) return `${short} `
  return (FORMULA.test(short) ? `'${short}` : short).replace(CHARACTER_CODE, '_x005F_')
}

/** `2026-06-03(周三) 15:00`, Shanghai: as a text it sorts by time. */
export function cellMoment(at: Date): string {
  const { year, month, day, hour, minute, weekday } = wallTime(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}(${WEEKDAYS[weekday]}) ${two(hour)}:${two(minute)}`
}

/** How wide a text is, in the width of a digit: Chinese signs are two. Of several lines the longest. */
export function cellWidth(text: string): number {
  return Math.max(
    ...text.split('\n').map((line) => [...line].reduce((sum, sign) => sum + (sign > '\u02FF' ? 2 : 1), 0)),
  )
}
