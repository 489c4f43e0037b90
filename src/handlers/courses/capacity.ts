import type { Call } from '../../chat/call.ts'
import { writeAudit } from '../../community/audit.ts'
import type { KnownCourse, Run } from '../../courses/course.ts'
import { EnrolmentBook } from '../../courses/enrolment-book.ts'
import { dropNotice } from '../../courses/runs.ts'
import { Refusal } from '../../refusal.ts'
import { announceAnew } from '../../telling/courses/announcement.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellChanges } from '../../telling/courses/enrolment.ts'
import { type CourseDesk, checkOffice } from './desk.ts'
import { capacityOf } from './term-words.ts'

/** 乐高 名额 25, 乐高 名额改成25 */
const CAPACITY = /(?:^|\s)(?:名额|人数)\s?(?:改成|改到|改为|改|加到|减到|变成)?\s?(?=\S)/

/** Where the words speak of a capacity, the course before it and what stands behind it. */
export function capacityIn(text: string): { readonly name: string; readonly words: string } | undefined {
  const found = CAPACITY.exec(text)
  return found
    ? { name: text.slice(0, found.index).trim(), words: text.slice(found.index + found[0].length) }
    : undefined
}

/**
 * More or fewer places in a term, under the same lock as enrolling: what becomes free is offered to those who wait, and never
 * are there fewer places than are taken.
 */
export async function changeCapacity(
  call: Call,
  { quietHours }: CourseDesk,
  course: KnownCourse,
  { run, words }: { readonly run: Run; readonly words: string },
): Promise<void> {
  checkOffice(call, '改名额')
  const { tx, now, person } = call
  const capacity = capacityOf(words)
  await writeAudit(tx, {
    at: now,
    by: person,
    action: 'course.capacity',
    subject: `run:${run.id}`,
    data: { from: run.capacity, to: capacity },
  })
  if (run.state === 'PLANNED') return changePlanned(call, course, run, capacity)
  if (run.state !== 'PUBLISHED' && run.state !== 'RUNNING') throw new Refusal(`${titled(course)}这一期已经结束了。`)
  const book = await EnrolmentBook.open(tx, run.id, { now, quietHours })
  if (!(await book.setCapacity(capacity))) {
    throw new Refusal(
      `${titled(course)}已经有${book.run.enrolled}人有名额（含等答复的），名额不能少于${book.run.enrolled}。`,
    )
  }
  await book.close()
  const waiting = await tx.enrolment.count({ where: { runId: run.id, state: 'WAITING' } })
  await call.reply(
    `${titled(course)}的名额改成${capacity}了，${book.run.enrolled}人有名额（含等答复的）${waiting > 0 ? `，候补${waiting}位` : ''}。`,
  )
  await tellChanges(tx, { ...book.run, title: course.title, number: course.number }, book.changes, { now })
}

async function changePlanned(call: Call, course: KnownCourse, run: Run, capacity: number): Promise<void> {
  const dropped = await dropNotice(call.tx, run)
  await call.tx.courseRun.update({ where: { id: run.id }, data: { capacity } })
  await call.reply(`${titled(course)}的名额改成${capacity}了。${dropped ? announceAnew(course) : ''}`)
}
