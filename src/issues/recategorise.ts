import type { Tx } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Asked } from './act.ts'
import { type Category, categoryOf, isCategoryCode } from './categories.ts'
import { fitting, hatsOn, wrongHat } from './choose-hat.ts'
import { clockStart } from './clock-start.ts'
import { type ClockChanges, dateOf, dueFrom, leftOn, responseDueFrom, resumedClocks } from './clocks.ts'
import { publicName } from './hats.ts'
import { issueByNumber, type PlacedIssue, unknownNumber } from './issue.ts'
import { staysPrivate } from './private.ts'
import { LOST, recordMove } from './record.ts'
import type { Done, Due } from './result.ts'
import { overtaken, whereItIs } from './wrong-state.ts'

export interface Recategorising extends Omit<Asked, 'photos'> {
  readonly communityId: CommunityId
  readonly number: number
  /** the code of the right kind */
  readonly category: string
}

/**
 * 改类: a worker of the grid or staff correct the kind of an open issue. Whether it is private and dangerous follows the
 * kind. The main limit is the new kind's, counted from when it was reported (or reopened) without the time it was paused;
 * where that has passed already and the old limit had not, it is counted from now, for nobody could have kept a limit
 * nobody knew of. A promised date stands. What has become dangerous and was not answered yet has 10 minutes from now.
 */
export async function recategorise(tx: Tx, request: Recategorising): Promise<Done> {
  const { communityId, number, actor, now, messageId } = request
  const issue = await issueByNumber(tx, communityId, number)
  if (!issue) throw unknownNumber(number)
  const hats = await hatsOn(tx, issue, actor)
  const [hat] = fitting(['worker', 'staff'], hats)
  if (!hat) throw wrongHat(issue, actor, hats, ['worker', 'staff'], '改类')
  if (issue.state === 'CLOSED') throw new Refusal(`#${number} 现在是“${whereItIs(issue)}”，不用再改类。`)
  if (!isCategoryCode(request.category)) throw new Refusal('没有这个类别，请换一个说法。')
  const category = categoryOf(request.category)
  if (category.code === issue.category) throw new Refusal(`#${number} 已经是“${category.kind}”。`)

  const clocks = await clocksFor(tx, issue, category, request)
  const isPrivate = staysPrivate(issue, category)
  const by = publicName(hat, issue)
  const recorded = await recordMove(
    tx,
    issue,
    {
      category: category.code,
      isPrivate,
      dangerous: category.dangerous,
      ...clocks.changes,
      lastWordAt: now,
    },
    {
      action: 'recategorise',
      hat,
      personId: actor === 'bot' ? undefined : actor.personId,
      now,
      note: category.kind,
      data: { by, from: issue.category, to: category.code },
      messageId,
    },
  )
  if (recorded === LOST) throw await overtaken(tx, issue)
  return {
    ...recorded,
    before: issue,
    facts: {
      hat,
      by,
      ...(clocks.due ? { due: clocks.due } : {}),
      category: {
        from: issue.category,
        to: category.code,
        nowDangerous: category.dangerous && !issue.dangerous,
        nowPrivate: isPrivate && !issue.isPrivate,
      },
    },
  }
}

async function clocksFor(
  tx: Tx,
  issue: PlacedIssue,
  category: Category,
  { calendar, now }: Recategorising,
): Promise<{ changes: ClockChanges; due?: Due }> {
  if (issue.state === 'DRAFT') return { changes: {} }
  // What was left was told in the old kind's time; should the work have to be done again, it gets the least there is.
  if (issue.state === 'RESOLVED') return { changes: { dueLeft: null } }

  const response: ClockChanges =
    issue.responseDueAt === null || issue.dangerous === category.dangerous
      ? {}
      : { responseDueAt: responseDueFrom(category.dangerous ? now : issue.reportedAt, category.dangerous, calendar) }
  if (issue.extensions > 0) {
    if (!issue.pausedAt) return { changes: response }
    // The promised day stands; what is left until then is told in the new kind's time.
    const { dueAt } = resumedClocks(issue, { calendar, now }).changes
    const dueLeft = leftOn({ category: category.code, dueAt: dueAt ?? null }, { calendar, now })
    return { changes: { ...response, dueLeft } }
  }

  const { start, paused } = await clockStart(tx, issue, now)
  const fromStart = dueFrom(new Date(start.getTime() + paused), category.limit, calendar)
  const overdue = issue.dueAt !== null ? issue.dueAt < now : (issue.dueLeft ?? 0) < 0
  const due =
    fromStart.kind === 'at' && fromStart.at < now && !overdue ? dueFrom(now, category.limit, calendar) : fromStart
  const clock: ClockChanges = issue.pausedAt
    ? { dueLeft: leftOn({ category: category.code, dueAt: dateOf(due) }, { calendar, now }) }
    : { dueAt: dateOf(due) }
  return { changes: { ...response, ...clock, reminded: 0 }, due }
}
