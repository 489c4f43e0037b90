import type { Tx } from '../database/database.ts'

const DAY_MS = 24 * 60 * 60_000
/** Until then the codes of an introduction that is over serve to report and to block; then it has had its time. */
export const KEEP_INTRODUCTIONS_DAYS = 180
/** So long it can be shown that there was a consent. */
const KEEP_CONSENTS_DAYS = 3 * 365

/**
 * Forgets introductions that were over 180 days ago, reports that staff settled then, and consents of matchmaking that were
 * withdrawn three years ago. At most about `limit` rows at a time; resolves with how many went.
 */
export async function forgetIntroductions(tx: Tx, now: Date, limit: number): Promise<number> {
  const before = (days: number) => ({ lte: new Date(now.getTime() - days * DAY_MS) })
  const rows = await tx.introduction.findMany({
    where: { endedAt: before(KEEP_INTRODUCTIONS_DAYS) },
    take: limit,
    select: { id: true },
  })
  const ids = rows.map(({ id }) => id)
  await tx.introductionSide.deleteMany({ where: { introductionId: { in: ids } } })
  await tx.introduction.deleteMany({ where: { id: { in: ids } } })
  const reports = await tx.matchReport.deleteMany({
    where: { settledAt: before(KEEP_INTRODUCTIONS_DAYS) },
    limit,
  })
  const consents = await tx.consent.deleteMany({
    where: { purpose: { startsWith: 'matchmaking' }, withdrawnAt: before(KEEP_CONSENTS_DAYS) },
    limit,
  })
  return ids.length + reports.count + consents.count
}
