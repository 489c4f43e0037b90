import type { KnownCourse, Run } from '../../courses/course.ts'
import type { Numbered } from '../../courses/sessions.ts'
import type { PosterToDraw } from '../../drawing/poster.ts'
import { formatDay, formatMoment } from '../../time/format.ts'
import { ruleWords, titled } from './course-words.ts'

/** More dates than this are told by the first and the last. */
const MOST_DATES = 8

/** What the groups are told of a term: beside the poster, the whole of it, for who does not open pictures. */
export function announcementText(course: KnownCourse, run: Run, lessons: readonly Numbered[], now: Date): string {
  const held = lessons.filter(({ number }) => number !== undefined)
  return [
    `${titled(course)} 第${run.term}期开始报名${course.teacher ? `，${course.teacher}主讲` : ''}`,
    course.about,
    `时间：${timesWords(run, held)}`,
    `日期：${datesWords(held, now)}`,
    `地点：${run.place}`,
    `名额：${run.capacity}人，${course.fee ?? '免费'}${run.forChildren ? '。14岁以下由家长报名' : ''}`,
    howToEnrol(course, run, now),
    `续办规则：${ruleWords(course.rule)}。`,
    ...(run.seedHash ? [`抽签指纹：${run.seedHash}（抽完公布抽签用的字母，谁都可以核对）`] : []),
  ].join('\n')
}

/** The same as a poster. */
export function posterOf(
  community: string,
  course: KnownCourse,
  run: Run,
  lessons: readonly Numbered[],
  now: Date,
): PosterToDraw {
  const held = lessons.filter(({ number }) => number !== undefined)
  return {
    over: `${community} · 社区学堂`,
    title: course.title,
    lines: [
      ...(course.teacher ? [`讲师：${course.teacher}`] : []),
      `时间：${timesWords(run, held)}`,
      `日期：${datesWords(held, now)}`,
      `地点：${run.place}`,
      `名额：${run.capacity}人${run.forChildren ? '（由家长报名）' : ''}`,
      `费用：${course.fee ?? '免费'}`,
    ],
    foot: run.opensAt
      ? `${formatMoment(run.opensAt, now)} 起\n在群里发 /报名 ${course.title}`
      : `在群里发 /报名 ${course.title}`,
  }
}

/** What was prepared to be said is no longer so. */
export function announceAnew({ title }: Pick<KnownCourse, 'title'>): string {
  return `原来准备发的通知不作数了，请再发一次 /公布 ${title}。`
}

function howToEnrol(course: KnownCourse, run: Run, now: Date): string {
  const how = `在群里或私聊发 /报名 ${course.title}`
  const party = run.forChildren ? '' : '，两个人来就写 2'
  const until = run.closesAt ? `，${formatMoment(run.closesAt, now)}截止` : ''
  if (run.mode === 'DRAW') {
    const since = run.opensAt ? `${formatMoment(run.opensAt, now)}开始` : '现在开始'
    return `报名：${since}${until}，${how}${party}。开始后10分钟内报的一起抽签，不用抢。`
  }
  return run.opensAt
    ? `报名：${formatMoment(run.opensAt, now)}开始${until}，${how}${party}。按先后，早发的不算，一分钟左右一起公布结果。`
    : `报名：${how}${party}${until}。一分钟左右告诉您结果。`
}

/** 每周三 19:00-20:30，共8次: as many as there are, whatever was cancelled since it was planned. */
function timesWords({ timetable }: Run, lessons: readonly Numbered[]): string {
  return (timetable ?? '').replace(/共\d+次$/, `共${lessons.length}次`)
}

/** 6月10日(周三)、6月17日(周三)…, or from the first to the last. */
function datesWords(lessons: readonly Numbered[], now: Date): string {
  const days = lessons.map(({ startsAt }) => formatDay(startsAt, now).replace(/\(.*\)$/, ''))
  if (days.length <= MOST_DATES) return days.join('、')
  return `${days[0]}到${days.at(-1)}`
}
