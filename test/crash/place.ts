import { openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { inhabitants } from '../../src/sandbox/inhabitants.ts'
import { exampleFiles } from '../community/example-files.ts'
import type { World } from '../gateway/gateway.ts'

export const ACCOUNT = { id: 'wxid_xiaoge', name: '小格' } as const
/** The grids of the example community; each has a group and a worker. */
export const GRIDS: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 1)
/** Somebody in every group who reports nothing, and only asks whether the bot has come so far. */
export const SENTINEL = 'sentinel'

export const groupOf = (grid: number) => `grid-${String(grid).padStart(2, '0')}@chatroom`
export const workerOf = (grid: number) => `worker-${String(grid).padStart(2, '0')}`

export function residentsOf(grid: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `resident-${grid}-${index + 1}`)
}

/** The example community as a gateway knows it, with so many more residents in every grid's group. */
export async function crowdedWorld(residentsPerGroup: number): Promise<World> {
  const { people, groups } = inhabitants(await exampleFiles())
  const added = GRIDS.flatMap((grid) => residentsOf(grid, residentsPerGroup))
  return {
    account: ACCOUNT,
    people: [...people, ...[SENTINEL, ...added].map((contact) => ({ contact, name: contact, friend: true }))],
    groups: groups.map((group) => {
      const grid = GRIDS.find((each) => groupOf(each) === group.chatId)
      if (grid === undefined) return group
      return { ...group, members: [...group.members, SENTINEL, ...residentsOf(grid, residentsPerGroup)] }
    }),
    // As many as are said in a long run, so that the oldest can still be delivered again.
    keepMessages: 100_000,
  }
}

/** Puts the example community with its people and groups into a database that nobody has opened. */
export async function settleIn(url: string): Promise<void> {
  const database = await openDatabase({ url })
  try {
    for (const file of await exampleFiles()) {
      await database.transaction((tx) => loadCommunity(tx, file, { account: ACCOUNT.id as AccountId, now: new Date() }))
    }
  } finally {
    await database.close()
  }
}
