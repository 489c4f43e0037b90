import type { Call } from '../../chat/call.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { courseNumbered, type KnownCourse } from '../../courses/course.ts'
import { type Choice, type DayQuestion, type LessonPlan, planLessons } from '../../courses/lessons.ts'
import { checkLessons, checkPlannable, planTerm } from '../../courses/runs.ts'
import { lessonsOf, placeConflicts } from '../../courses/sessions.ts'
import { TIMETABLE_EXAMPLE, type Timetable, timetableWords } from '../../courses/timetable.ts'
import type { EnrolMode, Prisma } from '../../database/types.ts'
import type { GridId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { lessonTime, titled } from '../../telling/courses/course-words.ts'
import { formatDay, formatMoment } from '../../time/format.ts'
import { NoCalendar } from '../../time/work-calendar.ts'
import { communityFor } from '../issue-act.ts'
import { begunWith, withBegun } from './begun-timetable.ts'
import { type CourseDesk, courseActor } from './desk.ts'
import {
  capacityOf,
  forChildrenOf,
  openingOf,
  placeOf,
  readChoices,
  readTermWords,
  type SaidTerm,
  scopeOf,
  type TermReading,
} from './term-words.ts'

const TERM_DIALOG = 'course-term'
const TERM_WAIT_MS = 60 * 60_000

type Asked = 'timetable' | 'days' | 'place' | 'conflict' | 'capacity' | 'children' | 'scope' | 'opening'

/** What is known of a term so far, as it is kept between messages. */
interface Draft {
  readonly number: number
  readonly asked: Asked
  readonly timetable?: Timetable
  /** what was said of a timetable that lacks something, and is asked for the rest */
  readonly begun?: string
  readonly choices: Readonly<Record<string, Choice>>
  readonly holidays?: Choice
  readonly place?: string
  /** the place and lessons that were shown to collide, and are wanted all the same */
  readonly collides?: string
  readonly capacity?: number
  readonly forChildren?: boolean
  readonly mode: EnrolMode
  readonly scope?: { readonly words: string; readonly gridIds: readonly GridId[] }
  readonly opening?: { readonly opensAt: string | null; readonly closesAt: string | null }
}

/** More lessons than this are told by the first and the last. */
const MOST_LINES = 12
const CANCEL = /^(?:取消|不开了|算了|先不排)[。.]?$/
const ALL_THE_SAME = /^(?:照排|照样|没事|还是这样|就这样|确定)[。.]?$/

/** Begins a term with what was said of it already; what is missing is asked. */
export async function beginTerm(call: Call, desk: CourseDesk, course: KnownCourse, words: string): Promise<void> {
  checkPlannable(course)
  const draft: Draft = { number: course.number, asked: 'timetable', choices: {}, mode: 'FIRST_COME' }
  const reading = await readingOf(call, desk)
  const said = await readOrAsk(call, draft, words, reading)
  if (said) await goOn(call, desk, course, withSaid(draft, said))
}

/** Reads what was said of a term; undefined where the timetable lacks something, and that has been asked for. */
async function readOrAsk(call: Call, draft: Draft, own: string, reading: TermReading): Promise<SaidTerm | undefined> {
  const { now } = reading
  const whole = draft.timetable ? own : withBegun(draft.begun, own, now)
  try {
    return readTermWords(whole, reading)
  } catch (error) {
    const begun = draft.timetable ? undefined : begunWith(whole, draft.begun, now)
    if (!(error instanceof Refusal) || begun === undefined) throw error
    await keep(call, { ...draft, begun, asked: 'timetable' })
    await call.reply(error.message)
    return undefined
  }
}

/** The questions of a term, one after the other; whatever is said with its name (地点 …) changes what was said before. */
export function termDialog(desk: CourseDesk): Dialog {
  return {
    kind: TERM_DIALOG,
    waitMs: TERM_WAIT_MS,
    answer: async (call, state): Promise<DialogResult> => {
      const draft = state as Draft
      if (courseActor(call).office === undefined) return 'not mine'
      const { text, own } = wordingOf(call.message.text)
      if (CANCEL.test(text)) {
        await call.reply('好的，没有排课。')
        return 'done'
      }
      const course = await courseNumbered(call.tx, communityFor(call), draft.number)
      checkPlannable(course)
      const reading = await readingOf(call, desk)
      const named = await readOrAsk(call, draft, own, reading)
      if (!named) return 'open'
      if (Object.keys(named).length > 0) {
        const next = withSaid(draft, named)
        return goOn(call, desk, course, named.timetable ? { ...next, choices: {} } : next)
      }
      return goOn(call, desk, course, await answered(draft, text, own, { call, desk, course }))
    },
  }
}

async function readingOf(call: Call, desk: CourseDesk) {
  return { places: await desk.places.of(call.tx, communityFor(call)), now: call.now }
}

function withSaid(draft: Draft, { opening, scope, ...said }: SaidTerm): Draft {
  return {
    ...draft,
    ...said,
    ...(scope ? { scope: { words: scope.words, gridIds: scope.gridIds } } : {}),
    ...(opening
      ? {
          opening: {
            opensAt: opening.opensAt?.toISOString() ?? null,
            closesAt: opening.closesAt?.toISOString() ?? null,
          },
        }
      : {}),
  }
}

/** What a bare answer says to the question that was asked last. */
async function answered(
  draft: Draft,
  text: string,
  own: string,
  { call, desk, course }: { readonly call: Call; readonly desk: CourseDesk; readonly course: KnownCourse },
): Promise<Draft> {
  const { places, now } = await readingOf(call, desk)
  switch (draft.asked) {
    case 'timetable':
      throw new Refusal(`没看懂时间，请这样写：${TIMETABLE_EXAMPLE}。`)
    case 'days': {
      const { questions } = planOf(draft, desk)
      const choices = readChoices(text, questions)
      if (!choices) throw new Refusal(daysQuestion(questions, now))
      return { ...draft, choices: { ...draft.choices, ...choices } }
    }
    case 'place':
      return { ...draft, place: placeOf(own) }
    case 'conflict':
      if (!ALL_THE_SAME.test(text)) throw new Refusal('照排就回「照排」；要改就回 地点 … 或 时间 …。')
      return { ...draft, collides: markOf(draft, course) }
    case 'capacity':
      return { ...draft, capacity: capacityOf(text) }
    case 'children':
      return { ...draft, forChildren: forChildrenOf(text) }
    case 'scope':
      return withSaid(draft, { scope: scopeOf(text, places) })
    case 'opening':
      return withSaid(draft, { opening: openingOf(text, now) })
  }
}

/** Asks for what is missing, or writes the term down. */
async function goOn(call: Call, desk: CourseDesk, course: KnownCourse, draft: Draft): Promise<DialogResult> {
  const question = await missing(call, desk, course, draft)
  if (question) {
    await keep(call, { ...draft, asked: question.asked })
    await call.reply(question.text)
    return 'open'
  }
  await writeDown(call, desk, course, draft)
  await closeDialog(call.tx, dialogPlace(call.message))
  return 'done'
}

async function keep(call: Call, draft: Draft): Promise<void> {
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: TERM_DIALOG,
    state: { ...draft } as unknown as Prisma.InputJsonObject,
    expiresAt: new Date(call.now.getTime() + TERM_WAIT_MS),
  })
}

