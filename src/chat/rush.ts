import type { Logger } from 'pino'
import { type BoundGroup, boundGroup } from '../community/groups.ts'
import { communityOf } from '../community/membership.ts'
import { ensurePeople } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import type { Database, Tx } from '../database/database.ts'
import type { AccountId, ChatId, CommunityId, MessageId, PersonId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { Undo } from './call.ts'
import { handledAmong, markAllHandled } from './inbox.ts'
import type { IncomingMessage } from './incoming.ts'
import type { Wake } from './wake.ts'

/** So many are decided in one transaction: enough to share its cost, few enough that the first need not wait for the last. */
const MOST_TOGETHER = 256

/** A message in the queue for what is scarce: who wants what, said where, and when it came in. */
export interface Wish<W> {
  readonly message: IncomingMessage
  readonly wants: W
  readonly person: PersonId
  readonly group: BoundGroup | undefined
  readonly community: CommunityId | undefined
  /** by the bot's clock */
  readonly arrivedAt: Date
}

/** The same before anybody has looked who says it. */
export type Heard<W> = Pick<Wish<W>, 'message' | 'wants' | 'group'>

/** What became of a wish. `not mine`: nothing, it is another reader's. */
export type WishFate = { readonly undo?: Undo } | 'not mine'

export interface RushOptions<W> {
  readonly database: Database
  /** at a glance: what a message wants of what is scarce; called for every message, so it must be quick and ask nobody */
  readonly wants: (message: IncomingMessage, now: Date) => W | undefined
  /**
   * Which of these are wishes for what there is; the others are nobody's, and nothing of them is kept, not even who said them.
   */
  readonly ours: (tx: Tx, heard: readonly Heard<W>[]) => Promise<readonly boolean[]>
  /**
   * Decides these wishes, in this order, and puts the answers in the outbox; what becomes of each, in the same order. It may
   * throw, and then nothing of it is kept: each is then handled alone, by the router.
   */
  readonly decide: (tx: Tx, wishes: readonly Wish<W>[], now: Date) => Promise<readonly WishFate[]>
  readonly clock: Clock
  readonly wake: Wake
  readonly log: Logger
}

interface Waiting<W> {
  readonly message: IncomingMessage
  readonly wants: W
  readonly arrivedAt: Date
  readonly done: (fate: 'done' | 'not mine') => void
}

/**
 * One queue for what many want at the same moment, whichever chat they say it in: first come, first served. It goes past the
 * lanes of the chats, in which a long one would overtake a short one. Those that wait at the same time are decided in one
 * transaction, one after the other, together with the note that each was handled; so a thousand cost the disk ten waits, and
 * a crash loses what was not committed, which is delivered and handled again.
 */
export class Rush<W> {
  readonly #options: RushOptions<W>
  readonly #queue: Waiting<W>[] = []
  #working = false

  constructor(options: RushOptions<W>) {
    this.#options = options
  }

  /**
   * Takes a message that wants something of it; resolves when that is decided, with `not mine` where the router has to see to
   * it. Undefined at once for every other message. Never rejects.
   */
  hear(message: IncomingMessage): Promise<'done' | 'not mine'> | undefined {
    const arrivedAt = this.#options.clock.now()
    if (message.attachment) return undefined
    const wants = this.#options.wants(message, arrivedAt)
    if (wants === undefined) return undefined
    return new Promise((done) => {
      this.#queue.push({ message, wants, arrivedAt, done })
      if (this.#working) return
      this.#working = true
      // What has come in at the same moment goes together.
      setImmediate(() => void this.#work())
    })
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      const together = this.#take()
      if (await this.#decide(together)) continue
      // One of them may be to blame; and where it is the database, the router is told so by the first.
      let works = true
      for (const each of together) {
        works = works && (await this.#decide([each]))
        if (!works) each.done('not mine')
      }
    }
    this.#working = false
  }

  /** False where nothing of it could be kept. */
  async #decide(waiting: readonly Waiting<W>[]): Promise<boolean> {
    const { database, wake, log } = this.#options
    try {
      const fates = await database.transaction((tx) => this.#inTransaction(tx, waiting))
      wake.call()
      for (const [index, each] of waiting.entries()) each.done(fates[index] ?? 'done')
      return true
    } catch (error) {
      log.warn({ err: error, messages: waiting.length }, 'what many wanted at once could not be decided together')
      return false
    }
  }

  async #inTransaction(tx: Tx, waiting: readonly Waiting<W>[]): Promise<('done' | 'not mine')[]> {
    const { clock, decide } = this.#options
    const now = clock.now()
    const account = waiting[0]?.message.account
    if (account === undefined) return []
    const fates = waiting.map((): 'done' | 'not mine' => 'done')
    const fresh = await firstTimes(tx, account, waiting)
    const wishes = await this.#whoAndWhere(
      tx,
      account,
      fresh.map(({ each }) => each),
      now,
    )
    const known: { readonly wish: Wish<W>; readonly index: number }[] = []
    for (const [at, { index }] of fresh.entries()) {
      const wish = wishes[at]
      if (wish) known.push({ wish, index })
      else fates[index] = 'not mine'
    }
    const became = await decide(
      tx,
      known.map(({ wish }) => wish),
      now,
    )
    const handled: (IncomingMessage & { undo?: Undo | undefined })[] = []
    for (const [at, { wish, index }] of known.entries()) {
      const fate = became[at] ?? {}
      if (fate === 'not mine') fates[index] = 'not mine'
      else handled.push({ ...wish.message, undo: fate.undo })
    }
    if (handled.length > 0) await markAllHandled(tx, handled, now)
    return fates
  }

  /**
   * Who says each and where, in a few queries for all; undefined for what is not a wish, and for what is said in a group that
   * is not bound, or of which nobody knew until now which chat it is: there the router has more to do.
   */
  async #whoAndWhere(
    tx: Tx,
    account: AccountId,
    waiting: readonly Waiting<W>[],
    now: Date,
  ): Promise<(Wish<W> | undefined)[]> {
    const groups = await groupsOf(tx, account, waiting)
    const heard = waiting
      .map((each) => ({ ...each, group: groups.get(each.message.chat.id) }))
      .filter(({ message: { chat }, group }) => chat.kind === 'private' || group)
    const ours = await this.#options.ours(tx, heard)
    const wished = new Map(heard.filter((_, at) => ours[at]).map((each) => [each.message.id, each]))
    const people = await ensurePeople(
      tx,
      account,
      [...wished.values()].map(({ message: { sender, chat } }) => ({
        contactId: sender.id,
        displayName: sender.name,
        friend: chat.kind === 'private' ? true : sender.friend,
        now,
      })),
    )
    const communityIn = communities(tx)
    const wishes: (Wish<W> | undefined)[] = []
    for (const { message } of waiting) {
      const each = wished.get(message.id)
      const person = people.get(message.sender.id)
      if (!each || person === undefined) wishes.push(undefined)
      else {
        const { wants, group, arrivedAt } = each
        const community = group?.communityId ?? (await communityIn(person))
        wishes.push({ message, wants, person, group, community, arrivedAt })
      }
    }
    return wishes
  }

  /** The first that wait, as long as they were heard by one account: it changes only with a login. */
  #take(): Waiting<W>[] {
    const account = this.#queue[0]?.message.account
    const other = this.#queue.findIndex(({ message }) => message.account !== account)
    return this.#queue.splice(0, Math.min(other < 0 ? this.#queue.length : other, MOST_TOGETHER))
  }
}

