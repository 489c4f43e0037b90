import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId, MessageId } from '../ids.ts'
import type { Chat } from './incoming.ts'

/** An echo is looked for among what was said within this time. */
const ECHO_WITHIN_MS = 15 * 60_000

/** What an echo can be of, from what was certainly said to what may have been. */
const SURE_FIRST = ['SENT', 'SENDING', 'UNKNOWN', 'PENDING'] as const

/** The bot's own message, come back from the chat: the one sure receipt. `text` is empty for a picture. */
export interface Echo {
  readonly account: AccountId
  readonly chat: Chat
  readonly id: MessageId
  readonly text: string
}

/**
 * Settles the row whose echo this is: by the message's id; else by the same words in the same chat within 15 minutes,
 * or, for a picture, which has no words, by its turn among the pictures where that leaves no doubt. What was certainly
 * said is taken for it before what may have been, so that a message that was lost is not called arrived because of
 * another with the same words. What staff have had said again is not said again if the first one turns out to have
 * arrived.
 */
export async function settleByEcho(tx: Tx, echo: Echo, now: Date): Promise<void> {
  const lately = { gt: new Date(now.getTime() - ECHO_WITHIN_MS) }
  const rows = await tx.outboxMessage.findMany({
    where: {
      account: echo.account,
      chatId: echo.chat.id,
      // By when it was said, not written: what waited for the morning was written long before. A row that waits has a
      // time of saying only when it was said before, with unknown fate, and put back by staff.
      OR: [
        { state: 'SENDING' },
        { state: { in: [...SURE_FIRST] }, sentAt: lately },
        // An echo that is delivered again settles nothing else that has the same words.
        { state: 'ECHOED', messageId: echo.id, sentAt: lately },
      ],
    },
    orderBy: { id: 'asc' },
  })
  const row = rows.find(({ messageId }) => messageId === echo.id) ?? bySaying(rows, echo.text)
  if (!row || row.state === 'ECHOED') return
  await tx.outboxMessage.update({
    where: { id: row.id },
    data: { state: 'ECHOED', messageId: echo.id, sentAt: row.sentAt ?? now, leaseUntil: null, givenUpAt: null },
  })
}

function bySaying(rows: readonly OutboxMessage[], text: string): OutboxMessage | undefined {
  const unnamed = rows.filter(({ messageId }) => messageId === null)
  if (text.trim() === '') return byTurn(unnamed.filter(({ sha256 }) => sha256 !== null))
  const same = unnamed.filter((row) => sameText(row, text))
  for (const state of SURE_FIRST) {
    const row = same.find((candidate) => candidate.state === state)
    if (row) return row
  }
  return undefined
}

/** Pictures come back in the order in which they were said; with one among them that may not have been, nobody knows which. */
function byTurn(pictures: readonly OutboxMessage[]): OutboxMessage | undefined {
  const certain = pictures.every(({ state }) => state === 'SENT' || state === 'SENDING')
  return certain || pictures.length === 1 ? pictures[0] : undefined
}

/** Whether what came back is this row's text, with nothing before it but the mentions it was sent with. */
function sameText(row: OutboxMessage, text: string): boolean {
  const own = row.text.trim()
  const back = text.trim()
  if (own === '' || !back.endsWith(own)) return false
  const before = back.slice(0, back.length - own.length)
  return before === '' || ((row.mentions as unknown[]).length > 0 && before.startsWith('@'))
}
