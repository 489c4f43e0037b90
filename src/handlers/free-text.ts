import { type Answer, answerReply } from '../answers/answer.ts'
import { type Burst, type BurstPart, folded } from '../chat/burst.ts'
import type { Settle, Weight } from '../chat/bursts.ts'
import { audiencesOf, type Call } from '../chat/call.ts'
import { dialogPlace, openDialog } from '../chat/dialog.ts'
import { AlreadyHandled } from '../chat/inbox.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import type { PhotoIntake, TakenPhotos } from '../chat/router.ts'
import { groupOf } from '../community/groups.ts'
import { communityOf } from '../community/membership.ts'
import { findPerson } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import type { Database, Tx } from '../database/database.ts'
import type { CommunityId, MessageId } from '../ids.ts'
import { act } from '../issues/act.ts'
import type { Alike, AlikeQuery } from '../issues/alike.ts'
import { categoryOf } from '../issues/categories.ts'
import { issueById } from '../issues/issue.ts'
import type { Done } from '../issues/result.ts'
import { Refusal } from '../refusal.ts'
import { announce } from '../telling/announce.ts'
import { firstAidIn } from '../telling/emergency.ts'
import { dangerWordsOf } from '../understanding/danger.ts'
import { fold } from '../understanding/fold.ts'
import { isPrivateMatter } from '../understanding/private-words.ts'
import { isIssue } from '../understanding/reader.ts'
import type { Reading } from '../understanding/reading.ts'
import { isOrder, withoutAlso } from './also.ts'
import { noteAnswer, noteHandedOver } from './directives/note-question.ts'
import { decide, isUrgent, type SpokenTo } from './free-text-decision.ts'
import { askWorker } from './guess-dialog.ts'
import { forgetPhotos, type IssueDesk, occasionOf } from './issue-act.ts'
import { join } from './join.ts'
import { meantByAlso, RECENT_MS } from './meant-by-also.ts'
import { offerAlike } from './offer-alike.ts'
import { OWN_WORDS_DIALOG, OWN_WORDS_WAIT_MS, ownWords } from './own-words-dialog.ts'
import { isSurelyTalk, pertinent } from './pertinent.ts'
import { askWhereIfUnknown, register, whereIs } from './register.ts'
import { SaidLately } from './said-lately.ts'
import { sameDanger } from './same-danger.ts'
import { unread } from './unread.ts'
import { addToWaitingGuess } from './waiting-guess.ts'

/** Parts of a burst are handled by something else now and then, never all the time. */
const MOST_TRIES = 3

/** Reads words; `community` has taught it. */
export type Reader = (text: string, community: CommunityId | undefined) => Promise<Reading>

