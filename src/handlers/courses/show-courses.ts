import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { courseNamed, courseOf, isPublic, type KnownCourse, latestRun, OVER, type Run } from '../../courses/course.ts'
import { openTerms } from '../../courses/runs.ts'
import { lessonsOf } from '../../courses/sessions.ts'
import { courseLine, courseText } from '../../telling/courses/course-words.ts'
import { communityFor } from '../issue-act.ts'

/** More lines than this are no list any more. */
const MOST_LINES = 12

/** 课程: what there is to learn, and all about one course. */
export function coursesCommand() {
  return command({
    name: '课程',
    aliases: ['course', 'kc'],
    what: '看有哪些课',
    example: '/课程 乐高',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    args: { name: optionalWords('课名') },
    run: async (call: Call, { name }) => {
      if (name === undefined) return call.reply(await listText(call))
      const course = await courseNamed(call.tx, communityFor(call), name, isPublic)
      const run = await termToShow(call, course)
      const lessons = run ? await lessonsOf(call.tx, run.id) : []
      await call.reply(courseText(course, run, lessons, call.now))
    },
  })
}

/** The term that people may see: a planned one only once it is published. */
async function termToShow(call: Call, course: KnownCourse): Promise<Run | undefined> {
  const run = await latestRun(call.tx, course.id)
  return run?.state === 'PUBLISHED' || run?.state === 'RUNNING' ? run : undefined
}

async function listText(call: Call): Promise<string> {
  const communityId = communityFor(call)
  const terms = await openTerms(call.tx, communityId)
  const open = [...terms].sort((a, b) => a.course.number - b.course.number)
  const rows = await call.tx.course.findMany({
    where: { communityId, state: { in: ['ADMITTED', 'RENEWED'] }, NOT: { state: { in: [...OVER] } } },
    orderBy: { number: 'asc' },
  })
  const coming = rows.map(courseOf).filter(({ id }) => !open.some(({ course }) => course.id === id))
  if (open.length === 0 && coming.length === 0) return '社区学堂现在没有课。想讲课，私聊小格发 /开课 申请。'
  const lines = [
    ...open.map(({ course, run }) => courseLine(course, run, call.now)),
    ...coming.map((course) => `${courseLine(course, undefined, call.now)}：准备开班`),
  ]
  const more = lines.length > MOST_LINES ? [`还有${lines.length - MOST_LINES}门。`] : []
  return ['📚 社区学堂的课：', ...lines.slice(0, MOST_LINES), ...more, '看详细发 /课程 课名。'].join('\n')
}
