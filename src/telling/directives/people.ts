import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId, PersonId } from '../../ids.ts'
import { privateSpot, type Spot } from '../news.ts'

/**
 * The private chats with these people, of those the bot can write to. Where several accounts know somebody, the one that is
 * given, if one is, is taken first, then the newest acquaintance.
 */
export async function privateSpots(
  tx: Tx,
  people: readonly PersonId[],
  account?: AccountId,
): Promise<ReadonlyMap<PersonId, Spot>> {
  const rows = await tx.chatIdentity.findMany({
    where: { personId: { in: [...new Set(people)] }, friend: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const present = new Map<string, boolean>()
  for (const each of new Set(rows.map((row) => row.account))) {
    present.set(each, (await presentAccount(tx, each as AccountId)) === each)
  }
  const here = account === undefined ? undefined : await presentAccount(tx, account)
  const spots = new Map<PersonId, Spot>()
  const reachable = rows.filter((row) => present.get(row.account))
  for (const row of [...reachable.filter((each) => each.account === here), ...reachable]) {
    const person = row.personId as PersonId
    if (!spots.has(person)) spots.set(person, privateSpot(row.account, row.contactId))
  }
  return spots
}
