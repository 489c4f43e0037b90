import type { AccountId, ContactId } from '../ids.ts'
import type { Sealer } from '../sealing/sealer.ts'

/** Stands for somebody by the contact under which they registered. It tells nothing to who lacks the data key. */
export type Tag = string

/**
 * The tag of a contact: the same for as long as the database lives, also when the person has had everything deleted and comes
 * back. So a block lasts, and a profile that was frozen is not thawed by beginning anew.
 */
export function tagOf(sealer: Pick<Sealer, 'hash'>, account: AccountId, contactId: ContactId): Tag {
  return sealer.hash(`match-person:${account}:${contactId}`)
}
