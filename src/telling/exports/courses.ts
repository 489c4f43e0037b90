import { courseOf, runOf } from '../../courses/course.ts'
import { STATE_LABELS } from '../../courses/lifecycle.ts'
import { outcomeOf, type SurveyOutcome } from '../../courses/survey.ts'
import type { Db, Tx } from '../../database/database.ts'
import type { RunState, SessionState } from '../../database/types.ts'
import { COURSE_SURVEY } from '../../questionnaires/course-survey.ts'
import { redact } from '../../redaction/redact.ts'
import { type Exported, type ExportOf, MOST_ROWS } from './export.ts'

const TERM_COLUMNS = [
  '课程号',
  '课名',
  '讲师',
  '第几期',
  '这一期',
  '课程现在',
  '名额',
  '报上人数',
  '候补',
  '上了几次',
  '到课人次',
  '答卷',
  '平均分',
  '达到规则',
]
const LESSON_COLUMNS = ['课程号', '课名', '第几期', '开始', '地点', '状态', '到课人数', '说明']

const TERMS: Readonly<Record<RunState, string>> = {
  PLANNED: '没有公布',
  PUBLISHED: '报名中',
  RUNNING: '上课中',
  ENDED: '上完了',
  CANCELLED: '停办',
}
const LESSONS: Readonly<Record<SessionState, string>> = {
  PLANNED: '还没上',
  HELD: '已上',
  CANCELLED: '停课',
  MOVED: '改期',
}

/**
 * The terms with a lesson in a period, and those lessons: only how many came, of the survey only what may be shown, and nobody
 * but the lecturer as the poster names them.
 */
export async function exportCourses(db: Db, { communityId, from, to }: ExportOf, most = MOST_ROWS): Promise<Exported> {
  const inPeriod = { startsAt: { gte: from, lt: to } }
  const rows = await db.courseRun.findMany({
    where: { state: { not: 'PLANNED' }, course: { communityId }, sessions: { some: inPeriod } },
    orderBy: { id: 'desc' },
    take: most + 1,
    include: {
      course: true,
      sessions: {
        include: { _count: { select: { attendance: true } } },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      },
    },
  })
  const terms: (string | number | undefined)[][] = []
  const lessons: (string | number | Date | undefined)[][] = []
  let cut = false
  for (const { course: row, sessions, ...term } of rows) {
    const course = courseOf(row)
    const here = sessions.filter(({ startsAt }) => startsAt >= from && startsAt < to)
    cut = terms.length + lessons.length + 1 + here.length > most
    if (cut) break
    const waiting = await db.enrolment.count({ where: { runId: term.id, state: { in: ['WAITING', 'OFFERED'] } } })
    const held = sessions.filter(({ state }) => state === 'HELD')
    terms.unshift([
      ...[course.number, course.title, course.teacher ?? '', term.term],
      ...[TERMS[term.state], STATE_LABELS[course.state], term.capacity, term.enrolled, waiting, held.length],
      held.reduce((sum, { _count }) => sum + _count.attendance, 0),
      ...surveyCells(term.state === 'ENDED' ? await outcomeOf(db as Tx, course, runOf(term)) : undefined),
    ])
    const named = [course.number, course.title, term.term]
    lessons.unshift(
      ...here.map(({ startsAt, place, state, note, _count }) => [
        ...[...named, startsAt, place, LESSONS[state]],
        ...[
          state === 'HELD' ? _count.attendance : undefined,
          note === null ? undefined : redact(note, [], { names: true }),
        ],
      ]),
    )
  }
  return {
    sheets: [
      { name: '各期', columns: TERM_COLUMNS, rows: terms },
      { name: '每次课', columns: LESSON_COLUMNS, rows: lessons },
    ],
    words: `${terms.length} 期课，${lessons.length} 次`,
    rows: terms.length + lessons.length,
    cut,
    unmasked: false,
  }
}

/** How many answered, their mean where it may be shown, and whether the rule was kept. */
function surveyCells(outcome: SurveyOutcome | undefined): (string | number | undefined)[] {
  if (!outcome) return [undefined, undefined, undefined]
  const { figures, shown, verdict } = outcome
  const stars = shown.questions.find(({ id }) => id === COURSE_SURVEY.stars)
  return [figures.answered, stars?.mean, verdict.kept ? '是' : '否']
}
