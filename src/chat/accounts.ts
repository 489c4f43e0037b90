import { suspendGroups } from '../community/suspended.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId } from '../ids.ts'

export interface Login {
  readonly account: AccountId
  readonly name: string
  /** which of the deployment's accounts it is (setting SEAT) */
  readonly seat: string
  /** whether the puppet gives out new ids at a login */
  readonly unstableIds?: boolean
  readonly now: Date
}

export interface KnownLogin {
  /** the account that sat here until now, when it was another one: its ids say nothing about this one's */
  readonly predecessor: AccountId | undefined
  /** until when this account was certainly being heard; undefined for a new one */
  readonly heardUntil: Date | undefined
}

/**
 * Writes down who logged in. An account that does not sit on this seat yet begins a new epoch: another WeChat account, or
 * the same one where the puppet gives out new ids at a login. What the account before it was told not to say it does not
 * say either, and its groups are suspended. For the same account it changes nothing; but where groups may have new ids
 * though the account has not, its groups are suspended until they are seen or heard under their old ones.
 */
export async function noteLogin(tx: Tx, { account, name, seat, unstableIds = false, now }: Login): Promise<KnownLogin> {
  const known = await tx.account.findUnique({ where: { account } })
  const sitting = await tx.account.findFirst({ where: { seat }, orderBy: { epoch: 'desc' } })
  const heardUntil = known?.heardUntil ?? undefined
  if (known && sitting?.account === account) {
    if (known.name !== name) await tx.account.update({ where: { account }, data: { name } })
    if (unstableIds) await suspendGroups(tx, account, now)
    return { predecessor: undefined, heardUntil }
  }
  const place = { name, seat, epoch: sitting ? sitting.epoch + 1 : 0, since: now }
  await tx.account.upsert({ where: { account }, create: { account, ...place }, update: place })
  if (!sitting) return { predecessor: undefined, heardUntil }
  const predecessor = sitting.account as AccountId
  await suspendGroups(tx, predecessor, now)
  await inheritPauses(tx, predecessor, account)
  return { predecessor, heardUntil }
}

/** To the chat it may still be the same account, and staff who paused it may not be known to it yet. */
async function inheritPauses(tx: Tx, from: AccountId, to: AccountId): Promise<void> {
  for (const pause of await tx.accountPause.findMany({ where: { account: from } })) {
    const { kind, since, until, reason, strikes } = pause
    const row = { since, until, reason, strikes }
    await tx.accountPause.upsert({
      where: { account_kind: { account: to, kind } },
      create: { account: to, kind, ...row },
      update: row,
    })
  }
}
