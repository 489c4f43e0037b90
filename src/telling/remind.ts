import type { Tx } from '../database/database.ts'
import type { CommunityId, IssueId } from '../ids.ts'
import { categoryOf } from '../issues/categories.ts'
import type { PlacedIssue } from '../issues/issue.ts'
import type { Hat } from '../issues/lifecycle.ts'
import type { ProgressDue, Reminder } from '../issues/reminders.ts'
import { formatDay, formatMoment } from '../time/format.ts'
import { issueCard } from './card.ts'
import { News, type Spot } from './news.ts'
import { spotsOfSecretary, spotsOfStaff, spotsOfUnit, spotsOfWorkers, workingAccount } from './recipients.ts'

/** Reminds whoever a passed share of a limit concerns: at 80 % those at work, then staff, then the secretary. */
export async function tellReminder(tx: Tx, reminder: Reminder, now: Date): Promise<void> {
  const { issue, clock, percent, to, dueAt } = reminder
  const what = clock === 'response' ? '答复' : '办结'
  const late = percent >= 100 ? '已经超过' : '快到'
  const list = to === 'street' ? '，列入报街道的名单' : ''
  const head = `${what}期限${late}了（${formatMoment(dueAt, now)}）${list}`
  const account = await workingAccount(tx, issue)
  const community = issue.communityId as CommunityId
  if (to === 'owner') return tell(tx, issue, await atWork(tx, issue), head, [unitHas(issue) ? 'unit' : 'worker'], now)
  if (to === 'staff') return tell(tx, issue, await spotsOfStaff(tx, community, account), head, ['staff'], now)
  await tell(tx, issue, await spotsOfSecretary(tx, community, account), head, ['staff', 'secretary'], now)
}

/** Asks those at work for a line, after three working days without one. */
export async function tellProgressDue(tx: Tx, { issue, since }: ProgressDue, now: Date): Promise<void> {
  const head = `从${formatDay(since, now)}起没有新的进展，请给居民一句话`
  await tell(tx, issue, await atWork(tx, issue), head, [unitHas(issue) ? 'unit' : 'worker'], now)
}

/** Gives staff a report whose place nobody could tell. */
export async function tellPlaceless(tx: Tx, issue: PlacedIssue, now: Date): Promise<void> {
  const spots = await spotsOfStaff(tx, issue.communityId as CommunityId, await workingAccount(tx, issue))
  await tell(tx, issue, spots, '有人反映了一件事，还不知道在哪里', ['staff'], now)
}

function unitHas({ state, unitId }: PlacedIssue): boolean {
  return unitId !== null && (state === 'DISPATCHED' || state === 'IN_PROGRESS')
}

async function atWork(tx: Tx, issue: PlacedIssue): Promise<Spot[]> {
  const account = await workingAccount(tx, issue)
  return unitHas(issue) ? spotsOfUnit(tx, issue, account) : spotsOfWorkers(tx, issue, account)
}

async function tell(
  tx: Tx,
  issue: PlacedIssue,
  spots: readonly Spot[],
  head: string,
  hats: readonly Hat[],
  now: Date,
): Promise<void> {
  const news = new News()
  for (const spot of spots) {
    const alone = spot.chat.kind === 'private'
    const open = !issue.isPrivate || alone
    news.add(spot, `${head}：\n${issueCard({ issue, category: categoryOf(issue.category), hats, now, open, alone })}`)
  }
  const priority = issue.dangerous ? 'danger' : 'news'
  await news.write(tx, { priority: () => priority, issue: issue.id as IssueId, now })
}
