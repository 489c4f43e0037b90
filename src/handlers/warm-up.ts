import { faqSource } from '../answers/faq-source.ts'
import { takeApart } from '../answers/take-apart.ts'
import type { Database } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import type { Desk } from './desk.ts'

/** Does what takes long the first time: better before anybody waits for it. Stops when `isOver` says so. */
export async function warmUp(
  { understanding, entryBook }: Pick<Desk, 'understanding' | 'entryBook'>,
  database: Database,
  isOver: () => boolean,
): Promise<void> {
  // Loads the model, a tenth of a second.
  understanding.glance('')
  const communities = await database.client.community.findMany({ select: { id: true } })
  for (const { id } of communities) {
    const entries = await database.transaction((tx) => faqSource.entries(tx, id as CommunityId))
    await takeApart(entries, entryBook, isOver)
  }
}
