import { ownWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { wordingOf } from '../../chat/wording.ts'
import { courseNamed, coursesNamed, isPublic, type KnownCourse, type Run, runOf } from '../../courses/course.ts'
import { checkOpening, checkPlannable, dropNotice } from '../../courses/runs.ts'
import { lessonsOf, type Numbered } from '../../courses/sessions.ts'
import type { Db } from '../../database/database.ts'
import { drawPoster } from '../../drawing/poster.ts'
import type { CommunityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { announcementText, posterOf } from '../../telling/courses/announcement.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { draftAndShow } from '../directives/draft.ts'
import { readWanted } from '../directives/wanted.ts'
import { communityFor } from '../issue-act.ts'
import { type CourseDesk, checkOffice, checkPlace, communityOfMessage, courseActor } from './desk.ts'
import { showcase } from './showcase.ts'
import { type Opening, openingOf } from './term-words.ts'

/** What /公布 says beside the course. */
interface Said {
  readonly name: string
  readonly isShowcase: boolean
  /** for whom and when the notice goes out */
  readonly where: string
  readonly opening: Opening | undefined
}

interface Prepared {
  /** what the poster shows; drawn before the transaction, it must still be so in it */
  readonly shows: string
  readonly poster: { readonly sha256: string; readonly mime: string; readonly bytes: number }
}

/** 公布: shows the announcement of a planned term as the groups will see it, poster and all; a 确认 sends it. */
export function announceCommand(desk: CourseDesk) {
  return command({
    name: '公布',
    aliases: ['announce', 'gb'],
    what: '公布课程和成果',
    usage: '/公布 课名 [全部|网格号] [报名 时间]，或 /公布 课名 成果',
    example: '/公布 乐高 全部 报名 6月8日 20:00',
    section: 'staff',
    who: ['everybody', 'staff'],
    where: 'both',
    takesPhotos: true,
    args: { words: ownWords('课名') },
    prepare: (message: IncomingMessage, { words }, now: Date) => prepare(desk, message, words, now),
    run: async (call: Call, { words }, prepared) => {
      checkPlace(call, '公布')
      const said = readSaid(words, call.now)
      const { office, personId } = courseActor(call)
      const mine = (one: KnownCourse) => office !== undefined || one.lecturerId === personId || isPublic(one)
      const course = await courseNamed(call.tx, communityFor(call), said.name, mine)
      if (said.isShowcase) return showcase(call, desk, course)
      checkOffice(call, '公布课程')
      await announce(call, desk, { course, said, prepared: prepared as Prepared | undefined })
    },
  })
}

function readSaid(words: string, now: Date): Said {
  const said = wordingOf(words)
  const name = /^[^\s,:]+/.exec(said.text)?.[0] ?? ''
  const rest = said.after(name.length).text
  const isShowcase = /^成果/.test(rest)
  const opening = /(?:^|[\s,])报名[\s:]*(.+)$/.exec(rest)
  return {
    name,
    isShowcase,
    where: rest.slice(0, opening?.index ?? rest.length).trim(),
    opening: opening && !isShowcase ? openingOf(opening[1] ?? '', now) : undefined,
  }
}

/** Draws the poster and keeps it; nothing is written yet. Whatever is wrong is said in the transaction. */
async function prepare(
  desk: CourseDesk,
  message: IncomingMessage,
  words: string,
  now: Date,
): Promise<Prepared | undefined> {
  const db = desk.database.client
  const community = await communityOfMessage(db, message)
  if (community === undefined) return undefined
  let said: Said
  try {
    said = readSaid(words, now)
  } catch {
    return undefined
  }
  const [course, second] = said.isShowcase ? [] : await coursesNamed(db, community, said.name)
  const run = course && !second ? await plannedRun(db, course) : undefined
  if (!course || !run) return undefined
  const poster = await posterFor(db, course, opened(run, said.opening), now)
  const kept = await desk.keepPicture(await drawPoster(poster))
  return { shows: JSON.stringify(poster), poster: kept }
}

async function posterFor(db: Db, course: KnownCourse, run: Run, now: Date) {
  const lessons: Numbered[] = await lessonsOf(db, run.id)
  const { name } = await db.community.findUniqueOrThrow({ where: { id: course.communityId }, select: { name: true } })
  return posterOf(name, course, run, lessons, now)
}

async function plannedRun(db: Db, course: KnownCourse): Promise<Run | undefined> {
  const row = await db.courseRun.findFirst({ where: { courseId: course.id, state: 'PLANNED' } })
  return row ? runOf(row) : undefined
}

/** The term with the opening that was said with the command, if one was. */
function opened(run: Run, opening: Opening | undefined): Run {
  return opening ? { ...run, opensAt: opening.opensAt ?? null, closesAt: opening.closesAt ?? null } : run
}

async function announce(
  call: Call,
  desk: CourseDesk,
  {
    course,
    said,
    prepared,
  }: { readonly course: KnownCourse; readonly said: Said; readonly prepared: Prepared | undefined },
): Promise<void> {
  const { tx, now } = call
  checkPlannable(course)
  const planned = await plannedRun(tx, course)
  if (!planned) throw new Refusal(`${titled(course)}还没有排课，请先发 /开课 ${course.title}。`)
  const run = opened(planned, said.opening)
  const lessons = await lessonsOf(tx, run.id)
  checkOpening({ ...run, lessons }, now)
  const poster = await posterFor(tx, course, run, now)
  if (prepared?.shows !== JSON.stringify(poster)) throw new Refusal('课程刚才有改动，请再发一次 /公布。')
  const places = await desk.places.of(tx, course.communityId as CommunityId)
  const wanted = readWanted(`${whereOf(said, run)}\n${announcementText(course, run, lessons, now)}`, {
    places,
    calendar: desk.calendar,
    now,
  })
  // Whoever reads of an opening that is over could only come late.
  const since = run.opensAt ?? lessons[0]?.startsAt
  if (wanted.sendAt && since && wanted.sendAt >= since)
    throw new Refusal(`通知要在${run.opensAt ? '报名开始' : '第一次课'}以前发，请改一下时间。`)
  await dropNotice(tx, planned)
  const order = await draftAndShow(call, desk, { kind: 'NOTICE', wanted, points: [], files: [prepared.poster] })
  await tx.courseRun.update({
    where: { id: run.id },
    data: {
      noticeId: order.id,
      posterSha256: prepared.poster.sha256,
      opensAt: run.opensAt,
      closesAt: run.closesAt,
      gridIds: [...wanted.scope.gridIds],
      scope: wanted.scope.words,
    },
  })
}

/** For whom as it was said now, or when the term was planned; a mere time is put behind that. */
function whereOf({ where }: Said, run: Run): string {
  if (/^(?:全|所有|第?\d|\S{2,12}(?:小区|里|苑|家园|大院))/.test(where)) return where
  return `${run.scope || '全部'} ${where}`.trim()
}
