import { type Answer, answerReply } from '../../answers/answer.ts'
import type { Burst } from '../../chat/burst.ts'
import { audiencesOf, type Call } from '../../chat/call.ts'
import { dialogPlace, openDialog } from '../../chat/dialog.ts'
import { AT_YOUR_SERVICE } from '../../chat/help.ts'
import type { Tx } from '../../database/database.ts'
import type { Alike, AlikeQuery } from '../../issues/alike.ts'
import { categoryOf, UNKNOWN_CATEGORY } from '../../issues/categories.ts'
import type { Done } from '../../issues/result.ts'
import { announce } from '../../telling/announce.ts'
import { firstAidIn } from '../../telling/emergency.ts'
import { isPrivateMatter } from '../../understanding/private-words.ts'
import { isIssue } from '../../understanding/reader.ts'
import type { Reading } from '../../understanding/reading.ts'
import { noteAnswer, noteHandedOver } from '../directives/note-question.ts'
import { askWorker } from '../guess-dialog.ts'
import { forgetPhotos, type IssueDesk, occasionOf } from '../issue-act.ts'
import { namesDanger } from '../names-danger.ts'
import { OWN_WORDS_DIALOG, OWN_WORDS_WAIT_MS, ownWords } from '../own-words-dialog.ts'
import { askWhereIfUnknown, register, whereIs } from '../register.ts'
import { addToWaitingGuess } from '../waiting-guess.ts'
import { withoutAlso } from './also.ts'
import { decide, isUrgent, type SpokenTo, spokenToOf } from './decision.ts'
import { join } from './join.ts'
import { meantByAlso } from './meant-by-also.ts'
import { offerAlike } from './offer-alike.ts'
import type { SaidLately } from './said-lately.ts'
import { sameDanger } from './same-danger.ts'

export interface FollowOptions {
  readonly desk: IssueDesk
  /** at a glance, without asking anybody */
  readonly glance: (text: string) => Reading
  readonly alike: (tx: Tx, query: AlikeQuery) => Promise<Alike | undefined>
  /** an answer from what the staff have written, with the line it is taken from */
  readonly answer: (call: Call) => Promise<Answer | undefined>
}

/** What became of what somebody said: the issue that their next words belong to, where they do. */
export interface Followed {
  readonly issueId?: number
}

/** What somebody said, and what it was read as. */
interface Said {
  readonly call: Call
  readonly burst: Burst
  readonly reading: Reading
  readonly spokenTo: SpokenTo
}

/** Does what follows from the reading of what somebody said, in `call`'s transaction; undefined: that is nothing at all. */
export async function follow(
  call: Call,
  burst: Burst,
  read: Reading,
  { desk, glance, alike, answer: answerFor, saidLately }: FollowOptions & { readonly saidLately: SaidLately },
): Promise<Followed | undefined> {
  const { tx, message, now } = call
  const recent = read.kind === '+1' ? await meantByAlso(call, saidLately) : undefined
  // Who has the same and something else tells something else.
  const reading = recent === 'another' ? asTrouble(glance(withoutAlso(message.text))) : read
  const spokenTo = spokenToOf(message)
  const answer = reading.kind === '咨询' ? await answerFor(call) : undefined
  // What is nobody's business never comes to stand under what all may read of.
  const said =
    reading.register === 'no' || isPrivate(message.text, reading) ? undefined : await whatWasSaid(call, desk, reading)
  const decision = decide(reading, {
    spokenTo,
    atWork: isAtWork(call),
    withMore: call.photos.length > 0 || burst.parts.some(({ attachment }) => attachment === 'audio'),
    recent: recent === 'another' ? undefined : recent,
    alike: said && (await alike(tx, said)),
    sameDanger: said && reading.danger === 2 ? await sameDanger(tx, said) : undefined,
    namesDanger: namesDanger(message.text),
    answerable: answer !== undefined,
  })
  const what = { call, burst, reading, spokenTo }
  switch (decision.do) {
    case 'register':
      return registerAtOnce(what, desk, decision.again)
    case 'ask worker':
      return askAtWork(what, desk, decision.like)
    case 'ask author':
      return askAuthor(what)
    case 'join':
      // They and, after a +1, the others still speak of it.
      saidLately.settle(message, reading.kind === '+1' ? undefined : message.sender.id)
      return join(call, desk, { number: decision.number, reading, spokenTo })
    case 'offer':
      return offer(what, desk, decision.number)
    case 'answer':
      if (!answer) return undefined
      await noteAnswer(call, message.text, answer)
      await call.reply(answerReply(answer, now), { priority: spokenTo === 'group' ? 'news' : 'reply' })
      return {}
    case 'nothing':
      if (message.chat.kind === 'group' && !message.mentionsBot) return undefined
      await call.reply(AT_YOUR_SERVICE)
      return {}
  }
}

