import type { Tx } from '../database/database.ts'
import type { ChatGroup } from '../database/types.ts'
import type { AccountId, ChatId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { writeAudit } from './audit.ts'
import { keptMarks, LIKE_ENOUGH, likeness, marksOf, plain, readMarks } from './group-marks.ts'
import { type BoundGroup, boundGroup, type GroupScope } from './groups.ts'
import type { RoleGrant } from './roles.ts'
import { earlierAccounts } from './seats.ts'
import { suspendedRows } from './suspended.ts'

/** A group the account is in, as the chat shows it now. */
export interface SeenGroup {
  readonly id: ChatId
  /** empty while the chat does not show it */
  readonly topic: string
  /** what its members are called there, the account's own name left out */
  readonly names: readonly string[]
}

/** A suspended group and the chat that it seems to be now. */
export interface Proposal {
  readonly group: BoundGroup
  readonly chatId: ChatId
  readonly topic: string
  /** how many names agree */
  readonly agreeing: number
  /** of how many that it had */
  readonly members: number
}

/**
 * Compares the suspended groups of a seat with the groups that its present account is in, and writes down which seems to
 * be which: one with the same id; else one of the same name with most of the same members, where no other group, seen or
 * suspended, bears that name. A pair that somebody has said no to is not proposed again. Nothing is bound by this.
 * Returns how many proposals stand.
 */
export async function proposeGroups(
  tx: Tx,
  { account, seen }: { readonly account: AccountId; readonly seen: readonly SeenGroup[] },
): Promise<number> {
  const accounts = [account, ...(await earlierAccounts(tx, account))]
  const suspended = await suspendedRows(tx, accounts)
  if (suspended.length === 0) return 0
  const known = await tx.chatGroup.findMany({ where: { account, suspendedAt: null }, select: { chatId: true } })
  // What is bound already, or was unbound by staff, waits for nobody.
  const free = seen.filter(({ id }) => !known.some(({ chatId }) => chatId === id))
  let standing = 0
  for (const row of suspended) {
    const found = matchOf(row, { account, free, seen, suspended })
    const taken = found && !(await wasRefused(tx, row, found.id)) ? found : undefined
    if (taken || isUnseen(row, account, seen)) standing += 1
    else if (row.likelyChatId !== null) await tx.chatGroup.update({ where: { id: row.id }, data: NOBODY })
    if (!taken || (row.likelyAccount === account && row.likelyChatId === taken.id)) continue
    const marks = readMarks(row.memberMarks) ?? marksOf([])
    const agreeing = likeness(marks, taken.names).common
    await tx.chatGroup.update({
      where: { id: row.id },
      data: { likelyAccount: account, likelyChatId: taken.id, memberMarks: keptMarks({ ...marks, agreeing }) },
    })
  }
  return standing
}

const NOBODY = { likelyAccount: null, likelyChatId: null }

/** The chat it seemed to be is not shown at present: puppets forget a group for a while, so that says nothing. */
function isUnseen(row: ChatGroup, account: AccountId, seen: readonly SeenGroup[]): boolean {
  return row.likelyAccount === account && !seen.some(({ id }) => id === row.likelyChatId)
}

interface Field {
  readonly account: AccountId
  readonly free: readonly SeenGroup[]
  readonly seen: readonly SeenGroup[]
  readonly suspended: readonly ChatGroup[]
}

function matchOf(row: ChatGroup, { account, free, seen, suspended }: Field): SeenGroup | undefined {
  // Another account on a puppet whose ids are stable: group ids are the same for everybody.
  const same = row.account === account ? undefined : free.find(({ id }) => id === row.chatId)
  if (same) return same
  const topic = plain(row.topic)
  const marks = readMarks(row.memberMarks)
  if (topic === '' || !marks) return undefined
  const namesakes = suspended.filter((other) => plain(other.topic) === topic)
  const candidates = seen.filter((other) => plain(other.topic) === topic)
  const [only] = candidates
  if (!only || namesakes.length > 1 || candidates.length > 1 || !free.includes(only)) return undefined
  return likeness(marks, only.names).share >= LIKE_ENOUGH ? only : undefined
}

const REFUSED = 'group.unlike'

async function wasRefused(tx: Tx, row: ChatGroup, chatId: ChatId): Promise<boolean> {
  const refusals = await tx.auditEntry.findMany({
    where: { action: REFUSED, subject: `group:${row.id}`, at: { gte: row.suspendedAt ?? row.boundAt } },
    select: { data: true },
  })
  return refusals.some(({ data }) => (data as { chatId?: string }).chatId === chatId)
}

/** The proposals that wait for a yes, the oldest binding first. */
export async function openProposals(tx: Tx, account: AccountId): Promise<Proposal[]> {
  const rows = await tx.chatGroup.findMany({
    where: { likelyAccount: account, likelyChatId: { not: null }, suspendedAt: { not: null }, unboundAt: null },
    orderBy: { id: 'asc' },
  })
  return rows.flatMap((row) => {
    if (row.likelyChatId === null) return []
    const marks = readMarks(row.memberMarks)
    return [
      {
        group: boundGroup(row),
        chatId: row.likelyChatId as ChatId,
        topic: row.topic,
        agreeing: marks?.agreeing ?? 0,
        members: marks?.names.length ?? 0,
      },
    ]
  })
}

/** Whether somebody with these roles may say which chat a group is now: its grid's workers, and staff. */
export function mayConfirm(group: BoundGroup, roles: readonly RoleGrant[]): boolean {
  return roles.some(({ kind, gridId, communityId }) =>
    kind === 'GRID_WORKER'
      ? group.gridId !== undefined && gridId === group.gridId
      : (kind === 'STAFF' || kind === 'SECRETARY') && communityId === group.communityId,
  )
}

/** Somebody has said that a group is not this chat: it is not proposed again. */
export async function refuseProposal(
  tx: Tx,
  { group, chatId }: { readonly group: Pick<BoundGroup, 'id'>; readonly chatId: ChatId },
  by: PersonId,
  now: Date,
): Promise<void> {
  await tx.chatGroup.update({ where: { id: group.id }, data: NOBODY })
  await writeAudit(tx, { at: now, by, action: REFUSED, subject: `group:${group.id}`, data: { chatId } })
}

/** The suspended groups of this account's seat that bear this name. */
export async function suspendedNamed(tx: Tx, account: AccountId, topic: string): Promise<BoundGroup[]> {
  const rows = await suspendedRows(tx, [account, ...(await earlierAccounts(tx, account))])
  return rows.filter((row) => plain(row.topic) !== '' && plain(row.topic) === plain(topic)).map(boundGroup)
}

/** Which suspended group staff mean who bind a chat to a scope. */
export type Meant =
  /** surely this one: it seems to be this chat, or is the only one of the same name */
  | { readonly kind: 'sure'; readonly group: BoundGroup }
  /** perhaps this one: nothing speaks for it but that no other has this purpose */
  | { readonly kind: 'perhaps'; readonly group: BoundGroup }
  /** none, or several could be meant, or somebody said that it is not this chat, or it seems to be another one */
  | { readonly kind: 'none' }

/** The suspended group of this scope that a chat is now, as far as it can be told. */
export async function suspendedFor(
  tx: Tx,
  chat: { readonly account: AccountId; readonly chatId: ChatId; readonly topic: string },
  where: { readonly communityId: number; readonly scope: GroupScope },
): Promise<Meant> {
  const { account, chatId } = chat
  const rows = (await suspendedRows(tx, [account, ...(await earlierAccounts(tx, account))])).filter((row) =>
    inScope(row, where),
  )
  const likely = rows.filter((row) => row.likelyAccount === account && row.likelyChatId === chatId)
  const named = rows.filter((row) => plain(row.topic) !== '' && plain(row.topic) === plain(chat.topic))
  for (const meant of [likely, named]) {
    const [row] = meant
    if (row && meant.length === 1) return { kind: 'sure', group: boundGroup(row) }
  }
  const [only] = rows
  if (!only || rows.length > 1 || only.likelyChatId !== null || (await wasRefused(tx, only, chatId))) {
    return { kind: 'none' }
  }
  return { kind: 'perhaps', group: boundGroup(only) }
}

/** Supposes that a suspended group is this chat, because staff seem to say so: it is moved once somebody confirms it. */
export async function suppose(
  tx: Tx,
  group: BoundGroup,
  { account, chatId }: { readonly account: AccountId; readonly chatId: ChatId },
): Promise<void> {
  await tx.chatGroup.update({ where: { id: group.id }, data: { likelyAccount: account, likelyChatId: chatId } })
}

function inScope(row: ChatGroup, { communityId, scope }: { communityId: number; scope: GroupScope }): boolean {
  return (
    row.communityId === communityId &&
    row.purpose === scope.purpose &&
    row.gridId === (scope.purpose === 'GRID' ? scope.gridId : null) &&
    row.unitId === (scope.purpose === 'UNIT' ? scope.unitId : null)
  )
}

export interface Move {
  readonly groupId: number
  readonly account: AccountId
  readonly chatId: ChatId
  readonly topic: string
  readonly by: PersonId
  readonly now: Date
}

/**
 * Moves a suspended binding to the chat that the group is now. Whoever calls it has asked who may. Returns the binding as
 * it was. `Refusal` when it is no longer suspended, or the chat is another bound group's.
 */
export async function moveBinding(tx: Tx, { groupId, account, chatId, topic, by, now }: Move): Promise<BoundGroup> {
  const row = await tx.chatGroup.findUnique({ where: { id: groupId } })
  if (!row || row.unboundAt !== null || row.suspendedAt === null) throw new Refusal('这个群已经认好了，不用再确认。')
  const there = await tx.chatGroup.findUnique({ where: { account_chatId: { account, chatId } } })
  if (there && there.id !== row.id) {
    if (there.unboundAt === null) throw new Refusal('那个群已经另外绑定了。')
    // Bound by mistake and unbound again: the binding that has a history takes its place.
    await tx.chatGroup.delete({ where: { id: there.id } })
  }
  await tx.chatGroup.update({
    where: { id: row.id },
    data: {
      account,
      chatId,
      ...(topic === '' ? {} : { topic }),
      suspendedAt: null,
      ...NOBODY,
    },
  })
  await writeAudit(tx, {
    at: now,
    by,
    action: 'group.move',
    subject: `group:${row.id}`,
    data: { from: { account: row.account, chatId: row.chatId }, to: { account, chatId } },
  })
  return boundGroup(row)
}

/** What `moveBinding` changed, and how it was. */
export interface MovedBinding {
  readonly groupId: number
  readonly from: {
    readonly account: AccountId
    readonly chatId: ChatId
    readonly topic: string
    readonly suspendedAt: Date
  }
  readonly by: PersonId
  readonly now: Date
}

/**
 * Takes a move back: the group is suspended as it was, and the chat is not proposed for it again. Whoever calls it has
 * asked who may. `Refusal` when something else has become of it since. Returns where it was moved to.
 */
export async function moveBindingBack(
  tx: Tx,
  { groupId, from, by, now }: MovedBinding,
): Promise<{ readonly account: AccountId; readonly chatId: ChatId }> {
  const row = await tx.chatGroup.findUnique({ where: { id: groupId } })
  if (!row || row.unboundAt !== null || row.suspendedAt !== null) throw new Refusal('这个群后来又改过，不能撤销了。')
  const at = { account: row.account as AccountId, chatId: row.chatId as ChatId }
  await tx.chatGroup.update({ where: { id: groupId }, data: { ...from, ...NOBODY } })
  await writeAudit(tx, {
    at: now,
    by,
    action: 'group.move-back',
    subject: `group:${groupId}`,
    data: { from: at, to: { account: from.account, chatId: from.chatId } },
  })
  await refuseProposal(tx, { group: { id: groupId }, chatId: at.chatId }, by, now)
  return at
}
