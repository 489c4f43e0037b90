import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { courseNamed, isPublic, type KnownCourse, latestRun, type Run } from '../../courses/course.ts'
import { unusual } from '../../courses/lessons.ts'
import { dropNotice, openTerms } from '../../courses/runs.ts'
import {
  cancelLesson,
  lessonsOf,
  lessonToChange,
  moveLesson,
  type Numbered,
  placeConflicts,
} from '../../courses/sessions.ts'
import type { CommunityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { announceAnew } from '../../telling/courses/announcement.ts'
import { lessonTime, timetableText, titled } from '../../telling/courses/course-words.ts'
import { tellOffice } from '../../telling/courses/lecturer.ts'
import { stopReminders, tellLesson } from '../../telling/courses/lesson-news.ts'
import { formatDay, formatMoment } from '../../time/format.ts'
import { parseMoment } from '../../time/parse-moment.ts'
import { dayKey, instantOn, minutesIntoDay } from '../../time/shanghai.ts'
import { NoCalendar } from '../../time/work-calendar.ts'
import { communityFor } from '../issue-act.ts'
import { capacityIn, changeCapacity } from './capacity.ts'
import { showClass } from './class-list.ts'
import { type CourseDesk, courseActor } from './desk.ts'

const CHANGE = /(?:^|\s)第?(\d{1,2})(?:次课?|课|节)?\s?(改到|改在|改成|推迟到|提前到|改|取消|停课|停)[\s:,]*/
const LIST = /\s?(?:学员|报名)?名单$/
/** Said with a change to a holiday: it is meant. */
const ALL_THE_SAME = /照常|照上|照排/
const LONGEST_NOTE = 40
/** How the answer ends where a change was told. */
const TOLD = '，都告诉学员了。'

/**
 * 课表: the lessons of a term; staff and the lecturer move or cancel one, and the learners are told at once. Also how many
 * places there are, and for who may see it the list of those who have one.
 */
export function timetableCommand(desk: CourseDesk) {
  return command({
    name: '课表',
    aliases: ['timetable', 'kb'],
    what: '看课表，改课，看名单',
    usage: '/课表 [课名] [第几次 改到 时间 | 第几次 取消 原因 | 名额 人数 | 名单]',
    example: '/课表 乐高 3 改到 6月26日 19:00 原因 老师外出',
    section: 'staff',
    who: ['everybody', 'staff'],
    where: 'both',
    args: { words: optionalWords('课名和改动') },
    run: async (call: Call, { words = '' }) => {
      const said = wordingOf(words)
      if (said.text === '') return call.reply(await nextLessons(call))
      const places = capacityIn(said.text)
      const list = LIST.exec(said.text)
      const change = places || list ? null : CHANGE.exec(said.text)
      const name = places?.name ?? said.text.slice(0, (list ?? change)?.index ?? said.text.length).trim()
      const course = await courseNamed(call.tx, communityFor(call), name, isPublic)
      const run = await termOf(call, course)
      if (places) return changeCapacity(call, desk, course, { run, words: places.words })
      if (list) return showClass(call, course, run)
      if (!change) return call.reply(timetableText(course, run, shortened(await lessonsOf(call.tx, run.id)), call.now))
      const lesson = await lessonToChange(call.tx, run.id, Number(change[1]), call.now)
      const rest = said.after(change.index + change[0].length).own.trim()
      checkMay(call, course)
      if (/^(?:取消|停)/.test(change[2] ?? '')) await cancel(call, { course, run, lesson }, rest)
      else await move(call, desk, { course, run, lesson }, rest)
    },
  })
}

/** The term that people know of; the staff and the lecturer see a planned one too. */
async function termOf(call: Call, course: KnownCourse): Promise<Run> {
  const run = await latestRun(call.tx, course.id)
  const actor = courseActor(call)
  const mayPlan = actor.office !== undefined || actor.personId === course.lecturerId
  if (run && (run.state !== 'PLANNED' || mayPlan)) return run
  throw new Refusal(`${titled(course)}还没有课表。`)
}

function checkMay(call: Call, course: KnownCourse): void {
  const actor = courseActor(call)
  if (actor.office !== undefined || actor.personId === course.lecturerId) return
  throw new Refusal('课表由讲师和社区工作人员来改。')
}

/** Of a long term what lies ahead is shown, and what was changed. */
function shortened(lessons: readonly Numbered[]): readonly Numbered[] {
  if (lessons.length <= MOST_LINES) return lessons
  const ahead = lessons.filter(({ state }) => state === 'PLANNED')
  return [...ahead.slice(0, MOST_LINES - 1), ...ahead.slice(-1)]
}
const MOST_LINES = 14

async function nextLessons(call: Call): Promise<string> {
  const lines: { readonly at: Date; readonly text: string }[] = []
  for (const { course, run } of await openTerms(call.tx, communityFor(call))) {
    const next = (await lessonsOf(call.tx, run.id)).find(
      ({ state, endsAt }) => state === 'PLANNED' && endsAt > call.now,
    )
    if (next) lines.push({ at: next.startsAt, text: `${titled(course)} ${lessonTime(next, call.now)}，${next.place}` })
  }
  if (lines.length === 0) return '现在没有排着的课。发 /课程 看看有哪些课。'
  const sorted = lines.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, MOST_LINES)
  return ['最近的课：', ...sorted.map(({ text }) => text), '看一门课的课表发 /课表 课名。'].join('\n')
}