async function missing(
  call: Call,
  desk: CourseDesk,
  course: KnownCourse,
  draft: Draft,
): Promise<{ readonly asked: Asked; readonly text: string } | undefined> {
  if (!draft.timetable)
    return { asked: 'timetable', text: `${titled(course)}什么时候上课？比如：${TIMETABLE_EXAMPLE}。` }
  const { lessons, questions } = planOf(draft, desk)
  if (questions.length > 0) return { asked: 'days', text: daysQuestion(questions, call.now) }
  // Better now than after all other questions.
  checkLessons(course, lessons, call.now)
  if (!draft.place) return { asked: 'place', text: '在哪里上课？比如 社区活动室。' }
  if (draft.collides !== markOf(draft, course)) {
    const collisions = await placeConflicts(call.tx, communityFor(call), draft.place, lessons)
    const [first] = collisions
    if (first) {
      const which = `${formatMoment(first.startsAt, call.now)} ${titled(first)}`
      return {
        asked: 'conflict',
        text: `${draft.place}有${collisions.length}次和别的课撞了，比如 ${which}。照排就回「照排」，要改就回 地点 … 或 时间 …。`,
      }
    }
  }
  if (draft.capacity === undefined) return { asked: 'capacity', text: '收多少人？比如 20。' }
  if (draft.forChildren === undefined)
    return { asked: 'children', text: '给孩子上还是给大人上？回「孩子」或「大人」。' }
  if (!draft.scope) return { asked: 'scope', text: '公布到哪些网格？回「全部」，或网格号，比如 1、3、5。' }
  if (!draft.opening) {
    return {
      asked: 'opening',
      text: '哪天几点开始报名？比如 6月8日 20:00；公布就开始回「现在」。要抽签不抢先后，加一句「抽签」。',
    }
  }
  return undefined
}

