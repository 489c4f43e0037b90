import type { Tx } from '../../database/database.ts'
import type { Occasion } from '../../database/types.ts'
import type { CommunityId, GridId, MessageId } from '../../ids.ts'
import { dayKey } from '../../time/shanghai.ts'
import type { Reach } from '../directives/relay.ts'
import { tellGroups } from '../tell-groups.ts'
import { inviteText } from './wall-text.ts'

/**
 * Invites to the wall of an occasion in every grid group, once, from its first day on; at night the line waits for the morning.
 * Resolves with the groups; undefined where it is too early, or was done.
 */
export async function inviteToWall(
  tx: Tx,
  occasion: Occasion,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<Reach | undefined> {
  const communityId = occasion.communityId as CommunityId
  if (occasion.firstDay > dayKey(now)) return undefined
  const { count } = await tx.occasion.updateMany({
    where: { id: occasion.id, state: 'OPEN', invitedAt: null },
    data: { invitedAt: now },
  })
  if (count === 0) return undefined
  const grids = await tx.grid.findMany({ where: { communityId }, select: { id: true } })
  return tellGroups(
    tx,
    { communityId, gridIds: grids.map(({ id }) => id as GridId) },
    { text: inviteText(occasion, now), key: `wall-invite:${occasion.id}`, cause, now },
  )
}