/** Those that were not handled before, each once. */
async function firstTimes<T extends { readonly message: IncomingMessage }>(
  tx: Tx,
  account: AccountId,
  waiting: readonly T[],
): Promise<{ readonly each: T; readonly index: number }[]> {
  const all = waiting.map((each, index) => ({ each, index }))
  const ids = waiting.map(({ message }) => message.id)
  const seen = new Set<MessageId>(await handledAmong(tx, account, ids))
  return all.filter(({ each: { message } }) => !seen.has(message.id) && seen.add(message.id))
}

async function groupsOf(
  tx: Tx,
  account: AccountId,
  waiting: readonly { readonly message: IncomingMessage }[],
): Promise<ReadonlyMap<ChatId, BoundGroup>> {
  const ids = new Set(waiting.flatMap(({ message: { chat } }) => (chat.kind === 'group' ? [chat.id] : [])))
  if (ids.size === 0) return new Map()
  const rows = await tx.chatGroup.findMany({
    where: { account, chatId: { in: [...ids] }, unboundAt: null, suspendedAt: null },
  })
  return new Map(rows.map((row) => [row.chatId as ChatId, boundGroup(row)]))
}

/** The community that somebody means who speaks in private; where there is only one, nobody has to be looked up. */
function communities(tx: Tx): (person: PersonId) => Promise<CommunityId | undefined> {
  const known = new Map<PersonId, CommunityId | undefined>()
  let some: { id: number }[] | undefined
  return async (person) => {
    some ??= await tx.community.findMany({ take: 2, select: { id: true } })
    const [only, second] = some
    if (only && !second) return only.id as CommunityId
    if (!known.has(person)) known.set(person, await communityOf(tx, person, await rolesOf(tx, person)))
    return known.get(person)
  }
}
