import type { Tx } from '../database/database.ts'
import { addRowsReturning } from '../database/many-rows.ts'
import { type Issue, type IssueEvent, type IssueState, Prisma } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import type { ExtensionAsked, PlacedIssue } from './issue.ts'
import type { Hat } from './lifecycle.ts'

/** What a move may change. Number, community, words, reporter and how it was read stay what they were. */
export type Changes = Partial<
  Omit<Issue, 'id' | 'communityId' | 'number' | 'version' | 'words' | 'reporterId' | 'guess' | 'extendAsked'>
> & { extendAsked?: ExtensionAsked | null }

export interface EventParts {
  readonly action: string
  readonly hat: Hat
  readonly personId?: PersonId | undefined
  readonly now: Date
  readonly note?: string | undefined
  readonly data?: Prisma.InputJsonObject | undefined
  readonly messageId?: MessageId | undefined
}

/** Somebody else wrote the issue between our reading and our writing it. */
export const LOST = 'lost'

/**
 * Writes one change of an issue together with its event, against the version that was read. Resolves with `LOST`, having
 * written nothing, when that is no longer the version.
 */
export async function recordMove(
  tx: Tx,
  issue: PlacedIssue,
  changes: Changes,
  parts: EventParts,
): Promise<{ issue: PlacedIssue; event: IssueEvent } | typeof LOST> {
  const { extendAsked, ...plain } = changes
  const { count } = await tx.issue.updateMany({
    where: { id: issue.id, version: issue.version },
    data: {
      ...plain,
      ...(extendAsked === undefined ? {} : { extendAsked: extendAsked === null ? Prisma.DbNull : { ...extendAsked } }),
      version: issue.version + 1,
    },
  })
  if (count === 0) return LOST
  const after = await withChanges(tx, issue, changes)
  const event = await recordEvent(tx, after, { ...parts, from: issue.state, before: changedFrom(issue, changes) })
  return { issue: after, event }
}

/** Writes the event of what has just been written of an issue. */
export async function recordEvent(
  tx: Tx,
  issue: Pick<Issue, 'id' | 'version' | 'state'>,
  parts: EventParts & { readonly from: IssueState | null; readonly before: Prisma.InputJsonObject },
): Promise<IssueEvent> {
  const row = {
    issueId: issue.id,
    // Every write of an issue raises its version and has one event, so the version numbers the events.
    seq: issue.version,
    action: parts.action,
    from: parts.from,
    to: issue.state,
    hat: parts.hat,
    personId: parts.personId ?? null,
    at: parts.now,
    note: parts.note ?? null,
    data: parts.data ?? {},
    before: parts.before,
    messageId: parts.messageId ?? null,
  }
  const [written] = await addRowsReturning(tx, 'IssueEvent', [row], ['id'])
  if (!written) throw new Error('an event was not written')
  return { ...row, id: written.id, data: row.data as Prisma.JsonObject, before: row.before as Prisma.JsonObject }
}

/** The issue as it stands in the database now: as it was read, with what has just been written. */
async function withChanges(tx: Tx, issue: PlacedIssue, changes: Changes): Promise<PlacedIssue> {
  const written = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const after: PlacedIssue = { ...issue, ...written, version: issue.version + 1 }
  const { gridId, unitId } = after
  const grid = async () => (gridId === null ? null : tx.grid.findUnique({ where: { id: gridId } }))
  const unit = async () => (unitId === null ? null : tx.unit.findUnique({ where: { id: unitId } }))
  return {
    ...after,
    grid: gridId === issue.gridId ? issue.grid : await grid(),
    unit: unitId === issue.unitId ? issue.unit : await unit(),
  }
}

/** The earlier values of what really changed, as JSON: an instant as its ISO text. */
function changedFrom(issue: Issue, changes: Changes): Prisma.InputJsonObject {
  const before: Record<string, Prisma.InputJsonValue | null> = {}
  for (const field of Object.keys(changes) as (keyof Changes)[]) {
    const old = plainValue(issue[field])
    if (JSON.stringify(old) !== JSON.stringify(plainValue(changes[field] ?? null))) before[field] = old
  }
  return before as Prisma.InputJsonObject
}

function plainValue(value: unknown): Prisma.InputJsonValue | null {
  return value instanceof Date ? value.toISOString() : ((value as Prisma.InputJsonValue | null | undefined) ?? null)
}

const INSTANTS: ReadonlySet<string> = new Set<keyof Issue>([
  'reportedAt',
  'responseDueAt',
  'respondedAt',
  'dueAt',
  'pausedAt',
  'arrivalDueAt',
  'holdUntil',
  'resolvedAt',
  'witnessAt',
  'closedAt',
  'ratedAt',
  'lastWordAt',
])

/** The changes that put back what an event changed. */
export function restoring(event: Pick<IssueEvent, 'before'>): Changes {
  // Written by `changedFrom`, so its keys are columns and its values what they held.
  const before = event.before as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(before).map(([field, value]) => [
      field,
      INSTANTS.has(field) && typeof value === 'string' ? new Date(value) : value,
    ]),
  ) as Changes
}
