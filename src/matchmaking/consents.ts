import type { Tx } from '../database/database.ts'
import type { AccountId, MessageId, PersonId } from '../ids.ts'
import type { FieldKey, SensitiveKey } from './fields.ts'

/** What somebody agrees to: to take part, or, one by one, to a sensitive field (privacy 1). */
const PURPOSE = 'matchmaking'
const purposeOf = (key?: SensitiveKey) => (key === undefined ? PURPOSE : `${PURPOSE}.${key}`)

/** A yes, as it was said in private. */
export interface Yes {
  readonly personId: PersonId
  readonly account: AccountId
  readonly messageId: MessageId
  readonly at: Date
  /** the version of the text they had read */
  readonly textVersion: string
}

/** Writes down that somebody agreed to take part, or to one sensitive field. */
export async function noteConsent(tx: Tx, yes: Yes, fields: readonly FieldKey[], key?: SensitiveKey): Promise<void> {
  await tx.consent.create({ data: { ...yes, purpose: purposeOf(key), fields: [...fields] } })
}

/** Whether somebody's yes to take part, or to one sensitive field, still holds. */
export async function hasConsent(tx: Tx, personId: PersonId, key?: SensitiveKey): Promise<boolean> {
  return (await tx.consent.count({ where: { personId, purpose: purposeOf(key), withdrawnAt: null } })) > 0
}

/** Takes back a yes to one sensitive field, or with none named every yes of matchmaking. The rows stay, with the time. */
export async function withdrawConsent(tx: Tx, personId: PersonId, now: Date, key?: SensitiveKey): Promise<void> {
  const purpose = key === undefined ? { startsWith: PURPOSE } : purposeOf(key)
  await tx.consent.updateMany({ where: { personId, purpose, withdrawnAt: null }, data: { withdrawnAt: now } })
}
