import type { Logger } from 'pino'
import { communityOf } from '../community/membership.ts'
import { speakerIn } from '../community/speaker.ts'
import { type Database, isUniqueViolation, type Tx } from '../database/database.ts'
import type { ChatId, MessageId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Clock } from '../time/clock.ts'
import { type Call, openCall } from './call.ts'
import type { ClaimFirstWord, FirstWord } from './first-word.ts'
import { resumeGroup } from './gap.ts'
import { AlreadyHandled, markHandled } from './inbox.ts'
import type { IncomingMessage } from './incoming.ts'
import { NO_PHOTOS, type TakenPhotos } from './taken-photos.ts'
import type { Wake } from './wake.ts'

export interface EffectsOptions {
  readonly database: Database
  /** claims, in a message's transaction, what is to be said first because of it; without it the sender does it afterwards */
  readonly claimFirstWord?: ClaimFirstWord
  readonly clock: Clock
  readonly wake: Wake
  readonly log: Logger
}

/** A message writes few rows that another could have written first; more often than that it is no chance. */
const MOST_TAKEN = 4

const SORRY = '刚才这条没有办成，是小格这边的问题，内容没有改动。请过一会儿再发一次，或者直接找网格员。'

/** The message turned out to be people talking among themselves: roll back, so that nothing of it is kept. */
export class NotForUs extends Error {}

/** Gives a message its effect: one transaction with who says it and where, what is done, and that it was handled. */
export class MessageEffects {
  readonly #options: EffectsOptions

  constructor(options: EffectsOptions) {
    this.#options = options
  }

  /**
   * Acts on a message. A refusal is answered with its words, anything else that goes wrong with an apology, and then
   * nothing else is kept; a `NotForUs` with silence. Rejects when not even that can be written.
   */
  async of(message: IncomingMessage, taken: TakenPhotos, act: (call: Call) => Promise<void>): Promise<void> {
    const { log } = this.#options
    const attempt = () =>
      this.#inTransaction(message, taken, async (call) => {
        await act(call)
        if (taken.problems.length > 0) await call.reply(taken.problems.join('\n'))
      })
    try {
      await againWhereTaken(attempt)
    } catch (error) {
      if (error instanceof AlreadyHandled || error instanceof NotForUs) return
      if (!(error instanceof Refusal)) log.error({ err: error, message: message.id }, 'a handler failed')
      const answer = error instanceof Refusal ? error.message : SORRY
      await this.#inTransaction(message, NO_PHOTOS, (call) => call.reply(answer))
    }
  }

  /**
   * Acts on what somebody said in a burst, in one transaction with the note that each of its parts was handled.
   * Rejects when that cannot be done, and then nothing was.
   *
   * @throws AlreadyHandled where that is so of one of the parts
   */
  async ofBurst(
    message: IncomingMessage,
    parts: readonly MessageId[],
    taken: TakenPhotos,
    act: (call: Call) => Promise<void>,
  ): Promise<void> {
    await againWhereTaken(() =>
      this.#inTransaction(message, taken, async (call) => {
        await act(call)
        for (const id of parts) if (id !== message.id) await markHandled(call.tx, { ...message, id }, call.now)
      }),
    )
  }

  async #inTransaction(
    message: IncomingMessage,
    { photos, files = [] }: TakenPhotos,
    act: (call: Call) => Promise<void>,
  ): Promise<void> {
    const { database, clock, wake, claimFirstWord } = this.#options
    let first: FirstWord | undefined
    const undone = () => {
      first?.undone()
      first = undefined
    }
    try {
      await database.transaction(async (tx) => {
        // It may be tried again: what was claimed before was not.
        undone()
        const now = clock.now()
        const call = openCall({ tx, now, message, photos, files, ...(await whoAndWhere(tx, message, now)) })
        await act(call)
        // What one command has taken belongs to no other.
        const used = files.map(({ messageId }) => messageId)
        if (used.length > 0) {
          await tx.recentPhoto.deleteMany({ where: { account: message.account, messageId: { in: used } } })
        }
        // Where somebody is forgotten, what was written before is changed after it.
        if (!call.isNameless) first = await claimFirstWord?.(tx, message)
        await markHandled(tx, call.isNameless ? withoutName(message) : message, now, call.undo)
      })
    } catch (error) {
      undone()
      throw error
    }
    first?.committed()
    wake.call()
  }
}

/**
 * Two messages at once wrote the same row, such as the first of a person who writes in two groups: once more, now that it
 * is there. The next time it can be another row.
 */
async function againWhereTaken(attempt: () => Promise<void>): Promise<void> {
  for (let taken = 1; ; taken++) {
    try {
      return await attempt()
    } catch (error) {
      if (taken === MOST_TAKEN || !isUniqueViolation(error)) throw error
    }
  }
}

/** In private the chat is called as the person is. */
function withoutName(message: IncomingMessage) {
  return { ...message, chat: { ...message.chat, id: '' as ChatId }, sender: { id: '' } }
}

async function whoAndWhere(tx: Tx, message: IncomingMessage, now: Date) {
  const { account, chat, sender } = message
  const isGroup = chat.kind === 'group'
  const { group, person, roles } = await speakerIn(tx, isGroup ? chat.id : undefined, {
    account,
    contactId: sender.id,
    displayName: sender.name,
    friend: isGroup ? sender.friend : true,
    now,
  })
  // Somebody has just spoken there: the chat's id is alive, so nothing there waits any longer.
  if (group?.suspendedAt) await resumeGroup(tx, group, now)
  return { group, person, roles, community: group?.communityId ?? (await communityOf(tx, person, roles)) }
}
