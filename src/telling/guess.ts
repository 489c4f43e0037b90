import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, IssueId } from '../ids.ts'
import { categoryOf } from '../issues/categories.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import { News, type Spot } from './news.ts'
import { spotsOfStaff, spotsOfWorkers, workingAccount } from './recipients.ts'
import { cut } from './summary.ts'

/** What else is worth knowing before one says yes or no. */
export interface GuessHints {
  /** an open issue that it may be the same as */
  readonly like?: number | undefined
  /** it came with pictures or a voice note */
  readonly with?: string | undefined
}

/**
 * Asks those at work in private whether what somebody said is to be an issue, to be answered with one word. Resolves with
 * where it was asked: nowhere when nobody can be written to in private, for people's talk is not repeated in a group.
 */
export async function askWhetherIssue(tx: Tx, issue: PlacedIssue, hints: GuessHints, now: Date): Promise<Spot[]> {
  const account: AccountId = await workingAccount(tx, issue)
  const isPrivate = ({ chat }: Spot) => chat.kind === 'private'
  const workers = (await spotsOfWorkers(tx, issue, account)).filter(isPrivate)
  const spots =
    workers.length > 0 ? workers : (await spotsOfStaff(tx, issue.communityId as CommunityId, account)).filter(isPrivate)
  const news = new News()
  for (const spot of spots) news.add(spot, question(issue, hints))
  await news.write(tx, {
    priority: () => (issue.dangerous ? 'danger' : 'news'),
    issue: issue.id as IssueId,
    now,
  })
  return spots
}

function question(issue: PlacedIssue, { like, with: more }: GuessHints): string {
  const where = [issue.grid ? `${issue.grid.number}号网格` : undefined, issue.place].filter(Boolean).join(' ')
  const lines = [
    `#${issue.number} 这是要反映的事吗？${where ? `（${where}）` : ''}`,
    `「${cut(issue.words, 200)}」${more ? ` ${more}` : ''}`,
    `看着像：${categoryOf(issue.category).kind}`,
  ]
  if (like !== undefined) lines.push(`也可能就是 #${like}，是的话发 /并案 ${issue.number} ${like}`)
  lines.push('是就回「登记」，不是就回「不是」。')
  return lines.join('\n')
}
