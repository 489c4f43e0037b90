import type { Row } from '../database/tables.ts'

/**
 * A row of the jobs' ledger as it is restored. What was running when the back-up was made runs no more: the back-up itself
 * was done with it, or it would not be there; of anything else the lease is over, so that whoever looks next takes it up.
 */
export function settledRun(row: Row, madeAt: string): Row {
  if (row['state'] !== 'RUNNING') return row
  if (row['job'] !== 'backup') return { ...row, leaseUntil: madeAt }
  return { ...row, state: 'DONE', leaseUntil: null, finishedAt: madeAt, outcome: 'it is the one that was restored' }
}
