import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import { classOf } from '../../courses/attendance.ts'
import type { KnownCourse } from '../../courses/course.ts'
import type { Tx } from '../../database/database.ts'
import type { Enrolment } from '../../database/types.ts'
import type { AccountId, CommunityId, MessageId } from '../../ids.ts'
import { formatMoment } from '../../time/format.ts'
import type { Spot } from '../news.ts'
import { spotsOfStaff } from '../recipients.ts'
import { titled } from './course-words.ts'
import { privateSpotOf } from './learners.ts'

/** More names than this do not fit one message; the list goes on in the next. */
const NAMES_A_MESSAGE = 30

/** The private chat with a course's lecturer; undefined while the bot cannot write there. */
export async function lecturerSpot(
  tx: Tx,
  course: Pick<KnownCourse, 'account' | 'lecturerId'>,
): Promise<Spot | undefined> {
  const account = (await presentAccount(tx, course.account)) as AccountId
  return privateSpotOf(tx, course.lecturerId, account)
}

interface Words {
  readonly text: string
  readonly now: Date
  readonly cause?: MessageId | undefined
  /** said only once under this name */
  readonly key?: string
}

/** Tells the lecturer, in private. False where that is not possible. */
export async function tellLecturer(tx: Tx, course: KnownCourse, { text, now, cause, key }: Words): Promise<boolean> {
  const spot = await lecturerSpot(tx, course)
  if (!spot) return false
  await put(tx, { ...spot, text, priority: 'news', cause, ...(key ? { key } : {}) }, now)
  return true
}

/** Tells the staff where they are told things: one line in their group, or to each alone. */
export async function tellOffice(tx: Tx, course: KnownCourse, { text, now, cause, key }: Words): Promise<void> {
  const account = (await presentAccount(tx, course.account)) as AccountId
  for (const spot of await spotsOfStaff(tx, course.communityId as CommunityId, account)) {
    const own = key ? { key: `${key}:${spot.chat.id}` } : {}
    await put(tx, { ...spot, text, priority: 'news', cause, ...own }, now)
  }
}

/**
 * A lesson begins: its code and the numbered list of those who have a place, for the lecturer alone. Where the bot cannot
 * write to the lecturer, the staff get the code.
 */
export async function tellCode(
  tx: Tx,
  course: KnownCourse,
  session: { readonly id: number; readonly runId: number; readonly startsAt: Date; readonly code: string },
  now: Date,
): Promise<void> {
  const list = await classOf(tx, session.runId)
  const names = await namesOf(tx, list)
  const head = `📋 ${titled(course)} ${formatMoment(session.startsAt, now)} 的课，今天的签到码 ${session.code}。请在课上念给大家，学员发 /签到 ${session.code}。`
  const how = '不方便签到的您来点：到了的回「到 1 3 5」，都到了回「全到」，只缺几个回「缺 2」。'
  const key = `lesson:${session.id}:code`
  const told = await tellLecturer(tx, course, { text: list.length === 0 ? head : `${head}\n${how}`, now, key })
  if (!told) return tellOffice(tx, course, { text: head, now, key })
  for (let first = 0; first < names.length; first += NAMES_A_MESSAGE) {
    const some = names.slice(first, first + NAMES_A_MESSAGE)
    const text = some.map((name, index) => `${first + index + 1}. ${name}`).join('\n')
    await tellLecturer(tx, course, { text, now, key: `${key}:list ${first}` })
  }
}

/** How those on the list are called for the lecturer: a child as in the lists, anybody else as the chat calls them. */
export async function namesOf(tx: Tx, list: readonly Enrolment[]): Promise<string[]> {
  const people = await tx.person.findMany({ where: { id: { in: list.map(({ personId }) => personId) } } })
  const byId = new Map(people.map(({ id, name }) => [id, name]))
  return list.map(({ personId, child, party }) => {
    const name = child ?? byId.get(personId) ?? ''
    return party > 1 ? `${name}（${party}人）` : name
  })
}
