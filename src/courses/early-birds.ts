import type { Tx } from '../database/database.ts'
import { addRows } from '../database/many-rows.ts'
import type { PersonId } from '../ids.ts'

/** Notes who asked before the opening; returns those who had not been told of it before, each once. */
export async function noteEarly(
  tx: Tx,
  runId: number,
  people: readonly PersonId[],
  now: Date,
): Promise<ReadonlySet<PersonId>> {
  const asked = new Set(people)
  const told = await tx.earlyBird.findMany({
    where: { runId, personId: { in: [...asked] } },
    select: { personId: true },
  })
  for (const { personId } of told) asked.delete(personId as PersonId)
  const news = [...asked].map((personId) => ({ runId, personId, at: now }))
  await addRows(tx, 'EarlyBird', news)
  return asked
}
