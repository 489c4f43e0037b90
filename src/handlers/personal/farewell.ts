import { postOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { put } from '../../chat/outbox.ts'
import { roleName } from '../../community/role-words.ts'
import { endRoles, type RoleGrant } from '../../community/roles.ts'
import { courseOf, OVER } from '../../courses/course.ts'
import { EnrolmentBook } from '../../courses/enrolment-book.ts'
import { enrolmentRuns } from '../../courses/enrolment-runs.ts'
import { REVIEWS } from '../../courses/lifecycle.ts'
import type { CommunityId } from '../../ids.ts'
import { takeBackCopies } from '../../telling/board/take-back-copies.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellChanges } from '../../telling/courses/enrolment.ts'
import { tellOffice } from '../../telling/courses/lecturer.ts'
import { spotsOfSecretary } from '../../telling/recipients.ts'
import type { QuietHours } from '../../time/quiet-hours.ts'

export interface FarewellDesk {
  readonly quietHours: QuietHours | undefined
}

/**
 * Gives back what somebody has before they are forgotten, so that others are not left waiting: places in courses go to
 * whoever is next, as in any withdrawal, and the secretary hears which offices are free. Nobody is told who it was.
 */
export async function sayFarewell(call: Call, desk: FarewellDesk): Promise<void> {
  await leaveCourses(call, desk)
  await leaveClasses(call)
  await leaveBoard(call)
  await leaveOffices(call)
}

async function leaveCourses({ tx, person, message, now }: Call, { quietHours }: FarewellDesk): Promise<void> {
  const rows = await tx.enrolment.findMany({
    where: { personId: person, state: { not: 'CANCELLED' }, run: { state: { in: ['PUBLISHED', 'RUNNING'] } } },
    orderBy: { runId: 'asc' },
    select: { runId: true, run: { select: { course: { select: { communityId: true } } } } },
  })
  for (const { runId, run } of rows) {
    const book = await EnrolmentBook.open(tx, runId, { now, quietHours })
    await book.leave(person, 'cancel', message.id)
    await book.close()
    const known = (await enrolmentRuns(tx, run.course.communityId as CommunityId)).find(({ id }) => id === runId)
    if (known) await tellChanges(tx, { ...known, ...book.run }, book.changes, { now, actors: [person] })
  }
}

/** A course that people learn in goes on, if somebody is found for it. */
async function leaveClasses({ tx, person, message, now }: Call): Promise<void> {
  const courses = await tx.course.findMany({
    where: { lecturerId: person, state: { notIn: [...OVER, ...REVIEWS] } },
    orderBy: { id: 'asc' },
  })
  for (const row of courses) {
    const text = `${titled(row)}的讲师不再教了，并且删除了自己的资料。以后的课请社区安排：换人，或者发 /审课 停办。`
    await tellOffice(tx, courseOf(row), { text, now, cause: message.id })
  }
}

/** What they wrote goes from the wall, wherever the bot can reach it. */
async function leaveBoard({ tx, person, now }: Call): Promise<void> {
  const posts = await tx.post.findMany({ where: { authorId: person, copies: { some: { goneAt: null } } } })
  for (const row of posts) await takeBackCopies(tx, postOf(row), now)
}

async function leaveOffices({ tx, person, message, now }: Call): Promise<void> {
  const held = await endRoles(tx, person, now)
  for (const communityId of new Set(held.map((role) => role.communityId))) {
    const names: string[] = []
    for (const role of held) if (role.communityId === communityId) names.push(await officeOf(tx, role))
    const text = `有一位同事删除了自己的资料，${names.join('、')}的职务随之结束，请看看要不要补上（/任命）。社区文件里如果写着这位，请一并删去，不然小格重新启动时又会登记。`
    for (const spot of await spotsOfSecretary(tx, communityId, message.account)) {
      await put(tx, { ...spot, text, priority: 'news' }, now)
    }
  }
}

async function officeOf(tx: Call['tx'], { kind, lead, gridId, unitId }: RoleGrant): Promise<string> {
  const grid = gridId === undefined ? null : await tx.grid.findUnique({ where: { id: gridId } })
  const unit = unitId === undefined ? null : await tx.unit.findUnique({ where: { id: unitId } })
  return `${grid ? `${grid.number}号网格` : ''}${unit?.name ?? ''}${roleName(kind, lead)}`
}
