import type { Tx } from '../database/database.ts'

/** So long it is kept who asked what about an order or notice, in months: as long as an issue that it may have become. */
export const KEEP_QUESTIONS_MONTHS = 24

/** Forgets old questions about orders and notices. At most `limit` at a time; resolves with how many there were. */
export async function forgetQuestions(tx: Tx, now: Date, limit: number): Promise<number> {
  const before = new Date(now)
  before.setUTCMonth(before.getUTCMonth() - KEEP_QUESTIONS_MONTHS)
  const { count } = await tx.directiveQuestion.deleteMany({ where: { at: { lt: before } }, limit })
  return count
}
