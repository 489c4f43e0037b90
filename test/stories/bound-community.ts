import type { CommunityFile } from '../../src/community/file.ts'
import { openDatabase } from '../../src/database/database.ts'
import type { AccountId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { inhabitants } from '../../src/sandbox/inhabitants.ts'
import { exampleFiles } from '../community/example-files.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'

/** No waiting between messages, for a process under test. */
export const NO_PACE = {
  PACE_GAP_MS: '0',
  PACE_PER_MINUTE: '0',
  PACE_GROUP_PER_MINUTE: '0',
  PACE_PER_DAY: '0',
} as const

/**
 * A gateway with the example community on it, its groups bound to this account and everybody in office, so that a process
 * on this database can begin to work. `mark` tells the groups of several accounts apart.
 */
export async function boundGateway(url: string, account: string, mark = ''): Promise<Gateway> {
  const files = (await exampleFiles()).map(
    (file): CommunityFile => ({ ...file, groups: file.groups.map((group) => ({ ...group, chat: mark + group.chat })) }),
  )
  const database = await openDatabase({ url })
  for (const file of files) {
    await database.transaction((tx) => loadCommunity(tx, file, { account: account as AccountId, now: new Date() }))
  }
  await database.close()
  const { people, groups } = inhabitants(files)
  // One resident who sits in every group.
  const joined = groups.map((group) => ({ ...group, members: [...new Set(['ma', ...group.members])] }))
  return await startGateway({ account: { id: account, name: '小格' }, people, groups: joined })
}
