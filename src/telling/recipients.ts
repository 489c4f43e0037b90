import { staffGroups, unitGroups } from '../community/groups.ts'
import { contactOf } from '../community/people.ts'
import { contactsOf, type Holder, secretariesOf, staffOf, workersOf } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, GridId, PersonId, UnitId } from '../ids.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import { groupSpot, privateSpot, type Spot } from './news.ts'

/** The private chat with a person on this account, if the bot may write there (only friends can be written to). */
export async function privateChatWith(tx: Tx, person: PersonId, account: AccountId): Promise<Spot | undefined> {
  const contact = await contactOf(tx, person, account)
  return contact?.friend ? privateSpot(account, contact.contactId) : undefined
}

async function privateChats(tx: Tx, people: readonly Holder[], account: AccountId): Promise<Spot[]> {
  const spots: Spot[] = []
  for (const { personId } of people) {
    const spot = await privateChatWith(tx, personId, account)
    if (spot) spots.push(spot)
  }
  return spots
}

/** Where the staff are told: in their group, or one by one, with the secretary, where there is none. */
export async function spotsOfStaff(tx: Tx, community: CommunityId, account: AccountId): Promise<Spot[]> {
  const groups = await staffGroups(tx, community)
  if (groups.length > 0) return groups.map((group) => groupSpot(group.account, group.chatId))
  return privateChats(tx, [...(await staffOf(tx, community)), ...(await secretariesOf(tx, community))], account)
}

/** Where the secretary is told: in private, or in the staff's group while the bot cannot write there. */
export async function spotsOfSecretary(tx: Tx, community: CommunityId, account: AccountId): Promise<Spot[]> {
  const spots = await privateChats(tx, await secretariesOf(tx, community), account)
  return spots.length > 0 ? spots : spotsOfStaff(tx, community, account)
}

/** Where the workers of the issue's grid are told, in private. Without a grid or a reachable worker it is for the staff. */
export async function spotsOfWorkers(tx: Tx, issue: PlacedIssue): Promise<Spot[]> {
  const account = issue.account as AccountId
  const workers = issue.gridId === null ? [] : await workersOf(tx, issue.gridId as GridId)
  const spots = await privateChats(tx, workers, account)
  return spots.length > 0 ? spots : spotsOfStaff(tx, issue.communityId as CommunityId, account)
}

/** Where the unit is told that the issue is dispatched to: in its group, or its contacts one by one. */
export async function spotsOfUnit(tx: Tx, issue: PlacedIssue): Promise<Spot[]> {
  if (issue.unitId === null) return []
  const groups = await unitGroups(tx, issue.unitId as UnitId)
  if (groups.length > 0) return groups.map((group) => groupSpot(group.account, group.chatId))
  return privateChats(tx, await contactsOf(tx, issue.unitId as UnitId), issue.account as AccountId)
}
