import type { Tx } from '../database/database.ts'
import type { AccountId, PersonId } from '../ids.ts'

/**
 * The account that sits now where this one sat: itself, unless ids have changed at a login since, or another account took
 * its place. An account of which no login was noted is taken for the present one.
 */
export async function presentAccount(tx: Tx, account: AccountId): Promise<AccountId> {
  const noted = await tx.account.findUnique({ where: { account } })
  if (!noted) return account
  const last = await tx.account.findFirst({
    where: { seat: noted.seat, epoch: { gt: noted.epoch } },
    orderBy: { epoch: 'desc' },
  })
  return (last?.account ?? account) as AccountId
}

/** The accounts that sat on this one's seat before it. */
export async function earlierAccounts(tx: Tx, account: AccountId): Promise<AccountId[]> {
  const noted = await tx.account.findUnique({ where: { account } })
  if (!noted) return []
  const before = await tx.account.findMany({ where: { seat: noted.seat, epoch: { lt: noted.epoch } } })
  return before.map((one) => one.account as AccountId)
}

/**
 * Whether somebody is known by ids of former logins only, so that nobody can speak as them any more: a role of theirs is
 * still written down, but held by nobody.
 */
export async function isOutOfReach(tx: Tx, personId: PersonId): Promise<boolean> {
  const identities = await tx.chatIdentity.findMany({ where: { personId }, select: { account: true } })
  for (const account of new Set(identities.map((identity) => identity.account as AccountId))) {
    if ((await presentAccount(tx, account)) === account) return false
  }
  return identities.length > 0
}
