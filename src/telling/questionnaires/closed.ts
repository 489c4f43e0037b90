import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId } from '../../ids.ts'
import { type OpenedQuestionnaire, participationIn } from '../../questionnaires/questionnaire.ts'
import { isUnheard, spotsOfStaff } from '../recipients.ts'
import { participationWords } from './counted.ts'
import { titled } from './title.ts'

/** Tells the staff, once, that a questionnaire has ended and how its result is seen. Resolves with how many chats were told. */
export async function tellClosed(tx: Tx, questionnaire: OpenedQuestionnaire, now: Date): Promise<number> {
  const { id, communityId, title } = questionnaire
  const groups = await tx.chatGroup.findMany({
    where: { communityId, unboundAt: null },
    select: { account: true },
    orderBy: { id: 'desc' },
    take: 1,
  })
  const account = groups[0] && (await presentAccount(tx, groups[0].account as AccountId))
  if (!account) return 0
  const spots = await spotsOfStaff(tx, communityId, account)
  if (await isUnheard(tx, spots, account)) return 0
  const people = participationWords(await participationIn(tx, id))
  const text = `📊 ${titled({ title })}截止了，${people}。看结果请私聊小格发 /问卷 结果 ${title}。`
  for (const spot of spots) {
    const key = `questionnaire:${id}:closed:${spot.chat.id}`
    await put(tx, { account: spot.account, chat: spot.chat, text, priority: 'news', key }, now)
  }
  await tx.questionnaire.update({ where: { id }, data: { resultToldAt: now } })
  return spots.length
}
