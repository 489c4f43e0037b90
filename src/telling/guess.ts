import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, IssueId } from '../ids.ts'
import { categoryOf } from '../issues/categories.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import { News, type Spot } from './news.ts'
import { privateSpotsOfStaff, spotsOfWorkers, workingAccount } from './recipients.ts'
import { cut } from './summary.ts'

/** What else is worth knowing before one says yes or no. */
export interface GuessHints {
  /** an open issue that it may be the same as */
  readonly like?: number | undefined
  /** it came with pictures; that there is a voice note stands in its words */
  readonly with?: string | undefined
}

/**
 * Asks those at work in private whether what somebody said is to be an issue, to be answered with one word. Resolves with
 * where it was asked: nowhere when nobody can be written to in private, for people's talk is not repeated in a group.
 */
export async function askWhetherIssue(tx: Tx, issue: PlacedIssue, hints: GuessHints, now: Date): Promise<Spot[]> {
  const spots = await spotsToAsk(tx, issue)
  const news = new News()
  for (const spot of spots) news.add(spot, question(issue, hints))
  await news.write(tx, {
    priority: () => (issue.dangerous ? 'danger' : 'news'),
    issue: issue.id as IssueId,
    now,
  })
  return spots
}

/** The private chats with those who are asked about it: its workers, else the staff, whether they have a group or not. */
export async function spotsToAsk(tx: Tx, issue: PlacedIssue): Promise<Spot[]> {
  const account: AccountId = await workingAccount(tx, issue)
  const isPrivate = ({ chat }: Spot) => chat.kind === 'private'
  const workers = (await spotsOfWorkers(tx, issue, account)).filter(isPrivate)
  if (workers.length > 0) return workers
  return privateSpotsOfStaff(tx, issue.communityId as CommunityId, account)
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

/** So often somebody hears that one more has said it: at first each time, then at every fifth. */
const worthTelling = (others: number) => others <= 3 || others % 5 === 0

/**
 * Tells those who were asked, in one line, that a neighbour says the same. A line of the same kind that was not said yet
 * gives way to it.
 */
export async function tellOfMore(
  tx: Tx,
  { issue, others }: { readonly issue: PlacedIssue; readonly others: number },
  words: string,
  now: Date,
): Promise<void> {
  if (!worthTelling(others)) return
  const head = `#${issue.number} 还有`
  await tx.outboxMessage.updateMany({
    where: { issueId: issue.id, state: 'PENDING', text: { startsWith: head } },
    data: { state: 'CANCELLED' },
  })
  const news = new News()
  for (const spot of await spotsToAsk(tx, issue)) news.add(spot, `${head}${others}位居民也说：「${cut(words, 60)}」`)
  await news.write(tx, {
    priority: () => (issue.dangerous ? 'danger' : 'news'),
    issue: issue.id as IssueId,
    now,
  })
}
