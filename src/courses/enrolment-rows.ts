import type { Tx } from '../database/database.ts'
import { addRows, addRowsReturning, changeRows } from '../database/many-rows.ts'
import type { CourseRun } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { lowPriority } from './attendance.ts'
import type { EnrolmentSheet, Entry, NextLesson, SheetEvent } from './enrolment-sheet.ts'

/** So many people are asked for in one statement: both databases bound how many values it may hold. */
const PEOPLE_AT_ONCE = 500

/** Puts the rows of these people on the sheet, in one query for all. */
export async function readPeople(tx: Tx, sheet: EnrolmentSheet, personIds: readonly number[]): Promise<void> {
  const unknown = [...new Set(personIds)].filter((id) => !sheet.knowsPerson(id))
  for (let first = 0; first < unknown.length; first += PEOPLE_AT_ONCE) {
    const some = unknown.slice(first, first + PEOPLE_AT_ONCE)
    const rows = await tx.enrolment.findMany({ where: { runId: sheet.run.id, personId: { in: some } } })
    sheet.learnPeople(some, rows)
  }
}

/** Puts everybody who is on the list on the sheet, and all that decides to whom a free place is offered. */
export async function readLine(tx: Tx, sheet: EnrolmentSheet): Promise<void> {
  const { id, courseId } = sheet.run
  if (!sheet.knowsLine) {
    const states = ['CONFIRMED' as const, 'WAITING' as const, 'OFFERED' as const]
    const rows = await tx.enrolment.findMany({ where: { runId: id, state: { in: states } } })
    sheet.learnLine(await nextLesson(tx, id, sheet.now), rows)
  }
  const inLine = sheet.inOrder('WAITING').map(({ row }) => row.personId as PersonId)
  const unknown = inLine.filter((personId) => !sheet.knowsPriority(personId))
  if (inLine.length < 2 || unknown.length === 0) return
  const { communityId } = await tx.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { communityId: true },
  })
  for (let first = 0; first < unknown.length; first += PEOPLE_AT_ONCE) {
    const some = unknown.slice(first, first + PEOPLE_AT_ONCE)
    sheet.learnPriority(some, await lowPriority(tx, communityId as CommunityId, some))
  }
}

async function nextLesson(tx: Tx, runId: number, now: Date): Promise<NextLesson> {
  const next = await tx.courseSession.findFirst({
    where: { runId, state: 'PLANNED', startsAt: { gt: now } },
    orderBy: { startsAt: 'asc' },
    select: { startsAt: true },
  })
  if (next) return { at: next.startsAt, over: false }
  const lessons = await tx.courseSession.count({ where: { runId, state: { in: ['PLANNED', 'HELD'] } } })
  return { at: undefined, over: lessons > 0 }
}

/**
 * Writes what was decided: first the counter, on the condition that it is what it was `before` and that it fits (the
 * table's own CHECK stands behind it), then enrolments and what became of them. After it rows have ids.
 */
export async function writeSheet(tx: Tx, sheet: EnrolmentSheet, before: CourseRun): Promise<void> {
  await writeCounter(tx, sheet, before)
  const changed = sheet.changed
  const [fresh, known] = [changed.filter(isNew), changed.filter((entry) => !isNew(entry))]
  await addEntries(tx, fresh)
  const rows = known.map((entry) => ({ ...entry.row, id: idOf(entry) }))
  await changeRows(tx, 'Enrolment', rows)
  await addEvents(tx, sheet.events)
  for (const entry of changed) entry.changed = false
}

async function writeCounter(tx: Tx, { run }: EnrolmentSheet, before: CourseRun): Promise<void> {
  const { id, seq, enrolled, capacity } = before
  const change = run.enrolled - enrolled
  const { count } = await tx.courseRun.updateMany({
    where: { id, seq, capacity, enrolled: { gte: -change, lte: run.capacity - change } },
    data: { enrolled: { increment: change }, seq: run.seq, capacity: run.capacity, drawnAt: run.drawnAt },
  })
  if (count !== 1) throw new Error(`the counter of term ${id} is not what it was`)
}

async function addEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const byPerson = new Map(entries.map((entry) => [entry.row.personId, entry]))
  const rows = entries.map(({ row: { id: _, ...row } }) => row)
  for (const { id, personId } of await addRowsReturning(tx, 'Enrolment', rows, ['id', 'personId'])) {
    const entry = byPerson.get(personId)
    if (entry) entry.row.id = id
  }
}

async function addEvents(tx: Tx, events: readonly SheetEvent[]): Promise<void> {
  const rows = events.map(({ entry, ...event }) => ({ ...event, enrolmentId: idOf(entry) }))
  await addRows(tx, 'EnrolmentEvent', rows)
}

const isNew = ({ row }: Entry) => row.id === undefined

function idOf({ row }: Entry): number {
  if (row.id === undefined) throw new Error('an enrolment was not written')
  return row.id
}
