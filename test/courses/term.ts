import type { EnrolRequest } from '../../src/courses/enrolment-standing.ts'
import type { Tx } from '../../src/database/database.ts'
import type { Prisma } from '../../src/database/types.ts'
import type { AccountId, ChatId, ContactId, MessageId, PersonId } from '../../src/ids.ts'

export const ACCOUNT = 'bot' as AccountId
export const OPENS = new Date('2026-06-03T01:00:00Z')

export interface Term {
  readonly communityId: number
  readonly courseId: number
  readonly runId: number
}

/** A course with a term that is open for enrolment since OPENS; more of the term as told. */
export async function makeTerm(
  tx: Tx,
  {
    communityId,
    title = '乐高智力开发',
    lessons = [],
    ...run
  }: Partial<Prisma.CourseRunUncheckedCreateInput> & {
    communityId?: number
    title?: string
    lessons?: readonly Date[]
  } = {},
): Promise<Term> {
  const at = new Date(OPENS.getTime() - 86_400_000)
  const id = communityId ?? (await tx.community.create({ data: { code: `c${title}`, name: '社区', createdAt: at } })).id
  const lecturer = await tx.person.create({ data: { name: '讲师', createdAt: at } })
  const { courseCounter } = await tx.community.update({ where: { id }, data: { courseCounter: { increment: 1 } } })
  const course = await tx.course.create({
    data: {
      communityId: id,
      number: courseCounter,
      title,
      about: '',
      lecturerId: lecturer.id,
      state: 'ENROLLING',
      rule: {},
      account: ACCOUNT,
      chatId: 'lecturer',
      createdAt: at,
    },
  })
  const { id: runId } = await tx.courseRun.create({
    data: {
      courseId: course.id,
      term: 1,
      state: 'PUBLISHED',
      capacity: 20,
      place: '社区活动室',
      gridIds: [],
      opensAt: OPENS,
      createdAt: at,
      ...run,
    },
  })
  for (const [index, startsAt] of lessons.entries()) {
    const endsAt = new Date(startsAt.getTime() + 3_600_000)
    await tx.courseSession.create({ data: { runId, seq: index + 1, startsAt, endsAt, place: '社区活动室' } })
  }
  return { communityId: id, courseId: course.id, runId }
}

export async function makePeople(tx: Tx, count: number): Promise<PersonId[]> {
  const data = Array.from({ length: count }, (_, index) => ({ name: `邻居${index}`, createdAt: OPENS }))
  const made = await tx.person.createManyAndReturn({ data, select: { id: true } })
  return made.map(({ id }) => id as PersonId)
}

/** What somebody sends who wants a place; `n` tells their messages apart. */
export function request(personId: PersonId, n: number, rest: Partial<EnrolRequest> = {}): EnrolRequest {
  return {
    personId,
    party: 1,
    account: ACCOUNT,
    chatKind: 'GROUP',
    chatId: 'grid-03@chatroom' as ChatId,
    contactId: `c${personId}` as ContactId,
    messageId: `m${n}` as MessageId,
    arrivedAt: new Date(OPENS.getTime() + 1000),
    ...rest,
  }
}