export interface FreeTextOptions {
  readonly database: Database
  readonly desk: IssueDesk
  /** whether it is certainly talk of which a glance would make nothing either; much quicker than that */
  readonly isJustTalk: (text: string) => boolean
  /** at a glance, without asking anybody */
  readonly glance: (text: string) => Reading
  /** with what the community has taught, and a second opinion where there is one */
  readonly read: Reader
  readonly alike: (tx: Tx, query: AlikeQuery) => Promise<Alike | undefined>
  /** an answer from what the staff have written, with the line it is taken from */
  readonly answer: (call: Call) => Promise<Answer | undefined>
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
      return this.#addLater(burst, burst.issueId, settle).catch((error: unknown) => {
        if (error instanceof Refusal) return this.#refuse(burst, error, settle)
        throw error
      })
    }
    const message = this.#message(burst)
    const reading = this.#anew(message.text, await this.#options.read(message.text, community))
    const taken = reading.register === 'no' ? NO_PHOTOS : await photos.before(message)
    let became: number | 'done' | undefined
    try {
      await this.#options.actOnBurst(message, ids(burst), taken, async (call) => {
        const did = await this.#follow(call, burst, reading)
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

  /** Does what follows from a reading; undefined when that is nothing at all. */
  async #follow(call: Call, burst: Burst, read: Reading): Promise<{ issueId?: number } | undefined> {
    const { tx, message, now } = call
    const recent = read.kind === '+1' ? await meantByAlso(call, this.#saidLately) : undefined
    // Who has the same and something else tells something else.
    const reading = recent === 'another' ? asTrouble(this.#options.glance(withoutAlso(message.text))) : read
    const spokenTo = spokenToOf(message)
    const answer = reading.kind === '咨询' ? await this.#options.answer(call) : undefined
    // What is nobody's business never comes to stand under what all may read of.
    const said =
      reading.register === 'no' || isPrivate(message.text, reading) ? undefined : await this.#whatWasSaid(call, reading)
    const decision = decide(reading, {
      spokenTo,
      atWork: isAtWork(call),
      withMore: call.photos.length > 0 || burst.parts.some(({ attachment }) => attachment === 'audio'),
      recent: recent === 'another' ? undefined : recent,
      alike: said && (await this.#options.alike(tx, said)),
      sameDanger: said && reading.danger === 2 ? await sameDanger(tx, said) : undefined,
      namesDanger: namesDanger(message.text),
      answerable: answer !== undefined,
    })
    switch (decision.do) {
      case 'register': {
        const registered = await this.#register(call, burst, reading, 'yes')
        const { again } = decision
        const done = again === undefined ? registered : { ...registered, facts: { ...registered.facts, again } }
        await announce(tx, done, now, { ...occasionOf(call), unasked: spokenTo === 'group' })
        call.undoable({ kind: 'issue', issueId: done.issue.id, eventId: done.event.id })
        await forgetPhotos(call)
        if (spokenTo !== 'group' || reading.danger === 2) await askWhereIfUnknown(call, done)
        return { issueId: done.issue.id }
      }
      case 'ask worker': {
        const { desk } = this.#options
        const waiting = await addToWaitingGuess(call, desk, reading)
        if (waiting !== undefined) {
          if (reading.kind === '咨询') await noteHandedOver(call, desk, message.text, waiting)
          await forgetPhotos(call)
          return {}
        }
        const { issue } = await this.#register(call, burst, reading, 'ask')
        if (reading.kind === '咨询') await noteHandedOver(call, desk, message.text, issue.id)
        await forgetPhotos(call)
        const asked = await askWorker(call, issue, { like: decision.like, with: whatElse(call) })
        // Nobody can be asked: then it is people's talk, as if the bot had not been there.
        return asked ? {} : undefined
      }
      case 'ask author':
        await call.reply(
          `${aidIn(message.text, reading)}要把这件事登记下来，请网格员来看吗？要就${spokenTo === 'bot' ? '引用这条' : ''}回「登记」，不用就不用管。`,
        )
        await openDialog(tx, dialogPlace(message), {
          kind: OWN_WORDS_DIALOG,
          state: ownWords({
            words: message.text,
            category: reading.category ?? 'K99',
            dangerous: reading.danger === 2,
            photos: call.photos,
          }),
          expiresAt: new Date(now.getTime() + OWN_WORDS_WAIT_MS),
        })
        return {}
      case 'join':
        // They and, after a +1, the others still speak of it.
        this.#saidLately.settle(message, reading.kind === '+1' ? undefined : message.sender.id)
        return join(call, this.#options.desk, { number: decision.number, reading, spokenTo })
      case 'offer': {
        const { issue } = await this.#register(call, burst, reading, 'ask', decision.number)
        await forgetPhotos(call)
        await askWorker(call, issue, { like: decision.number, with: whatElse(call) })
        await offerAlike(call, decision.number, spokenTo)
        return {}
      }
      case 'answer':
        if (!answer) return undefined
        await noteAnswer(call, message.text, answer)
        await call.reply(answerReply(answer, now), { priority: spokenTo === 'group' ? 'news' : 'reply' })
        return {}
      case 'nothing':
        if (message.chat.kind === 'group' && !message.mentionsBot) return undefined
        await call.reply('小格在。要反映事情，发 /报事 加上地点和情况；想看还能做什么，发 /帮助。')
        return {}
    }
  }

  #register(call: Call, burst: Burst, reading: Reading, sure: 'yes' | 'ask', like?: number): Promise<Done> {
    const { message } = call
    const { kind, confidence } = reading
    const guess = { kind, confidence, register: sure, ...(like === undefined ? {} : { like }) }
    return register(call, this.#options.desk, {
      words: [message.text, ...voices(burst)].join('\n'),
      category: reading.category ?? 'K99',
      dangerous: reading.danger === 2,
      reporter: call.person,
      guess,
    })
  }

  /** What is to be held against the issues that are there. */
  async #whatWasSaid(call: Call, reading: Reading) {
    if (call.community === undefined) return undefined
    const { tx, message, person: personId, group, now } = call
    const places = await this.#options.desk.places.of(tx, call.community)
    const { place, compoundId } = whereIs(call, places, message.text)
    return {
      communityId: call.community,
      gridId: group?.gridId,
      compoundId,
      place,
      personId,
      words: message.text,
      category: reading.category ?? 'K99',
      now,
    }
  }

  /** What was said after it could not wait any longer belongs to what it became. */
  async #addLater(burst: Burst, issueId: number, settle: Settle): Promise<number> {
    const { desk, photos } = this.#options
    const message = folded(burst)
    const taken = await photos.before(message)
    await this.#options.actOnBurst(message, ids(burst), taken, async (call) => {
      const { communityId, number, state } = await issueById(call.tx, issueId)
      if (state !== 'CLOSED' && state !== 'RESOLVED') {
        const done = await act(call.tx, {
          action: 'supply',
          input: { text: message.text },
          communityId: communityId as CommunityId,
          number,
          actor: { personId: call.person, roles: call.roles },
          calendar: desk.calendar,
          now: call.now,
          messageId: message.id,
          photos: call.photos,
        })
        await announce(call.tx, done, call.now, { ...occasionOf(call), unasked: true })
        await forgetPhotos(call)
      }
      await settle(call.tx)
    })
    return issueId
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

