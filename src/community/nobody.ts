import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'

/** How somebody is called of whom nothing is kept any more. */
export const NOBODYS_NAME = '（资料已删除）'

/**
 * Nobody in particular: what has to stay although whose it was is forgotten is theirs. It has no contact, so nobody speaks
 * as them and nothing is said to them.
 */
export async function nobody(tx: Tx, now: Date): Promise<PersonId> {
  const known = await nobodyYet(tx)
  if (known !== undefined) return known
  return (await tx.person.create({ data: { name: NOBODYS_NAME, createdAt: now } })).id as PersonId
}

/** The same, for who only looks; undefined before anything has been made nobody's. */
export async function nobodyYet(tx: Tx): Promise<PersonId | undefined> {
  const where = { name: NOBODYS_NAME, identities: { none: {} } }
  const known = await tx.person.findFirst({ where, orderBy: { id: 'asc' }, select: { id: true } })
  return known?.id as PersonId | undefined
}
