import type { Call } from '../chat/call.ts'
import { categoryOf } from '../issues/categories.ts'
import { issueByNumber, unknownNumber } from '../issues/issue.ts'
import { type Hat, STATE_LABELS } from '../issues/lifecycle.ts'
import { Refusal } from '../refusal.ts'
import { issueCard } from '../telling/card.ts'
import type { Spot } from '../telling/news.ts'
import { spotsOfUnit, spotsOfWorkers } from '../telling/recipients.ts'
import { communityFor } from './issue-act.ts'

/** 催办: reminds whoever has the issue in hand, with its card. */
export async function nudge(call: Call, number: number): Promise<void> {
  const issue = await issueByNumber(call.tx, communityFor(call), number)
  if (!issue) throw unknownNumber(number)
  if (issue.state === 'CLOSED') throw new Refusal(`#${number} 已经结案，不用催办。`)
  const unitHasIt = issue.unitId !== null && (issue.state === 'DISPATCHED' || issue.state === 'IN_PROGRESS')
  const spots: Spot[] = unitHasIt
    ? await spotsOfUnit(call.tx, issue, call.message.account)
    : await spotsOfWorkers(call.tx, issue, call.message.account)
  // A group whose ids have changed belongs to an account that speaks no more.
  const others = spots.filter(
    ({ account, chat }) => account === call.message.account && chat.id !== call.message.chat.id,
  )
  if (others.length === 0)
    throw new Refusal(`#${number} 现在是「${STATE_LABELS[issue.state]}」，找不到可以提醒的人，请直接联系。`)
  const hats: Hat[] = [unitHasIt ? 'unit' : 'worker']
  for (const { chat } of others) {
    const alone = chat.kind === 'private'
    const open = !issue.isPrivate || alone
    const card = issueCard({ issue, category: categoryOf(issue.category), hats, now: call.now, open, alone })
    await call.say({ chat, text: `社区催办：\n${card}`, priority: issue.dangerous ? 'danger' : 'news' })
  }
  await call.reply(`#${number} 已提醒${unitHasIt ? issue.unit?.name : '网格员'}。`)
}
