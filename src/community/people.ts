import type { Tx } from '../database/database.ts'
import { addRows, addRowsReturning } from '../database/many-rows.ts'
import type { ChatIdentity } from '../database/types.ts'
import type { AccountId, ContactId, PersonId } from '../ids.ts'

/** How a person is reached on one account. `displayName` is what the chat calls them: for reading, never for rights. */
export interface Contact {
  readonly contactId: ContactId
  readonly displayName: string
  /** whether the bot can write to them in private */
  readonly friend: boolean
}

/** Who a contact is, or undefined for somebody who never acted. */
export async function findPerson(tx: Tx, account: AccountId, contactId: ContactId): Promise<PersonId | undefined> {
  const identity = await tx.chatIdentity.findUnique({
    where: { account_contactId: { account, contactId } },
    select: { personId: true },
  })
  return identity ? (identity.personId as PersonId) : undefined
}

export interface Actor {
  readonly account: AccountId
  readonly contactId: ContactId
  readonly displayName: string
  /** undefined where the chat cannot tell: what was known stays */
  readonly friend?: boolean | undefined
  readonly now: Date
}

/**
 * The person behind a contact who acts now; makes the row when it is their first act. What the chat calls them is kept
 * up to date beside their id. The person's own name stays as it was first known or as the community file gives it, so
 * that somebody who renames himself 书记 is not called so in a list of ours.
 */
export async function ensurePerson(tx: Tx, actor: Actor): Promise<PersonId> {
  const person = (await ensurePeople(tx, actor.account, [actor])).get(actor.contactId)
  if (person === undefined) throw new Error('a person was neither found nor made')
  return person
}

/**
 * The same for many who act at once on one account, in a few queries for all: who each contact is. Somebody who is there
 * twice is called as they are called last.
 */
export async function ensurePeople(
  tx: Tx,
  account: AccountId,
  actors: readonly Omit<Actor, 'account'>[],
): Promise<ReadonlyMap<ContactId, PersonId>> {
  const byContact = new Map(actors.map((actor) => [actor.contactId, actor]))
  const found = await tx.chatIdentity.findMany({ where: { account, contactId: { in: [...byContact.keys()] } } })
  const people = new Map(found.map((row) => [row.contactId as ContactId, row.personId as PersonId]))
  for (const known of found) {
    const actor = byContact.get(known.contactId as ContactId)
    if (actor) await keepUpToDate(tx, known, actor)
  }
  const unknown = [...byContact.values()].filter(({ contactId }) => !people.has(contactId))
  for (const [at, person] of (await meetAll(tx, account, unknown)).entries()) {
    const contact = unknown[at]?.contactId
    if (contact !== undefined) people.set(contact, person)
  }
  return people
}

/** Makes the person behind a contact who acts for the first time. */
export async function meet(tx: Tx, { account, ...actor }: Actor): Promise<PersonId> {
  const [person] = await meetAll(tx, account, [actor])
  if (person === undefined) throw new Error('a person was not made')
  return person
}

/** In the order in which they are given. */
async function meetAll(
  tx: Tx,
  account: AccountId,
  unknown: readonly Omit<Actor, 'account'>[],
): Promise<readonly PersonId[]> {
  if (unknown.length === 0) return []
  const named = unknown.map(({ displayName, now }) => ({ name: displayName, createdAt: now }))
  const made = await addRowsReturning(tx, 'Person', named, ['id'])
  // They come back in no promised order, but are added in this one. Not known by their names: half a character is kept as another.
  const ids = made.map(({ id }) => id).sort((one, other) => one - other)
  const identities = unknown.map(({ contactId, displayName, friend = false, now }, at) => {
    const personId = ids[at]
    if (personId === undefined) throw new Error('a person was not made')
    return { account, contactId, displayName, friend, createdAt: now, personId }
  })
  await addRows(tx, 'ChatIdentity', identities)
  return ids as PersonId[]
}

/** Of somebody who acts and is known already: what the chat calls them now, and whether they can be written to. */
export async function keepUpToDate(
  tx: Tx,
  known: Pick<ChatIdentity, 'id' | 'displayName' | 'friend'>,
  { displayName, friend = known.friend }: Pick<Actor, 'displayName' | 'friend'>,
): Promise<void> {
  if (known.displayName === displayName && known.friend === friend) return
  await tx.chatIdentity.update({ where: { id: known.id }, data: { displayName, friend } })
}

/** How to reach a person on this account; the newest identity where they have several. Undefined: not on this account. */
export async function contactOf(tx: Tx, personId: PersonId, account: AccountId): Promise<Contact | undefined> {
  return newestContact(await tx.chatIdentity.findMany({ where: { personId, account } }))
}

/** The newest of one person's identities on one account, as a way to reach them. */
export function newestContact(identities: readonly ChatIdentity[]): Contact | undefined {
  const [newest] = [...identities].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
  if (!newest) return undefined
  return { contactId: newest.contactId as ContactId, displayName: newest.displayName, friend: newest.friend }
}

/**
 * Notes that somebody became a friend of the account, or stopped being one. Returns whether they are known: who never
 * acted has no row, and is met with `friend` set when they first act.
 */
export async function setFriend(tx: Tx, account: AccountId, contactId: ContactId, friend: boolean): Promise<boolean> {
  const { count } = await tx.chatIdentity.updateMany({ where: { account, contactId }, data: { friend } })
  return count > 0
}
