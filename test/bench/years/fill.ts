import type { Database } from '../../../src/database/database.ts'
import type { Place } from './add.ts'
import { addCourses } from './courses.ts'
import { addIssues } from './issues.ts'
import { addOrders } from './orders.ts'
import { addPosts } from './posts.ts'
import { addTalk } from './talk.ts'

/**
 * As much of everything as a busy community has after a year, in the SQLite file of a town whose clock stands on 3 June 2026. In
 * SQL, because row by row it would take minutes; as it is, some ten seconds.
 */
export async function fillWithYears(database: Database): Promise<void> {
  const place = await placeIn(database)
  await database.transaction(async (tx) => {
    for (const fill of [addIssues, addOrders, addCourses, addPosts, addTalk]) await fill(tx, place)
  })
}

async function placeIn({ client }: Database): Promise<Place> {
  const { id: communityId } = await client.community.findFirstOrThrow()
  const grid = await client.grid.findFirstOrThrow({ orderBy: { id: 'asc' } })
  const groups = await client.chatGroup.findMany({ where: { purpose: 'GRID' }, orderBy: { id: 'asc' } })
  const unit = await client.unit.findFirstOrThrow({ where: { code: 'property' } })
  const newest = await client.person.findFirstOrThrow({ orderBy: { id: 'desc' } })
  const identity = (contactId: string) => client.chatIdentity.findFirstOrThrow({ where: { contactId } })
  const ma = await identity('ma')
  return {
    communityId,
    account: ma.account,
    firstGrid: grid.id,
    firstGroup: groups[0]?.id ?? 0,
    chats: groups.map(({ chatId }) => chatId),
    unitId: unit.id,
    last: newest.id,
    ma: ma.personId,
    worker: (await identity('worker-03')).personId,
    staff: (await identity('staff-1')).personId,
  }
}
