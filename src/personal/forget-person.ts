import { randomUUID } from 'node:crypto'
import { writeAudit } from '../community/audit.ts'
import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import type { Holding, Whose } from './holding.ts'
import { whose } from './whose.ts'

/** The name under which the audit keeps that somebody was forgotten. */
export const FORGOT = 'person.forget'

/** Stands for a contact in the audit, so that only who holds the key can say whose it was. */
export type Tag = (contact: string) => string

/** What stays of somebody who is forgotten, and why; or why that cannot be done now. */
export async function whatStays(
  tx: Tx,
  holdings: readonly Holding[],
  person: PersonId,
  now: Date,
): Promise<{ readonly stays: readonly string[]; readonly hindrance: string | undefined }> {
  const who = await whose(tx, person)
  const stays: string[] = []
  let hindrance: string | undefined
  for (const holding of holdings) {
    stays.push(...((await holding.stays?.(tx, who, now)) ?? []))
    hindrance ??= await holding.hindrance?.(tx, who, now)
  }
  return { stays, hindrance }
}

/**
 * Forgets a person in every area, in this transaction: afterwards there is nobody behind their contact ids, and whoever
 * writes under one of them is new. The audit keeps that it was done, with a tag for each contact and how many rows went in
 * which area. What was deleted is overwritten in the files at night. Resolves with who it was.
 *
 * @param tag without a key for it a random one is kept, of which nobody can say whose it is
 */
export async function forgetPerson(
  tx: Tx,
  holdings: readonly Holding[],
  person: PersonId,
  { now, tag = () => randomUUID() }: { readonly now: Date; readonly tag?: Tag | undefined },
): Promise<Whose> {
  const who = await whose(tx, person)
  const rows: Record<string, number> = {}
  for (const { area, forget } of holdings) rows[area] = await forget(tx, who, now)
  // Whatever still points to this row is somebody's oversight, and the whole is called off rather than half done.
  await tx.person.delete({ where: { id: person } })
  await writeAudit(tx, {
    at: now,
    by: undefined,
    action: FORGOT,
    subject: `person:${person}`,
    data: { contacts: who.identities.map((identity) => tag(contactOf(identity))), rows },
  })
  return who
}

const contactOf = ({ account, contactId }: Whose['identities'][number]) => `${account} ${contactId}`
