import { randomInt, randomUUID } from 'node:crypto'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import { Refusal } from '../refusal.ts'
import { dayKey } from '../time/shanghai.ts'
import { type Answer, type Answers, answersFrom } from './answers.ts'
import { lastDay, type OpenedQuestionnaire } from './questionnaire.ts'

/**
 * So many sheets are written anew, in a random order, with each new one. A database keeps rows in the order in which they
 * were written, or tells which transaction wrote them; so the new sheet is one of this many, not the last.
 */
const MIXED = 50

/** Rows of one statement: both databases bound how many values it may hold. */
const ROWS_AT_ONCE = 500

/**
 * Puts the answers of somebody who is done under a sheet of their own. Nothing on it tells whose it is: ids and the sheet's
 * name are random, the day is the questionnaire's last and the same on every sheet, and neither the order of the rows nor
 * who wrote them last tells which sheet is the newest. What was left out has no row.
 */
export async function putSheet(tx: Tx, questionnaire: OpenedQuestionnaire, answers: Answers): Promise<void> {
  const { id: questionnaireId } = questionnaire
  const given = [...answers].filter(([, answer]) => answer !== null)
  if (given.length === 0) return
  // Written first: two who are done at once would each write the same sheets anew, and they would be there twice.
  const open = { id: questionnaireId, state: 'OPEN' } as const
  const { count } = await tx.questionnaire.updateMany({ where: open, data: { state: 'OPEN' } })
  if (count === 0) throw new Refusal('这份问卷已经截止了，没有收下。谢谢您。')
  const sheets: (readonly [question: string, value: Prisma.InputJsonValue])[][] = [
    given.map(([question, answer]) => [question, plain(answer)] as const),
  ]
  const known = await tx.surveyAnswer.groupBy({ by: ['sheet'], where: { questionnaireId }, orderBy: { sheet: 'asc' } })
  const mixed = shuffled(known.map(({ sheet }) => sheet)).slice(0, MIXED)
  if (mixed.length > 0) {
    const among = { questionnaireId, sheet: { in: mixed } }
    const rows = await tx.surveyAnswer.findMany({ where: among })
    await tx.surveyAnswer.deleteMany({ where: among })
    for (const sheet of mixed) {
      sheets.push(
        rows.flatMap((row) =>
          row.sheet === sheet ? [[row.question, row.value as Prisma.InputJsonValue] as const] : [],
        ),
      )
    }
  }
  const day = dayOf(questionnaire)
  const written = sheets.flatMap((rows) => {
    const sheet = randomUUID()
    return rows.map(([question, value]) => ({ id: randomUUID(), questionnaireId, sheet, question, value, day }))
  })
  const mixedRows = shuffled(written)
  for (let first = 0; first < mixedRows.length; first += ROWS_AT_ONCE) {
    await tx.surveyAnswer.createMany({ data: mixedRows.slice(first, first + ROWS_AT_ONCE) })
  }
}

/** The answers of every sheet. In no telling order. */
export async function sheetsOf(tx: Tx, { id, definition }: OpenedQuestionnaire): Promise<Answers[]> {
  const rows = await tx.surveyAnswer.findMany({
    where: { questionnaireId: id },
    orderBy: { id: 'asc' },
    select: { sheet: true, question: true, value: true },
  })
  const sheets = new Map<string, Record<string, unknown>>()
  for (const { sheet, question, value } of rows) {
    const written = sheets.get(sheet) ?? Object.create(null)
    written[question] = value
    sheets.set(sheet, written)
  }
  return [...sheets.values()].map((written) => answersFrom(written, definition.questions))
}

/** A day that is the same on every sheet; without a last day the answers' own would tell, so there is none. */
function dayOf(questionnaire: OpenedQuestionnaire): string {
  const last = lastDay(questionnaire)
  return last ? dayKey(last) : ''
}

function shuffled<T>(all: readonly T[]): T[] {
  const made = [...all]
  for (let at = made.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1)
    const [one, two] = [made[at] as T, made[other] as T]
    made[at] = two
    made[other] = one
  }
  return made
}

function plain(answer: Answer): Prisma.InputJsonValue {
  if (answer === null) throw new RangeError('what was left out has no row')
  return typeof answer === 'object' ? [...answer] : answer
}
