import type { Tx } from '../database/database.ts'
import type { Grid, Issue, Prisma, Unit } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'

/** An issue with the grid it lies in and the unit it is dispatched to. */
export type PlacedIssue = Issue & { readonly grid: Grid | null; readonly unit: Unit | null }

/** The issues that are asked for. By `include` Prisma would ask for grids and units also where there are none to ask for. */
export async function placedIssues(
  tx: Tx,
  asked: Omit<Prisma.IssueFindManyArgs, 'include' | 'select' | 'omit'>,
): Promise<PlacedIssue[]> {
  const issues = await tx.issue.findMany(asked)
  const gridIds = idsAmong(issues.map(({ gridId }) => gridId))
  const grids = gridIds.length > 0 ? await tx.grid.findMany({ where: { id: { in: gridIds } } }) : []
  const unitIds = idsAmong(issues.map(({ unitId }) => unitId))
  const units = unitIds.length > 0 ? await tx.unit.findMany({ where: { id: { in: unitIds } } }) : []
  const gridOf = new Map(grids.map((grid) => [grid.id, grid]))
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  return issues.map((issue) => ({
    ...issue,
    grid: gridOf.get(issue.gridId ?? 0) ?? null,
    unit: unitOf.get(issue.unitId ?? 0) ?? null,
  }))
}

const idsAmong = (ids: readonly (number | null)[]) => [...new Set(ids)].filter((id) => id !== null)

/** The issue with this number in the community, or undefined. Whether the person may see it is for the caller to ask. */
export async function issueByNumber(
  tx: Tx,
  communityId: CommunityId,
  number: number,
): Promise<PlacedIssue | undefined> {
  // A number that no column can hold is a number nobody was given.
  if (!Number.isSafeInteger(number) || number < 1 || number > 0x7fffffff) return undefined
  const [issue] = await placedIssues(tx, { where: { communityId, number } })
  return issue
}

/** @throws where there is none */
export async function issueById(tx: Tx, id: number): Promise<PlacedIssue> {
  const [issue] = await placedIssues(tx, { where: { id } })
  if (!issue) throw new Error(`there is no issue with the id ${id}`)
  return issue
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
