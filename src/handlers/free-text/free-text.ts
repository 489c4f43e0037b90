import { type Burst, type BurstPart, folded, type Weight } from '../../chat/burst.ts'
import type { Settle } from '../../chat/bursts.ts'
import type { Call } from '../../chat/call.ts'
import { AlreadyHandled } from '../../chat/inbox.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import type { PhotoIntake, TakenPhotos } from '../../chat/router.ts'
import { groupOf } from '../../community/groups.ts'
import { communityOf } from '../../community/membership.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Database } from '../../database/database.ts'
import type { CommunityId, MessageId } from '../../ids.ts'
import { issueById } from '../../issues/issue.ts'
import { Refusal } from '../../refusal.ts'
import { isPrivateMatter } from '../../understanding/private-words.ts'
import type { Reading } from '../../understanding/reading.ts'
import { addWords } from '../issue-act.ts'
import { namesDanger } from '../names-danger.ts'
import { isOrder, withoutAlso } from './also.ts'
import { isUrgent, spokenToOf } from './decision.ts'
import { type FollowOptions, follow } from './follow.ts'
import { RECENT_MS } from './meant-by-also.ts'
import { isSurelyTalk, pertinent } from './pertinent.ts'
import { SaidLately } from './said-lately.ts'
import { unread } from './unread.ts'

/** Parts of a burst are handled by something else now and then, never all the time. */
const MOST_TRIES = 3

/** Reads words; `community` has taught it. */
export type Reader = (text: string, community: CommunityId | undefined) => Promise<Reading>

export interface FreeTextOptions extends FollowOptions {
  readonly database: Database
  /** whether it is certainly talk of which a glance would make nothing either; much quicker than that */
  readonly isJustTalk: (text: string) => boolean
  /** with what the community has taught, and a second opinion where there is one */
  readonly read: Reader
  readonly photos: PhotoIntake
  readonly actOnBurst: (
    message: IncomingMessage,
    parts: readonly MessageId[],
    taken: TakenPhotos,
    act: (call: Call) => Promise<void>,
  ) => Promise<void>
}

/** Reads what people say without a command, and does what follows: mostly nothing. */
export class FreeText {
  readonly #options: FreeTextOptions
  /** each part is glanced at once, however much follows it */
  readonly #glances = new WeakMap<BurstPart, Reading>()
  readonly #justTalk = new WeakMap<BurstPart, boolean>()
  readonly #saidLately = new SaidLately(RECENT_MS)

  constructor(options: FreeTextOptions) {
    this.#options = options
  }

