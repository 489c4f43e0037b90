import type { Tx } from '../database/database.ts'
import type { AccountId, MessageId, PersonId } from '../ids.ts'

/** What a guardian agrees to; a change of the text the guardian reads is a new version. */
export const CHILD_PURPOSE = 'course.child'
const FIELDS = ['surname']
const TEXT_VERSION = '2026-11'
const DOUBLE_SURNAMES = /^(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|长孙|宇文|端木)/

/** 王小明, 阿依古丽·买买提, Tom */
const NAME = /^(?:\p{Script=Han}[\p{Script=Han}·•]{0,14}|[A-Za-z][A-Za-z.'-]{1,19})$/u
/** What people say who give no name. */
const NO_NAME = /^(?:我|孩子|小孩|参加|同意|监护|没有?|不|可以|好的|是的)/

/**
 * How a child is called in lists: 王*小朋友. Of several children the first, whose place it is. Undefined for what is no name.
 */
export function calledInLists(names: string): string | undefined {
  const [name = ''] = names.trim().split(/[\s、,，;；]+/)
  const written = name.replace(/(?:小朋友|同学|宝宝)$/, '')
  if (!NAME.test(written) || NO_NAME.test(written)) return undefined
  const [first = ''] = written
  return `${DOUBLE_SURNAMES.exec(written)?.[0] ?? first.toUpperCase()}*小朋友`
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
