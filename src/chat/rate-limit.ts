import type { Tx } from '../database/database.ts'
import type { AccountPause } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import { markHandled } from './inbox.ts'
import type { Chat, Notice } from './incoming.ts'
import { normalise } from './normalise.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** How long the whole account is silent after the first, second, and every further time (dependencies.md, Wechaty). */
const REST_MS = [15 * MINUTE, 60 * MINUTE, 240 * MINUTE]
/** A notice that was said so long ago says nothing about now: by itself it would not hold the account back any more. */
const STALE_AFTER_MS = 15 * MINUTE
/** After so long without being told again, the count begins anew. */
const FORGET_AFTER_MS = DAY
/** What was said into the chat of the notice within this time is what the notice is about. */
const BECAUSE_OF_MS = 60_000
/** The chat's own notices about this are one sentence. */
const LONGEST = 80

/**
 * Wordings that were seen (wechaty#412, friday#89, puppet-padlocal#109, wechat-chatgpt#155, WeixinBot#149): 操作过于频繁，
 * 可稍后再试。 操作太频繁，请稍后再试。 发送消息过于频繁，可稍后再试。 发送消息过于频繁，等待对方接收你的好友请求后再发。 Others are
 * expected to be of the same make: what is done, then that it is too much of it, from the beginning of the sentence on.
 */
const TOO_OFTEN =
  /^(?:[你您]|当前|目前|今日|因为?|由于|该|此|账号|帐号|微信|的|抱歉|对不起|系统|检测到|提示|已|[,:;。\s])*(?:操作|发送|发言|发消息|发信息|群发|消息|信息|请求|访问|说话|频率).{0,10}?(?:频繁|太快|过快|太高|过高|太多|过多|上限|受限|被限制|限制)/
const TOO_OFTEN_ENGLISH =
  /^(?:you(?:'re| are| have)|sending|operation|message|request)s?\b.{0,40}\b(?:too (?:frequent|often|many|fast)|rate limit)/i
/** A notice that quotes somebody repeats words of their choosing: a new group name, a nickname, a pat. */
const SOMEBODYS_WORDS =
  /["“”‘’「」『』<>《》]|撤回|拍了拍|加入|邀请|移出|移除|群名|群聊名称|群公告|群主|红包|转账|收款|recalled|joined|invited|removed|changed/i

/** Whether a notice of the chat's own (never a person's message) says that the account speaks too often. */
export function isRateLimitNotice(text: string): boolean {
  if (text.length > LONGEST || SOMEBODYS_WORDS.test(text)) return false
  const plain = normalise(text).trim()
  return TOO_OFTEN.test(plain) || TOO_OFTEN_ENGLISH.test(plain)
}

export interface Rest {
  readonly since: Date
  readonly until: Date
  /** the how many-th in a row it is */
  readonly strikes: number
}

/**
 * The chat has told the account to speak less: the whole account rests for 15, then 60, then 240 minutes. Further notices
 * within a rest are of the same burst and change nothing; nor do those that come late, from within the last rest or from
 * longer ago than one lasts. Undefined then.
 *
 * The notice names no message. What was last said into that chat and has not come back was probably swallowed, but only
 * probably: it becomes UNKNOWN, so that staff see it, and is not said again by itself (design rule 2).
 *
 * @throws AlreadyHandled when this very notice has had its effect: a replay is no further strike
 */
export async function beginRest(tx: Tx, notice: Notice, now: Date): Promise<Rest | undefined> {
  const { account, chat, text } = notice
  if (now.getTime() - notice.at.getTime() > STALE_AFTER_MS) return undefined
  const where = { account_kind: { account, kind: 'RATE_LIMIT' } } as const
  const before = await tx.accountPause.findUnique({ where })
  const resting = before?.until && before.until > now
  if (before?.until && !resting && notice.at < before.until) return undefined
  await doubtLastSaid(tx, account, chat, now)
  if (resting) return undefined
  const recent = before?.until && now.getTime() - before.until.getTime() < FORGET_AFTER_MS
  const strikes = recent ? before.strikes + 1 : 1
  const rest = REST_MS[Math.min(strikes, REST_MS.length) - 1] ?? 0
  const until = new Date(now.getTime() + rest)
  const reason = text.trim().slice(0, LONGEST)
  const row = { since: now, until, reason, strikes }
  await tx.accountPause.upsert({ where, create: { account, kind: 'RATE_LIMIT', ...row }, update: row })
  // Nobody's words: the chat itself stands for its sender.
  await markHandled(tx, { ...notice, sender: chat }, now)
  return { since: now, until, strikes }
}

async function doubtLastSaid(tx: Tx, account: AccountId, chat: Chat, now: Date): Promise<void> {
  const lately = { gt: new Date(now.getTime() - BECAUSE_OF_MS) }
  const saying = await tx.outboxMessage.findFirst({
    where: { account, chatId: chat.id, state: 'SENDING' },
    orderBy: { id: 'desc' },
  })
  // Wherever it was said: by the chat all that was ever said there would be read.
  const said = await tx.outboxMessage.findMany({
    where: { account, state: { in: ['SENT', 'ECHOED'] }, sentAt: lately },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
  })
  const last = saying ?? said.find(({ chatId }) => chatId === chat.id)
  if (!last || last.state === 'ECHOED') return
  await tx.outboxMessage.update({
    where: { id: last.id },
    data: {
      state: 'UNKNOWN',
      sentAt: last.sentAt ?? now,
      lastError: 'the chat said that the account speaks too often',
    },
  })
}

/** The rest that is over and of which staff have not been told yet; undefined when there is none. */
export function untoldRest(pauses: readonly AccountPause[], now: Date): Rest | undefined {
  const pause = pauses.find(({ kind }) => kind === 'RATE_LIMIT')
  // Its reason is taken away when staff have been told; the row itself stays for its count.
  if (!pause?.until || pause.until > now || pause.reason === '') return undefined
  return { since: pause.since, until: pause.until, strikes: pause.strikes }
}

/** Notes that staff have been told of a rest that is over; false when somebody else has done so. */
export async function markTold(tx: Tx, account: AccountId, rest: Rest): Promise<boolean> {
  const { count } = await tx.accountPause.updateMany({
    where: { account, kind: 'RATE_LIMIT', since: rest.since, until: rest.until, reason: { not: '' } },
    data: { reason: '' },
  })
  return count === 1
}
