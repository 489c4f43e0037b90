import { loadWishes } from '../board/load.ts'
import { loadCourses } from '../courses/load.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId } from '../ids.ts'
import type { CommunityFile } from './file.ts'
import { loadGroups, loadPeople } from './load-people.ts'
import { loadGrids, loadPlaces, loadUnits } from './load-places.ts'
import { type LoadSummary, Tally } from './load-tally.ts'

/**
 * Brings the database up to what a community file says. What is known is found again by its code (grids: number,
 * people and groups: id in the chat), so loading the same file again changes nothing. New things are added, changed
 * ones updated; what is no longer in the file stays, with a warning, because issues may refer to it.
 *
 * People and groups are loaded only for an `account`: the sandbox's. Their roles and bindings are made once; what was
 * dismissed or unbound in chat since then stays so.
 */
export async function loadCommunity(
  tx: Tx,
  file: CommunityFile,
  options: { readonly account?: AccountId | undefined; readonly now: Date },
): Promise<LoadSummary> {
  const tally = new Tally()
  const communityId = await loadName(tx, file, tally, options.now)
  const grids = await loadGrids(tx, communityId, file, tally)
  await loadPlaces(tx, communityId, file, grids, tally)
  const units = await loadUnits(tx, communityId, file, grids, tally)
  if (tally.touched('grids', 'compounds', 'buildings', 'units')) {
    await tx.community.update({ where: { id: communityId }, data: { placesVersion: { increment: 1 } } })
  }
  if (options.account !== undefined) {
    const place = { communityId, account: options.account, grids, units, now: options.now }
    await loadPeople(tx, file, place, tally)
    await loadGroups(tx, file, place, tally)
    tally.added('courses', await loadCourses(tx, file.courses, place))
  }
  tally.added('wishes', await loadWishes(tx, file.wishes, { communityId, now: options.now }))
  return tally.summary(communityId)
}

async function loadName(tx: Tx, file: CommunityFile, tally: Tally, now: Date): Promise<CommunityId> {
  const { code, name, example } = file
  const known = await tx.community.findUnique({ where: { code } })
  if (!known) {
    const made = await tx.community.create({ data: { code, name, example, createdAt: now } })
    tally.added('communities')
    return made.id as CommunityId
  }
  if (known.name !== name || known.example !== example) {
    await tx.community.update({ where: { id: known.id }, data: { name, example } })
    tally.changed('communities')
  }
  return known.id as CommunityId
}
