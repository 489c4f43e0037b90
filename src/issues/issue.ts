import type { Tx } from '../database/database.ts'
import type { Grid, Issue, Prisma, Unit } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/** An issue with the grid it lies in and the unit it is dispatched to. */
export type PlacedIssue = Issue & { readonly grid: Grid | null; readonly unit: Unit | null }

/** What is read along with an issue wherever a `PlacedIssue` is wanted. */
export const placed = { grid: true, unit: true } as const satisfies Prisma.IssueInclude

/** The issue with this number in the community, or undefined. Whether the person may see it is for the caller to ask. */
export async function issueByNumber(
  tx: Tx,
  communityId: CommunityId,
  number: number,
): Promise<PlacedIssue | undefined> {
  // A number that no column can hold is a number nobody was given.
  if (!Number.isSafeInteger(number) || number < 1 || number > 0x7fffffff) return undefined
  const issue = await tx.issue.findUnique({ where: { communityId_number: { communityId, number } }, include: placed })
  return issue ?? undefined
}

export async function issueById(tx: Tx, id: number): Promise<PlacedIssue> {
  return tx.issue.findUniqueOrThrow({ where: { id }, include: placed })
}

/** The refusal for a number that was not given out. It is also the answer for somebody else's private issue. */
export function unknownNumber(number: number): Refusal {
  return new Refusal(`没有找到 #${number}。请看一下号码有没有写错。`)
}

/** An extension somebody asked for, as kept with the issue until staff decide. */
export interface ExtensionAsked {
  readonly until: string
  readonly reason: string
  readonly personId: number
  readonly by: string
  readonly askedAt: string
}

/** Reads the waiting request for an extension, if there is one. */
export function extensionAsked(issue: Pick<Issue, 'extendAsked'>): ExtensionAsked | undefined {
  // Written only by the effect of `extend`, in this shape.
  return (issue.extendAsked as unknown as ExtensionAsked | null) ?? undefined
}
