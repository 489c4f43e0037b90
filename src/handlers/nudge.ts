import type { Call } from '../chat/call.ts'
import { put } from '../chat/outbox.ts'
import { contactsInPost } from '../community/roles.ts'
import { presentAccount } from '../community/seats.ts'
import type { AccountId, CommunityId, GridId, IssueId } from '../ids.ts'
import { categoryOf } from '../issues/categories.ts'
import { issueByNumber, type PlacedIssue, unknownNumber } from '../issues/issue.ts'
import { type Hat, STATE_LABELS } from '../issues/lifecycle.ts'
import { Refusal } from '../refusal.ts'
import { issueCard } from '../telling/card.ts'
import { privateSpot, type Spot } from '../telling/news.ts'
import { spotsOfStaff, spotsOfUnit, workingAccount } from '../telling/recipients.ts'
import { nudgeOrder } from './directives/nudge-order.ts'
import type { WorkNumber } from './directives/order-number.ts'
import { communityFor } from './issue-act.ts'

/** Somebody who can be reminded of an issue: in what capacity, what they are called, and where they read it. */
interface Reminded {
  readonly hat: Hat
  readonly spots: readonly Spot[]
  readonly told: string
}

/** 催办: reminds whoever has an issue in hand, or has not answered an order. */
export async function nudge(call: Call, { kind, number }: WorkNumber): Promise<void> {
  await (kind === 'order' ? nudgeOrder(call, number) : nudgeIssue(call, number))
}

/** Reminds whoever has the issue in hand, with its card, and says whom that has reached. */
async function nudgeIssue(call: Call, number: number): Promise<void> {
  const { tx, now, message } = call
  const issue = await issueByNumber(tx, communityFor(call), number)
  if (!issue) throw unknownNumber(number)
  if (issue.state === 'CLOSED') throw new Refusal(`#${number} 已经结案，不用催办。`)
  const reminded = await whoCanBeReminded(call, issue)
  if (!reminded)
    throw new Refusal(`#${number} 现在是「${STATE_LABELS[issue.state]}」，找不到可以提醒的人，请直接联系。`)
  const { hat, spots, told } = reminded
  for (const { account, chat } of spots) {
    const alone = chat.kind === 'private'
    const open = !issue.isPrivate || alone
    const card = issueCard({ issue, category: categoryOf(issue.category), hats: [hat], now, open, alone })
    const priority = issue.dangerous ? 'danger' : 'news'
    const text = `社区催办：\n${card}`
    await put(tx, { account, chat, text, priority, cause: message.id, issue: issue.id as IssueId }, now)
  }
  await call.reply(`#${number} ${told}。`)
}

async function whoCanBeReminded(call: Call, issue: PlacedIssue): Promise<Reminded | undefined> {
  const { tx, message } = call
  const account = await workingAccount(tx, issue, message.account)
  if (issue.unitId !== null && (issue.state === 'DISPATCHED' || issue.state === 'IN_PROGRESS')) {
    const spots = await elsewhere(call, await spotsOfUnit(tx, issue, account))
    return spots.length > 0 ? { hat: 'unit', spots, told: `已提醒${issue.unit?.name ?? '责任单位'}` } : undefined
  }
  const workers = await elsewhere(call, await chatsOfWorkers(call, issue, account))
  if (workers.length > 0) return { hat: 'worker', spots: workers, told: '已提醒网格员' }
  const staff = await elsewhere(call, await spotsOfStaff(tx, issue.communityId as CommunityId, account))
  const lacking = issue.gridId === null ? '还不知道在哪个网格' : '网格员联系不上'
  return staff.length > 0 ? { hat: 'staff', spots: staff, told: `${lacking}，已提醒社区工作人员` } : undefined
}

async function chatsOfWorkers({ tx }: Call, issue: PlacedIssue, account: AccountId): Promise<Spot[]> {
  if (issue.gridId === null) return []
  const contacts = await contactsInPost(tx, account, { kind: 'GRID_WORKER', gridId: issue.gridId as GridId })
  return contacts.filter(({ friend }) => friend).map(({ contactId }) => privateSpot(account, contactId))
}

/** Without the chat it was said in, and without groups of an account that speaks no more, because its ids have changed. */
async function elsewhere({ tx, message }: Call, spots: readonly Spot[]): Promise<Spot[]> {
  const others: Spot[] = []
  for (const spot of spots) {
    const { account, chat } = spot
    if (account === message.account && chat.id === message.chat.id) continue
    if (account === message.account || (await presentAccount(tx, account)) === account) others.push(spot)
  }
  return others
}
