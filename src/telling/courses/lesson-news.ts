import { put } from '../../chat/outbox.ts'
import type { KnownCourse, Run } from '../../courses/course.ts'
import { beginningWith } from '../../database/beginning.ts'
import type { Tx } from '../../database/database.ts'
import type { CourseSession } from '../../database/types.ts'
import type { MessageId, PersonId } from '../../ids.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import { formatMoment } from '../../time/format.ts'
import type { Spot } from '../news.ts'
import { lessonTime, titled } from './course-words.ts'
import { type LearnerSpot, learnerSpots } from './learners.ts'
import { lecturerSpot } from './lecturer.ts'

/** What is told of a lesson. */
export type LessonNews = 'evening' | 'hour' | 'moved' | 'cancelled' | 'off'

export interface Lesson {
  readonly course: KnownCourse
  readonly run: Run
  readonly session: CourseSession
}

export interface Telling {
  readonly now: Date
  readonly cause?: MessageId | undefined
  /** what it was before, of a lesson that is moved */
  readonly was?: CourseSession
  /** who did it: a lecturer is not told what they did themselves */
  readonly by?: PersonId
}

/**
 * Tells learners and lecturer of a lesson: one message for each chat, with an @ to those who have a place. Each message has
 * a key, so that a second time nothing is written.
 */
export async function tellLesson(tx: Tx, what: LessonNews, lesson: Lesson, telling: Telling): Promise<number> {
  const { course, run, session } = lesson
  const text = newsText(what, lesson, telling)
  const spots = await learnerSpots(tx, run.id, what === 'off' ? 'waiting too' : 'placed')
  const say = ({ spot, mentions }: Pick<LearnerSpot, 'spot' | 'mentions'>, words: string) => {
    const key = `lesson:${session.id}:${what}:${spot.chat.id}`
    return put(tx, { ...spot, text: words, mentions, priority: 'news', key, cause: telling.cause }, telling.now)
  }
  for (const each of spots) await say(each, what === 'evening' ? `${text}${whatToDo(course, each.spot)}` : text)
  // The lecturer hears of a term that is called off as of any other decision.
  const own = what === 'off' || telling.by === course.lecturerId ? undefined : await lecturerSpot(tx, course)
  if (own) await say({ spot: own, mentions: [] }, text)
  return spots.length + (own ? 1 : 0)
}

/** Of a lesson that was moved away or cancelled nobody is reminded: what waits to be said is not said. */
export async function stopReminders(tx: Tx, session: Pick<CourseSession, 'id'>): Promise<void> {
  const started = ['evening', 'hour'].map((what) => ({ key: beginningWith(`lesson:${session.id}:${what}:`) }))
  await tx.outboxMessage.updateMany({
    where: { state: { in: ['PENDING', 'FAILED'] }, OR: started },
    data: { state: 'CANCELLED' },
  })
}

/** What a learner can do about tomorrow's lesson; the lecturer cannot stay away. */
function whatToDo({ title }: KnownCourse, { chat }: Spot): string {
  const inPrivate = chat.kind === 'group' ? '想只在私聊里提醒，私聊小格回「私聊提醒」。' : ''
  return `来不了请发 /取消报名 ${title}，把位子让给别人。${inPrivate}`
}

/** 还有一小时上课; after a stop of the bot it is less. */
function soon({ startsAt }: CourseSession, now: Date): string {
  const minutes = Math.round((startsAt.getTime() - now.getTime()) / 60_000)
  return minutes >= 55 ? '还有一小时上课' : minutes > 1 ? `还有${minutes}分钟上课` : '马上上课'
}

function newsText(what: LessonNews, { course, session }: Lesson, { now, was }: Telling): string {
  const when = `${lessonTime(session, now)}，${session.place}`
  // What somebody at work gave as a reason is read by a whole group.
  const why = session.note ? `，原因：${redact(session.note, OFFICE)}` : ''
  switch (what) {
    case 'evening':
      return `⏰ ${titled(course)}明天上课：${when}。`
    case 'hour':
      return `⏰ ${titled(course)}${soon(session, now)}：${when}。`
    case 'moved':
      return `🔁 ${titled(course)}改时间：原来 ${formatMoment((was ?? session).startsAt, now)} 的课，改到 ${when}${why}。`
    case 'cancelled':
      return `❌ ${titled(course)}停课一次：${formatMoment(session.startsAt, now)} 的课不上了${why}。`
    case 'off':
      return `❌ ${titled(course)}这一期停办${why}。后面的课都不上了。`
  }
}
