import type { Tx } from '../../database/database.ts'
import type { IssueId, MessageId } from '../../ids.ts'
import { categoryOf } from '../../issues/categories.ts'
import type { PlacedIssue } from '../../issues/issue.ts'
import { issueCard } from '../card.ts'
import { News } from '../news.ts'
import { spotsOfWorkers, workingAccount } from '../recipients.ts'

/** Shows the workers of its grid an issue that a line of an order has become, with what they can do. */
export async function tellFollowedUp(
  tx: Tx,
  issue: PlacedIssue,
  { order, cause, now }: { readonly order: string; readonly cause: MessageId; readonly now: Date },
): Promise<void> {
  const category = categoryOf(issue.category)
  await tellWorkers(tx, issue, { cause, now }, (alone) => {
    const card = issueCard({ issue, category, hats: ['worker'], now, open: alone || !issue.isPrivate, alone })
    return `${order} 的立项：\n${card}`
  })
}

/** Tells them that it was taken back. */
export async function tellFollowUpUndone(
  tx: Tx,
  issue: PlacedIssue,
  { cause, now }: { readonly cause: MessageId; readonly now: Date },
): Promise<void> {
  await tellWorkers(tx, issue, { cause, now }, () => `#${issue.number} 的立项撤销了，不用办。`)
}

async function tellWorkers(
  tx: Tx,
  issue: PlacedIssue,
  { cause, now }: { readonly cause: MessageId; readonly now: Date },
  text: (alone: boolean) => string,
): Promise<void> {
  const news = new News()
  const account = await workingAccount(tx, issue)
  for (const spot of await spotsOfWorkers(tx, issue, account)) news.add(spot, text(spot.chat.kind === 'private'))
  const priority = issue.dangerous ? 'danger' : 'news'
  await news.write(tx, { priority: () => priority, issue: issue.id as IssueId, cause, now })
}
