import type { Db, Tx } from '../database/database.ts'
import type { ChatGroup } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId } from '../ids.ts'
import { writeAudit } from './audit.ts'
import { type BoundGroup, boundGroup } from './groups.ts'
import { earlierAccounts } from './seats.ts'

/**
 * Suspends all groups of an account: nobody knows any more which chats they are now. They stay bound, and what is to be
 * said there waits until somebody confirms which group it is. Returns how many.
 */
export async function suspendGroups(tx: Tx, account: AccountId, now: Date): Promise<number> {
  const { count } = await tx.chatGroup.updateMany({
    where: { account, unboundAt: null, suspendedAt: null },
    data: { suspendedAt: now },
  })
  if (count > 0) {
    await writeAudit(tx, {
      at: now,
      by: undefined,
      action: 'group.suspend',
      subject: `account:${account}`,
      data: { count },
    })
  }
  return count
}

/** A chat of this account is heard or seen under its old id, so nothing has become of it. False: it was not suspended. */
export async function liftSuspension(tx: Tx, group: Pick<BoundGroup, 'id'>, now: Date): Promise<boolean> {
  const { count } = await tx.chatGroup.updateMany({
    where: { id: group.id, suspendedAt: { not: null } },
    data: { suspendedAt: null, likelyAccount: null, likelyChatId: null },
  })
  if (count === 0) return false
  await writeAudit(tx, { at: now, by: undefined, action: 'group.resume', subject: `group:${group.id}` })
  return true
}

/** The bound groups of a community of which nobody knows which chats they are now. */
export async function suspendedGroups(tx: Tx, communityId: CommunityId): Promise<BoundGroup[]> {
  const rows = await tx.chatGroup.findMany({
    where: { communityId, unboundAt: null, suspendedAt: { not: null } },
    orderBy: { id: 'asc' },
  })
  return rows.map(boundGroup)
}

/** The chats of an account in which nothing may be said at present, because their ids are no longer to be trusted. */
export async function suspendedChats(db: Db, account: AccountId): Promise<ChatId[]> {
  const rows = await db.chatGroup.findMany({
    where: { account, suspendedAt: { not: null } },
    select: { chatId: true },
  })
  return rows.map(({ chatId }) => chatId as ChatId)
}

/** Whether groups of this account's seat wait to be known again. */
export async function hasSuspended(tx: Tx, account: AccountId): Promise<boolean> {
  const row = await tx.chatGroup.findFirst({
    where: {
      account: { in: [account, ...(await earlierAccounts(tx, account))] },
      unboundAt: null,
      suspendedAt: { not: null },
    },
    select: { id: true },
  })
  return row !== null
}

/** The suspended groups of these accounts as they are kept. */
export async function suspendedRows(db: Db, accounts: readonly AccountId[]): Promise<ChatGroup[]> {
  return db.chatGroup.findMany({
    where: { account: { in: [...accounts] }, unboundAt: null, suspendedAt: { not: null } },
    orderBy: { id: 'asc' },
  })
}
