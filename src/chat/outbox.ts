import type { Tx } from '../database/database.ts'
import { addRows } from '../database/many-rows.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, ContactId, IssueId, MessageId } from '../ids.ts'
import { fileNameOf } from './file-name.ts'
import type { Chat } from './incoming.ts'
import { type Secret, sealWords } from './secret-words.ts'
import { type OutboxRow, writeRows } from './written-rows.ts'

/**
 * What goes first when an account may not say everything at once. Danger also goes out in quiet hours; so does a reply,
 * because somebody awake has just asked. News, reminders and digests wait for the morning.
 */
export const PRIORITY = { danger: 0, reply: 1, news: 2, digest: 3 } as const
export type Priority = keyof typeof PRIORITY

/** The last priority that may be said in quiet hours. */
export const LOUDEST_IN_QUIET_HOURS = PRIORITY.reply

/** One message to be said. */
export interface OutboxEntry {
  readonly account: AccountId
  readonly chat: Chat
  readonly text: string
  readonly mentions?: readonly ContactId[]
  /** a stored picture to send, as a message of its own; `text` is then empty */
  readonly sha256?: string
  /** a stored file to send under the name that people see, as a message of its own; `text` is then empty */
  readonly file?: { readonly sha256: string; readonly name: string }
  readonly priority: Priority
  /** makes a message that may exist only once unique; a second entry with the same key is left out */
  readonly key?: string
  /** the message that caused it */
  readonly cause?: MessageId | undefined
  readonly issue?: IssueId | undefined
  readonly notBefore?: Date
  /** goes out although staff have paused the account */
  readonly evenPaused?: boolean
  /** the delivery of a directive or notice that this is a part of */
  readonly delivery?: number
  /** its words stand sealed in the database until they are said; for words in a private chat alone */
  readonly secret?: Secret | undefined
}

/**
 * Writes a message into the outbox, in the transaction of the change it tells of (design rule 1). It is said after the
 * commit, by the sender.
 */
export async function put(tx: Tx, entry: OutboxEntry, now: Date): Promise<void> {
  if (entry.key && (await tx.outboxMessage.findUnique({ where: { key: entry.key }, select: { id: true } }))) return
  await putAll(tx, [entry], now)
}

/**
 * The same for many at once, in this order. Their keys must be new: that is for whoever writes them to know, and the unique
 * key to guard.
 */
export async function putAll(tx: Tx, entries: readonly OutboxEntry[], now: Date): Promise<void> {
  if (entries.some(({ secret }) => secret)) {
    // Each by itself: whose values it holds is written with its number.
    for (const entry of entries)
      await (entry.secret ? putSecret(tx, entry, entry.secret, now) : addEach(tx, [entry], now))
  } else {
    await addEach(tx, entries, now)
  }
}

async function addEach(tx: Tx, entries: readonly OutboxEntry[], now: Date): Promise<void> {
  await writeRows(
    tx,
    entries.map((entry) => rowOf(entry, now)),
  )
}

async function putSecret(tx: Tx, entry: OutboxEntry, secret: Secret, now: Date): Promise<void> {
  if (entry.chat.kind === 'group') throw new Error('a secret is never said in a group')
  if (entry.sha256 !== undefined || entry.file) throw new Error('a secret is words: a picture or file is not sealed')
  if (secret.about.length === 0) throw new Error('a secret is about somebody')
  const row = rowOf(entry, now)
  const sealed = sealWords(secret, row, row.text)
  const ids = await writeRows(tx, [{ ...row, text: '', sealed }])
  const about = ids.flatMap((outboxId) => [...new Set(secret.about)].map((personId) => ({ outboxId, personId })))
  await addRows(tx, 'OutboxAbout', about)
}

function rowOf(entry: OutboxEntry, now: Date): OutboxRow {
  return {
    account: entry.account,
    chatKind: entry.chat.kind === 'group' ? 'GROUP' : 'PRIVATE',
    chatId: entry.chat.id,
    text: sayable(entry.text),
    sealed: null,
    mentions: [...(entry.mentions ?? [])],
    sha256: entry.file?.sha256 ?? entry.sha256 ?? null,
    fileName: entry.file ? fileNameOf(entry.file.name) : null,
    priority: PRIORITY[entry.priority],
    key: entry.key ?? null,
    notBefore: entry.notBefore ?? now,
    createdAt: now,
    causeId: entry.cause ?? null,
    issueId: entry.issue ?? null,
    evenPaused: entry.evenPaused ?? false,
    deliveryId: entry.delivery ?? null,
  }
}

/** Where a row is said. */
export function chatOfRow(row: Pick<OutboxMessage, 'chatKind' | 'chatId'>): Chat {
  return { kind: row.chatKind === 'GROUP' ? 'group' : 'private', id: row.chatId } as Chat
}

/** Control characters, direction overrides and halves of a character: nothing that anybody means to read. */
const UNREADABLE =
  /[\p{Cc}\u202A-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu

/** The text as it may be said: people's own words are kept as they wrote them, but not every sign of it is repeated. */
function sayable(text: string): string {
  return text.replace(UNREADABLE, (sign) => (sign === '\n' ? sign : ''))
}

/**
 * Takes back what a message caused the bot to say, as far as it was not said yet. Returns how many messages were
 * stopped and how many it was too late for.
 */
export async function takeBack(
  tx: Tx,
  account: AccountId,
  cause: MessageId,
): Promise<{ stopped: number; alreadySaid: number }> {
  const stopped = await tx.outboxMessage.updateMany({
    where: { account, causeId: cause, state: 'PENDING' },
    data: { state: 'CANCELLED' },
  })
  const alreadySaid = await tx.outboxMessage.count({
    where: { account, causeId: cause, state: { in: ['SENDING', 'SENT', 'ECHOED', 'UNKNOWN'] } },
  })
  return { stopped: stopped.count, alreadySaid }
}
