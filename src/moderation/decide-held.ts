import { passPost, refusePost } from '../board/decide.ts'
import { type KnownPost, nameOf } from '../board/post.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { type Hold, openHoldOf, reasonsOf } from './hold.ts'
import { isFor, moderatorsOf } from './queue.ts'

export interface HeldDecision {
  readonly pass: boolean
  readonly by: PersonId
  /** to the author; for a refusal the reasons of the hold stand where it is left out */
  readonly note?: string | undefined
  readonly now: Date
  readonly messageId: MessageId
  readonly calendar: WorkCalendar
}

export interface Decided {
  readonly post: KnownPost
  /** what the author is told of a refusal */
  readonly why: string
  /** it was decided on appeal */
  readonly onAppeal: boolean
}

/** What is said where a refusal has no reason of its own and the judge had none. */
const NO_REASON = '不太适合贴在这里'

/**
 * A person decides what a post waits for, or takes down or lets up one that was decided before. Two at once: the second is
 * told. @throws Refusal where they may not, or where there is nothing to decide any more
 */
export async function decideHeld(tx: Tx, post: KnownPost, decision: HeldDecision): Promise<Decided> {
  const { pass, by, note, now, messageId, calendar } = decision
  const hold = post.state === 'HELD' ? await openHoldOf(tx, post) : undefined
  if (hold) await checkMayDecide(tx, post, hold, by)
  checkMayTurn(post, pass)
  const why = note?.trim() || (hold && reasonsOf(hold).join('、')) || NO_REASON
  const moved = pass
    ? await passPost(tx, post, { by, note, now, messageId, calendar })
    : await refusePost(tx, post, { by, note: why, now, messageId })
  await settle(tx, moved, hold, { pass, by, why, now })
  return { post: moved, why, onAppeal: hold?.stage === 'APPEAL' }
}

async function checkMayDecide(tx: Tx, post: KnownPost, hold: Hold, by: PersonId): Promise<void> {
  const moderators = await moderatorsOf(tx, post.communityId as CommunityId)
  if (post.authorId !== by && !isFor({ post, hold }, by, moderators)) {
    throw new Refusal(`${nameOf(post)} 的作者不同意您上次的决定，这回请别的同事来定。`)
  }
}

/** What is decided already is decided again only the other way round. */
function checkMayTurn(post: KnownPost, pass: boolean): void {
  if (post.state === 'PASSED' && pass) throw new Refusal(`${nameOf(post)} 已经通过了，不用再定。`)
  if (post.state === 'REFUSED' && !pass) throw new Refusal(`${nameOf(post)} 已经退回了，不用再定。`)
}

async function settle(
  tx: Tx,
  post: KnownPost,
  hold: Hold | undefined,
  { pass, by, why, now }: { readonly pass: boolean; readonly by: PersonId; readonly why: string; readonly now: Date },
): Promise<void> {
  const decided = {
    state: pass ? 'PASSED' : 'REFUSED',
    decidedAt: now,
    decidedById: by,
    note: pass ? null : why,
    appeal: null,
  } as const
  if (hold) await tx.postHold.update({ where: { id: hold.id }, data: decided })
  else
    await tx.postHold.create({
      data: { postId: post.id, stage: 'FIRST', reasons: [], at: now, decideBy: now, ...decided },
    })
}
