import type { Call } from '../chat/call.ts'
import { type StuckRow, stuckRowsOf } from '../chat/stuck.ts'
import type { CommunityId } from '../ids.ts'
import { formatMoment } from '../time/format.ts'

/** So many are listed, and so much of a chat's name is shown: one phone screen. */
const MOST = 10
const NAME_LENGTH = 8

/** What of it is the caller's to settle: in a group that of its community, in private that of all they are staff of. */
export function theirStuckRows({ tx, message, roles, group }: Call): ReturnType<typeof stuckRowsOf> {
  const office = roles.filter(({ kind }) => kind === 'STAFF' || kind === 'SECRETARY')
  const communities = [...new Set(office.map(({ communityId }) => communityId))]
  const here = (id: CommunityId) => group === undefined || group.communityId === id
  return stuckRowsOf(tx, message.account, communities.filter(here))
}

/**
 * What was given up or is of unknown fate, for staff. How a message begins and whom it was for is shown in private chat
 * only, and never how a message to one person begins.
 */
export async function listStuck(call: Call): Promise<string> {
  const { chat } = call.message
  const { rows, others } = await theirStuckRows(call)
  const elsewhere = others > 0 ? [`别的社区还有 ${others} 条，由他们处理。`] : []
  if (rows.length === 0) return ['没有等着处理的消息，该发的都发到了。', ...elsewhere].join('\n')
  const shown = rows.slice(0, MOST)
  const names = await namesOf(call, shown)
  const inPrivate = chat.kind === 'private'
  const line = ({ id, at, chat: place, firstWords }: StuckRow) => {
    const name = names.get(place.id) ?? (place.kind === 'group' ? '未绑定的群' : '私聊')
    const where = place.kind === 'private' && !inPrivate ? '私聊' : name
    const words = inPrivate && firstWords ? [firstWords] : []
    return [`编号${id}`, where, formatMoment(at, call.now), ...words].join(' · ')
  }
  const part = (title: string, state: StuckRow['state']) => {
    const lines = shown.filter((row) => row.state === state).map(line)
    return lines.length > 0 ? [title, ...lines] : []
  }
  return [
    ...part('不知道发没发到：', 'UNKNOWN'),
    ...part('没发成：', 'FAILED'),
    ...(rows.length > shown.length ? [`还有 ${rows.length - shown.length} 条，处理完这些再看。`] : []),
    ...elsewhere,
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
