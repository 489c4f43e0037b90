import { type OutboxEntry, putAll } from '../../chat/outbox.ts'
import { lineOf } from '../../courses/enrolment-list.ts'
import type { EnrolmentRun } from '../../courses/enrolment-runs.ts'
import type { Tx } from '../../database/database.ts'
import type { ContactId } from '../../ids.ts'
import { groupSpot } from '../news.ts'
import { MOST_CALLED } from './enrolment.ts'
import { confirmedText, waitingText, waitingTogetherText } from './enrolment-text.ts'

/**
 * Tells each group once what the rush of an opening, or a draw, has brought: who has a place, and who waits at which, at most
 * two messages. Returns how many groups were told.
 */
export async function tellResults(tx: Tx, run: EnrolmentRun, now: Date): Promise<number> {
  await tx.courseRun.update({ where: { id: run.id }, data: { resultToldAt: now } })
  const rows = await tx.enrolment.findMany({
    where: { runId: run.id, chatKind: 'GROUP', state: { not: 'CANCELLED' } },
    orderBy: { seq: 'asc' },
  })
  const line = await lineOf(tx, run.id)
  const groups = new Map<string, typeof rows>()
  for (const row of rows) {
    const key = `${row.account} ${row.chatId}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const entries: OutboxEntry[] = []
  for (const here of groups.values()) {
    const [first] = here
    if (!first) continue
    const spot = groupSpot(first.account, first.chatId)
    const confirmed = here.filter(({ state }) => state === 'CONFIRMED')
    const waiting = here.filter(({ state }) => state === 'WAITING')
    const key = (what: string) => `results:${run.id}:${first.account}:${first.chatId}:${what}`
    const say = (what: string, who: typeof rows, text: string) => {
      const called = who.slice(0, MOST_CALLED)
      const more =
        who.length > called.length ? `\n本群另有${who.length - called.length}位，发 /我的课 给小格可以看到自己的。` : ''
      const mentions = called.map(({ contactId }) => contactId as ContactId)
      entries.push({ ...spot, text: `${text}${more}`, mentions, priority: 'news', key: key(what) })
    }
    if (confirmed.length > 0) {
      const [one, another] = confirmed
      const text = one && !another ? confirmedText(run, one.party) : confirmedText(run, 1, true)
      say('confirmed', confirmed, `${drawnText(run)}${text}`)
    }
    if (waiting.length > 0) {
      const places = waiting.slice(0, MOST_CALLED).map(({ seq }) => line.indexOf(seq) + 1)
      const [one, another] = waiting
      const text =
        one && !another ? waitingText(run, one.party, places[0] ?? line.length) : waitingTogetherText(run, places)
      say('waiting', waiting, text)
    }
  }
  await putAll(tx, entries, now)
  return groups.size
}

/** What was published before a draw and what proves it, for whoever wants to check. */
function drawnText({ mode, drawnAt, seed, seedHash }: EnrolmentRun): string {
  if (mode !== 'DRAW' || !drawnAt || !seed) return ''
  return `抽签用的字母是 ${seed}，报名前公布的指纹是 ${(seedHash ?? '').slice(0, 16)}…，按签号排出来的，谁都可以核对。\n`
}
