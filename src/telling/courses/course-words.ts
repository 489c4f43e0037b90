import type { KnownCourse, Rule, Run } from '../../courses/course.ts'
import { LEAST_ANSWERS } from '../../courses/decision.ts'
import { DRAW_WINDOW_MS } from '../../courses/enrolment-draw.ts'
import type { Numbered } from '../../courses/sessions.ts'
import { formatDay, formatMoment, formatTime } from '../../time/format.ts'

/** 《乐高智力开发》 */
export function titled({ title }: Pick<KnownCourse, 'title'>): string {
  return `《${title}》`
}

/** 6月10日(周三) 19:00-20:30 */
export function lessonTime({ startsAt, endsAt }: Pick<Numbered, 'startsAt' | 'endsAt'>, now: Date): string {
  return `${formatMoment(startsAt, now)}-${formatTime(endsAt)}`
}

/** The rule as it is stated before the term: what the residents' answers must show for the course to go on. */
export function ruleWords({ answered, mean, goOn }: Rule): string {
  return `课后问卷有${percent(answered)}以上的人答（至少${LEAST_ANSWERS}份）、平均${mean.toFixed(1)}分以上(满分5分)、${percent(goOn)}以上的人想继续，就接着办`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

/** Where enrolment stands, in one line. */
export function enrolmentWords(run: Run, course: Pick<KnownCourse, 'title'>, now: Date): string {
  const how = `发 /报名 ${course.title}`
  if (run.opensAt && run.opensAt > now) return `${formatMoment(run.opensAt, now)} 开始报名，到时间${how}`
  if (run.closesAt && run.closesAt <= now) return '报名已截止'
  if (run.mode === 'DRAW' && !run.drawnAt && run.opensAt)
    return `抽签，${formatMoment(new Date(run.opensAt.getTime() + DRAW_WINDOW_MS), now)} 前${how}，机会都一样`
  const left = run.capacity - run.enrolled
  return left > 0 ? `还有${left}个名额，${how}` : `名额满了，${how} 可以排队`
}

/** The course in one line for a list. */
export function courseLine(course: KnownCourse, run: Run | undefined, now: Date): string {
  const teacher = course.teacher ? ` ${course.teacher}` : ''
  const state = run ? enrolmentWords(run, course, now) : ''
  return `${course.number}. ${titled(course)}${teacher}${state ? `：${state}` : ''}`
}

/** All about a course and its term. */
export function courseText(course: KnownCourse, run: Run | undefined, lessons: readonly Numbered[], now: Date): string {
  const lines = [`📚 ${titled(course)}${course.teacher ? ` · ${course.teacher}` : ''}`, course.about]
  if (run) {
    const next = lessons.find(({ state, startsAt }) => state === 'PLANNED' && startsAt > now)
    lines.push(
      `第${run.term}期：${run.timetable ?? ''}`,
      `地点：${run.place}`,
      `费用：${course.fee ?? '免费'}`,
      `名额：${run.capacity}人，已报${run.enrolled}人${run.forChildren ? '，孩子由家长报名' : ''}`,
      ...(next ? [`最近一次：${lessonTime(next, now)}`] : []),
      enrolmentWords(run, course, now),
      `续办规则：${ruleWords(course.rule)}。`,
    )
  } else lines.push('现在没有在报名的一期。')
  return lines.join('\n')
}

/** The lessons of a term, one a line. */
export function timetableText(course: KnownCourse, run: Run, lessons: readonly Numbered[], now: Date): string {
  return [
    `${titled(course)} 第${run.term}期课表，${run.place}`,
    ...lessons.map((lesson) => lessonLine(lesson, run.place, now)),
  ].join('\n')
}

function lessonLine(lesson: Numbered, usual: string, now: Date): string {
  const place = lesson.place === usual ? '' : ` ${lesson.place}`
  const why = lesson.note ? `（${lesson.note}）` : ''
  if (lesson.state === 'CANCELLED') return `× ${formatDay(lesson.startsAt, now)} 停课${why}`
  const done = lesson.state === 'HELD' ? ' 已上' : ''
  return `${lesson.number}. ${lessonTime(lesson, now)}${place}${done}${why}`
}
