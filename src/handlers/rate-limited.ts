import type { Logger } from 'pino'
import { AlreadyHandled } from '../chat/inbox.ts'
import type { Notice } from '../chat/incoming.ts'
import { put } from '../chat/outbox.ts'
import { beginRest, isRateLimitNotice, type Rest } from '../chat/rate-limit.ts'
import type { Database, Tx } from '../database/database.ts'
import type { AccountId, CommunityId } from '../ids.ts'
import { spotsOfStaff } from '../telling/recipients.ts'
import type { Clock } from '../time/clock.ts'
import { formatMoment, formatTime } from '../time/format.ts'
import { endOfQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { dayKey } from '../time/shanghai.ts'

export interface NoticeDesk {
  readonly database: Database
  readonly clock: Clock
  /** tells people by another way than the account, which cannot speak now */
  readonly alert: (text: string) => void
  readonly log: Logger
}

/** The chat says something in its own name. If it is that the account speaks too often, the account rests. */
export async function heedNotice({ database, clock, alert, log }: NoticeDesk, notice: Notice): Promise<void> {
  if (!isRateLimitNotice(notice.text)) return
  const now = clock.now()
  const rest = await database
    .transaction((tx) => beginRest(tx, notice, now))
    .catch((error: unknown) => {
      if (error instanceof AlreadyHandled) return undefined
      throw error
    })
  if (!rest) return
  log.warn({ account: notice.account, ...rest }, 'the chat says that the account speaks too often; it rests')
  alert(`微信提示小格发消息太频繁，${spanOf(rest, now)} 先不发，消息照收，不会丢。`)
}

/**
 * Tells the staff of every community that nothing was sent for a while, in one line, as soon as something can be sent
 * again, though not at night: they can do nothing about it then.
 */
export async function tellOfRest(
  tx: Tx,
  { account, rest, quietHours, now }: { account: AccountId; rest: Rest; quietHours: QuietHours | undefined; now: Date },
): Promise<void> {
  const waiting = await tx.outboxMessage.count({ where: { account, state: 'PENDING', notBefore: { lte: now } } })
  const then = waiting > 0 ? `现在有 ${waiting} 条在等，会慢慢发完。` : '没有耽误消息。'
  const text = `${spanOf(rest, now)} 小格没有发消息，因为微信提示发得太频繁。${then}`
  const notBefore = quietHours ? endOfQuiet(quietHours, now) : now
  const said = new Set<string>()
  for (const { id } of await tx.community.findMany({ select: { id: true } })) {
    for (const spot of await spotsOfStaff(tx, id as CommunityId, account)) {
      const key = `rest:${account}:${rest.since.getTime()}:${spot.account}:${spot.chat.id}`
      if (said.has(key)) continue
      said.add(key)
      await put(tx, { ...spot, text, priority: 'reply', key, notBefore }, now)
    }
  }
}

/** 6月3日(周三) 15:00 到 15:15 */
function spanOf({ since, until }: Rest, now: Date): string {
  const end = dayKey(since) === dayKey(until) ? formatTime(until) : formatMoment(until, now)
  return `${formatMoment(since, now)} 到 ${end}`
}
