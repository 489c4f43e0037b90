import { contactOf } from '../../community/people.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { Enrolment } from '../../database/types.ts'
import type { AccountId, ContactId, PersonId } from '../../ids.ts'
import { groupSpot, privateSpot, type Spot } from '../news.ts'

/** At most so many are called by an @ in one message; the others read it too. */
export const MOST_MENTIONS = 20

/** One place where learners are told, and whom to call there. */
export interface LearnerSpot {
  readonly spot: Spot
  readonly mentions: readonly ContactId[]
  readonly enrolments: readonly Enrolment[]
}

/** Who is told: those who have a place, or with them those who wait for one. */
export type Learners = 'placed' | 'waiting too'

/**
 * Where those who have a place in a term are told, each once: in the group in which they enrolled, or in private where they
 * enrolled there or asked for it. One spot a chat; whoever cannot be reached any more, because ids have changed, is left out.
 */
export async function learnerSpots(tx: Tx, runId: number, who: Learners = 'placed'): Promise<LearnerSpot[]> {
  const spots = new Map<string, { spot: Spot; mentions: ContactId[]; enrolments: Enrolment[] }>()
  const enrolments = await tx.enrolment.findMany({
    where: { runId, state: who === 'placed' ? 'CONFIRMED' : { not: 'CANCELLED' } },
    orderBy: [{ seq: 'asc' }, { id: 'asc' }],
  })
  for (const enrolment of enrolments) {
    const spot = await spotOf(tx, enrolment)
    if (!spot) continue
    const key = `${spot.account} ${spot.chat.kind} ${spot.chat.id}`
    const known = spots.get(key) ?? { spot, mentions: [], enrolments: [] }
    spots.set(key, known)
    known.enrolments.push(enrolment)
    const contact = enrolment.contactId as ContactId
    if (spot.chat.kind === 'group' && known.mentions.length < MOST_MENTIONS && !known.mentions.includes(contact)) {
      known.mentions.push(contact)
    }
  }
  return [...spots.values()]
}

async function spotOf(tx: Tx, enrolment: Enrolment): Promise<Spot | undefined> {
  const account = enrolment.account as AccountId
  const present = (await presentAccount(tx, account)) as AccountId
  const inGroup = enrolment.chatKind === 'GROUP' && !enrolment.private
  if (present === account && inGroup && (await isBound(tx, enrolment))) return groupSpot(account, enrolment.chatId)
  return privateSpotOf(tx, enrolment.personId as PersonId, present)
}

/** The private chat with a learner, where the bot can write there. */
export async function privateSpotOf(tx: Tx, person: PersonId, account: AccountId): Promise<Spot | undefined> {
  const contact = await contactOf(tx, person, account)
  return contact?.friend ? privateSpot(account, contact.contactId) : undefined
}

async function isBound(tx: Tx, { account, chatId }: Enrolment): Promise<boolean> {
  const group = await tx.chatGroup.findUnique({ where: { account_chatId: { account, chatId } } })
  return group !== null && group.unboundAt === null
}
