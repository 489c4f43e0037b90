import type { Tx } from '../database/database.ts'
import type { ChatGroup, GroupPurpose } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, GridId, PersonId, UnitId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { writeAudit } from './audit.ts'
import { rolesOf } from './roles.ts'

/** A group that is bound to a grid, to the staff or to a unit. */
export interface BoundGroup {
  readonly id: number
  readonly account: AccountId
  readonly chatId: ChatId
  readonly topic: string
  readonly communityId: CommunityId
  readonly purpose: GroupPurpose
  /** there exactly for a grid's group */
  readonly gridId?: GridId
  /** there exactly for a unit's group */
  readonly unitId?: UnitId
  /** there while nobody knows which chat it is now: nothing is said there */
  readonly suspendedAt?: Date
}

/** Which chat a group is, as an account calls it. */
export type GroupPlace = Pick<BoundGroup, 'account' | 'chatId'>

/** What a group can be for. */
export type GroupScope =
  | { readonly purpose: 'GRID'; readonly gridId: GridId }
  | { readonly purpose: 'STAFF' }
  | { readonly purpose: 'UNIT'; readonly unitId: UnitId }

export interface Binding {
  readonly account: AccountId
  readonly chatId: ChatId
  readonly topic: string
  readonly communityId: CommunityId
  readonly scope: GroupScope
  readonly by: PersonId
  readonly now: Date
}

/**
 * Binds a group, for staff and secretary of the community (`Refusal` for others; for a group of another community they
 * must be staff there too). A bound group is bound anew; `was` says what it was bound to until now.
 */
export async function bindGroup(tx: Tx, binding: Binding): Promise<{ group: BoundGroup; was: BoundGroup | undefined }> {
  const was = await groupOf(tx, binding.account, binding.chatId)
  await checkStaff(tx, binding.by, binding.communityId)
  if (was) await checkStaff(tx, binding.by, was.communityId)
  return { group: await putBinding(tx, binding), was }
}

/** Binds a group without asking who may: for `bindGroup` and for the community file (`by` undefined). */
export async function putBinding(
  tx: Tx,
  binding: Omit<Binding, 'by'> & { readonly by: PersonId | undefined },
): Promise<BoundGroup> {
  const { account, chatId, topic, communityId, scope, by, now } = binding
  await checkScope(tx, communityId, scope)
  const data = {
    topic,
    communityId,
    purpose: scope.purpose,
    gridId: scope.purpose === 'GRID' ? scope.gridId : null,
    unitId: scope.purpose === 'UNIT' ? scope.unitId : null,
    boundAt: now,
    unboundAt: null,
    suspendedAt: null,
    likelyAccount: null,
    likelyChatId: null,
  }
  const row = await tx.chatGroup.upsert({
    where: { account_chatId: { account, chatId } },
    create: { account, chatId, ...data },
    update: data,
  })
  await writeAudit(tx, { at: now, by, action: 'group.bind', subject: `group:${row.id}`, data: factOf(row) })
  return boundGroup(row)
}

/**
 * Unbinds a group: the bot is silent there from now on. For staff and secretary of its community. Returns what it was;
 * `Refusal` when it was not bound.
 */
export async function unbindGroup(
  tx: Tx,
  request: { readonly account: AccountId; readonly chatId: ChatId; readonly by: PersonId; readonly now: Date },
): Promise<BoundGroup> {
  const was = await groupOf(tx, request.account, request.chatId)
  if (!was) throw new Refusal('这个群没有绑定，不用解绑。')
  await checkStaff(tx, request.by, was.communityId)
  const row = await tx.chatGroup.update({ where: { id: was.id }, data: { unboundAt: request.now } })
  await writeAudit(tx, {
    at: request.now,
    by: request.by,
    action: 'group.unbind',
    subject: `group:${row.id}`,
    data: factOf(row),
  })
  return was
}

/** What a group is bound to; undefined when it is not bound (any more). */
export async function groupOf(tx: Tx, account: AccountId, chatId: ChatId): Promise<BoundGroup | undefined> {
  // Asked with every message that acts, and the marks of five hundred members are long.
  const row = await tx.chatGroup.findUnique({
    where: { account_chatId: { account, chatId } },
    omit: { memberMarks: true },
  })
  return row && row.unboundAt === null ? boundGroup(row) : undefined
}

/** The groups of a community's staff, suspended ones too, the oldest binding first. */
export async function staffGroups(tx: Tx, communityId: CommunityId): Promise<BoundGroup[]> {
  return await boundGroups(tx, { purpose: 'STAFF', communityId })
}

/** The groups of a unit, suspended ones too, the oldest binding first. */
export async function unitGroups(tx: Tx, unitId: UnitId): Promise<BoundGroup[]> {
  return await boundGroups(tx, { purpose: 'UNIT', unitId })
}

async function boundGroups(
  tx: Tx,
  where: { purpose: GroupPurpose } & Partial<Pick<BoundGroup, 'communityId' | 'unitId'>>,
): Promise<BoundGroup[]> {
  const rows = await tx.chatGroup.findMany({ where: { ...where, unboundAt: null }, orderBy: { id: 'asc' } })
  return rows.map(boundGroup)
}

async function checkStaff(tx: Tx, by: PersonId, communityId: CommunityId): Promise<void> {
  const roles = await rolesOf(tx, by)
  const may = roles.some(
    (role) => role.communityId === communityId && (role.kind === 'STAFF' || role.kind === 'SECRETARY'),
  )
  if (!may) throw new Refusal('绑定和解绑群由社区工作人员或书记来做。')
}

async function checkScope(tx: Tx, communityId: CommunityId, scope: GroupScope): Promise<void> {
  if (scope.purpose === 'GRID' && !(await tx.grid.findFirst({ where: { id: scope.gridId, communityId } }))) {
    throw new Refusal('这个网格不在本社区。')
  }
  if (scope.purpose === 'UNIT' && !(await tx.unit.findFirst({ where: { id: scope.unitId, communityId } }))) {
    throw new Refusal('这个单位不在本社区的名单里。')
  }
}

function factOf(row: ChatGroup) {
  const { account, chatId, purpose, communityId, gridId, unitId } = row
  return { account, chatId, purpose, communityId, gridId, unitId }
}

/** A row of a group that is bound, as the rest of the program knows it. */
export function boundGroup(row: Pick<ChatGroup, keyof BoundGroup>): BoundGroup {
  return {
    id: row.id,
    account: row.account as AccountId,
    chatId: row.chatId as ChatId,
    topic: row.topic,
    communityId: row.communityId as CommunityId,
    purpose: row.purpose,
    ...(row.gridId === null ? {} : { gridId: row.gridId as GridId }),
    ...(row.unitId === null ? {} : { unitId: row.unitId as UnitId }),
    ...(row.suspendedAt === null ? {} : { suspendedAt: row.suspendedAt }),
  }
}
