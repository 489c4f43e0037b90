import { putAll } from '../chat/outbox.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId, GridId, MessageId } from '../ids.ts'
import { type Reach, reachOf } from './directives/relay.ts'
import { groupSpot } from './news.ts'

/** One line for many groups. */
export interface GroupNews {
  readonly text: string
  /** with the group it makes the row that may exist only once: nobody has used it before */
  readonly key: string
  readonly cause?: MessageId | undefined
  readonly now: Date
}

/** Tells every group of these grids the same. Resolves with the groups, and the grids in which nobody hears of it. */
export async function tellGroups(
  tx: Tx,
  where: { readonly communityId: CommunityId; readonly gridIds: readonly GridId[] },
  { text, key, cause, now }: GroupNews,
): Promise<Reach> {
  const reach = await reachOf(tx, where)
  await putAll(
    tx,
    reach.groups.map(({ id, account, chatId }) => ({
      ...groupSpot(account, chatId),
      text,
      priority: 'news' as const,
      key: `${key}:${id}`,
      cause,
    })),
    now,
  )
  return reach
}
