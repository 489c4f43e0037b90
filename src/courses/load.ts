import type { FileCourse } from '../community/file.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, CommunityId, PersonId } from '../ids.ts'
import { monthsLater } from './act.ts'
import { makeOffer } from './offer.ts'

/** For how many months the courses of a file have the room for nothing. */
const MONTHS = 6

/**
 * Loads the courses of a community file, each once and admitted: whoever wrote the file has decided it. One whose lecturer is not there is
 * left out. Resolves with how many are new.
 */
export async function loadCourses(
  tx: Tx,
  courses: readonly FileCourse[],
  place: { readonly communityId: CommunityId; readonly account: AccountId; readonly now: Date },
): Promise<number> {
  if (courses.length === 0) return 0
  const { communityId, account, now } = place
  const known = await tx.course.findMany({ where: { communityId }, select: { title: true } })
  const titles = new Set(known.map(({ title }) => title))
  const lecturers = await tx.chatIdentity.findMany({
    where: { account, contactId: { in: courses.map(({ lecturer }) => lecturer) } },
    select: { contactId: true, personId: true },
  })
  let made = 0
  for (const { title, lecturer, teacher, about, skill } of courses) {
    const found = lecturers.find(({ contactId }) => contactId === lecturer)
    if (!found || titles.has(title)) continue
    const course = await makeOffer(tx, {
      communityId,
      lecturer: found.personId as PersonId,
      ...{ title, teacher, about, skill, account, now },
      qualification: '示例社区自带的课',
      files: [],
      chatId: lecturer as ChatId,
    })
    await tx.course.update({
      where: { id: course.id },
      data: { state: 'ADMITTED', version: 1, freeMonths: MONTHS, freeUntil: monthsLater(now, MONTHS) },
    })
    await tx.courseEvent.create({
      data: {
        ...{ courseId: course.id, seq: 2, action: 'load', from: 'APPLIED', to: 'ADMITTED', hat: 'bot', at: now },
        data: { months: MONTHS },
      },
    })
    made += 1
  }
  return made
}
