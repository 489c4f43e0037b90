import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId } from '../ids.ts'
import type { CommunityFile } from './file.ts'
import { loadGroups, loadPeople } from './load-people.ts'
import { loadGrids, loadPlaces, loadUnits } from './load-places.ts'
import type { Tally } from './load-tally.ts'

export interface LoadOptions {
  /** whose people and groups are loaded: the sandbox's */
  readonly account?: AccountId | undefined
  readonly now: Date
}

/** Loads the community itself, its places, and its people and groups for an account; counts in `tally` what it did. */
export async function loadGround(
  tx: Tx,
  file: CommunityFile,
  options: LoadOptions,
  tally: Tally,
): Promise<CommunityId> {
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
  }
  return communityId
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
