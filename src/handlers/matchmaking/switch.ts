import type { Call } from '../../chat/call.ts'
import type { CommunityId } from '../../ids.ts'
import { matchmakingState } from '../../matchmaking/assessment.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { OFF } from '../../telling/matchmaking/standing.ts'
import type { MatchDesk } from './desk.ts'

/** What everything of matchmaking is sealed with; undefined while it is switched off in this community. */
export async function serviceFor(
  call: Call,
  desk: MatchDesk,
  where: CommunityId | undefined = call.community,
): Promise<Sealer | undefined> {
  const community = where ?? (await ownCommunity(call))
  if (community === undefined) return undefined
  return (await matchmakingState(call.tx, community, desk)) === 'open' ? desk.sealer : undefined
}

/** The same. @throws Refusal with one kind sentence where it is off */
export async function openService(call: Call, desk: MatchDesk, where?: CommunityId): Promise<Sealer> {
  const sealer = await serviceFor(call, desk, where)
  if (!sealer) throw new Refusal(OFF)
  return sealer
}

/** Where several communities are served and nothing else tells, somebody's profile does. */
async function ownCommunity({ tx, person }: Call): Promise<CommunityId | undefined> {
  const profile = await tx.matchProfile.findUnique({ where: { personId: person }, select: { communityId: true } })
  return profile ? (profile.communityId as CommunityId) : undefined
}
