import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId } from '../ids.ts'
import { formatMoment, formatTime } from '../time/format.ts'
import { endOfQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { dayKey } from '../time/shanghai.ts'
import { put } from './outbox.ts'

/** What was said between these moments may have been missed. */
export interface Gap {
  readonly from: Date
  readonly to: Date
}

const MINUTE = 60_000

/** Writes down until when an account was certainly being heard. */
export async function noteHeard(tx: Tx, account: AccountId, until: Date): Promise<void> {
  await tx.account.updateMany({ where: { account }, data: { heardUntil: until } })
}

/**
 * Tells each group the account speaks in that something may have been missed there, in one line, when the gap is longer
 * than a minute. In quiet hours it waits for the morning; gaps that come before it could be said become one line over
 * all of them. To be called in the transaction that writes down that the account is heard again: so it is told once,
 * whenever the program ends. Returns how many groups are told.
 */
export async function tellOfGap(
  tx: Tx,
  account: AccountId,
  gap: Gap,
  { now, quietHours }: { readonly now: Date; readonly quietHours: QuietHours | undefined },
): Promise<number> {
  if (gap.to.getTime() - gap.from.getTime() <= MINUTE) return 0
  const groups = await tx.chatGroup.findMany({
    where: { account, unboundAt: null, suspendedAt: null },
    orderBy: { id: 'asc' },
    select: { chatId: true },
  })
  const saidAt = quietHours ? endOfQuiet(quietHours, now) : now
  for (const group of groups) {
    const chat = { kind: 'group', id: group.chatId as ChatId } as const
    const before = await takeUnsaid(tx, account, chat.id)
    const from = before && before < gap.from ? before : gap.from
    const text = gapText({ from, to: gap.to }, before !== undefined, saidAt)
    await put(
      tx,
      { account, chat, text, priority: 'news', key: `${keyOf(account, chat.id)}${from.toISOString()}` },
      now,
    )
  }
  return groups.length
}

/** Takes the line about an earlier gap out of the outbox if it waits there still; since when that gap was. */
async function takeUnsaid(tx: Tx, account: AccountId, chatId: ChatId): Promise<Date | undefined> {
  const begin = keyOf(account, chatId)
  const row = await tx.outboxMessage.findFirst({
    where: { account, chatId, state: 'PENDING', key: { startsWith: begin } },
    orderBy: { id: 'desc' },
    select: { id: true, key: true },
  })
  if (!row?.key) return undefined
  // Taken out rather than changed: who has just read it to say it must find it gone.
  const { count } = await tx.outboxMessage.deleteMany({ where: { id: row.id, state: 'PENDING' } })
  return count > 0 ? new Date(row.key.slice(begin.length)) : undefined
}

function keyOf(account: AccountId, chatId: ChatId): string {
  return `gap:${account}:${chatId}:`
}

function gapText({ from, to }: Gap, several: boolean, saidAt: Date): string {
  // Up to the full minute: what was said in its first seconds was missed too.
  const end = new Date(Math.ceil(to.getTime() / MINUTE) * MINUTE)
  const today = dayKey(saidAt)
  const oneDay = dayKey(from) === dayKey(end)
  const start = oneDay && dayKey(from) === today ? formatTime(from) : formatMoment(from, saidAt)
  const span = `${start} 到 ${oneDay ? formatTime(end) : formatMoment(end, saidAt)}`
  const gone = several ? '有时没有连上' : '没有连上'
  return `小格 ${span} ${gone}，这段时间群里的话可能没收到，要紧的请再发一次。`
}
