import type { Tx } from '../database/database.ts'
import { Prisma, type Questionnaire } from '../database/types.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import { addDays, dayKey, instantOn } from '../time/shanghai.ts'
import { type Definition, definition as shape } from './definition.ts'

/** A questionnaire that was opened, with its questions as they were then. */
export interface OpenedQuestionnaire {
  readonly id: number
  readonly communityId: CommunityId
  readonly code: string
  readonly title: string
  readonly subject: string
  readonly definition: Definition
  readonly state: Questionnaire['state']
  /** where it was announced; empty: only those who were invited may answer */
  readonly gridIds: readonly GridId[]
  /** the first moment after the last day; null: until somebody closes it */
  readonly closesAt: Date | null
}

export interface Opening {
  readonly communityId: CommunityId
  /** unique in the community: learning-needs-2 */
  readonly code: string
  readonly title: string
  /** what it is about: run:12, needs */
  readonly subject: string
  readonly definition: Definition
  readonly gridIds: readonly GridId[]
  readonly now: Date
  readonly closesAt?: Date
  /** who may answer besides the residents of the grids, and is nudged should they forget */
  readonly invited?: readonly PersonId[]
}

/** Opens a questionnaire. Announcing it is for whoever opens it. @throws the database's error where the code is taken */
export async function openQuestionnaire(tx: Tx, opening: Opening): Promise<OpenedQuestionnaire> {
  const { communityId, code, title, subject, definition, gridIds, now, closesAt, invited = [] } = opening
  const row = await tx.questionnaire.create({
    data: {
      communityId,
      code,
      title,
      subject,
      definition: definition as unknown as Prisma.InputJsonObject,
      state: 'OPEN',
      gridIds: [...gridIds],
      opensAt: now,
      closesAt: closesAt ?? null,
      createdAt: now,
    },
  })
  await tx.surveyTurn.createMany({
    data: [...new Set(invited)].map((personId) => ({ questionnaireId: row.id, personId, startedAt: now })),
  })
  return opened(row)
}

/** Ends a questionnaire: nobody answers any more, and what was begun and not finished is forgotten. False: it was not open. */
export async function closeQuestionnaire(tx: Tx, id: number, now: Date): Promise<boolean> {
  const { count } = await tx.questionnaire.updateMany({
    where: { id, state: 'OPEN' },
    data: { state: 'CLOSED', closesAt: now },
  })
  if (count === 0) return false
  await tx.surveyTurn.updateMany({
    where: { questionnaireId: id, doneAt: null },
    data: { partial: Prisma.DbNull, position: 0 },
  })
  return true
}

/** How many were asked or began, and how many of them finished. Paper forms count as well. */
export interface Participation {
  readonly asked: number
  readonly done: number
  readonly onPaper: number
}

export async function participationIn(tx: Tx, id: number): Promise<Participation> {
  const asked = await tx.surveyTurn.count({ where: { questionnaireId: id } })
  const done = await tx.surveyTurn.count({ where: { questionnaireId: id, doneAt: { not: null } } })
  const onPaper = await tx.surveyTurn.count({
    where: { questionnaireId: id, doneAt: { not: null }, enteredById: { not: null } },
  })
  return { asked, done, onPaper }
}

/** The questionnaire with this id. @throws where there is none */
export async function questionnaireWith(tx: Tx, id: number): Promise<OpenedQuestionnaire> {
  return opened(await tx.questionnaire.findUniqueOrThrow({ where: { id } }))
}

/** Those of a community in one of these states, the newest first. */
export async function questionnairesOf(
  tx: Tx,
  communityId: CommunityId,
  states: readonly Questionnaire['state'][],
): Promise<OpenedQuestionnaire[]> {
  const rows = await tx.questionnaire.findMany({
    where: { communityId, state: { in: [...states] } },
    orderBy: { id: 'desc' },
  })
  return rows.map(opened)
}

/** A code that is free: needs, then needs-2 … */
export async function freeCode(tx: Tx, communityId: CommunityId, wanted: string): Promise<string> {
  const taken = await tx.questionnaire.findMany({
    where: { communityId, OR: [{ code: wanted }, { code: { startsWith: `${wanted}-` } }] },
    select: { code: true },
  })
  const codes = new Set(taken.map(({ code }) => code))
  let code = wanted
  for (let turn = 2; codes.has(code); turn += 1) code = `${wanted}-${turn}`
  return code
}

/** Whether it may be answered at `now`. */
export function isOpen({ state, closesAt }: Pick<OpenedQuestionnaire, 'state' | 'closesAt'>, now: Date): boolean {
  return state === 'OPEN' && (closesAt === null || closesAt > now)
}

/** The last day on which it can be answered, if it has one. */
export function lastDay({ closesAt }: Pick<OpenedQuestionnaire, 'closesAt'>): Date | undefined {
  return closesAt ? new Date(closesAt.getTime() - 1) : undefined
}

/** The first moment after a day: a questionnaire is open until its last day is over. */
export function endOf(day: Date): Date {
  return instantOn(addDays(dayKey(day), 1))
}

function opened(row: Questionnaire): OpenedQuestionnaire {
  return {
    id: row.id,
    communityId: row.communityId as CommunityId,
    code: row.code,
    title: row.title,
    subject: row.subject,
    // It was checked when it was opened; what this version does not know any more is a mistake of ours and fails loudly.
    definition: shape.parse(row.definition),
    state: row.state,
    gridIds: Array.isArray(row.gridIds) ? (row.gridIds as GridId[]) : [],
    closesAt: row.closesAt,
  }
}
