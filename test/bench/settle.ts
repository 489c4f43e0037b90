import { putBinding } from '../../src/community/groups.ts'
import type { AccountId, ChatId, CommunityId, GridId } from '../../src/ids.ts'
import type { Town } from '../stories/town.ts'

export interface BenchGroup {
  readonly chatId: string
  /** their ids in the chat */
  readonly members: readonly string[]
}

/** Makes the groups with their people and binds them to the grids of the town's community in turn; resolves with its id. */
export async function settle(town: Town, groups: readonly BenchGroup[]): Promise<CommunityId> {
  const { database, puppet } = town
  const community = await database.client.community.findFirstOrThrow({ include: { grids: true } })
  const communityId = community.id as CommunityId
  for (const [n, { chatId, members }] of groups.entries()) {
    for (const contact of members) puppet.addPerson({ contact, name: `居民${contact}`, friend: false })
    puppet.addGroup({ chatId, topic: `第${n}群`, members })
    const gridId = community.grids[n % community.grids.length]?.id as GridId
    await database.transaction((tx) =>
      putBinding(tx, {
        account: puppet.accountId as AccountId,
        chatId: chatId as ChatId,
        topic: `第${n}群`,
        communityId,
        scope: { purpose: 'GRID', gridId },
        by: undefined,
        now: town.now(),
      }),
    )
  }
  return communityId
}