  /** What somebody has said so far: nothing, something to be read when they are quiet, or at once. */
  readonly weigh = (burst: Burst): Weight => {
    this.#noteSaid(burst)
    const glance = onceEach(this.#options.glance)
    // Most of what is said is talk, and this is all it costs.
    if (this.#isJustTalk(burst, glance)) return 'nothing'
    // Talk and more talk makes no trouble together.
    if (burst.parts.every((part) => this.#isTalk(part))) return 'nothing'
    const { text } = this.#message(burst, glance)
    if (text === '') return 'nothing'
    const whole = burst.parts.find((part) => part.text === text)
    const reading = whole ? this.#glanceAt(whole) : glance(text)
    if (reading.kind === '+1') return isOrder(text) ? 'nothing' : 'now'
    if (isUrgent(reading, namesDanger(text))) return 'now'
    return leavesAlone(reading) ? 'nothing' : 'maybe'
  }

  /** Reads a burst and does what follows, in one transaction. Resolves with the issue it became, if it became one. */
  readonly read = async (burst: Burst, over: boolean, settle: Settle): Promise<number | 'done' | undefined> => {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#read(burst, over, settle)
      } catch (error) {
        // A part was handled since this began: what is left is read.
        if (!(error instanceof AlreadyHandled) || tried === MOST_TRIES) throw error
      }
    }
  }

  async #read(whole: Burst, over: boolean, settle: Settle): Promise<number | 'done' | undefined> {
    const { database, photos } = this.#options
    const community = await this.#communityOf(folded(whole))
    const burst = { ...whole, parts: await unread(database.client, whole, community) }
    const nothingLeft = !burst.parts.some(({ text }) => text.trim())
    if (nothingLeft || (community === undefined && burst.chat.kind === 'group')) {
      await database.transaction((tx) => settle(tx))
      return burst.issueId ?? 'done'
    }
    if (burst.issueId !== undefined && !(await this.#leavesPublic(burst, burst.issueId))) {
      const added = await this.#addLater(burst, burst.issueId, settle)
      if (added) return added
    }
    const message = this.#message(burst)
    const reading = this.#anew(message.text, await this.#options.read(message.text, community))
    const taken = reading.register === 'no' ? NO_PHOTOS : await photos.before(message)
    let became: number | 'done' | undefined
    try {
      await this.#options.actOnBurst(message, ids(burst), taken, async (call) => {
        const did = await follow(call, burst, reading, { ...this.#options, saidLately: this.#saidLately })
        if (!did) throw new Nothing()
        became = did.issueId ?? 'done'
        // What could not wait may go on: the rest belongs to the same issue.
        await settle(call.tx, over || became === 'done' ? undefined : did.issueId)
      })
    } catch (error) {
      became = undefined
      if (error instanceof Refusal) return this.#refuse(burst, error, settle)
      if (!(error instanceof Nothing)) throw error
      // What is not over may still become something with what follows.
      if (over) await database.transaction((tx) => settle(tx))
    }
    return became
  }

  /** What somebody said, without the talk around it. */
  #message(burst: Burst, glance = this.#options.glance): IncomingMessage {
    const { text } = folded({ ...burst, parts: pertinent(burst.parts, glance, this.#glanceAt) })
    return { ...folded(burst), text }
  }

  #isTalk(part: BurstPart): boolean {
    if (part.attachment !== undefined || part.text.trim() === '') return false
    const reading = this.#glanceAt(part)
    return reading.kind === '闲聊' && isSurelyTalk(reading)
  }

  /** By a first look at each part, and at all of them together, as a trouble can be told in halves: at a second one if need be. */
  #isJustTalk({ parts }: Burst, glance: (text: string) => Reading): boolean {
    if (!parts.every((part) => this.#isPartJustTalk(part))) return false
    if (parts.length === 1) return true
    const together = parts.map(({ text }) => text.trim()).join('\n')
    return this.#options.isJustTalk(together) || leavesAlone(glance(together))
  }

  #isPartJustTalk(part: BurstPart): boolean {
    if (part.attachment !== undefined || part.text.trim() === '') return false
    const known = this.#justTalk.get(part) ?? this.#options.isJustTalk(part.text)
    this.#justTalk.set(part, known)
    return known
  }

  /** Only that something was said, and by whom: not +1, which is about what the bot spoke of. */
  #noteSaid(burst: Burst): void {
    const part = burst.parts.at(-1)
    if (!part || burst.chat.kind !== 'group') return
    if (!this.#isPartJustTalk(part) && this.#glanceAt(part).kind === '+1' && !isOrder(part.text)) return
    this.#saidLately.note(burst, burst.sender.id, part.at)
  }

  /** What somebody says in private words after what all may read of is a matter of its own. */
  async #leavesPublic(burst: Burst, issueId: number): Promise<boolean> {
    if (!isPrivateMatter(folded(burst).text)) return false
    return !(await issueById(this.#options.database.client, issueId)).isPrivate
  }

  /** Who orders something has no trouble; who tells something private as well has one of their own. */
  #anew(text: string, reading: Reading): Reading {
    if (reading.kind !== '+1') return reading
    if (isOrder(text)) return { ...reading, kind: '接龙', register: 'no' }
    return isPrivateMatter(text) ? this.#options.glance(withoutAlso(text)) : reading
  }

  readonly #glanceAt = (part: BurstPart): Reading => {
    const known = this.#glances.get(part) ?? this.#options.glance(part.text)
    this.#glances.set(part, known)
    return known
  }

  /** Who spoke to the bot hears why not; what nobody has asked for is left undone. */
  async #refuse(burst: Burst, refusal: Refusal, settle: Settle): Promise<'done'> {
    const message = folded(burst)
    await this.#options.actOnBurst(message, ids(burst), NO_PHOTOS, async (call) => {
      if (spokenToOf(message) !== 'group') await call.reply(refusal.message)
      await settle(call.tx)
    })
    return 'done'
  }

  /**
   * What was said after it could not wait any longer belongs to what it became. Undefined where that is done already: who
   * still sees it then tells something new.
   */
  async #addLater(burst: Burst, issueId: number, settle: Settle): Promise<number | 'done' | undefined> {
    const { desk, photos } = this.#options
    const message = folded(burst)
    const taken = await photos.before(message)
    try {
      await this.#options.actOnBurst(message, ids(burst), taken, async (call) => {
        const { communityId, number, state } = await issueById(call.tx, issueId)
        if (state === 'CLOSED' || state === 'RESOLVED') throw new Nothing()
        await addWords(call, desk, { communityId: communityId as CommunityId, number })
        await settle(call.tx)
      })
      return issueId
    } catch (error) {
      if (error instanceof Refusal) return this.#refuse(burst, error, settle)
      if (error instanceof Nothing) return undefined
      throw error
    }
  }

  /**
   * Whose community it is: the group's, or that of a person who is known. A group that is not bound is none of the bot's
   * business, nor is what those at work speak of among themselves.
   */
  async #communityOf(message: IncomingMessage): Promise<CommunityId | undefined> {
    const { account, chat, sender } = message
    return this.#options.database.transaction(async (tx) => {
      if (chat.kind === 'group') {
        const group = await groupOf(tx, account, chat.id)
        return group?.purpose === 'GRID' || spokenToOf(message) === 'bot' ? group?.communityId : undefined
      }
      const person = await findPerson(tx, account, sender.id)
      return person === undefined ? undefined : communityOf(tx, person, await rolesOf(tx, person))
    })
  }
}

/** Nothing follows from it but where it is said to the bot. */
function leavesAlone({ register, kind }: Reading): boolean {
  return register === 'no' && kind !== '咨询' && kind !== '+1'
}

/** The same, reading the same text once. */
function onceEach(glance: (text: string) => Reading): (text: string) => Reading {
  const known = new Map<string, Reading>()
  return (text) => {
    const reading = known.get(text) ?? glance(text)
    known.set(text, reading)
    return reading
  }
}

/** It came to nothing, so nothing of it is kept: not even that it was there. */
class Nothing extends Error {}

const NO_PHOTOS: TakenPhotos = { photos: [], problems: [] }

/** Pictures are noted where they find their place. */
const ids = ({ parts }: Burst) =>
  parts.filter(({ attachment }) => attachment !== 'image').map(({ messageId }) => messageId)
