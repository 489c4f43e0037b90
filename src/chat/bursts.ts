import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { AccountId, ContactId, MessageId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { type Burst, begun, isFull, type Weight, withPart } from './burst.ts'
import { burstFrom, rowOf, writeBurst } from './burst-rows.ts'
import { wasHandled } from './inbox.ts'
import type { IncomingMessage, Recalled } from './incoming.ts'
import type { Lanes } from './lanes.ts'
import { keyOf, type OpenBurst, OpenBursts } from './open-bursts.ts'

/** Somebody who has been quiet for so long has said what there was to say. */
export const QUIET_MS = 30_000
/** A picture, a voice note or a place on the map alone waits so long for words. */
const WORDLESS_MS = 90_000
/** However long somebody goes on, after this it is read. */
const LONGEST_MS = 3 * 60_000
/** How often it is looked whether somebody has become quiet, in milliseconds of real time. */
const LOOK_EVERY_MS = 1_000
/** A burst that cannot be read so often, although the database works, is given up until the program starts anew. */
const MOST_ATTEMPTS = 5

/**
 * Writes down, in the transaction of what a burst became, that it was read: with the issue that its author's next words
 * belong to, or for good, so that nothing is added to it any more.
 *
 * @throws Overtaken where its author has said more in the meantime: then that is read with it, and nothing of this counts
 */
export type Settle = (tx: Tx, issueId?: number) => Promise<void>

/** What was read is no longer all that was said. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

export interface BurstsOptions {
  readonly database: Database
  readonly lanes: Lanes
  readonly clock: Clock
  readonly log: Logger
  /** what has been said so far, at a glance: called for every message, so it must be quick and ask nobody */
  readonly weigh: (burst: Burst) => Weight
  /**
   * Reads what was said and does what follows, with `settle` in the same transaction. Resolves with the issue it became,
   * `done` where something else followed, undefined where nothing did. `over`: its author is quiet.
   */
  readonly read: (burst: Burst, over: boolean, settle: Settle) => Promise<number | 'done' | undefined>
}

/**
 * Folds what one person says in one chat within a short while into one thing to read: texts, pictures, voice notes, a
 * place, a quotation. Two people who speak at once stay apart. What may become something is kept in the database from the
 * moment it may, so that it outlives the process; the rest is remembered for as long as it may still be the beginning of
 * something, and nowhere else.
 *
 * A row holds at any moment everything that was said; it goes in the transaction of what it became. So wherever the
 * process ends, a burst is read once: what was said while it was being read stands in the row, and a reading that does not
 * know of it is not written.
 */
export class Bursts {
  readonly #options: BurstsOptions
  readonly #open = new OpenBursts()
  #timer: NodeJS.Timeout | undefined

