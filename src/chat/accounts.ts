import type { Tx } from '../database/database.ts'
import type { AccountId } from '../ids.ts'

export interface Login {
  readonly account: AccountId
  readonly name: string
  /** which of the deployment's accounts it is (setting SEAT) */
  readonly seat: string
  readonly now: Date
}

export interface KnownLogin {
  /** the account that sat here before, when this one is new here: its ids say nothing about this one's */
  readonly predecessor: AccountId | undefined
  /** until when this account was certainly being heard; undefined for a new one */
  readonly heardUntil: Date | undefined
}

/**
 * Writes down who logged in. An account that this seat has not seen yet begins a new epoch: another WeChat account, or the
 * same one where the puppet gives out new ids at a login. Doing it again for the same account changes nothing.
 */
export async function noteLogin(tx: Tx, { account, name, seat, now }: Login): Promise<KnownLogin> {
  const known = await tx.account.findUnique({ where: { account } })
  if (known) {
    if (known.name !== name) await tx.account.update({ where: { account }, data: { name } })
    return { predecessor: undefined, heardUntil: known.heardUntil ?? undefined }
  }
  const before = await tx.account.findFirst({ where: { seat }, orderBy: { epoch: 'desc' } })
  await tx.account.create({ data: { account, name, seat, epoch: before ? before.epoch + 1 : 0, since: now } })
  return { predecessor: before?.account as AccountId | undefined, heardUntil: undefined }
}