interface Change {
  readonly course: KnownCourse
  readonly run: Run
  readonly lesson: Numbered
}

async function cancel(call: Call, { course, run, lesson }: Change, words: string): Promise<void> {
  const note = noteIn(words)
  if (note === null) throw new Refusal('请写上原因，学员会看到，比如：取消 老师生病。')
  await cancelLesson(call.tx, lesson, note)
  const told = await tellChange(call, { course, run, lesson }, { ...lesson, note }, 'cancelled')
  await call.reply(`${titled(course)} ${formatMoment(lesson.startsAt, call.now)} 的课取消了${told}`)
}

async function move(call: Call, desk: CourseDesk, change: Change, words: string): Promise<void> {
  const { course, run, lesson } = change
  const moment = parseMoment(words, call.now)
  if (!moment) throw new Refusal('请写上改到什么时候，比如：改到 6月26日 19:00。')
  // Only a day: at the usual hour.
  const startsAt = moment.hasTime ? moment.at : instantOn(dayKey(moment.at), minutesIntoDay(lesson.startsAt))
  if (startsAt <= call.now) throw new Refusal('这个时间已经过了，请改一个。')
  const { place, note } = placeAndNote(moment.rest)
  const endsAt = new Date(startsAt.getTime() + lesson.endsAt.getTime() - lesson.startsAt.getTime())
  checkDay(desk, startsAt, moment.rest, call.now)
  const to = { startsAt, endsAt, place: place ?? lesson.place, note }
  const [collision] = await placeConflicts(call.tx, course.communityId as CommunityId, to.place, [to], run.id)
  if (collision && !ALL_THE_SAME.test(moment.rest)) {
    throw new Refusal(
      `${to.place}那时候有${titled(collision)}（${formatMoment(collision.startsAt, call.now)}）。要照排，在后面加“照排”。`,
    )
  }
  const made = await moveLesson(call.tx, lesson, to)
  const told = await tellChange(call, change, made, 'moved')
  await call.reply(
    `${titled(course)} ${formatMoment(lesson.startsAt, call.now)} 的课改到 ${lessonTime(made, call.now)}，${made.place}${told}`,
  )
}

/** A holiday or a make-up day is asked about; a year of which nobody knows is refused. */
function checkDay(desk: CourseDesk, at: Date, words: string, now: Date): void {
  try {
    const why = unusual(dayKey(at), (day) => desk.calendar.isWorkday(day))
    if (!why || ALL_THE_SAME.test(words)) return
    const what = why === 'holiday' ? '放假的日子' : '调休，要上班上学的日子'
    throw new Refusal(`${formatDay(at, now)}是${what}。还是这天上，就在后面加“照常”。`)
  } catch (error) {
    if (!(error instanceof NoCalendar)) throw error
    throw new Refusal(`${error.year}年的放假安排还没有公布，改不到那一年。`)
  }
}

/** 地点 …, 原因 …; words without a heading are the reason. */
function placeAndNote(words: string): { readonly place: string | undefined; readonly note: string | null } {
  const plain = words.replace(/(?:照常|照上|照排)[，,。]?/g, ' ').trim()
  const place = /地点[\s:：]*([^\s,，;；]{1,30})/.exec(plain)
  return { place: place?.[1], note: noteIn(plain.replace(place?.[0] ?? '', '')) }
}

function noteIn(words: string): string | null {
  const note = words
    .replace(/^[\s,，;；。]*(?:原因|因为)?[\s:：]*/, '')
    .replace(/[。\s]+$/, '')
    .trim()
  if ([...note].length > LONGEST_NOTE) throw new Refusal(`原因请写在${LONGEST_NOTE}个字以内。`)
  return note === '' ? null : note
}

/**
 * Tells whoever has a place, once the term is known to anybody, and the staff where the lecturer did it. Before that, what was
 * prepared to be announced is not so any more. Resolves with how the answer ends.
 */
async function tellChange(
  call: Call,
  { course, run, lesson }: Change,
  session: Numbered | Parameters<typeof tellLesson>[2]['session'],
  what: 'moved' | 'cancelled',
): Promise<string> {
  const { tx, now, message, person } = call
  await stopReminders(tx, lesson)
  if (run.state === 'PLANNED') return (await dropNotice(tx, run)) ? `。${announceAnew(course)}` : '。'
  await tellLesson(tx, what, { course, run, session }, { now, cause: message.id, was: lesson, by: person })
  await tx.courseSession.update({ where: { id: session.id }, data: { changeToldAt: now } })
  if (courseActor(call).office !== undefined) return TOLD
  const done = what === 'moved' ? `改到 ${lessonTime(session, now)}` : '停课一次'
  await tellOffice(tx, course, {
    text: `📚 ${titled(course)}讲师把 ${formatMoment(lesson.startsAt, now)} 的课${done}${session.note ? `，原因：${session.note}` : ''}。`,
    now,
    cause: message.id,
  })
  return TOLD
}
