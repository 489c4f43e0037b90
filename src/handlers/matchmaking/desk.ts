import type { Call } from '../../chat/call.ts'
import type { PersonId } from '../../ids.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import type { Understanding } from '../../understanding/understanding.ts'
import type { AssessmentDesk } from './assessment.ts'

/** What the handlers of matchmaking are made with. */
export interface MatchDesk extends AssessmentDesk {
  /** undefined: there is no data key, so nothing of matchmaking can be kept or read */
  readonly sealer: Sealer | undefined
  /** only the rules at hand: nothing of matchmaking is shown to a model (privacy 11) */
  readonly understanding: Pick<Understanding, 'glance'>
}

/** Answers about matchmaking, in private: the words stand sealed until they are said. `about`: whose values they hold. */
export function answer(
  call: Call,
  sealer: Sealer,
  lines: string | readonly string[],
  about: readonly PersonId[] = [],
): Promise<void> {
  const text = typeof lines === 'string' ? lines : lines.join('\n')
  return call.reply(text, { secret: { sealer, about: [call.person, ...about] } })
}
