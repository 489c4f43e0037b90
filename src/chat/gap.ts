import type { BoundGroup, GroupPlace } from '../community/groups.ts'
import { liftSuspension } from '../community/suspended.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, MessageId } from '../ids.ts'
import { formatMoment, formatTime } from '../time/format.ts'
import { endOfQuiet, type QuietHours } from '../time/quiet-hours.ts'
import { dayKey, startOfDay } from '../time/shanghai.ts'
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
 * than a minute. In quiet hours it waits for the morning, in a suspended group until it is known again; gaps that come
 * before it could be said become one line over all of them. To be called in the transaction that writes down that the
 * account is heard again: so it is told once, whenever the program ends. Returns how many groups are told.
 */
export async function tellOfGap(
  tx: Tx,
  account: AccountId,
  gap: Gap,
  { now, quietHours }: { readonly now: Date; readonly quietHours: QuietHours | undefined },
): Promise<number> {
  if (gap.to.getTime() - gap.from.getTime() <= MINUTE) return 0
  const groups = await tx.chatGroup.findMany({
    where: { account, unboundAt: null },
    orderBy: { id: 'asc' },
    select: { chatId: true },
  })
  const saidAt = quietHours ? endOfQuiet(quietHours, now) : now
  for (const group of groups) {
    const place = { account, chatId: group.chatId as ChatId }
    const before = (await takeUnsaid(tx, place))?.from
    const from = before && before < gap.from ? before : gap.from
    await putLine(tx, place, { from, to: gap.to, several: before !== undefined, saidAt }, now)
  }
  return groups.length
}

/**
 * Tells a group that has been known again as another chat from when on nothing was heard in it: since a line about it
 * waits where it was, else since its account was last heard if another one sits there now, else since it was suspended.
 * Nothing is said of a minute or less. The line waits until `notBefore` and belongs to the message that was the cause.
 */
export async function tellTakenUp(
  tx: Tx,
  was: GroupPlace & { readonly suspendedAt?: Date },
  to: GroupPlace,
  { now, notBefore, cause }: { readonly now: Date; readonly notBefore: Date; readonly cause: MessageId },
): Promise<void> {
  const unsaid = await takeUnsaid(tx, was)
  const former = was.account === to.account ? null : await tx.account.findUnique({ where: { account: was.account } })
  const from = unsaid?.from ?? former?.heardUntil ?? was.suspendedAt
  if (!from || now.getTime() - from.getTime() <= MINUTE) return
  await putLine(tx, to, { from, to: now, several: false, saidAt: notBefore, notBefore, cause }, now)
}

/**
 * A suspended chat of this account is heard or seen under its old id: things are said there again. A line about a gap
 * that has waited there since another day says so.
 */
export async function resumeGroup(
  tx: Tx,
  group: Pick<BoundGroup, 'id' | 'account' | 'chatId'>,
  now: Date,
): Promise<void> {
  if (!(await liftSuspension(tx, group, now))) return
  const place = { account: group.account, chatId: group.chatId }
  const unsaid = await takeUnsaid(tx, place, { before: startOfDay(now) })
  if (unsaid) await putLine(tx, place, { from: unsaid.from, to: now, several: false, saidAt: now }, now)
}

/** Takes the line about an earlier gap out of the outbox if it waits there still; since when that gap was. */
async function takeUnsaid(
  tx: Tx,
  { account, chatId }: GroupPlace,
  { before }: { readonly before?: Date } = {},
): Promise<{ readonly from: Date } | undefined> {
  const begin = keyOf(account, chatId)
  const row = await tx.outboxMessage.findFirst({
    where: {
      account,
      chatId,
      state: 'PENDING',
      key: { startsWith: begin },
      ...(before ? { createdAt: { lt: before } } : {}),
    },
    orderBy: { id: 'desc' },
    select: { id: true, key: true },
  })
  if (!row?.key) return undefined
  // Taken out rather than changed: who has just read it to say it must find it gone.
  const { count } = await tx.outboxMessage.deleteMany({ where: { id: row.id, state: 'PENDING' } })
  return count > 0 ? { from: new Date(row.key.slice(begin.length)) } : undefined
}

interface Line extends Gap {
  /** it was several gaps */
  readonly several: boolean
  /** when it is going to be read */
  readonly saidAt: Date
  readonly notBefore?: Date
  readonly cause?: MessageId
}

async function putLine(tx: Tx, { account, chatId }: GroupPlace, line: Line, now: Date): Promise<void> {
  const { notBefore, cause } = line
  await put(
    tx,
    {
      account,
      chat: { kind: 'group', id: chatId },
      text: gapText(line),
      priority: 'news',
      key: `${keyOf(account, chatId)}${line.from.toISOString()}`,
      ...(notBefore ? { notBefore } : {}),
      ...(cause ? { cause } : {}),
    },
    now,
  )
}

function keyOf(account: AccountId, chatId: ChatId): string {
  return `gap:${account}:${chatId}:`
}

function gapText({ from, to, several, saidAt }: Line): string {
  // Up to the full minute: what was said in its first seconds was missed too.
  const end = new Date(Math.ceil(to.getTime() / MINUTE) * MINUTE)
  const today = dayKey(saidAt)
  const oneDay = dayKey(from) === dayKey(end)
  const start = oneDay && dayKey(from) === today ? formatTime(from) : formatMoment(from, saidAt)
  const span = `${start} 到 ${oneDay ? formatTime(end) : formatMoment(end, saidAt)}`
  return `${span} 小格${several ? '有时断线' : '断线了'}。这段时间报的事没看到回复的，请再发一次。`
}
