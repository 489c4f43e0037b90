import { expect, it } from 'vitest'
import { type KnownCourse, type Run, USUAL_RULE } from '../../src/courses/course.ts'
import type { Numbered } from '../../src/courses/sessions.ts'
import { announcementText } from '../../src/telling/courses/announcement.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const NOW = shanghai(2026, 6, 1, 9, 0)
const course = {
  title: '书法',
  about: '写字',
  teacher: '顾老师',
  rule: USUAL_RULE,
  fee: null,
} as unknown as KnownCourse
const lessons = [10, 17].map((day, index) => ({
  number: index + 1,
  startsAt: shanghai(2026, 6, day, 19, 0),
})) as unknown as Numbered[]

function howIn(run: Partial<Run>): string {
  const term = {
    term: 1,
    timetable: '每周三 19:00-20:30，共2次',
    place: '活动室',
    capacity: 20,
    ...run,
  } as unknown as Run
  return /报名：(.*)/.exec(announcementText(course, term, lessons, NOW).split('\n').slice(1).join('\n'))?.[1] ?? ''
}

it.each([
  [{ mode: 'FIRST_COME', opensAt: shanghai(2026, 6, 4, 10, 0) }, /^6月4日\(周四\) 10:00开始，.*按先后，早发的不算/],
  [{ mode: 'FIRST_COME', opensAt: null }, /^在群里或私聊发 \/报名 书法，两个人来就写 2。一分钟左右告诉您结果。$/],
  [
    { mode: 'DRAW', opensAt: shanghai(2026, 6, 4, 10, 0) },
    /^6月4日\(周四\) 10:00开始，.*10分钟内报的一起抽签，不用抢。$/,
  ],
  [{ mode: 'DRAW', opensAt: null }, /^现在开始，.*10分钟内报的一起抽签，不用抢。$/],
] as const)('the announcement tells how one enrols: %j', (run, words) => {
  expect(howIn(run)).toMatch(words)
})
