import type { Tx } from '../database/database.ts'
import type { CourseRun } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'

/** A term that people can enrol in, now or from its opening on. */
export interface EnrolmentRun extends CourseRun {
  readonly title: string
  readonly number: number
}

/** The terms of a community that are published and not over, the oldest first: few. */
export async function enrolmentRuns(tx: Tx, communityId: CommunityId): Promise<EnrolmentRun[]> {
  const rows = await tx.courseRun.findMany({
    where: {
      state: { in: ['PUBLISHED', 'RUNNING'] },
      course: { communityId, state: { in: ['ADMITTED', 'ENROLLING', 'RUNNING', 'SHOWCASE', 'RENEWED'] } },
    },
    orderBy: { id: 'asc' },
    include: { course: { select: { title: true, number: true } } },
  })
  return rows.map(({ course, ...run }) => ({ ...run, ...course }))
}

/**
 * The terms that such words can mean: by the course's number, its whole title, or a part of it; of one course the newest
 * term. Empty: none.
 */
export function runsMeant(runs: readonly EnrolmentRun[], words: string): EnrolmentRun[] {
  const said = plain(words)
  if (said === '') return []
  const newest = [...new Map(runs.map((run) => [run.courseId, run])).values()]
  const number = /^(?:#|课程?|第)?(\d{1,5})(?:号课?|号)?$/.exec(said)?.[1]
  const named = newest.map((run) => ({ run, title: plain(run.title) }))
  const tries: readonly ((each: { readonly run: EnrolmentRun; readonly title: string }) => boolean)[] = [
    ({ run }) => number !== undefined && run.number === Number(number),
    ({ title }) => title === said,
    ({ title }) => title.includes(said),
    ({ title }) => said.includes(title),
  ]
  for (const fits of tries) {
    const found = named.filter(fits)
    if (found.length > 0) return found.map(({ run }) => run)
  }
  return []
}

/** A title as it is compared: half width, lower case, without blanks, brackets and 课 at its end. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s《》〈〉「」“”"'()（）\u200b-\u200d\ufeff]/g, '')
    .replace(/(.)课程?$/, '$1')
}
