import { storable } from '../database/storable.ts'
import type { ContactId } from '../ids.ts'
import { type Puppet, quietly } from './puppet.ts'

/** What a group calls somebody: the alias there before the nickname. Empty when it cannot be told. */
export async function nameInRoom(puppet: Puppet, roomId: string, contactId: string): Promise<string> {
  const member = await quietly(puppet.roomMemberPayload(roomId, contactId))
  if (member?.roomAlias) return storable(member.roomAlias)
  const contact = await quietly(puppet.contactPayload(contactId))
  return storable(contact?.name || member?.name || '')
}

/** Every name somebody may be called by in a chat. */
export async function namesOf(puppet: Puppet, contactId: string, roomId: string | undefined): Promise<string[]> {
  const [contact, member] = await Promise.all([
    quietly(puppet.contactPayload(contactId)),
    roomId ? quietly(puppet.roomMemberPayload(roomId, contactId)) : undefined,
  ])
  return [...new Set([contact?.name ?? '', member?.name ?? '', member?.roomAlias ?? ''])].filter(Boolean)
}

/** So many members' names are asked for at a time. */
const AT_ONCE = 16

/** The member behind each name, by alias in the group or nickname; nobody for a name that several bear. */
export async function bearers(puppet: Puppet, roomId: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const members = (await quietly(puppet.roomMemberList(roomId))) ?? []
  const found = new Map<string, string[]>(names.map((name) => [name, []]))
  for (let first = 0; first < members.length; first += AT_ONCE) {
    await Promise.all(
      members.slice(first, first + AT_ONCE).map(async (id) => {
        for (const name of await namesOf(puppet, id, roomId)) found.get(name)?.push(id)
      }),
    )
  }
  return [...found.values()].flatMap((ids) => (ids.length === 1 ? ids : []))
}

/** Who in the group bears a name, where exactly one does. */
export async function onlyBearer(puppet: Puppet, roomId: string, name: string): Promise<ContactId | undefined> {
  const found = await quietly(puppet.roomMemberSearch(roomId, name))
  return found?.length === 1 ? (found[0] as ContactId) : undefined
}
