import type { Tx } from '../database/database.ts'

/** So many days after the end answers are kept: six months (privacy 8). */
export const KEEP_DAYS = 183
const DAY_MS = 24 * 60 * 60_000

/**
 * Forgets what was answered in questionnaires that ended six months ago, and who took part. At most `limit` rows of each at
 * a time. Resolves with how many rows went.
 */
export async function forgetAnswers(tx: Tx, now: Date, limit: number): Promise<number> {
  const ended = await tx.questionnaire.findMany({
    where: { state: 'CLOSED', closesAt: { lt: new Date(now.getTime() - KEEP_DAYS * DAY_MS) } },
    select: { id: true },
  })
  if (ended.length === 0) return 0
  const of = { questionnaireId: { in: ended.map(({ id }) => id) } }
  const answers = await tx.surveyAnswer.deleteMany({ where: of, limit })
  const turns = await tx.surveyTurn.deleteMany({ where: of, limit })
  return answers.count + turns.count
}
