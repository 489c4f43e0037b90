import { type BoundGroup, staffGroups, unitGroups } from '../community/groups.ts'
import { type Contact, contactOf } from '../community/people.ts'
import { contactsInPost, type Post } from '../community/roles.ts'
import { earlierAccounts, presentAccount } from '../community/seats.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, GridId, PersonId, UnitId } from '../ids.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import { groupSpot, privateSpot, type Spot } from './news.ts'

/** The private chat with a person on this account, if the bot may write there (only friends can be written to). */
export async function privateChatWith(tx: Tx, person: PersonId, account: AccountId): Promise<Spot | undefined> {
  const contact = await contactOf(tx, person, account)
  return contact?.friend ? privateSpot(account, contact.contactId) : undefined
}

/** The private chats with those who hold such a role, as far as the bot can write to them. */
async function privateChats(tx: Tx, account: AccountId, ...posts: readonly Post[]): Promise<Spot[]> {
  const contacts: Contact[] = []
  for (const post of posts) contacts.push(...(await contactsInPost(tx, account, post)))
  return contacts.filter(({ friend }) => friend).map(({ contactId }) => privateSpot(account, contactId))
}

/** A place where those at work are told. */
export interface WorkSpot extends Spot {
  /** a group of which nobody knows which chat it is now: what is said there waits */
  readonly waits?: true
}

/** Whether those at work will not read it: every place waits, or there is none since ids have changed. */
export async function isUnheard(tx: Tx, spots: readonly WorkSpot[], account: AccountId): Promise<boolean> {
  if (spots.length > 0) return spots.every(({ waits }) => waits)
  return (await earlierAccounts(tx, account)).length > 0
}

/** Where the staff are told: in their group, or one by one, with the secretary, where there is none. */
export async function spotsOfStaff(tx: Tx, communityId: CommunityId, account: AccountId): Promise<WorkSpot[]> {
  return inGroupsOrAlone(await staffGroups(tx, communityId), () => privateSpotsOfStaff(tx, communityId, account))
}

/** The private chats with the staff and the secretary, for what is said to each alone; nobody stands there twice. */
export function privateSpotsOfStaff(tx: Tx, communityId: CommunityId, account: AccountId): Promise<Spot[]> {
  return privateChats(tx, account, { kind: 'STAFF', communityId }, { kind: 'SECRETARY', communityId })
}

/** Where the secretary is told: in private, or in the staff's group while the bot cannot write there. */
export async function spotsOfSecretary(tx: Tx, communityId: CommunityId, account: AccountId): Promise<WorkSpot[]> {
  const spots = await privateChats(tx, account, { kind: 'SECRETARY', communityId })
  return spots.length > 0 ? spots : spotsOfStaff(tx, communityId, account)
}

/** Where the workers of the issue's grid are told, in private. Without a grid or a reachable worker it is for the staff. */
export async function spotsOfWorkers(tx: Tx, issue: PlacedIssue, account: AccountId): Promise<WorkSpot[]> {
  const gridId = issue.gridId as GridId | null
  const spots = gridId === null ? [] : await privateChats(tx, account, { kind: 'GRID_WORKER', gridId })
  return spots.length > 0 ? spots : spotsOfStaff(tx, issue.communityId as CommunityId, account)
}

/** Where the unit is told that the issue is dispatched to: in its group, or its contacts one by one. */
export async function spotsOfUnit(tx: Tx, issue: PlacedIssue, account: AccountId): Promise<WorkSpot[]> {
  const unitId = issue.unitId as UnitId | null
  if (unitId === null) return []
  return inGroupsOrAlone(await unitGroups(tx, unitId), () =>
    privateChats(tx, account, { kind: 'UNIT_CONTACT', unitId }),
  )
}

/** In the groups; while nobody knows which chats they are, one by one; where that is not possible either it waits for them. */
async function inGroupsOrAlone(groups: readonly BoundGroup[], alone: () => Promise<Spot[]>): Promise<WorkSpot[]> {
  const spot = ({ account, chatId }: BoundGroup) => groupSpot(account, chatId)
  const live = groups.filter(({ suspendedAt }) => suspendedAt === undefined)
  if (live.length > 0) return live.map(spot)
  const people = await alone()
  return people.length > 0 ? people : groups.map((group) => ({ ...spot(group), waits: true }))
}

/**
 * The account by which those at work on an issue are reached: the one it came to, unless another sits in its place now.
 * Whoever speaks on an account shows that it is the present one.
 */
export async function workingAccount(tx: Tx, issue: PlacedIssue, speaking?: AccountId): Promise<AccountId> {
  const account = issue.account as AccountId
  return speaking === account ? account : presentAccount(tx, account)
}
