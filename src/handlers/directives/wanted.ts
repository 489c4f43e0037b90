import { wordingOf } from '../../chat/wording.ts'
import type { Places } from '../../community/places.ts'
import { readScope, type Scope } from '../../community/scope.ts'
import type { Repeat } from '../../directives/directive.ts'
import { nextTime, readRepeat } from '../../directives/repeat.ts'
import { Refusal } from '../../refusal.ts'
import { formatMoment } from '../../time/format.ts'
import { parseMoment } from '../../time/parse-moment.ts'
import type { WorkCalendar } from '../../time/work-calendar.ts'

/** What somebody wants relayed, as they wrote it behind /转发 or /通知. */
export interface Wanted {
  readonly scope: Scope
  readonly urgent: boolean
  /** null: as soon as it is confirmed */
  readonly sendAt: Date | null
  readonly repeat: Repeat | null
  /** the sender's own writing; empty where only the head was given */
  readonly text: string
}

export interface Reading {
  readonly places: Places
  readonly calendar: WorkCalendar
  readonly now: Date
}

const URGENT = /^(?:紧急|加急|特急)(?=[\s,:。]|$)/
const AT_ONCE = /^(?:现在|马上|立即|立刻)(?:发送?)?(?=[\s,:。]|$)/
const SEND = /^(?:再?发送?)(?=[\s,:。]|$)/

/**
 * Reads `全部 明早9点⏎正文`, `1,3,5-8 正文`, `紧急 向阳小区1-6号楼⏎正文`, `全部 每周一 8:00 到12月31日⏎正文`. The head is on the first
 * line: for whom, when, how urgent, in any order; whatever follows on that line begins the text.
 *
 * @throws Refusal saying what is missing, or that the time is over
 */
export function readWanted(own: string, reading: Reading): Wanted {
  const { places, now } = reading
  const [first = '', ...lines] = own.trim().split(/\r?\n/)
  const broken = lines.length > 0
  let rest = wordingOf(first)
  let scope: Scope | undefined
  let problem = ''
  let urgent = false
  let time: Pick<Wanted, 'sendAt' | 'repeat'> | undefined
  for (;;) {
    const mark = URGENT.exec(rest.text)
    if (mark) {
      urgent = true
      rest = rest.after(mark[0].length)
      continue
    }
    const when = time ? undefined : readWhen(rest.text, broken, reading)
    if (when) {
      time = when
      rest = rest.after(when.length)
      continue
    }
    if (scope) break
    const found = readScope(rest.text, places)
    if (!found.ok) {
      problem = found.problem
      break
    }
    scope = found.scope
    rest = rest.after(found.length)
  }
  if (!scope) throw new Refusal(problem)
  if (time?.sendAt && time.sendAt < now) {
    throw new Refusal(`${formatMoment(time.sendAt, now)} 已经过了，请改个时间；要马上发就不写时间。`)
  }
  const text = [rest.own.trim(), ...lines].join('\n').trim()
  return { scope, urgent, sendAt: time?.sendAt ?? null, repeat: time?.repeat ?? null, text }
}

/** A time at the head of a text, alone on its line or parted from what follows; a mere 今晚 may begin the text itself. */
function readWhen(
  text: string,
  broken: boolean,
  { now, calendar }: Reading,
): (Pick<Wanted, 'sendAt' | 'repeat'> & { readonly length: number }) | undefined {
  const atOnce = AT_ONCE.exec(text)
  if (atOnce) return { sendAt: null, repeat: null, length: atOnce[0].length }
  const again = readRepeat(text, now)
  if (again) {
    if (!again.ok) throw new Refusal(again.problem)
    const first = nextTime(again.repeat, now, (day) => calendar.isWorkday(day))
    if (!first) throw new Refusal('这样到截止那天一次也发不了，请改一下日子。')
    return { sendAt: first, repeat: again.repeat, length: again.length }
  }
  const moment = parseMoment(text, now)
  if (!moment) return undefined
  const length = text.indexOf(moment.read) + moment.read.length
  const after = text.slice(length)
  const send = SEND.exec(after.trimStart())
  const alone = after.trim() === '' && broken
  const parted = send !== null || alone || (moment.hasTime && /^[\s,:]/.test(after)) || (moment.hasTime && after === '')
  if (!parted) return undefined
  if (!moment.hasTime) throw new Refusal(`请写上几点发，比如 ${moment.read}9点。`)
  const taken = send ? length + (after.length - after.trimStart().length) + send[0].length : length
  return { sendAt: moment.at, repeat: null, length: taken }
}
