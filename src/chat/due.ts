import type { Db } from '../database/database.ts'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import { LOUDEST_IN_QUIET_HOURS, PRIORITY } from './outbox.ts'

/** What holds rows back at present, whichever chat they are for. */
export interface Hush {
  /** staff or the chat itself hold the account back: only answers about that go out */
  readonly paused: boolean
  readonly quiet: boolean
  /** ordinary messages have had their share of the day: what is left is for danger, and for staff who ask why */
  readonly onlyDanger: boolean
}

/** Chats where something has to wait, each with a priority: what has that one or a lesser one (a higher number) waits too. */
export type Blocked = Map<string, number>

export interface Due {
  readonly rows: readonly OutboxMessage[]
  /** whether there may be others behind them */
  readonly more: boolean
}

/**
 * The first rows that may be said, up to `take`, in the order in which they are: by priority, then as they were written.
 * What is in a blocked chat is left out. A row that waits to be tried again is added to `blocked`: in its chat the lesser
 * ones wait for it, so that a chat is told things in their order, and a crowded or broken chat does not hide the others.
 */
export async function readDue(
  db: Db,
  account: AccountId,
  { now, hush, blocked, take }: { now: Date; hush: Hush; blocked: Blocked; take: number },
): Promise<Due> {
  const reserved = { OR: [{ priority: PRIORITY.danger }, { evenPaused: true }] }
  for (let size = take; ; size *= 2) {
    const found = await db.outboxMessage.findMany({
      where: {
        account,
        state: 'PENDING',
        held: false,
        recall: null,
        OR: [{ notBefore: { lte: now } }, { attempts: { gt: 0 } }],
        ...(hush.paused ? { evenPaused: true } : {}),
        ...(hush.quiet ? { priority: { lte: LOUDEST_IN_QUIET_HOURS } } : {}),
        AND: [...outside(blocked), ...(hush.onlyDanger ? [reserved] : [])],
      },
      orderBy: [{ priority: 'asc' }, { id: 'asc' }],
      take: size,
    })
    const rows: OutboxMessage[] = []
    for (const row of found) {
      if (row.notBefore > now) block(blocked, row.chatId, row.priority)
      else if (!isBlocked(blocked, row)) rows.push(row)
    }
    const more = found.length === size
    if (rows.length > 0 || !more) return { rows, more }
  }
}

/** Whether a row may use what is kept back of the day's allowance. */
export function mayUseReserve({ priority, evenPaused }: Pick<OutboxMessage, 'priority' | 'evenPaused'>): boolean {
  return priority === PRIORITY.danger || evenPaused
}

/** Lets a chat wait, from this priority on. */
export function block(blocked: Blocked, chatId: string, from: number): void {
  const before = blocked.get(chatId)
  if (before === undefined || from < before) blocked.set(chatId, from)
}

export function isBlocked(blocked: Blocked, row: Pick<OutboxMessage, 'chatId' | 'priority'>): boolean {
  const from = blocked.get(row.chatId)
  return from !== undefined && row.priority >= from
}

function outside(blocked: Blocked) {
  const byPriority = new Map<number, string[]>()
  for (const [chatId, from] of blocked) {
    const chats = byPriority.get(from)
    if (chats) chats.push(chatId)
    else byPriority.set(from, [chatId])
  }
  return [...byPriority].map(([from, chats]) => ({ NOT: { chatId: { in: chats }, priority: { gte: from } } }))
}
