import type { Burst, BurstPart } from '../../chat/burst.ts'
import type { Tx } from '../../database/database.ts'
import { Prisma } from '../../database/types.ts'
import type { CommunityId } from '../../ids.ts'
import { plain } from '../../issues/plain.ts'

/** Shorter words are said by two people without either repeating the other. */
const TELLING = 6

/**
 * The parts of a burst that nothing has come of yet: not handled, and not taken up by a command in the meantime. A worker
 * who registers what she has just read, or a resident who says it once more with /报事, has said what is to become of it.
 */
export async function unread(
  db: Pick<Tx, 'handledMessage' | 'issue'>,
  burst: Burst,
  communityId: CommunityId | undefined,
): Promise<readonly BurstPart[]> {
  const { account, chat, parts, since } = burst
  const rows = await db.handledMessage.findMany({
    where: { account, messageId: { in: parts.map(({ messageId }) => messageId) } },
    select: { messageId: true },
  })
  const handled = new Set<string>(rows.map(({ messageId }) => messageId))
  const left = parts.filter(({ messageId }) => !handled.has(messageId))
  if (communityId === undefined || left.length === 0) return left
  const byCommand = await db.issue.findMany({
    where: {
      communityId,
      account,
      chatId: chat.id,
      reportedAt: { gte: since },
      guess: { equals: Prisma.DbNull },
    },
    select: { words: true },
  })
  return left.filter(({ text }) => bare(text).length < TELLING || !byCommand.some(({ words }) => repeats(text, words)))
}

/** Whether somebody says no more than stands in these words, whatever the blanks and the signs between them. */
export function repeats(said: string, words: string): boolean {
  return bare(words).includes(bare(said))
}

const bare = (text: string) => plain(text).replace(/[\p{P}\p{S}]/gu, '')
