import { type KnownPost, nameOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { type Decided, decideHeld } from '../../moderation/decide-held.ts'
import { Refusal } from '../../refusal.ts'
import { takeBackCopies, takenBackText } from '../../telling/board/take-back-copies.ts'
import { tellDecided } from '../../telling/moderation/author-news.ts'
import type { BoardDesk } from '../board/desk.ts'

export interface Word {
  readonly pass: boolean
  /** to the author */
  readonly note: string
}

const LONGEST_NOTE = 100

/** One word about a post, carried out and told to its author; resolves with what the moderator is told. */
export async function decide(call: Call, desk: BoardDesk, post: KnownPost, { pass, note }: Word): Promise<string> {
  const { length } = [...note]
  if (length > LONGEST_NOTE) throw new Refusal(`理由请写在${LONGEST_NOTE}个字以内，现在有${length}个字。`)
  const wasUp = post.state === 'PASSED'
  const { tx, now, message, person } = call
  const decided = await decideHeld(tx, post, {
    ...{ pass, note, now },
    by: person,
    messageId: message.id,
    calendar: desk.calendar,
  })
  const back = wasUp ? takenBackText(await takeBackCopies(tx, decided.post, now)) : ''
  const reached = await tellDecided(tx, decided, { now, cause: message.id })
  return `${outcome(decided)}${reached ? '已告诉写的人。' : '写的人暂时告诉不到。'}${back}`
}

function outcome({ post, why }: Decided): string {
  return post.state === 'PASSED' ? `${nameOf(post)} 通过了。` : `${nameOf(post)} 退回了，理由：${why}。`
}
