import { PRIORITY } from '../../src/chat/outbox.ts'
import { Town } from '../stories/town.ts'
import type { Findings } from './table.ts'

const GROUPS = 1_200

/** (h) one notice into very many groups, without a pace: how long it takes to write down and to say, and what memory. */
export async function noticeToMany(): Promise<Findings> {
  const town = await Town.open()
  const { database, puppet } = town
  const account = puppet.accountId
  const chats = Array.from({ length: GROUPS }, (_, group) => `notice-${group}@chatroom`)
  for (const chat of chats) puppet.addGroup({ chatId: chat, topic: chat, members: ['ma'] })
  await town.settled()
  const heard = allHeard(town, chats)
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 100)

  const began = performance.now()
  const text = '各位居民：明天上午9点到11点检修水管，会停水，请提前接好用水。'
  const now = town.now()
  const row = {
    account,
    chatKind: 'GROUP',
    text,
    mentions: [],
    priority: PRIORITY.news,
    notBefore: now,
    createdAt: now,
  } as const
  const rows = chats.map((chatId) => ({ ...row, chatId, key: `notice:1:${chatId}` }))
  await database.transaction((tx) => tx.outboxMessage.createMany({ data: rows }))
  const written = performance.now() - began
  await heard
  const said = performance.now() - began
  clearInterval(watch)
  await town.close()
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
  const note = `written in ${(written / 1000).toFixed(1)} s, said after ${(said / 1000).toFixed(1)} s; resident ${megabytes(before)} → at most ${megabytes(most)} MB`
  const what = `one notice to ${GROUPS} groups, no pace`
  return { rows: [{ part: 'h', what, count: GROUPS, perSecond: (GROUPS / said) * 1000, note }], verdicts: [] }
}

/** Resolves when the bot has said something in each of these chats. */
function allHeard(town: Town, chats: readonly string[]): Promise<void> {
  const missing = new Set(chats)
  return new Promise((resolve) => {
    const stop = town.puppet.onSaid(({ from, chat }) => {
      if (from !== town.puppet.accountId) return
      missing.delete(chat)
      if (missing.size > 0) return
      stop()
      resolve()
    })
  })
}
