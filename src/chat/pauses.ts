import type { Db, Tx } from '../database/database.ts'
import type { AccountPause, PauseKind } from '../database/types.ts'
import type { AccountId } from '../ids.ts'

/** Whether a pause holds the account back at `now`. One by staff has no end; one of the chat's counts on after its end. */
export function isRunning({ until }: Pick<AccountPause, 'until'>, now: Date): boolean {
  return until === null || until > now
}

/** The pause of this kind that holds the account back at `now`. */
export async function runningPause(
  db: Db,
  account: AccountId,
  kind: PauseKind,
  now: Date,
): Promise<AccountPause | undefined> {
  const pause = await db.accountPause.findUnique({ where: { account_kind: { account, kind } } })
  return pause && isRunning(pause, now) ? pause : undefined
}

/** Staff hold the account back until they let it go on. A rest that the chat asked for runs beside it, untouched. */
export async function pauseByStaff(tx: Tx, account: AccountId, now: Date): Promise<void> {
  const row = { since: now, until: null, reason: '工作人员暂停' }
  await tx.accountPause.upsert({
    where: { account_kind: { account, kind: 'STAFF' } },
    create: { account, kind: 'STAFF', ...row },
    update: row,
  })
}

/** Ends the pause by staff; false when there was none. */
export async function resumeByStaff(tx: Tx, account: AccountId): Promise<boolean> {
  const { count } = await tx.accountPause.deleteMany({ where: { account, kind: 'STAFF' } })
  return count > 0
}

/** Ends the chat's rest before its time. It stays in the count: the next one will be longer. */
export async function endRestEarly(tx: Tx, account: AccountId, now: Date): Promise<void> {
  await tx.accountPause.updateMany({
    where: { account, kind: 'RATE_LIMIT', until: { gt: now } },
    data: { until: now },
  })
}
