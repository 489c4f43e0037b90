import type { IncomingMessage } from '../chat/incoming.ts'
import type { Database } from '../database/database.ts'
import type { RecentPhoto } from '../database/types.ts'
import type { PicturesHeard } from './pictures-heard.ts'

/** Pictures and files sent by the same person within this time before or after belong to a report (shared/commands.md). */
export const BELONGS_MS = 3 * 60_000

export interface SentBeforeDesk {
  readonly database: Database
  readonly heard: PicturesHeard
}

/**
 * The pictures or files that the sender of a message sent alone in this chat just before it: the nearest `most` of them, in
 * the order in which they were sent.
 */
export async function sentBefore(
  { database, heard }: SentBeforeDesk,
  { account, chat, sender, at }: IncomingMessage,
  what: 'pictures' | 'files',
  most: number,
): Promise<RecentPhoto[]> {
  const from = new Date(at.getTime() - BELONGS_MS)
  if (heard.noneSince(from)) return []
  const notes = await database.client.recentPhoto.findMany({
    where: {
      account,
      chatId: chat.id,
      contactId: sender.id,
      fileName: what === 'files' ? { not: null } : null,
      at: { gte: from, lte: at },
    },
    orderBy: { id: 'desc' },
    take: most,
  })
  return notes.reverse()
}
