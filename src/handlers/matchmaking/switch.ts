import type { Call } from '../../chat/call.ts'
import { matchmakingState } from '../../matchmaking/assessment.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { OFF } from '../../telling/matchmaking/standing.ts'
import type { MatchDesk } from './desk.ts'

/** What everything of matchmaking is sealed with; undefined while it is switched off in this community. */
export async function serviceFor(call: Call, desk: MatchDesk, community = call.community): Promise<Sealer | undefined> {
  if (community === undefined) return undefined
  return (await matchmakingState(call.tx, community, desk)) === 'open' ? desk.sealer : undefined
}

/** The same. @throws Refusal with one kind sentence where it is off */
export async function openService(call: Call, desk: MatchDesk, community = call.community): Promise<Sealer> {
  const sealer = await serviceFor(call, desk, community)
  if (!sealer) throw new Refusal(OFF)
  return sealer
}
