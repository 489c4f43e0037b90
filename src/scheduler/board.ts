import { noteReminded, noteYearAsked, owedAnswers, silentWishes, staffAtWork } from '../board/due.ts'
import { supportCounts } from '../board/support.ts'
import type { Database } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { askYearlyWord, remindOfAnswers } from '../telling/board/ask-staff.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000

export interface BoardJobOptions {
  readonly database: Database
  readonly calendar: WorkCalendar
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every ten minutes while the staff are at work: reminds them of answers that are owed to posts, before and after they are
 * due, and asks for a word on wishes of which nothing was heard for a year. Each community is a transaction of its own,
 * marked in it: done twice or late it does no harm.
 */
export function boardJob({ database, calendar, spoke }: BoardJobOptions): Job {
  return {
    name: 'board',
    title: '留言答复提醒',
    schedule: schedule('*/10 * * * *'),
    graceMs: 10 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      if (!staffAtWork(now, calendar)) return 'nobody at work'
      const apart = new Apart()
      let reminded = 0
      let asked = 0
      for (const { id } of await database.client.community.findMany({ select: { id: true } })) {
        await apart.do(() =>
          database.transaction(async (tx) => {
            const owed = await owedAnswers(tx, id as CommunityId, now, calendar)
            if (owed.length === 0) return
            await remindOfAnswers(tx, owed, now)
            await noteReminded(tx, owed)
            reminded += owed.length
          }),
        )
        await apart.do(() =>
          database.transaction(async (tx) => {
            const wishes = await silentWishes(tx, id as CommunityId, now)
            if (wishes.length === 0) return
            const counts = await supportCounts(tx, wishes)
            await askYearlyWord(
              tx,
              wishes.map((post) => ({ post, supporters: counts.get(post.id) ?? 0 })),
              now,
            )
            await noteYearAsked(tx, wishes, now)
            asked += wishes.length
          }),
        )
      }
      if (reminded + asked > 0) spoke()
      return apart.outcome(`${reminded} answers reminded of, ${asked} wishes asked about`)
    },
  }
}
