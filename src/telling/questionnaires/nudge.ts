import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId } from '../../ids.ts'
import { lastDay } from '../../questionnaires/questionnaire.ts'
import type { Turn } from '../../questionnaires/turn.ts'
import { formatDay } from '../../time/format.ts'
import { privateSpot } from '../news.ts'
import { titled } from './title.ts'

/**
 * Reminds somebody, in private and once, of what they began or were asked. False where the bot cannot write to them.
 */
export async function nudge(tx: Tx, turn: Turn, now: Date): Promise<boolean> {
  if (turn.personId === null) return false
  const identities = await tx.chatIdentity.findMany({
    where: { personId: turn.personId, friend: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  for (const { account, contactId } of identities) {
    if ((await presentAccount(tx, account as AccountId)) !== account) continue
    const key = `questionnaire:${turn.questionnaire.id}:nudge:${turn.id}`
    await put(tx, { ...privateSpot(account, contactId), text: nudgeText(turn, now), priority: 'news', key }, now)
    return true
  }
  return false
}

function nudgeText({ questionnaire, answers }: Turn, now: Date): string {
  const { title } = questionnaire
  const last = lastDay(questionnaire)
  const until = last ? `，到${formatDay(last, now)}为止` : ''
  const what =
    answers.size > 0 ? `${titled({ title })}您还没填完，填过的都留着。` : `${titled({ title })}还等着听您的意见。`
  return `${what}\n方便的时候发 /问卷 接着填${until}。不想填就不用管，不会再提醒了。`
}
