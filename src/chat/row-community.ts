import { communityOf } from '../community/membership.ts'
import { findPerson } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import type { Db } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, CommunityId, ContactId } from '../ids.ts'

type Row = Pick<OutboxMessage, 'chatKind' | 'chatId' | 'issueId'>

/**
 * Which community each of an account's messages concerns: that of the group it is for, or of the issue it tells of, or
 * the one that the person means whom it is for. Undefined where nothing tells.
 */
export async function communitiesOfRows<R extends Row>(
  db: Db,
  account: AccountId,
  rows: readonly R[],
): Promise<readonly { readonly row: R; readonly community: CommunityId | undefined }[]> {
  const chatsOf = (kind: Row['chatKind']) => [
    ...new Set(rows.flatMap(({ chatKind, chatId }) => (chatKind === kind ? [chatId] : []))),
  ]
  // A group that was unbound in the meantime still tells.
  const groups = await db.chatGroup.findMany({
    where: { account, chatId: { in: chatsOf('GROUP') } },
    select: { chatId: true, communityId: true },
  })
  const issues = await db.issue.findMany({
    where: { id: { in: [...new Set(rows.flatMap(({ issueId }) => issueId ?? []))] } },
    select: { id: true, communityId: true },
  })
  const byGroup = new Map(groups.map(({ chatId, communityId }) => [chatId, communityId as CommunityId]))
  const byIssue = new Map(issues.map(({ id, communityId }) => [id, communityId as CommunityId]))
  const byPerson = new Map<string, CommunityId | undefined>()
  const known: { row: R; community: CommunityId | undefined }[] = []
  for (const row of rows) {
    const { chatKind, chatId, issueId } = row
    let community = chatKind === 'GROUP' ? byGroup.get(chatId) : undefined
    if (community === undefined && issueId !== null) community = byIssue.get(issueId)
    if (community === undefined && chatKind === 'PRIVATE') {
      if (!byPerson.has(chatId)) byPerson.set(chatId, await communityOfContact(db, account, chatId as ContactId))
      community = byPerson.get(chatId)
    }
    known.push({ row, community })
  }
  return known
}

async function communityOfContact(db: Db, account: AccountId, contact: ContactId): Promise<CommunityId | undefined> {
  const person = await findPerson(db, account, contact)
  return person === undefined ? undefined : communityOf(db, person, await rolesOf(db, person))
}
