import { readTimetable } from '../../courses/timetable.ts'
import { foldText } from '../../time/folded-text.ts'
import { parseMoment } from '../../time/parse-moment.ts'

/** 12月12日 alone, as the answer to from which day on. */
function fromThatDay(text: string, now: Date): string {
  const moment = parseMoment(foldText(text).trim(), now)
  return moment && !moment.hasTime && moment.rest === '' ? `从${text}` : text
}

/** Whoever says the days anew begins anew. */
const ANEW = /每|天天/

/**
 * What somebody says together with the timetable they have begun, so that who is asked for one thing has to say only that:
 * 每周六 14:00-16:00 共4次, and then 从12月12日.
 */
export function withBegun(begun: string | undefined, own: string, now: Date): string {
  return begun === undefined || ANEW.test(own) ? own : `${fromThatDay(own, now)} ${begun}`
}

/** What of it is to be kept until the rest is said: all of a timetable that lacks something, where it lacks less now. */
export function begunWith(whole: string, before: string | undefined, now: Date): string | undefined {
  const lacks = problemOf(whole, now)
  if (lacks === undefined) return before
  return before !== undefined && problemOf(before, now) === lacks ? before : whole
}

function problemOf(text: string, now: Date): string | undefined {
  const read = readTimetable(text, now)
  return read && !read.ok ? read.problem : undefined
}
