import type { KnownCourse } from '../../src/courses/course.ts'
import { courseOf, USUAL_RULE } from '../../src/courses/course.ts'
import type { Tx } from '../../src/database/database.ts'
import type { CourseState } from '../../src/database/types.ts'
import { shanghai } from '../../src/time/shanghai.ts'

export const NOW = shanghai(2026, 6, 3, 9, 0)
export const ACCOUNT = 'bot'

/** A community of its own with a person, for a course whose state is as told. */
export async function makeCourse(tx: Tx, state: CourseState, code: string): Promise<KnownCourse> {
  const community = await tx.community.create({ data: { code, name: '社区', createdAt: NOW } })
  const lecturer = await tx.person.create({ data: { name: '讲师', createdAt: NOW } })
  const row = await tx.course.create({
    data: {
      communityId: community.id,
      number: 1,
      title: '书法',
      about: '写字',
      lecturerId: lecturer.id,
      state,
      version: 0,
      freeMonths: 3,
      rule: { ...USUAL_RULE },
      account: ACCOUNT,
      chatId: 'lecturer',
      createdAt: NOW,
      events: { create: { seq: 1, action: 'offer', to: 'APPLIED', hat: 'lecturer', at: NOW, data: {} } },
    },
  })
  return courseOf(row)
}

/** A term of it with lessons at these times, of an hour and a half each. */
export async function makeRun(
  tx: Tx,
  course: Pick<KnownCourse, 'id'>,
  lessons: readonly Date[],
  run: { readonly state?: 'PLANNED' | 'PUBLISHED' | 'RUNNING' | 'ENDED'; readonly capacity?: number } = {},
) {
  return tx.courseRun.create({
    data: {
      courseId: course.id,
      term: 1,
      state: run.state ?? 'PUBLISHED',
      capacity: run.capacity ?? 50,
      place: '社区活动室',
      timetable: '每周五',
      gridIds: [],
      opensAt: NOW,
      createdAt: NOW,
      sessions: {
        create: lessons.map((startsAt, index) => ({
          seq: index + 1,
          startsAt,
          endsAt: new Date(startsAt.getTime() + 90 * 60_000),
          place: '社区活动室',
        })),
      },
    },
    include: { sessions: { orderBy: { seq: 'asc' } } },
  })
}

/** Somebody with a place: in a group, or in private. */
export async function makeLearner(
  tx: Tx,
  runId: number,
  contactId: string,
  where: { readonly group?: string; readonly private?: boolean; readonly seq: number },
) {
  const person = await tx.person.create({
    data: {
      name: contactId,
      createdAt: NOW,
      identities: {
        create: { account: ACCOUNT, contactId, displayName: contactId, friend: true, createdAt: NOW },
      },
    },
  })
  return tx.enrolment.create({
    data: {
      runId,
      personId: person.id,
      party: 1,
      state: 'CONFIRMED',
      seq: where.seq,
      account: ACCOUNT,
      chatKind: where.group ? 'GROUP' : 'PRIVATE',
      chatId: where.group ?? contactId,
      contactId,
      messageId: `m-${contactId}`,
      at: NOW,
      private: where.private ?? false,
    },
  })
}
