import type { Tx } from '../database/database.ts'
import { Prisma } from '../database/types.ts'
import type { CommunityId, GridId, MessageId, PersonId } from '../ids.ts'
import { GUESS_WAITS_MS } from './guess.ts'
import { publicName } from './hats.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { fingerprint, LIKELY, likeness } from './likeness.ts'
import { attachPhotos, type Photo } from './photos.ts'
import { LOST, recordMove } from './record.ts'

/** What somebody says while somebody at work is still to say whether such a thing is to be an issue. */
export interface SaidToo {
  readonly communityId: CommunityId
  /** undefined where nobody knows: then it can only be what the same person has said before */
  readonly gridId: GridId | undefined
  readonly words: string
  readonly place?: string | undefined
  /** the code they were read as */
  readonly category: string
  readonly dangerous: boolean
  readonly isPrivate: boolean
  readonly personId: PersonId
  readonly photos: readonly Photo[]
  readonly now: Date
  readonly messageId: MessageId
}

/** The guess it was put to, and how many people besides its author have said it by now. */
export interface AddedToGuess {
  readonly issue: PlacedIssue
  readonly others: number
  /** this person had not said it before */
  readonly isNew: boolean
}

/** So many of a grid are looked at, the newest first; more never wait at once. */
const LOOK_AT = 40

/**
 * Puts somebody's words to a guess of the same grid that is like them and still waits for an answer. Undefined where none
 * is. What is private and what is not never come together: an issue's additions are read by whoever may read the issue.
 */
export async function addToGuess(tx: Tx, said: SaidToo): Promise<AddedToGuess | undefined> {
  const { communityId, gridId, words, isPrivate, dangerous, personId, photos, now, messageId } = said
  const waiting = await placedIssues(tx, {
    where: {
      communityId,
      ...(gridId === undefined ? { gridId: null, reporterId: personId } : { gridId }),
      isPrivate,
      state: 'DRAFT',
      guess: { not: Prisma.DbNull },
      reportedAt: { gt: new Date(now.getTime() - GUESS_WAITS_MS) },
    },
    orderBy: { id: 'desc' },
    take: LOOK_AT,
  })
  const issue = mostAlike(waiting, said)
  if (!issue) return undefined
  const recorded = await recordMove(tx, issue, dangerous && !issue.dangerous ? { dangerous } : {}, {
    action: 'supply',
    hat: issue.reporterId === personId ? 'reporter' : 'supporter',
    personId,
    now,
    note: words,
    data: { by: publicName('supporter', issue) },
    messageId,
  })
  // Somebody has just answered: then it is no guess any more.
  if (recorded === LOST) return undefined
  await attachPhotos(tx, { issueId: issue.id, eventId: recorded.event.id, personId, photos, now })
  const additions = await tx.issueEvent.findMany({
    where: { issueId: issue.id, action: 'supply' },
    select: { personId: true, seq: true },
  })
  const others = new Set(additions.map((event) => event.personId).filter((id) => id !== issue.reporterId))
  const isNew =
    issue.reporterId !== personId &&
    !additions.some((event) => event.personId === personId && event.seq < recorded.event.seq)
  return { issue: recorded.issue, others: others.size, isNew }
}

function mostAlike(waiting: readonly PlacedIssue[], said: SaidToo): PlacedIssue | undefined {
  const print = fingerprint(said)
  let best: PlacedIssue | undefined
  let closest = LIKELY
  for (const issue of waiting) {
    const alike = likeness(print, fingerprint(issue))
    // Among equals the older, so that the newest does not gather what belongs to the first.
    if (alike >= closest) {
      closest = alike
      best = issue
    }
  }
  return best
}