/** The lessons as far as they are decided. @throws Refusal for a year of which nobody has told the holidays */
function planOf(draft: Draft, desk: CourseDesk): LessonPlan {
  if (!draft.timetable) return { lessons: [], questions: [] }
  const isWorkday = (day: string) => desk.calendar.isWorkday(day)
  const { timetable, holidays } = draft
  try {
    let choices = draft.choices
    for (;;) {
      const plan = planLessons(timetable, choices, isWorkday)
      if (!holidays || plan.questions.length === 0) return plan
      choices = { ...choices, ...Object.fromEntries(plan.questions.map(({ day }) => [day, holidays])) }
    }
  } catch (error) {
    if (!(error instanceof NoCalendar)) throw error
    throw new Refusal(`${error.year}年的放假安排还没有公布，排不到那一年。请少排几次，或者等公布了再排。`)
  }
}

/** What was shown to collide: with another place or time it has to be looked at anew. */
function markOf({ place, timetable, choices, holidays }: Draft, { number }: KnownCourse): string {
  return JSON.stringify([number, place, timetable, choices, holidays])
}

function daysQuestion(questions: readonly DayQuestion[], now: Date): string {
  const lines = questions.map(({ day, why }, index) => {
    return `${index + 1}. ${formatDay(day, now)} ${why === 'holiday' ? '放假' : '调休，要上班上学'}`
  })
  return [
    `有${questions.length}天要问您：`,
    ...lines,
    '不上、往后补一次回「顺延」，不上也不补回「不补」，照上回「照常」。不一样就分开写，比如 1顺延 2照常。',
  ].join('\n')
}

async function writeDown(call: Call, desk: CourseDesk, course: KnownCourse, draft: Draft): Promise<void> {
  const { timetable, place = '', capacity = 0, forChildren = false, mode, scope, opening } = draft
  if (!timetable) return
  const { lessons } = planOf(draft, desk)
  const time = (text: string | null | undefined) => (text ? new Date(text) : null)
  const run = await planTerm(
    call.tx,
    course,
    {
      lessons,
      timetable: timetableWords(timetable, lessons.length),
      ...{ place, capacity, forChildren, mode },
      gridIds: scope?.gridIds ?? [],
      scope: scope?.words ?? '',
      opensAt: time(opening?.opensAt),
      closesAt: time(opening?.closesAt),
    },
    call.now,
  )
  const rows = await lessonsOf(call.tx, run.id)
  const some = rows.length > MOST_LINES ? [...rows.slice(0, 3), ...rows.slice(-1)] : rows
  await call.reply(
    [
      `${titled(course)} 第${run.term}期排好了，${rows.length}次课，${place}：`,
      ...some.map((lesson) => `${lesson.number}. ${lessonTime(lesson, call.now)}`),
      `名额${capacity}，${forChildren ? '孩子' : '大人'}，${mode === 'DRAW' ? '抽签' : '先到先得'}，公布到${scope?.words}`,
      `还没有公布。发 /公布 ${course.title} 看海报和通知，确认了才发。`,
    ].join('\n'),
  )
}
