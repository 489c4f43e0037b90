import type { Tx } from '../database/database.ts'
import type { Burst as Row } from '../database/types.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'
import type { Burst, BurstPart } from './burst.ts'
import type { Chat, Quotation } from './incoming.ts'

/** A burst as it stands in the database. */
export interface KeptBurst extends Burst {
  /** when its author will have been quiet long enough */
  readonly quietAt: Date
}

/** By what its row is found. */
export const rowOf = ({ account, chat, sender, since }: Burst) => ({
  account,
  chatId: chat.id,
  contactId: sender.id,
  since,
})

/** Writes all that was said so far. */
export async function writeBurst(tx: Tx, open: KeptBurst): Promise<void> {
  const { chat, sender, topic, mentionsBot, quotation, parts, quietAt, issueId } = open
  const data = {
    topic,
    mentionsBot,
    senderName: sender.name,
    friend: sender.friend ?? null,
    parts: parts.map((part) => ({ ...part, at: part.at.toISOString() })),
    ...(quotation ? { quotation: { ...quotation } } : {}),
    quietAt,
    issueId: issueId ?? null,
  }
  await tx.burst.upsert({
    where: { account_chatId_contactId_since: rowOf(open) },
    create: { ...rowOf(open), chatKind: chat.kind === 'group' ? 'GROUP' : 'PRIVATE', ...data },
    update: data,
  })
}

/** What `writeBurst` wrote. */
export function burstFrom(row: Row): KeptBurst {
  const parts = row.parts as unknown as (Omit<BurstPart, 'at'> & { at: string })[]
  return {
    account: row.account as AccountId,
    chat: { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId as ChatId } as Chat,
    topic: row.topic,
    sender: { id: row.contactId as ContactId, name: row.senderName, friend: row.friend ?? undefined },
    mentionsBot: row.mentionsBot,
    quotation: (row.quotation as Quotation | null) ?? undefined,
    parts: parts.map((part) => ({ ...part, at: new Date(part.at) })),
    issueId: row.issueId ?? undefined,
    since: row.since,
    quietAt: row.quietAt,
  }
}
