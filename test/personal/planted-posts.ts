import type { Tx } from '../../src/database/database.ts'
import type { Sowing } from './sowing.ts'

/** Somebody's posts: up, waiting and refused, published on a wall; a wish shared, and something done to another's at work. */
export async function plantPosts(
  tx: Tx,
  communityId: number,
  { own, work, contactId, personId, n, hash }: Sowing,
  now: Date,
): Promise<void> {
  const said = { account: 'bot', chatKind: 'PRIVATE', chatId: contactId, contactId } as const
  const times = { at: now, changedAt: now }
  const sha256 = hash(77)
  await tx.attachment.create({ data: { sha256, mime: 'image/png', bytes: 1, createdAt: now } })
  for (const [index, state] of (['PASSED', 'HELD', 'REFUSED'] as const).entries()) {
    await tx.post.create({
      data: {
        ...{ communityId, number: n * 100 + index, kind: 'WISH', state, words: own('心愿'), signature: own('署名') },
        ...{ ...said, messageId: `post${n}${index}`, authorId: personId, answer: own('答复里提到'), ...times, sha256 },
        events: { create: { seq: 1, action: 'appeal', to: state, personId, at: now, note: own('申诉'), data: {} } },
        holds: {
          create: {
            ...{ stage: 'APPEAL', reasons: [], at: now, decideBy: now, refusedById: personId },
            ...{ note: own('没有通过，因为'), appeal: own('申诉') },
          },
        },
        copies: { create: { version: 0, medium: 'wall', outboxKey: `wall:${n}`, at: now } },
      },
    })
  }
  for (const [key, state] of [
    [`wall:${n}`, 'ECHOED'],
    [`wall:${n}:waiting`, 'PENDING'],
  ] as const) {
    await tx.outboxMessage.create({
      data: {
        ...{
          account: 'bot',
          chatKind: 'GROUP',
          chatId: 'grid3@chatroom',
          text: own('上墙'),
          mentions: [],
          priority: 1,
        },
        ...{ key, state, notBefore: now, createdAt: now },
      },
    })
  }
  const other = await tx.post.create({
    data: {
      ...{ communityId, number: n * 100 + 50, kind: 'WISH', state: 'PASSED', words: work, ...times },
      answeredById: personId,
      holds: { create: { stage: 'FIRST', reasons: [], at: now, decideBy: now, decidedById: personId, note: work } },
      events: { create: { seq: 1, action: 'answer', to: 'PASSED', personId, at: now, note: work, data: {} } },
    },
  })
  await tx.postSupport.create({ data: { postId: other.id, personId, ...said, at: now } })
}
