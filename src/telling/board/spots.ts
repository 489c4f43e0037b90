import type { KnownPost } from '../../board/post.ts'
import { groupOf } from '../../community/groups.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { PostSupport } from '../../database/types.ts'
import type { AccountId, ChatId, ContactId, PersonId } from '../../ids.ts'
import { groupSpot, type Spot } from '../news.ts'
import { privateChatWith } from '../recipients.ts'

/** At most so many are called by an @ in one message; the others read it too. */
const MOST_MENTIONS = 20

/** One place where something is told of a post. */
export interface PostSpot {
  readonly spot: Spot
  readonly mentions: readonly ContactId[]
}

/**
 * Where the author of a post is told: in private, or else in the group in which it was said. There an author who is anonymous
 * is not called by an @, for then everybody could tell whose it is. Undefined where neither can be reached.
 */
export async function authorSpot(tx: Tx, post: KnownPost): Promise<PostSpot | undefined> {
  if (post.authorId === null || post.account === null || post.chatId === null) return undefined
  const said = { ...post, account: post.account, chatId: post.chatId }
  const found = await spotOf(tx, post.authorId, said, 'private first')
  if (!found) return undefined
  const called = found.chat.kind === 'group' && post.signature !== null && post.contactId !== null
  return { spot: found, mentions: called ? [post.contactId as ContactId] : [] }
}

/** Where those who wish the same are told: each where they said so. One spot a chat. */
export async function supporterSpots(tx: Tx, post: KnownPost): Promise<PostSpot[]> {
  const supports = await tx.postSupport.findMany({
    where: { postId: post.id, ...(post.authorId === null ? {} : { personId: { not: post.authorId } }) },
    orderBy: [{ at: 'asc' }, { personId: 'asc' }],
  })
  const spots = new Map<string, { spot: Spot; mentions: ContactId[] }>()
  for (const support of supports) {
    const spot = await spotOf(tx, support.personId as PersonId, support, 'where it was said')
    if (!spot) continue
    const key = spotKey(spot)
    const known = spots.get(key) ?? { spot, mentions: [] }
    spots.set(key, known)
    if (spot.chat.kind === 'group' && known.mentions.length < MOST_MENTIONS) {
      known.mentions.push(support.contactId as ContactId)
    }
  }
  return [...spots.values()]
}

export const spotKey = ({ account, chat }: Spot) => `${account} ${chat.kind} ${chat.id}`

async function spotOf(
  tx: Tx,
  person: PersonId,
  said: Pick<PostSupport, 'account' | 'chatId'> & { readonly chatKind: string | null },
  which: 'private first' | 'where it was said',
): Promise<Spot | undefined> {
  const account = said.account as AccountId
  const present = (await presentAccount(tx, account)) as AccountId
  const bound = said.chatKind === 'GROUP' && present === account && (await groupOf(tx, account, said.chatId as ChatId))
  const group = bound ? groupSpot(account, said.chatId) : undefined
  if (which === 'where it was said' && group) return group
  return (await privateChatWith(tx, person, present)) ?? group
}
