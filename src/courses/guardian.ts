import type { Tx } from '../database/database.ts'
import type { AccountId, MessageId, PersonId } from '../ids.ts'

/** What a guardian agrees to; a change of the text the guardian reads is a new version. */
export const CHILD_PURPOSE = 'course.child'
const FIELDS = ['surname']
const TEXT_VERSION = '2026-11'
const DOUBLE_SURNAMES = /^(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|长孙|宇文|端木)/

/** How a child is called in lists: 王*小朋友. Undefined for what is no name. */
export function calledInLists(name: string): string | undefined {
  const written = name.replace(/(?:小朋友|同学|宝宝)$/, '').trim()
  const surname = DOUBLE_SURNAMES.exec(written)?.[0] ?? /^\p{Script=Han}/u.exec(written)?.[0]
  return surname && /^\p{Script=Han}{1,6}$/u.test(written) ? `${surname}*小朋友` : undefined
}

/** Which of these people have consented to their child's standing on lists, and by which row. */
export async function consentsOf(tx: Tx, personIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.consent.findMany({
    where: { personId: { in: [...new Set(personIds)] }, purpose: CHILD_PURPOSE, withdrawnAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, personId: true },
  })
  return new Map(rows.map(({ id, personId }) => [personId, id]))
}

/** The courses in which somebody has a child's place and has not consented yet. */
export async function awaitingConsent(tx: Tx, personId: PersonId): Promise<{ id: number; title: string }[]> {
  const rows = await tx.enrolment.findMany({
    where: {
      personId,
      state: { not: 'CANCELLED' },
      consentId: null,
      run: { forChildren: true, state: { in: ['PUBLISHED', 'RUNNING'] } },
    },
    orderBy: { id: 'asc' },
    select: { id: true, run: { select: { course: { select: { title: true } } } } },
  })
  return rows.map(({ id, run }) => ({ id, title: run.course.title }))
}

/** Writes down a guardian's consent, and under it the child in the places that wait for it. Nothing of the name but the surname is kept. */
export async function consent(
  tx: Tx,
  by: {
    readonly personId: PersonId
    readonly account: AccountId
    readonly messageId: MessageId
    readonly child: string
    readonly now: Date
  },
  enrolmentIds: readonly number[],
): Promise<void> {
  const { personId, account, messageId, child, now } = by
  const { id } = await tx.consent.create({
    data: { personId, purpose: CHILD_PURPOSE, fields: FIELDS, textVersion: TEXT_VERSION, account, messageId, at: now },
  })
  await tx.enrolment.updateMany({ where: { id: { in: [...enrolmentIds] } }, data: { child, consentId: id } })
}
