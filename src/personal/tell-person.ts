import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import type { Holding, Told } from './holding.ts'
import { whose } from './whose.ts'

/** What one area holds about somebody. */
export interface TellsOf extends Told {
  readonly area: string
}

/** Everything that is held about a person, area by area; areas that hold nothing are left out. Reads only. */
export async function tellPerson(
  tx: Tx,
  holdings: readonly Holding[],
  person: PersonId,
  now: Date,
): Promise<readonly TellsOf[]> {
  const who = await whose(tx, person)
  const told: TellsOf[] = []
  for (const { area, tell } of holdings) {
    const held = await tell(tx, who, now)
    if (held) told.push({ area, ...held })
  }
  return told
}
