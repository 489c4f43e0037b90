import type { TermRecord } from '../../courses/attendance.ts'
import type { KnownCourse, Run } from '../../courses/course.ts'
import type { PosterToDraw } from '../../drawing/poster.ts'
import { dayKey } from '../../time/shanghai.ts'
import { titled } from './course-words.ts'

/** What a learner keeps of a term: lessons and hours, as they were written down. */
export function certificateOf(
  community: string,
  { course, run, name }: { readonly course: KnownCourse; readonly run: Run; readonly name: string },
  record: TermRecord,
  now: Date,
): PosterToDraw {
  return {
    over: `${community} · 社区学堂`,
    title: '学习证明',
    lines: [
      `学员：${name}`,
      `课程：${titled(course)} 第${run.term}期`,
      ...(course.teacher ? [`讲师：${course.teacher}`] : []),
      `上课：${record.attended}次（共${record.recorded}次）`,
      `学时：${hours(record.minutes)}小时`,
      // It is kept for years, so the year stands on it.
      `日期：${dayKey(now).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')}`,
    ],
    foot: '学到手的，都是自己的',
  }
}

/** 12, 1.5 */
export function hours(minutes: number): string {
  return String(Math.round((minutes / 60) * 10) / 10)
}
