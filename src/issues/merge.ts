import type { Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import { issueById, issueByNumber, type PlacedIssue } from './issue.ts'

/**
 * The issue that something merged into `number` really ends up in: `number` itself, or where that was merged to, and so
 * on. Undefined for a number that was not given out in the community of `issue`.
 */
export async function rootOf(
  tx: Tx,
  issue: Pick<PlacedIssue, 'communityId'>,
  number: number,
): Promise<PlacedIssue | undefined> {
  let root = await issueByNumber(tx, issue.communityId as CommunityId, number)
  const seen = new Set<number>()
  while (root && root.outcome === 'DUPLICATE' && root.parentId !== null && !seen.has(root.id)) {
    seen.add(root.id)
    root = await issueById(tx, root.parentId)
  }
  return root
}

/**
 * Makes the reporter and supporters of `child` supporters of `parent`, each where they spoke, so that they hear of it as
 * before. Who is on the parent already stays as they are. Resolves with those who moved.
 */
export async function moveSupporters(tx: Tx, child: PlacedIssue, parent: PlacedIssue, now: Date): Promise<PersonId[]> {
  const there = await tx.supporter.findMany({ where: { issueId: parent.id }, select: { personId: true } })
  const known = new Set([parent.reporterId, ...there.map((supporter) => supporter.personId)])
  const supporters = await tx.supporter.findMany({ where: { issueId: child.id }, orderBy: { at: 'asc' } })
  const { account, chatKind, chatId } = child
  const coming = [{ personId: child.reporterId, account, chatKind, chatId }, ...supporters]
  const moved: PersonId[] = []
  for (const { personId, account, chatKind, chatId } of coming) {
    if (known.has(personId)) continue
    known.add(personId)
    await tx.supporter.create({ data: { issueId: parent.id, personId, account, chatKind, chatId, at: now } })
    moved.push(personId as PersonId)
  }
  return moved
}
