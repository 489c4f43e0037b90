import { loadWishes } from './board/load.ts'
import type { CommunityFile } from './community/file.ts'
import { type LoadOptions, loadGround } from './community/load.ts'
import { type LoadSummary, Tally } from './community/load-tally.ts'
import { loadCourses } from './courses/load.ts'
import type { Tx } from './database/database.ts'

/**
 * Brings the database up to what a community file says. What is known is found again by its code (grids: number,
 * people and groups: id in the chat), so loading the same file again changes nothing. New things are added, changed
 * ones updated; what is no longer in the file stays, with a warning, because issues may refer to it.
 *
 * People, groups and courses are loaded only for an `account`: the sandbox's. Roles and bindings are made once; what was
 * dismissed or unbound in chat since then stays so.
 */
export async function loadCommunity(tx: Tx, file: CommunityFile, options: LoadOptions): Promise<LoadSummary> {
  const { account, now } = options
  const tally = new Tally()
  const communityId = await loadGround(tx, file, options, tally)
  if (account !== undefined) tally.added('courses', await loadCourses(tx, file.courses, { communityId, account, now }))
  tally.added('wishes', await loadWishes(tx, file.wishes, { communityId, now }))
  return tally.summary(communityId)
}
