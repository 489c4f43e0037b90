import type { StoredFile } from '../../attachments/store.ts'
import { onProof, wantProof } from '../../board/proofs.ts'
import { type WallPost, wallPosts } from '../../board/wall-posts.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import type { Occasion } from '../../database/types.ts'
import { Refusal } from '../../refusal.ts'
import { showProof } from '../../telling/board/show-proof.ts'
import { drawWallOf } from '../../telling/board/wall-picture.ts'
import { occasionTitle } from '../../telling/board/wall-text.ts'
import { communityOfMessage } from '../courses/desk.ts'
import { communityFor } from '../issue-act.ts'
import type { WallDesk } from './wall-desk.ts'
import { occasionOf } from './wall-office.ts'

/** A wall that was drawn before the transaction in which it is shown. */
export interface ReadyWall {
  readonly occasionId: number
  /** what is on it, to be held against what should be */
  readonly shows: string
  readonly pages: readonly StoredFile[]
}

/** Draws the wall that is meant; undefined where there is none, which is said in the transaction. */
export async function prepareWall(
  desk: WallDesk,
  message: IncomingMessage,
  name: string,
  states: readonly Occasion['state'][],
  now: Date,
): Promise<ReadyWall | undefined> {
  const db = desk.database.client
  const communityId = await communityOfMessage(db, message)
  const occasion = communityId && (await occasionOf(db, communityId, name, states))
  if (!occasion) return undefined
  const posts = await wallPosts(db, occasion)
  if (posts.length === 0) return undefined
  return { occasionId: occasion.id, shows: shownBy(posts), pages: await drawWallOf(db, desk, occasion, posts, now) }
}

/** What is on a wall as one text, those who wish the same included: they are drawn too. */
export function shownBy(posts: readonly WallPost[]): string {
  return JSON.stringify([onProof(posts), posts.map(({ supporters }) => supporters)])
}

/** 发 中秋: shows the wall as it would go out. */
export async function makeWall(call: Call, rest: Wording, ready: ReadyWall | undefined): Promise<void> {
  const { tx, now, message } = call
  const communityId = communityFor(call)
  const occasion = await occasionOf(tx, communityId, rest.text, ['OPEN'])
  if (!occasion) {
    const out = await occasionOf(tx, communityId, rest.text, ['PUBLISHED'])
    if (out && rest.text !== '') throw new Refusal(`${occasionTitle(out)}已经发过了。看一看发 /留言墙 ${out.title}。`)
    throw new Refusal('现在没有开着的祝福墙。要开，发 /留言墙 开 中秋。')
  }
  const posts = await wallPosts(tx, occasion)
  if (posts.length === 0) throw new Refusal(`${occasionTitle(occasion)}上还没有可以发的留言。`)
  if (ready?.occasionId !== occasion.id || ready.shows !== shownBy(posts))
    throw new Refusal('刚才又有新的留言，请再发一次 /留言墙 发。')
  const proof = await wantProof(tx, { communityId, occasionId: occasion.id, posts, now })
  const spot = { account: message.account, chat: message.chat }
  await showProof(tx, proof, [spot], { posts, pages: ready.pages, priority: 'reply', now, cause: message.id })
}
