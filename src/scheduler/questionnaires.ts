import { isTermSurvey } from '../courses/survey.ts'
import type { Database } from '../database/database.ts'
import { closeQuestionnaire, questionnaireWith } from '../questionnaires/questionnaire.ts'
import { takeNudges } from '../questionnaires/turn.ts'
import { tellClosed } from '../telling/questionnaires/closed.ts'
import { nudge } from '../telling/questionnaires/nudge.ts'
import { forgetOldPages } from '../telling/questionnaires/pages-said.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
/** So many in one transaction, so that a message that comes in between does not wait for all of them. */
const BATCH = 100

/**
 * Every ten minutes: ends questionnaires whose last day is over and tells the staff, nudges once who was asked a day ago
 * and has not finished, takes the words out of old pages.
 */
export function questionnairesJob({
  database,
  spoke,
}: {
  readonly database: Database
  readonly spoke: () => void
}): Job {
  return {
    name: 'questionnaires',
    title: '问卷',
    schedule: schedule('*/10 * * * *'),
    graceMs: 10 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const over = await database.client.questionnaire.findMany({
        where: { state: 'OPEN', closesAt: { lte: now } },
        select: { id: true, closesAt: true },
      })
      const apart = new Apart()
      let ended = 0
      let told = 0
      for (const { id, closesAt } of over) {
        const heard = await apart.do(() =>
          database.transaction(async (tx) => {
            // Its own end, not the moment it was noticed: that is what people were told.
            if (!(await closeQuestionnaire(tx, id, closesAt ?? now))) return 0
            const closed = await questionnaireWith(tx, id)
            // Of a course the staff hear what it brought, held against the rule.
            return isTermSurvey(closed) ? 0 : tellClosed(tx, closed, now)
          }),
        )
        if (heard !== undefined) ended += 1
        told += heard ?? 0
      }
      let nudged = 0
      for (;;) {
        const taken = await apart.do(() =>
          database.transaction(async (tx) => {
            const turns = await takeNudges(tx, now, BATCH)
            let said = 0
            for (const turn of turns) if (await nudge(tx, turn, now)) said += 1
            return { turns: turns.length, said }
          }),
        )
        nudged += taken?.said ?? 0
        if ((taken?.turns ?? 0) < BATCH) break
      }
      const pages = (await apart.do(() => database.transaction((tx) => forgetOldPages(tx, now)))) ?? 0
      if (told + nudged > 0) spoke()
      return apart.outcome(`${ended} ended, ${nudged} nudged, ${pages} pages emptied`)
    },
  }
}
