import { festivalNamed, nextDayOf } from '../../board/festivals.ts'
import type { Wording } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { redact } from '../../redaction/redact.ts'
import { Refusal } from '../../refusal.ts'
import { formatDay } from '../../time/format.ts'
import { parseMoment } from '../../time/parse-moment.ts'
import { addDays, type DayKey, dayKey } from '../../time/shanghai.ts'

/** What the staff want a wall for, and on which days something can be said for it. */
export interface WallDays {
  readonly title: string
  readonly firstDay: DayKey
  readonly lastDay: DayKey
}

export const HOW_TO_OPEN = '这样开：/留言墙 开 中秋，或者 /留言墙 开 邻里节 6月1日..6月7日。'

/** A festival's wall is open so many days before it, where the staff do not say otherwise. */
const DAYS_BEFORE = 14
const LONGEST_DAYS = 60
const LONGEST_TITLE = 8
const BETWEEN = /^\s*(?:\.{2,}|…+|到|至|~|-|—)+\s*/
const UNTIL = /^(?:到|至|截止到?|开到)\s*/

/** Reads 中秋 or 邻里节 6月1日..6月7日. @throws Refusal that says how it is written */
export function readWallDays(rest: Wording, now: Date): WallDays {
  const today = dayKey(now)
  const [name = ''] = /^[^\s,:]+/.exec(rest.text) ?? []
  const days = daysIn(rest.after(name.length).text, now)
  const festival = festivalNamed(name.replace(/祝福墙$/, ''))
  const title = festival?.name ?? titleOf(rest.head(name.length).own)
  const lastDay = days?.lastDay ?? (festival && nextDayOf(festival, today))
  if (lastDay === undefined) {
    if (festival) throw new Refusal(`小格不知道${title}是哪天，请写上日期。${HOW_TO_OPEN}`)
    throw new Refusal(`请写上从哪天到哪天。${HOW_TO_OPEN}`)
  }
  const before = festival ? addDays(lastDay, -DAYS_BEFORE) : today
  const firstDay = days?.firstDay ?? laterOf(before, today)
  check({ title, firstDay, lastDay }, now)
  return { title, firstDay, lastDay }
}

function laterOf(one: DayKey, other: DayKey): DayKey {
  return one < other ? other : one
}

function titleOf(own: string): string {
  const title = own
    .normalize('NFC')
    .replace(/祝福墙$/, '')
    .trim()
  const { length } = [...title]
  if (length === 0) throw new Refusal(`请写上是什么日子。${HOW_TO_OPEN}`)
  if (length > LONGEST_TITLE) throw new Refusal(`名字请写在${LONGEST_TITLE}个字以内，比如 邻里节。`)
  if (!/^[\p{L}\p{N}·]+$/u.test(title) || redact(title) !== title)
    throw new Refusal(`「${title}」不像一个节日的名字。${HOW_TO_OPEN}`)
  return title
}

/** One day is the last; two are the first and the last. */
function daysIn(text: string, now: Date): { readonly firstDay?: DayKey; readonly lastDay: DayKey } | undefined {
  const said = wordingOf(text).text.trim()
  if (said === '') return undefined
  const one = parseMoment(said.replace(UNTIL, ''), now)
  if (!one) throw new Refusal(`没看懂日期。${HOW_TO_OPEN}`)
  const rest = one.rest.trim()
  if (rest === '') return { lastDay: dayKey(one.at) }
  const other = BETWEEN.test(rest) ? parseMoment(rest.replace(BETWEEN, ''), now) : undefined
  if (other?.rest.trim() !== '') throw new Refusal(`没看懂日期。${HOW_TO_OPEN}`)
  return { firstDay: dayKey(one.at), lastDay: dayKey(other.at) }
}

function check({ firstDay, lastDay }: WallDays, now: Date): void {
  const today = dayKey(now)
  if (lastDay < today) throw new Refusal(`${formatDay(lastDay, now)}已经过了，请改个日子。`)
  if (firstDay > lastDay)
    throw new Refusal(`${formatDay(firstDay, now)}在${formatDay(lastDay, now)}后面，请改一下日子。`)
  if (lastDay > addDays(firstDay, LONGEST_DAYS)) throw new Refusal(`一面墙最多开${LONGEST_DAYS}天，请改个日子。`)
  if (firstDay > addDays(today, 366)) throw new Refusal('离现在一年多，请近些再开。')
}
