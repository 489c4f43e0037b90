import type { Call } from '../../chat/call.ts'
import { saidSince } from '../../chat/said-since.ts'
import type { Issue } from '../../database/types.ts'
import type { IssueId } from '../../ids.ts'
import { categoryOf } from '../../issues/categories.ts'
import { lapseGuessesLike } from '../../issues/guess.ts'
import { support } from '../../issues/support.ts'
import { firstAidIn } from '../../telling/emergency.ts'
import type { Reading } from '../../understanding/reading.ts'
import { addWords, communityFor, type IssueDesk } from '../issue-act.ts'
import type { SpokenTo } from './decision.ts'
import { repeats } from './unread.ts'

/** What to do first is not said again in a chat while it is still in sight. */
const AID_STANDS_MS = 2 * 60_000

export interface Joining {
  readonly number: number
  readonly reading: Reading
  readonly spokenTo: SpokenTo
}

type Joined = Pick<Issue, 'id' | 'number' | 'words' | 'category' | 'dangerous'>

/**
 * The author has the same trouble as a neighbour, or says once more what they have said: no other neighbour hears of it.
 * Resolves with the issue where what they say next belongs to it as well; undefined where nobody can join it.
 */
export async function join(
  call: Call,
  desk: IssueDesk,
  { number, reading, spokenTo }: Joining,
): Promise<{ issueId?: number } | undefined> {
  const { tx, message, person: personId, roles, now } = call
  const communityId = communityFor(call)
  const { account, chat, id: messageId } = message
  const issue = await tx.issue.findUnique({ where: { communityId_number: { communityId, number } } })
  if (!issue || issue.state === 'CLOSED' || issue.state === 'DRAFT' || issue.isPrivate) return undefined
  const there =
    issue.reporterId === personId || (await tx.supporter.count({ where: { issueId: issue.id, personId } })) > 0
  if (!there) {
    const origin = { account, chat }
    const { event } = await support(tx, { communityId, number, person: { personId, roles }, origin, now, messageId })
    call.undoable({ kind: 'issue', issueId: issue.id, eventId: event.id })
    await lapseGuessesLike(tx, number, personId, now)
  }
  await answerJoined(call, issue, { number, reading, spokenTo })
  // What they say next about a danger belongs to it.
  const joined = reading.danger === 2 ? { issueId: issue.id } : {}
  // 我家也停了 says nothing more; whoever tells what they see is heard by those at work.
  const saysMore = reading.kind !== '+1' && !(repeats(message.text, issue.words) && call.photos.length === 0)
  if (!saysMore) return joined
  const done = await addWords(call, desk, { communityId, number })
  if (there) call.undoable({ kind: 'issue', issueId: issue.id, eventId: done.event.id })
  return joined
}

/**
 * Who spoke to the bot hears what became of it. Among neighbours nothing is said, but what to do first in danger, unless
 * that stands there already.
 */
async function answerJoined(call: Call, issue: Joined, { reading, spokenTo }: Joining): Promise<void> {
  const { tx, message, now } = call
  const aid = reading.danger === 2 && issue.dangerous ? firstAidIn(issue.words, categoryOf(issue.category)) : undefined
  const said =
    aid !== undefined &&
    (
      await saidSince(
        tx,
        { account: message.account, chatId: message.chat.id },
        new Date(now.getTime() - AID_STANDS_MS),
      )
    ).some(({ text }) => text.includes(aid))
  const first = aid !== undefined && !said
  if (!first && spokenTo === 'group') return
  const options = { priority: first ? 'danger' : 'reply', issue: issue.id as IssueId } as const
  await call.reply(`${first ? `#${issue.number} ${aid}\n` : ''}已记到 #${issue.number}，办好一起告诉您。`, options)
}
