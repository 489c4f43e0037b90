import type { Post } from '../database/types.ts'
import { deadline } from '../time/limit.ts'
import { NoCalendar, type WorkCalendar } from '../time/work-calendar.ts'
import { ASKS_ANSWER } from './post.ts'

/** Within two working days: issue 7, part 1. */
const WITHIN = { amount: 2, unit: 'WD' } as const

/**
 * Until when the staff owe an answer to what is passed now; null where none is owed, or where nobody has told which days of
 * that year are worked.
 */
export function answerDue({ kind, issueId }: Pick<Post, 'kind' | 'issueId'>, now: Date, calendar: WorkCalendar) {
  if (!ASKS_ANSWER.has(kind) || issueId !== null) return null
  try {
    return deadline(now, WITHIN, calendar)
  } catch (error) {
    if (error instanceof NoCalendar) return null
    throw error
  }
}