  constructor(options: BurstsOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => void this.pass(), LOOK_EVERY_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Takes up what was kept when the program ended. Called when the account has logged in. */
  async restore(account: AccountId): Promise<void> {
    const rows = await this.#options.database.client.burst.findMany({
      where: { account },
      orderBy: { since: 'desc' },
    })
    for (const row of rows) {
      const open = { ...burstFrom(row), kept: true, attempts: 0, reading: false }
      if (this.#open.of(open).some(({ since }) => since.getTime() === open.since.getTime())) continue
      if (this.#open.growing(open)) this.#open.end(open)
      else this.#open.grow(open)
    }
  }

  /** What it would be taken for if its author said nothing more. */
  weigh(message: IncomingMessage): Weight {
    return this.#options.weigh(withPart(begun(message, this.#options.clock.now()), message))
  }

  /** What this person has said in this chat that is not read yet and that they may go on with. */
  growing(speaker: Pick<IncomingMessage, 'account' | 'chat' | 'sender'>): Burst | undefined {
    return this.#open.growing(speaker)
  }

  /** Hears one message that no command and no question has taken. Called in the lane of its chat. */
  async hear(message: IncomingMessage): Promise<void> {
    const { clock, database } = this.#options
    const now = clock.now()
    const unread = this.#open.of(message)
    if (unread.some((open) => contains(open, message.id))) return
    if (unread.length > 0) await this.#endBefore(message, now)

    const known = this.#open.growing(message)
    const burst = withPart(known ?? begun(message, this.#open.beginning(message, now)), message)
    const weight = this.#options.weigh(burst)
    const open: OpenBurst = {
      ...burst,
      quietAt: quietAt(burst, now),
      weight,
      kept: known?.kept ?? false,
      attempts: 0,
      reading: false,
    }
    this.#open.grow(open)
    if (weight === 'nothing' && !open.kept) return
    try {
      if (!known && (await wasHandled(database.client, message))) return this.#open.drop(open)
      if (weight === 'now' && open.issueId === undefined) await this.#readNow(open)
      else await this.#keep(open)
    } catch (error) {
      // It is delivered again, and then it is to be heard again.
      if (this.#open.isGrowing(open)) {
        if (known) this.#open.grow(known)
        else this.#open.drop(open)
      }
      throw error
    }
  }

  /**
   * What somebody takes back before it was read is not read. What it became already stays: the bot has spoken of it, and
   * it is withdrawn with 撤回. Called in the lane of its chat.
   */
  async recall({ account, chat, id }: Recalled): Promise<void> {
    const said = this.#open
      .all()
      .find((open) => open.account === account && open.chat.id === chat.id && contains(open, id))
    if (!said || said.settled) return
    const parts = said.parts.filter(({ messageId }) => messageId !== id)
    const left = { ...said, parts, weight: undefined, reading: false }
    // A reading that goes on meanwhile finds that it is no longer all, and counts for nothing.
    const grows = this.#open.isGrowing(said)
    this.#open.drop(said)
    if (left.parts.length === 0) {
      await this.#options.database.transaction((tx) => tx.burst.deleteMany({ where: rowOf(said) }))
      return
    }
    if (grows) this.#open.grow(left)
    else this.#open.end(left)
    if (left.kept) await this.#keep(left)
  }

  /** Reads nothing of what this person has just said, wherever: they are forgotten, and what is kept of it with them. */
  forget({ account, contactId }: { readonly account: AccountId; readonly contactId: ContactId }): void {
    for (const open of this.#open.all()) {
      if (open.account === account && open.sender.id === contactId) this.#open.drop(open)
    }
  }

  /** Reads whatever is over by now; resolves when that is done. */
  async pass(): Promise<void> {
    const now = this.#options.clock.now().getTime()
    const over = this.#open.all().filter(({ quietAt, reading }) => quietAt.getTime() <= now && !reading)
    // Most of it is talk, for which nothing is to be done.
    const isTalk = ({ kept, weight }: OpenBurst) => !kept && weight === 'nothing'
    for (const open of over) if (isTalk(open)) this.#open.drop(open)
    // Not in the chat's lane: a second opinion may take seconds, for which nobody's command has to wait.
    await Promise.all(
      over
        .filter((open) => !isTalk(open))
        .map((open) =>
          this.#options.lanes.run(`burst ${keyOf(open)} ${open.since.getTime()}`, () => this.#readOut(open)),
        ),
    )
  }

  /** Where what was said so far is a matter of its own, it is read by itself. */
  async #endBefore(message: IncomingMessage, now: Date): Promise<void> {
    const before = this.#open.growing(message)
    const last = before?.parts.at(-1)
    if (!before || !last) return
    // After a broken connection what was said with hours in between arrives at once.
    if (message.at.getTime() - last.at.getTime() > WORDLESS_MS) {
      this.#open.end(before)
      await this.#readOut(before)
    } else if (isFull(before) || before.since.getTime() + LONGEST_MS <= now.getTime()) {
      if (!before.kept) return this.#open.drop(before)
      before.quietAt = now
      this.#open.end(before)
    }
  }

  async #readNow(open: OpenBurst): Promise<void> {
    const { read, log } = this.#options
    open.reading = true
    try {
      const became = await read(open, false, this.#settle(open))
      // What its author says next is something else.
      if (this.#open.isEnded(open)) return this.#open.drop(open)
      // Else it was read and came to nothing, and what follows is weighed with it; or what follows belongs to the issue.
      if (typeof became === 'number') this.#open.grow({ ...open, issueId: became, kept: true, reading: false })
    } catch (error) {
      log.error({ err: error }, 'what could not wait could not be read')
      open.settled = false
      // It is read again when its author is quiet; where it cannot even be kept, when it is delivered again.
      this.#open.growAgain(open)
      await this.#keep(open)
    } finally {
      open.reading = false
    }
  }

  async #readOut(open: OpenBurst): Promise<void> {
    const { log, clock, read, weigh } = this.#options
    if (open.reading || !this.#open.stands(open)) return
    open.reading = true
    try {
      if (open.kept || (open.weight ?? weigh(open)) !== 'nothing') await read(open, true, this.#settle(open))
      this.#open.drop(open)
    } catch (error) {
      open.settled = false
      if (error instanceof Overtaken) return
      open.quietAt = new Date(clock.now().getTime() + QUIET_MS)
      // Where not even that can be written the database is away: that says nothing about the burst.
      const works = await this.#keep(open).then(
        () => true,
        () => false,
      )
      if (works) open.attempts += 1
      log.error({ err: error, attempts: open.attempts }, 'what somebody said could not be read')
      if (open.attempts >= MOST_ATTEMPTS) this.#open.drop(open)
    } finally {
      open.reading = false
    }
  }

  #settle(open: OpenBurst): Settle {
    return async (tx, issueId) => {
      if (!this.#open.stands(open)) throw new Overtaken()
      if (issueId !== undefined) return writeBurst(tx, { ...open, issueId })
      // From here on its author begins another.
      this.#open.end(open)
      open.settled = true
      await tx.burst.deleteMany({ where: rowOf(open) })
    }
  }

  async #keep(open: OpenBurst): Promise<void> {
    await this.#options.database.transaction(async (tx) => {
      if (this.#open.stands(open)) await writeBurst(tx, open)
    })
    open.kept = true
  }
}

function contains({ parts }: Burst, id: MessageId): boolean {
  return parts.some(({ messageId }) => messageId === id)
}

function quietAt({ parts, since }: Burst, now: Date): Date {
  const wordless = parts.every(({ text, attachment }) => attachment !== undefined || text.trim() === '')
  const quiet = now.getTime() + (wordless ? WORDLESS_MS : QUIET_MS)
  return new Date(Math.min(quiet, since.getTime() + LONGEST_MS))
}
