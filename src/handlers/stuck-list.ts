import type { Call } from '../chat/call.ts'
import { countStuck, type StuckRow, stuckRows } from '../chat/stuck.ts'
import { formatMoment } from '../time/format.ts'

/** So many are listed, and so much of a chat's name is shown: one phone screen. */
const MOST = 10
const NAME_LENGTH = 8

/**
 * What was given up or is of unknown fate, for staff. How a message begins and whom it was for is shown in private chat
 * only, and never how a message to one person begins.
 */
export async function listStuck(call: Call): Promise<string> {
  const { account, chat } = call.message
  const rows = await stuckRows(call.tx, account, MOST)
  if (rows.length === 0) return '没有等着处理的消息，该发的都发到了。'
  const names = await namesOf(call, rows)
  const inPrivate = chat.kind === 'private'
  const line = ({ id, at, chat: place, firstWords }: StuckRow) => {
    const name = names.get(place.id) ?? (place.kind === 'group' ? '未绑定的群' : '私聊')
    const words = inPrivate && firstWords ? ` ${firstWords}` : ''
    return `${id} ${formatMoment(at, call.now)} ${place.kind === 'private' && !inPrivate ? '私聊' : name}${words}`
  }
  const part = (title: string, state: StuckRow['state']) => {
    const lines = rows.filter((row) => row.state === state).map(line)
    return lines.length > 0 ? [title, ...lines] : []
  }
  const total = rows.length < MOST ? rows.length : await countStuck(call.tx, account)
  return [
    ...part('不知道发没发到：', 'UNKNOWN'),
    ...part('没发成：', 'FAILED'),
    ...(total > rows.length ? [`还有 ${total - rows.length} 条，处理完这些再看。`] : []),
    '发到了的，发 /确认已发 编号；要再发一次的，发 /重发 编号。',
  ].join('\n')
}

async function namesOf(call: Call, rows: readonly StuckRow[]): Promise<ReadonlyMap<string, string>> {
  const { account } = call.message
  const ids = rows.map(({ chat }) => chat.id)
  const groups = await call.tx.chatGroup.findMany({
    where: { account, chatId: { in: ids } },
    select: { chatId: true, topic: true },
  })
  const people = await call.tx.chatIdentity.findMany({
    where: { account, contactId: { in: ids } },
    select: { contactId: true, displayName: true },
  })
  const short = (name: string) => [...name].slice(0, NAME_LENGTH).join('')
  return new Map([
    ...groups.map(({ chatId, topic }) => [chatId, short(topic)] as const),
    ...people.map(({ contactId, displayName }) => [contactId, short(displayName)] as const),
  ])
}