/** Whether what was said is for those at work alone: for its words, or for what it is about. */
function isPrivate(text: string, { category }: Reading): boolean {
  return isPrivateMatter(text) || (category !== undefined && categoryOf(category).isPrivate)
}

/** Who answers a neighbour's trouble with one of their own most likely has it: somebody has to be asked at least. */
function asTrouble(reading: Reading): Reading {
  const kind = isIssue(reading.kind) ? reading.kind : '报事'
  return { ...reading, kind, register: reading.register === 'no' ? 'ask' : reading.register }
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

function namesDanger(text: string): boolean {
  const { acute, harmless } = dangerWordsOf(fold(text))
  return acute && !harmless
}

/** What to do first stands before whatever is asked. */
function aidIn(text: string, reading: Reading): string {
  const aid = isUrgent(reading, namesDanger(text)) ? firstAidIn(text, categoryOf(reading.category ?? 'K99')) : undefined
  return aid === undefined ? '' : `${aid}\n`
}

/** It came to nothing, so nothing of it is kept: not even that it was there. */
class Nothing extends Error {}

const NO_PHOTOS: TakenPhotos = { photos: [], problems: [] }

/** Pictures are noted where they find their place. */
const ids = ({ parts }: Burst) =>
  parts.filter(({ attachment }) => attachment !== 'image').map(({ messageId }) => messageId)

function isAtWork({ roles }: Call): boolean {
  const hats = audiencesOf(roles)
  return hats.has('worker') || hats.has('staff') || hats.has('unit')
}

function spokenToOf({ chat, mentionsBot, quotation }: IncomingMessage): SpokenTo {
  if (chat.kind === 'private') return 'bot alone'
  return mentionsBot || quotation?.fromBot ? 'bot' : 'group'
}

/** A voice note stays where it was said; whoever reads the words has to know that there is one. */
function voices({ parts, chat }: Burst): string[] {
  const count = parts.filter(({ attachment }) => attachment === 'audio').length
  return count > 0 && chat.kind === 'group' ? [`（群里还有${count}条语音）`] : []
}

/** That there is a voice note stands in the words. */
function whatElse({ photos }: Call): string | undefined {
  return photos.length > 0 ? `照片${photos.length}张` : undefined
}
