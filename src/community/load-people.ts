import type { Tx } from '../database/database.ts'
import type { Role } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, PersonId } from '../ids.ts'
import type { CommunityFile, GroupTarget } from './file.ts'
import { type GroupScope, putBinding } from './groups.ts'
import { type GridIds, idOf, type UnitIds } from './load-places.ts'
import type { Tally } from './load-tally.ts'
import type { RoleWords } from './role-words.ts'
import { grantRole, type RoleTarget, scopeOf } from './roles.ts'

/** Where the people and groups of a file belong. */
export interface LoadPlace {
  readonly communityId: CommunityId
  readonly account: AccountId
  readonly grids: GridIds
  readonly units: UnitIds
  readonly now: Date
}

/**
 * Loads people with their contact ids and roles. What the chat calls them is the chat's to say: the file gives it only
 * when they are new.
 */
export async function loadPeople(tx: Tx, file: CommunityFile, place: LoadPlace, tally: Tally): Promise<void> {
  const { account, communityId, now } = place
  // All at once: at most starts there is nothing to do, and a query for each person and role would be what a start takes.
  const identities = await tx.chatIdentity.findMany({
    where: { account, contactId: { in: file.people.map(({ contact }) => contact) } },
    select: { contactId: true, person: true },
  })
  const known = new Map(identities.map(({ contactId, person }) => [contactId, person]))
  const everHeld = await tx.role.findMany({
    where: { communityId, personId: { in: identities.map(({ person }) => person.id) } },
  })
  for (const { contact: contactId, name, friend, roles } of file.people) {
    let person = known.get(contactId)
    if (!person) {
      const identity = { account, contactId, displayName: name, friend, createdAt: now }
      person = await tx.person.create({ data: { name, createdAt: now, identities: { create: identity } } })
      tally.added('people')
    } else if (person.name !== name) {
      await tx.person.update({ where: { id: person.id }, data: { name } })
      tally.changed('people')
    }
    const personId = person.id as PersonId
    const held = everHeld.filter((role) => role.personId === personId)
    for (const role of roles) await loadRole(tx, { personId, name, held }, role, place, tally)
  }
}

interface RoleHolder {
  readonly personId: PersonId
  readonly name: string
  /** what they hold or ever held in the community */
  readonly held: readonly Role[]
}

/** Gives a role once: not to somebody who has, or ever had, the same one. */
async function loadRole(
  tx: Tx,
  { personId, name, held }: RoleHolder,
  words: RoleWords,
  { communityId, grids, units, now }: LoadPlace,
  tally: Tally,
): Promise<void> {
  const role = targetOf(words, grids, units)
  const { kind, gridId, unitId } = scopeOf(communityId, role)
  if (held.some((each) => each.kind === kind && each.gridId === gridId && each.unitId === unitId)) return
  const { grant } = await grantRole(tx, { communityId, personId, role, by: undefined, now })
  tally.added('roles')
  if (words.kind === 'GRID_WORKER' && words.post !== 'deputy' && !grant.lead) {
    tally.warn(`grid ${words.grid} already has a lead grid worker; ${name} was made a deputy`)
  }
}

/** A lead of the file does not push aside one who was appointed in chat. */
function targetOf(words: RoleWords, grids: GridIds, units: UnitIds): RoleTarget {
  const inGrid = 'grid' in words && words.grid !== undefined ? { gridId: idOf(grids, words.grid) } : {}
  if (words.kind === 'UNIT_CONTACT') return { kind: words.kind, unitId: idOf(units, words.unit), ...inGrid }
  if (words.kind === 'VOLUNTEER') return { kind: words.kind, ...inGrid }
  if (words.kind !== 'GRID_WORKER') return words
  return { kind: words.kind, gridId: idOf(grids, words.grid), post: words.post === 'deputy' ? 'deputy' : undefined }
}

/** Loads groups. One that is known keeps its binding, or stays unbound; only its name is brought up to date. */
export async function loadGroups(tx: Tx, file: CommunityFile, place: LoadPlace, tally: Tally): Promise<void> {
  const { account, communityId, now } = place
  const rows = await tx.chatGroup.findMany({ where: { account } })
  for (const { chat, topic, target } of file.groups) {
    const scope = scopeOfGroup(target, place)
    const known = rows.find(({ chatId }) => chatId === chat)
    if (!known) {
      await putBinding(tx, { account, chatId: chat as ChatId, topic, communityId, scope, by: undefined, now })
      tally.added('groups')
      continue
    }
    if (known.topic !== topic) {
      await tx.chatGroup.update({ where: { id: known.id }, data: { topic } })
      tally.changed('groups')
    }
    const sameScope =
      known.communityId === communityId &&
      known.purpose === scope.purpose &&
      known.gridId === (scope.purpose === 'GRID' ? scope.gridId : null) &&
      known.unitId === (scope.purpose === 'UNIT' ? scope.unitId : null)
    if (!sameScope)
      tally.warn(`group ${chat} is bound otherwise than the community file says; the binding was left as it is`)
  }
}

function scopeOfGroup(target: GroupTarget, { grids, units }: LoadPlace): GroupScope {
  if (target.purpose === 'GRID') return { purpose: 'GRID', gridId: idOf(grids, target.grid) }
  return target.purpose === 'UNIT' ? { purpose: 'UNIT', unitId: idOf(units, target.unit) } : { purpose: 'STAFF' }
}
