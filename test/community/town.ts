import type { CommunityFile } from '../../src/community/file.ts'
import { findPerson } from '../../src/community/people.ts'
import type { Tx } from '../../src/database/database.ts'
import type { AccountId, CommunityId, ContactId, GridId, PersonId, UnitId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import type { Open } from '../database/both.ts'
import { exampleFiles } from './example-files.ts'
import { loadedAgain } from './loaded-again.ts'

export const account = 'bot' as AccountId
export const now = new Date('2026-06-03T01:00:00Z')
export const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

/** The example community as its file says it, for changing. */
export async function exampleTown(): Promise<CommunityFile> {
  const [file] = await exampleFiles()
  if (!file) throw new Error('the example file holds no community')
  return file
}

/** What most tests need of the example. Loading all of it each time takes long. */
const inSmallTown = {
  contacts: new Set([
    ...['ma', 'chen', 'zhou', 'liu', 'worker-03', 'worker-07'],
    ...['secretary', 'staff-1', 'staff-2', 'property', 'traffic'],
  ]),
  units: new Set(['property', 'traffic', 'gas']),
  chats: new Set(['grid-03@chatroom', 'staff@chatroom', 'property@chatroom', 'traffic@chatroom']),
}

function small(file: CommunityFile): CommunityFile {
  return {
    ...file,
    compounds: [],
    units: file.units.filter(({ code }) => inSmallTown.units.has(code)),
    people: file.people.filter(({ contact }) => inSmallTown.contacts.has(contact)),
    groups: file.groups.filter(({ chat }) => inSmallTown.chats.has(chat)),
  }
}

/**
 * A database with the example community, and short ways to find who and what is in it. Unless all of it is asked for
 * there are only some people and units, and no buildings.
 */
export async function openTown(open: Open, much: 'some' | 'all' = 'some') {
  const database = await open()
  const whole = await exampleTown()
  const file = much === 'all' ? whole : small(whole)
  await loadedAgain(database, `${much} of the example`, (tx) => loadCommunity(tx, file, { account, now }))
  const found = <T>(value: T | null | undefined): T => {
    if (value === null || value === undefined) throw new Error('not in the example community')
    return value
  }
  const communityId = found(await database.client.community.findFirst()).id as CommunityId
  return {
    database,
    file,
    communityId,
    run: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.transaction(work),
    person: async (contact: string): Promise<PersonId> =>
      found(await findPerson(database.client, account, contact as ContactId)),
    grid: async (number: number): Promise<GridId> =>
      found(await database.client.grid.findFirst({ where: { communityId, number } })).id as GridId,
    unit: async (code: string): Promise<UnitId> =>
      found(await database.client.unit.findFirst({ where: { communityId, code } })).id as UnitId,
  }
}
