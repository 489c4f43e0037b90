import type { ToJudge } from '../../src/board/judge.ts'
import { type KnownPost, reread } from '../../src/board/post.ts'
import { writePost } from '../../src/board/write.ts'
import type { Tx } from '../../src/database/database.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId, PersonId } from '../../src/ids.ts'
import { appeal } from '../../src/moderation/appeal.ts'
import { decideHeld } from '../../src/moderation/decide-held.ts'
import { openHold } from '../../src/moderation/hold.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { WorkCalendar } from '../../src/time/work-calendar.ts'

export const NOW = shanghai(2026, 6, 3, 9, 0)
export const CALENDAR = new WorkCalendar()

/** Who acts on a post. */
export type Actor = 'author' | 'refuser' | 'colleague'
/** Where a post is before. */
export const SITUATIONS = ['held', 'passed', 'refused', 'appealed', 'refused on appeal', 'withdrawn'] as const
export type Situation = (typeof SITUATIONS)[number]

/** A community with an author and two of the staff, one of whom refuses. */
export interface HeldTown {
  readonly communityId: CommunityId
  readonly people: Readonly<Record<Actor, PersonId>>
}

let messages = 0
export const message = () => `message-${++messages}` as MessageId

export async function makeHeldTown(
  tx: Tx,
  code: string,
  staff: readonly Actor[] = ['refuser', 'colleague'],
): Promise<HeldTown> {
  const { id } = await tx.community.create({ data: { code, name: '社区', createdAt: NOW } })
  const people: Partial<Record<Actor, PersonId>> = {}
  for (const actor of ['author', 'refuser', 'colleague'] as const) {
    const person = await tx.person.create({ data: { name: actor, createdAt: NOW } })
    people[actor] = person.id as PersonId
    if (staff.includes(actor))
      await tx.role.create({ data: { personId: person.id, kind: 'STAFF', communityId: id, since: NOW } })
  }
  return { communityId: id as CommunityId, people: people as HeldTown['people'] }
}

/** A post of the author that waits. */
export async function makeHeldPost(
  tx: Tx,
  { communityId, people }: HeldTown,
  words = '高价收驾照分',
): Promise<KnownPost> {
  const { post } = await writePost(
    tx,
    {
      ...{ communityId, words, own: words, kind: 'BLESSING', signature: null, picture: null, now: NOW },
      author: people.author,
      said: {
        account: 'bot' as AccountId,
        chatKind: 'PRIVATE',
        chatId: 'author' as ChatId,
        contactId: 'author' as ContactId,
        messageId: message(),
        gridId: null,
      },
    },
    { calendar: CALENDAR, judge: holding },
  )
  return post
}

const holding = {
  judge: async (_tx: Tx, _text: ToJudge) => ({ held: true, reasons: ['像是广告或买卖'] }) as const,
  held: async (tx: Tx, post: KnownPost, reasons: readonly string[]) => {
    await openHold(tx, post, { stage: 'FIRST', reasons, now: NOW })
  },
}

export async function decideAs(tx: Tx, town: HeldTown, post: KnownPost, who: Actor, pass: boolean) {
  return decideHeld(tx, await reread(tx, post), {
    pass,
    by: town.people[who],
    now: NOW,
    messageId: message(),
    calendar: CALENDAR,
  })
}

export async function appealAs(tx: Tx, town: HeldTown, post: KnownPost, who: Actor) {
  return appeal(tx, await reread(tx, post), {
    by: town.people[who],
    words: '我不是卖东西',
    now: NOW,
    messageId: message(),
  })
}

/** A post brought to where it should be. */
export async function makeSituation(tx: Tx, town: HeldTown, situation: Situation): Promise<KnownPost> {
  const post = await makeHeldPost(tx, town)
  if (situation === 'passed') await decideAs(tx, town, post, 'colleague', true)
  if (situation.startsWith('refused') || situation === 'appealed') await decideAs(tx, town, post, 'refuser', false)
  if (situation === 'appealed' || situation === 'refused on appeal') await appealAs(tx, town, post, 'author')
  if (situation === 'refused on appeal') await decideAs(tx, town, post, 'colleague', false)
  if (situation === 'withdrawn') {
    await tx.post.update({ where: { id: post.id }, data: { state: 'WITHDRAWN', words: '', version: { increment: 1 } } })
  }
  return reread(tx, post)
}
