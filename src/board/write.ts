import type { Tx } from '../database/database.ts'
import type { PostKind } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, ContactId, GridId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { answerDue } from './answer-due.ts'
import { type Judge, judged, type Verdict } from './judge.ts'
import { movePost } from './move.ts'
import { type KnownPost, nameOf, postOf } from './post.ts'
import { supportersOf } from './support.ts'

/** What its author has said yes to. */
export interface Confirmed {
  /** exactly as it will be published: masked, in one line */
  readonly words: string
  /** the author's own writing; judged and not kept */
  readonly own: string
  readonly kind: PostKind
  /** the name to be shown; null: anonymous */
  readonly signature: string | null
  readonly picture: { readonly sha256: string; readonly mime: string; readonly bytes: number } | null
}

/** Where it was said, and so where its author is told. */
export interface SaidAt {
  readonly account: AccountId
  readonly chatKind: 'GROUP' | 'PRIVATE'
  readonly chatId: ChatId
  readonly contactId: ContactId
  readonly messageId: MessageId
  readonly gridId: GridId | null
}

export interface Posting extends Confirmed {
  readonly communityId: CommunityId
  readonly author: PersonId
  readonly said: SaidAt
  readonly occasion?: string | undefined
  readonly now: Date
}

export interface BoardRules {
  readonly judge: Judge
  readonly calendar: WorkCalendar
}

export interface Written {
  readonly post: KnownPost
  readonly verdict: Verdict
}

/** So many posts of one person may wait for a person to look at them: more is no conversation. */
const MOST_WAITING = 10

/** Writes a post down under the next number of the community: passed where the judge finds nothing, else held for a person. */
export async function writePost(tx: Tx, posting: Posting, { judge, calendar }: BoardRules): Promise<Written> {
  const { communityId, author, said, words, own, kind, signature, picture, now, occasion = null } = posting
  const waiting = await tx.post.count({ where: { communityId, authorId: author, state: 'HELD' } })
  if (waiting >= MOST_WAITING) throw new Refusal(`您已经有${waiting}条在等工作人员看，看过了再写新的。`)
  const verdict = await judged(judge, tx, {
    ...{ words, own, kind, signature, communityId, now },
    authorId: author,
    hasPicture: picture !== null,
  })
  const { postCounter: number } = await tx.community.update({
    where: { id: communityId },
    data: { postCounter: { increment: 1 } },
    select: { postCounter: true },
  })
  if (picture) await keepPicture(tx, picture, now)
  const state = verdict.held ? 'HELD' : 'PASSED'
  const row = await tx.post.create({
    data: {
      ...{ communityId, number, kind, state, words, signature, occasion },
      sha256: picture?.sha256 ?? null,
      authorId: author,
      ...said,
      at: now,
      changedAt: now,
      ...(verdict.held ? {} : { passedAt: now, answerDueAt: answerDue({ kind, issueId: null }, now, calendar) }),
      events: {
        create: { seq: 1, action: 'post', to: state, personId: author, at: now, data: {}, messageId: said.messageId },
      },
    },
  })
  const post = postOf(row)
  if (verdict.held) await judge.held(tx, post, verdict.reasons, { now, cause: said.messageId })
  return { post, verdict }
}

/** New words, kind, signature or picture for a post, confirmed like those before and judged anew; the old ones are gone. */
export async function editPost(
  tx: Tx,
  post: KnownPost,
  edit: Confirmed & { readonly author: PersonId; readonly messageId: MessageId; readonly now: Date },
  { judge, calendar }: BoardRules,
): Promise<Written> {
  const { words, own, kind, signature, picture, author, messageId, now } = edit
  await checkUnsupported(tx, post)
  const verdict = await judged(judge, tx, {
    ...{ words, own, kind, signature, now },
    communityId: post.communityId,
    authorId: author,
    hasPicture: picture !== null,
    postId: post.id,
  })
  if (picture) await keepPicture(tx, picture, now)
  const due = verdict.held || post.answeredAt ? null : answerDue({ kind, issueId: post.issueId }, now, calendar)
  const edited = await movePost(tx, post, {
    action: 'edit',
    by: { hat: 'author', personId: author },
    to: verdict.held ? 'HELD' : 'PASSED',
    set: {
      ...{ words, kind, signature, changedAt: now, answerDueAt: due, reminded: 0 },
      sha256: picture?.sha256 ?? null,
      passedAt: verdict.held ? null : now,
    },
    now,
    messageId,
  })
  if (verdict.held) await judge.held(tx, edited, verdict.reasons, { now, cause: messageId })
  return { post: edited, verdict }
}

/** Others have said yes to these very words: they are not changed under them. @throws Refusal where that is so */
export async function checkUnsupported(tx: Tx, post: KnownPost): Promise<void> {
  if (post.state !== 'PASSED') return
  const supporters = await supportersOf(tx, post)
  if (supporters === 0) return
  const { number } = post
  throw new Refusal(
    `${nameOf(post)} 已经有${supporters}位附议，不能再改。有新的心愿请另写一条；不想要了，发 /留言 删 ${number}。`,
  )
}

async function keepPicture(tx: Tx, { sha256, mime, bytes }: NonNullable<Confirmed['picture']>, now: Date) {
  await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
}
