import type { IncomingMessage } from '../chat/incoming.ts'
import { communityOf } from '../community/membership.ts'
import { findPerson } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import type { Db } from '../database/database.ts'
import { isStaffHere } from './directives/desk.ts'

/** Who of the staff has sent a message, before it is dealt with; undefined where it is nobody of theirs. */
export async function staffMember(db: Db, { account, sender }: IncomingMessage) {
  const person = await findPerson(db, account, sender.id)
  if (person === undefined) return undefined
  const roles = await rolesOf(db, person)
  const community = await communityOf(db, person, roles)
  if (community === undefined || !isStaffHere({ roles, community })) return undefined
  const { name } = await db.person.findUniqueOrThrow({ where: { id: person }, select: { name: true } })
  return { communityId: community, name }
}
