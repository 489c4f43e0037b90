import type { Tx } from '../database/database.ts'
import type { AccountId, ContactId, PersonId } from '../ids.ts'
import type { Whose } from './holding.ts'

/** Everything by which a person is known, on every account. */
export async function whose(tx: Tx, person: PersonId): Promise<Whose> {
  const { name, identities } = await tx.person.findUniqueOrThrow({
    where: { id: person },
    include: { identities: { orderBy: { id: 'asc' } } },
  })
  return {
    person,
    identities: identities.map(({ account, contactId }) => ({
      account: account as AccountId,
      contactId: contactId as ContactId,
    })),
    names: [...new Set([name, ...identities.map(({ displayName }) => displayName)])].filter((each) => each !== ''),
  }
}