async function registerAtOnce(what: Said, desk: IssueDesk, again: number | undefined): Promise<Followed> {
  const { call, reading, spokenTo } = what
  const registered = await registerAs(what, desk, 'yes')
  const done = again === undefined ? registered : { ...registered, facts: { ...registered.facts, again } }
  await announce(call.tx, done, call.now, { ...occasionOf(call), unasked: spokenTo === 'group' })
  call.undoable({ kind: 'issue', issueId: done.issue.id, eventId: done.event.id })
  await forgetPhotos(call)
  if (spokenTo !== 'group' || reading.danger === 2) await askWhereIfUnknown(call, done)
  return { issueId: done.issue.id }
}

async function askAtWork(what: Said, desk: IssueDesk, like: number | undefined): Promise<Followed | undefined> {
  const { call, reading } = what
  const waiting = await addToWaitingGuess(call, desk, reading)
  if (waiting !== undefined) {
    await noteQuestion(what, desk, waiting)
    await forgetPhotos(call)
    return {}
  }
  const { issue } = await registerAs(what, desk, 'ask')
  await noteQuestion(what, desk, issue.id)
  await forgetPhotos(call)
  const asked = await askWorker(call, issue, { like, with: whatElse(call) })
  // Nobody can be asked: then it is people's talk, as if the bot had not been there.
  return asked ? {} : undefined
}

async function noteQuestion({ call, reading }: Said, desk: IssueDesk, issueId: number): Promise<void> {
  if (reading.kind === '咨询') await noteHandedOver(call, desk, call.message.text, issueId)
}

async function askAuthor({ call, reading, spokenTo }: Said): Promise<Followed> {
  const { tx, message, now } = call
  await call.reply(
    `${aidIn(message.text, reading)}要把这件事登记下来，请网格员来看吗？要就${spokenTo === 'bot' ? '引用这条' : ''}回「登记」，不用就不用管。`,
  )
  await openDialog(tx, dialogPlace(message), {
    kind: OWN_WORDS_DIALOG,
    state: ownWords({
      words: message.text,
      category: reading.category ?? UNKNOWN_CATEGORY,
      dangerous: reading.danger === 2,
      photos: call.photos,
    }),
    expiresAt: new Date(now.getTime() + OWN_WORDS_WAIT_MS),
  })
  return {}
}

async function offer(what: Said, desk: IssueDesk, like: number): Promise<Followed> {
  const { call, spokenTo } = what
  const { issue } = await registerAs(what, desk, 'ask', like)
  await forgetPhotos(call)
  await askWorker(call, issue, { like, with: whatElse(call) })
  await offerAlike(call, like, spokenTo)
  return {}
}

function registerAs(
  { call, burst, reading }: Said,
  desk: IssueDesk,
  sure: 'yes' | 'ask',
  like?: number,
): Promise<Done> {
  const { kind, confidence } = reading
  return register(call, desk, {
    words: [call.message.text, ...voices(burst)].join('\n'),
    category: reading.category ?? UNKNOWN_CATEGORY,
    dangerous: reading.danger === 2,
    reporter: call.person,
    guess: { kind, confidence, register: sure, ...(like === undefined ? {} : { like }) },
  })
}

/** What is to be held against the issues that are there. */
async function whatWasSaid(call: Call, desk: IssueDesk, reading: Reading) {
  if (call.community === undefined) return undefined
  const { tx, message, person: personId, group, now } = call
  const places = await desk.places.of(tx, call.community)
  const { place, compoundId } = whereIs(call, places, message.text)
  return {
    communityId: call.community,
    gridId: group?.gridId,
    compoundId,
    place,
    personId,
    words: message.text,
    category: reading.category ?? UNKNOWN_CATEGORY,
    now,
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

/** What to do first stands before whatever is asked. */
function aidIn(text: string, reading: Reading): string {
  if (!isUrgent(reading, namesDanger(text))) return ''
  const aid = firstAidIn(text, categoryOf(reading.category ?? UNKNOWN_CATEGORY))
  return aid === undefined ? '' : `${aid}\n`
}

function isAtWork({ roles }: Call): boolean {
  const hats = audiencesOf(roles)
  return hats.has('worker') || hats.has('staff') || hats.has('unit')
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
