import type { Judge } from '../../src/board/judge.ts'
import { type KnownPost, postOf } from '../../src/board/post.ts'
import type { Confirmed, Posting } from '../../src/board/write.ts'
import type { Tx } from '../../src/database/database.ts'
import type { PostKind, PostState } from '../../src/database/types.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId, PersonId } from '../../src/ids.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'

export const NOW = shanghai(2026, 6, 3, 9, 0)
export const calendar = new WorkCalendar()
const HOLD_EVERYTHING: Judge = {
  judge: async () => ({ held: true, reasons: ['先请工作人员看一眼'] }),
  held: async () => undefined,
}
export const HOLDING = { judge: HOLD_EVERYTHING, calendar }
const NOTHING_FOUND: Judge = { judge: async () => ({ held: false }), held: async () => undefined }
export const PASSING = { judge: NOTHING_FOUND, calendar }
const ACCOUNT = 'bot' as AccountId

/** A community with an author, a neighbour and a colleague of the staff. */
export interface World {
  readonly communityId: CommunityId
  readonly author: PersonId
  readonly neighbour: PersonId
  readonly colleague: PersonId
}

export async function makeWorld(tx: Tx, code = 'x'): Promise<World> {
  const { id } = await tx.community.create({ data: { code, name: '社区', createdAt: NOW } })
  const person = async (name: string) => (await tx.person.create({ data: { name, createdAt: NOW } })).id as PersonId
  const author = await person('作者')
  const neighbour = await person('邻居')
  return { communityId: id as CommunityId, author, neighbour, colleague: await person('同事') }
}

let messages = 0

export function confirmed(words: string, kind: PostKind = 'WISH', more: Partial<Confirmed> = {}): Confirmed {
  return { words, own: words, kind, signature: null, picture: null, ...more }
}

export function posting({ communityId, author }: World, text: Confirmed): Posting {
  messages += 1
  return {
    ...text,
    communityId,
    author,
    now: NOW,
    said: {
      ...{ account: ACCOUNT, chatKind: 'PRIVATE', chatId: 'author' as ChatId, contactId: 'author' as ContactId },
      ...{ messageId: `m${messages}` as MessageId, gridId: null },
    },
  }
}

/** A post of the world's author, in this state. */
export async function makePost(
  tx: Tx,
  world: World,
  state: PostState,
  more: { readonly kind?: PostKind; readonly words?: string; readonly at?: Date } = {},
): Promise<KnownPost> {
  const { kind = 'WISH', words = '盼着装电梯', at = NOW } = more
  const { communityId, author } = world
  const { postCounter: number } = await tx.community.update({
    where: { id: communityId },
    data: { postCounter: { increment: 1 } },
    select: { postCounter: true },
  })
  messages += 1
  const row = await tx.post.create({
    data: {
      ...{ communityId, number, kind, state, words, authorId: author, account: ACCOUNT, chatKind: 'PRIVATE' },
      ...{ chatId: 'author', contactId: 'author', messageId: `m${messages}`, at, changedAt: at },
      passedAt: state === 'PASSED' ? at : null,
      events: { create: { seq: 1, action: 'post', to: state, personId: author, at, data: {} } },
    },
  })
  return postOf(row)
}

export function supporting(personId: PersonId, chatId = 'n', now = NOW) {
  return {
    ...{ personId, account: ACCOUNT, chatKind: 'PRIVATE' as const, chatId: chatId as ChatId },
    ...{ contactId: chatId as ContactId, now },
  }
}
