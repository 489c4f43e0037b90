import type { Enrolment, EnrolmentState } from '../database/types.ts'
import type { AccountId, ChatId, ContactId, MessageId, PersonId } from '../ids.ts'

/** Together people may come as so many; a party is enrolled whole or not at all. */
export const LARGEST_PARTY = 3

/** What was done to an enrolment. */
export type EnrolmentAction =
  | 'enrol'
  | 'cancel'
  /** somebody behind was let past, because this party did not fit */
  | 'skip'
  | 'offer'
  /** a place is there for the first who answers */
  | 'call'
  | 'accept'
  | 'refuse'
  | 'expire'
  | 'resize'
  | 'draw'
  | 'no consent'

/** An enrolment while it is being decided; `id` is there once it is written. */
export type Standing = Omit<Enrolment, 'id'> & { readonly id: number | undefined }

/** Somebody who wants a place. */
export interface EnrolRequest {
  readonly personId: PersonId
  readonly party: number
  readonly account: AccountId
  readonly chatKind: 'GROUP' | 'PRIVATE'
  readonly chatId: ChatId
  readonly contactId: ContactId
  readonly messageId: MessageId
  /** when it came in, by the bot's clock: what came before the opening does not count, however late it is decided */
  readonly arrivedAt: Date
  readonly child?: string | undefined
  readonly consentId?: number | undefined
}

/** What became of a request. `early`, `closed`: nothing was written. `ticket`: it is in the draw. */
export type Decision =
  | { readonly kind: 'confirmed' | 'waiting' | 'already' | 'ticket'; readonly row: Standing }
  | { readonly kind: 'early' | 'closed' }

/** What became of the answer to an offer; see `accept`. */
export type Acceptance = 'accepted' | 'late' | 'nothing'

/** Why somebody is on the list no more. */
export type Leaving = 'cancel' | 'refuse' | 'expire' | 'no consent'

/** One step of one enrolment, for whoever tells people. */
export interface EnrolmentChange {
  readonly action: EnrolmentAction
  readonly from: EnrolmentState | null
  readonly to: EnrolmentState
  readonly row: Standing
}
