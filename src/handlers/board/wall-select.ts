import { nameOf } from '../../board/post.ts'
import { idsOn, shownProofs, wantProof } from '../../board/proofs.ts'
import { postsInOrder, selectable, type WallPost } from '../../board/wall-posts.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { Refusal } from '../../refusal.ts'
import { showProof } from '../../telling/board/show-proof.ts'
import { proofName } from '../../telling/board/wall-text.ts'
import { communityFor } from '../issue-act.ts'
import { sayYes } from './wall-yes.ts'

/** 精选: shows what may be chosen from. 精选 12 15, 精选 去掉 15: sends these of what was shown. */
export async function selectPosts(call: Call, rest: Wording): Promise<void> {
  const { tx, now, message } = call
  const communityId = communityFor(call)
  if (rest.text === '') {
    const posts = await selectable(tx, communityId, now)
    if (posts.length === 0) throw new Refusal('这一周没有新的留言可以发。')
    const proof = await wantProof(tx, { communityId, occasionId: null, posts, now })
    const spot = { account: message.account, chat: message.chat }
    await showProof(tx, proof, [spot], { posts, pages: [], priority: 'reply', now, cause: message.id })
    return
  }
  const proof = (await shownProofs(tx, communityId)).find(({ occasionId }) => occasionId === null)
  if (!proof) throw new Refusal('先发 /留言墙 精选，看看有哪些，再挑。')
  const words = /^(去掉|不要|除了)?\s*((?:留言|心愿|#)?\d{1,7}号?(?:[\s,、和]+(?:留言|心愿|#)?\d{1,7}号?)*)$/.exec(
    rest.text,
  )
  if (!words) throw new Refusal('请写上号码，比如 /留言墙 精选 12 15，或者 /留言墙 精选 去掉 15。')
  const numbers = [...(words[2] ?? '').matchAll(/\d+/g)].map(Number)
  const posts = await postsInOrder(tx, communityId, idsOn(proof))
  const strange = numbers.find((number) => !posts.some((post) => post.number === number))
  if (strange !== undefined) {
    throw new Refusal(
      `${strange}号不在${proofName(proof)}里，里面有 ${posts.map(nameOf).join('、')}。要重新看发 /留言墙 精选。`,
    )
  }
  const isNamed = ({ number }: WallPost) => numbers.includes(number)
  const chosen = words[1] ? posts.filter((post) => !isNamed(post)) : posts.filter(isNamed)
  if (chosen.length === 0) throw new Refusal('都去掉就没有可发的了。不发不用回。')
  await sayYes(
    call,
    proof,
    chosen.map(({ id }) => id),
  )
}
