import type { Tx } from '../database/database.ts'
import { Prisma, type SurveyTurn } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { startOfDay } from '../time/shanghai.ts'
import { type Answer, answersFrom } from './answers.ts'
import { answersOnTheWay, type Position, positionOf } from './path.ts'
import { isOpen, type OpenedQuestionnaire, questionnairesOf, questionnaireWith } from './questionnaire.ts'
import { putSheet } from './sheets.ts'

/** Somebody's way through a questionnaire, as far as they are. */
export interface Turn {
  readonly id: number
  readonly questionnaire: OpenedQuestionnaire
  /** null: a paper form of somebody who is not named */
  readonly personId: PersonId | null
  /** who enters the paper form */
  readonly enteredById: PersonId | null
  readonly answers: ReadonlyMap<string, Answer>
  readonly position: Position
  readonly done: boolean
}

/** Whose turn it is: one's own, or a paper form's, entered by somebody. */
export type Whose = { readonly person: PersonId } | { readonly enteredBy: PersonId }

/** The questionnaires that somebody can answer now and has not: the oldest first. Whoever said no is not asked again. */
export async function openFor(
  tx: Tx,
  who: { readonly person: PersonId; readonly communityId: CommunityId | undefined; readonly now: Date },
): Promise<OpenedQuestionnaire[]> {
  const { person, communityId, now } = who
  const turns = await tx.surveyTurn.findMany({
    where: { personId: person, questionnaire: { state: 'OPEN' } },
    select: { questionnaireId: true, doneAt: true },
  })
  const done = new Set(turns.filter(({ doneAt }) => doneAt).map(({ questionnaireId }) => questionnaireId))
  const found = new Map<number, OpenedQuestionnaire>()
  for (const { questionnaireId } of turns) found.set(questionnaireId, await questionnaireWith(tx, questionnaireId))
  const all = communityId === undefined ? [] : await questionnairesOf(tx, communityId, ['OPEN'])
  for (const one of all) if (one.gridIds.length > 0) found.set(one.id, one)
  return [...found.values()].filter((one) => isOpen(one, now) && !done.has(one.id)).sort((a, b) => a.id - b.id)
}

/** Begins, or goes on where one was. A paper form that its volunteer has not finished goes on too. */
export async function takeTurn(tx: Tx, questionnaire: OpenedQuestionnaire, whose: Whose, now: Date): Promise<Turn> {
  const questionnaireId = questionnaire.id
  if ('enteredBy' in whose) {
    const begun = await tx.surveyTurn.findFirst({
      where: { questionnaireId, personId: null, enteredById: whose.enteredBy, doneAt: null },
    })
    // Nobody is nudged for somebody else's paper.
    const paper = { questionnaireId, enteredById: whose.enteredBy, startedAt: now, nudgedAt: now }
    return turnOf(begun ?? (await tx.surveyTurn.create({ data: paper })), questionnaire)
  }
  const { person } = whose
  const row = await tx.surveyTurn.upsert({
    where: { questionnaireId_personId: { questionnaireId, personId: person } },
    create: { questionnaireId, personId: person, startedAt: now },
    update: {},
  })
  return turnOf(row, questionnaire)
}

/** The turn with this id, as it is now; undefined when it is gone. */
export async function turnWith(tx: Tx, id: number): Promise<Turn | undefined> {
  const row = await tx.surveyTurn.findUnique({ where: { id } })
  return row ? turnOf(row, await questionnaireWith(tx, row.questionnaireId)) : undefined
}

/** A turn of this person that was begun and can go on now, their own or a paper form: the one begun last. */
export async function unfinishedTurn(tx: Tx, person: PersonId, now: Date): Promise<Turn | undefined> {
  const rows = await tx.surveyTurn.findMany({
    where: {
      OR: [{ personId: person }, { personId: null, enteredById: person }],
      doneAt: null,
      partial: { not: Prisma.DbNull },
      questionnaire: { state: 'OPEN', OR: [{ closesAt: null }, { closesAt: { gt: now } }] },
    },
    orderBy: { id: 'desc' },
    take: 1,
  })
  const [row] = rows
  return row ? turnOf(row, await questionnaireWith(tx, row.questionnaireId)) : undefined
}

/** Notes that somebody was shown the first questions, so that what they answer later finds them. */
export async function markBegun(tx: Tx, turn: Turn): Promise<void> {
  if (turn.done || turn.answers.size > 0) return
  await tx.surveyTurn.update({ where: { id: turn.id }, data: { partial: {} } })
}

/**
 * Keeps answers, by the question's id, at once; later ones take the place of earlier ones. With the last the turn is done:
 * the answers go to a sheet that nobody can tell whose it is, and nothing of them stays here.
 */
export async function saveAnswers(tx: Tx, turn: Turn, given: ReadonlyMap<string, Answer>, now: Date): Promise<Turn> {
  const { questionnaire } = turn
  const { definition } = questionnaire
  const answers = answersOnTheWay(definition, new Map([...turn.answers, ...given]))
  const position = positionOf(definition, answers)
  if (position.page.length > 0) {
    const partial = Object.fromEntries([...answers].map(([id, answer]) => [id, mutable(answer)]))
    await tx.surveyTurn.update({ where: { id: turn.id }, data: { partial, position: position.passed.length } })
    return { ...turn, answers, position }
  }
  // No finer than the day: an order of moments is an order of people.
  const { count } = await tx.surveyTurn.updateMany({
    where: { id: turn.id, doneAt: null },
    data: { doneAt: startOfDay(now), partial: Prisma.DbNull, position: 0 },
  })
  if (count > 0) await putSheet(tx, questionnaire, answers)
  return { ...turn, answers: new Map(), position, done: true }
}

/** Somebody would rather not: what they had answered is forgotten, and they are not asked again. */
export async function leaveTurn(tx: Tx, turn: Turn, now: Date): Promise<void> {
  await tx.surveyTurn.updateMany({
    where: { id: turn.id, doneAt: null },
    data: { partial: Prisma.DbNull, position: 0, nudgedAt: now },
  })
}

/** So long after they began, or were asked, somebody is nudged, once. */
const NUDGE_AFTER_MS = 24 * 60 * 60_000

/** Whoever is to be nudged now. Each is taken once: the note is written here. */
export async function takeNudges(tx: Tx, now: Date, limit: number): Promise<Turn[]> {
  const rows = await tx.surveyTurn.findMany({
    where: {
      doneAt: null,
      nudgedAt: null,
      personId: { not: null },
      startedAt: { lte: new Date(now.getTime() - NUDGE_AFTER_MS) },
      questionnaire: { state: 'OPEN', OR: [{ closesAt: null }, { closesAt: { gt: now } }] },
    },
    orderBy: { id: 'asc' },
    take: limit,
  })
  const turns: Turn[] = []
  for (const row of rows) {
    await tx.surveyTurn.update({ where: { id: row.id }, data: { nudgedAt: now } })
    turns.push(turnOf(row, await questionnaireWith(tx, row.questionnaireId)))
  }
  return turns
}

function turnOf(row: SurveyTurn, questionnaire: OpenedQuestionnaire): Turn {
  const { definition } = questionnaire
  const answers = answersFrom(row.partial, definition.questions)
  return {
    id: row.id,
    questionnaire,
    personId: row.personId as PersonId | null,
    enteredById: row.enteredById as PersonId | null,
    answers,
    position: positionOf(definition, answers),
    done: row.doneAt !== null,
  }
}

const mutable = (answer: Answer): Prisma.InputJsonValue | null =>
  typeof answer === 'object' && answer !== null ? [...answer] : answer
