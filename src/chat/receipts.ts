import type { Tx } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'
import { LEASE_MS } from './claims.ts'
import type { Echo } from './incoming.ts'
import { emptySecrets, wordsOf } from './secret-words.ts'

/** An echo is looked for among what was said within this time. */
const ECHO_WITHIN_MS = 15 * 60_000
/** The chat tells full seconds, and its clock and ours may differ by so much. Ours; both keep network time. */
const CLOCKS_DIFFER_MS = 60_000

/** What an echo can be of, from what was certainly said to what may have been. */
const SURE_FIRST = ['SENT', 'SENDING', 'UNKNOWN', 'PENDING'] as const

/**
 * Settles the row whose echo this is: by the message's id, however long ago; else by the same words in the same chat
 * within 15 minutes, or, for a picture or a file, which has no words, by its turn among those where that leaves no doubt.
 * What was certainly said is taken for it before what may have been, and nothing that was only to be said after the echo
 * was, so that a message that was lost is not called arrived because of another with the same words. What staff have had
 * said again is not said again if the first one turns out to have arrived. The words of a secret row are opened to be
 * compared, and go when it has come back.
 */
export async function settleByEcho(tx: Tx, echo: Echo, now: Date, opener?: Opener): Promise<void> {
  const { account, id: messageId } = echo
  const named = await tx.outboxMessage.findFirst({
    where: { account, messageId, chatId: echo.chat.id },
    select: { id: true, state: true, sentAt: true, sealed: true },
  })
  // An echo that is delivered again, perhaps hours later, settles nothing else that has the same words.
  if (named && !isOpen(named.state)) return
  const row = named ?? (await bySaying(tx, echo, now, opener))
  if (!row) return
  // Not `update`, which reads the row back.
  await tx.outboxMessage.updateMany({
    where: { id: row.id },
    data: { state: 'ECHOED', messageId: echo.id, sentAt: row.sentAt ?? now, leaseUntil: null, givenUpAt: null },
  })
  if (row.sealed !== null) await emptySecrets(tx, [row.id])
}

type Opener = Pick<Sealer, 'open'>

function isOpen(state: OutboxMessage['state']): boolean {
  return SURE_FIRST.some((open) => open === state)
}

async function bySaying(
  tx: Tx,
  { account, chat, text, at }: Echo,
  now: Date,
  opener: Opener | undefined,
): Promise<OutboxMessage | undefined> {
  const lately = { gt: new Date(now.getTime() - ECHO_WITHIN_MS) }
  const rows = await tx.outboxMessage.findMany({
    where: {
      account,
      chatId: chat.id,
      state: { in: [...SURE_FIRST] },
      // By when it was said, not written: what waited for the morning was written long before. A row that waits has a
      // time of saying only when it was said before, with unknown fate, and put back by staff.
      OR: [{ state: 'SENDING' }, { sentAt: lately }],
    },
    orderBy: { id: 'asc' },
  })
  const possible = rows.filter((row) => row.messageId === null && mayBeOf(row, at))
  if (text.trim() === '') return byTurn(possible.filter(({ sha256 }) => sha256 !== null))
  const same = possible.filter((row) => sameText(row, text, opener))
  for (const state of SURE_FIRST) {
    const row = same.find((candidate) => candidate.state === state)
    if (row) return row
  }
  return undefined
}

/** Whether a row can have been said already when the echo was. */
function mayBeOf(row: OutboxMessage, saidAt: Date | undefined): boolean {
  return saidAt === undefined || saidAt.getTime() > notSaidBefore(row) - CLOCKS_DIFFER_MS
}

/** Before this a row was certainly not said, in milliseconds since 1970. */
function notSaidBefore({ state, attempts, createdAt, notBefore, leaseUntil }: OutboxMessage): number {
  // What was said more than once, or is to be, may have arrived at the first time.
  if (attempts > 1 || state === 'PENDING') return createdAt.getTime()
  if (leaseUntil) return leaseUntil.getTime() - LEASE_MS
  return Math.max(createdAt.getTime(), notBefore.getTime())
}

/** Pictures and files come back in the order in which they were said; with one among them that may not have been, nobody knows which. */
function byTurn(pictures: readonly OutboxMessage[]): OutboxMessage | undefined {
  const certain = pictures.every(({ state }) => state === 'SENT' || state === 'SENDING')
  return certain || pictures.length === 1 ? pictures[0] : undefined
}

/** Whether what came back is this row's text, with nothing before it but the mentions it was sent with. */
function sameText(row: OutboxMessage, text: string, opener: Opener | undefined): boolean {
  const own = readable(row, opener).trim()
  const back = text.trim()
  if (own === '' || !back.endsWith(own)) return false
  const before = back.slice(0, back.length - own.length)
  return before === '' || ((row.mentions as unknown[]).length > 0 && before.startsWith('@'))
}

/** Nothing where the row is secret and cannot be opened: then it was not said by this process either. */
function readable(row: OutboxMessage, opener: Opener | undefined): string {
  try {
    return wordsOf(row, opener)
  } catch (error) {
    if (error instanceof Unsealable) return ''
    throw error
  }
}
