import { type OutboxEntry, putAll } from '../../chat/outbox.ts'
import type { Heard, Wish, WishFate } from '../../chat/rush.ts'
import { noteEarly } from '../../courses/early-birds.ts'
import { EnrolmentBook } from '../../courses/enrolment-book.ts'
import { type EnrolmentRun, enrolmentRuns, runsMeant } from '../../courses/enrolment-runs.ts'
import { type EnrolRequest, LARGEST_PARTY } from '../../courses/enrolment-standing.ts'
import { consentsOf } from '../../courses/guardian.ts'
import { withoutParty } from '../../courses/party-size.ts'
import { beginList, type KnownList, knownList, readSignUp, writeRows } from '../../courses/sign-up-list.ts'
import type { SignUpSheet } from '../../courses/sign-up-text.ts'
import type { Tx } from '../../database/database.ts'
import type { CommunityId, PersonId } from '../../ids.ts'
import { type Addressed, type EnrolAnswer, tellAnswers, tellChanges } from '../../telling/courses/enrolment.ts'
import type { QuietHours } from '../../time/quiet-hours.ts'
import type { EnrolWish } from './enrol-wish.ts'
import { readEnrolWords } from './enrol-words.ts'

export interface DecideOptions {
  readonly now: Date
  readonly quietHours: QuietHours | undefined
}

/** A wish for a term that is there. */
interface Aim {
  readonly wish: Wish<EnrolWish>
  readonly run: EnrolmentRun
  readonly party: number
  readonly child: string | undefined
}

/**
 * Of what may be a sign-up list, or 报名 without a slash: whether it is for a course. Any other is people's own, and left alone.
 * A command always is somebody's wish.
 */
export async function isForCourse(tx: Tx, heard: readonly Heard<EnrolWish>[]): Promise<boolean[]> {
  const runsOf = runsByCommunity(tx)
  const ours: boolean[] = []
  for (const { message, wants, group } of heard) {
    if (wants.do !== 'list' && !wants.bare) ours.push(true)
    else if (!group) ours.push(false)
    else if (wants.do !== 'list') ours.push(namesCourse(await runsOf(group.communityId), wants.words))
    else {
      const runs = await runsOf(group.communityId)
      const place = { account: message.account, chatId: message.chat.id }
      ours.push(
        runs.length > 0 &&
          (runInTitle(runs, wants.sheet) !== undefined || (await knownList(tx, place, wants.sheet)) !== undefined),
      )
    }
  }
  return ours
}

/** Whether nothing but a course and who comes stands there: a part of the title will do. */
function namesCourse(runs: readonly EnrolmentRun[], words: string): boolean {
  const tight = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s《》()]/g, '')
  const named = tight(withoutParty(words))
  return named.length >= SHORTEST_TITLE && runs.some(({ title }) => tight(title).includes(named))
}

/**
 * Decides who gets a place, in this order, and writes the answers: each term's list is taken once, and everybody who asked for
 * it is decided one after the other.
 */
export async function decideWishes(
  tx: Tx,
  wishes: readonly Wish<EnrolWish>[],
  options: DecideOptions,
): Promise<WishFate[]> {
  const runsOf = runsByCommunity(tx)
  const fates = wishes.map((): WishFate => ({}))
  const aims: (Aim | undefined)[] = []
  const refusals: OutboxEntry[] = []
  for (const [at, wish] of wishes.entries()) {
    const aim = await aimOf(tx, wish, await runsOf(wish.community))
    if (aim === 'not mine') fates[at] = 'not mine'
    else if ('refusal' in aim) refusals.push(entry(wish, aim.refusal))
    aims.push(typeof aim === 'object' && 'run' in aim ? aim : undefined)
  }
  const books = await openBooks(tx, aims, options)
  const consents = await consentsOf(
    tx,
    aims.flatMap((aim) => (aim?.run.forChildren ? [aim.wish.person] : [])),
  )
  const answers: (Addressed & { readonly person: PersonId })[] = []
  for (const [at, aim] of aims.entries()) {
    const book = aim && books.get(aim.run.id)
    if (!aim || !book) continue
    const answer = await decide(tx, book, aim, consents.get(aim.wish.person))
    if (answer) answers.push(addressed(aim, answer))
    const { wants, person } = aim.wish
    if (wants.do === 'enrol' && (answer?.kind === 'confirmed' || answer?.kind === 'waiting')) {
      fates[at] = { undo: { kind: 'enrolment', runId: aim.run.id, personId: person } }
    }
  }
  for (const book of books.values()) await book.close()
  const told = await withoutRepeatedEarly(tx, answers, options.now)
  // With the counters as they are now.
  const fresh = told.map((each) => ({ ...each, run: { ...each.run, ...books.get(each.run.id)?.run } }))
  await putAll(tx, refusals, options.now)
  await tellAnswers(tx, fresh, options.now)
  for (const [id, { changes, run }] of books) {
    const known = aims.find((aim) => aim?.run.id === id)?.run
    if (!known) continue
    const actors = answers.filter((each) => each.run.id === id).map(({ person }) => person)
    await tellChanges(tx, { ...known, ...run }, changes, { now: options.now, actors })
  }
  return fates
}

async function openBooks(
  tx: Tx,
  aims: readonly (Aim | undefined)[],
  options: DecideOptions,
): Promise<ReadonlyMap<number, EnrolmentBook>> {
  const people = new Map<number, number[]>()
  for (const aim of aims) if (aim) people.set(aim.run.id, [...(people.get(aim.run.id) ?? []), aim.wish.person])
  const books = new Map<number, EnrolmentBook>()
  for (const [id, asking] of [...people].sort(([one], [other]) => one - other)) {
    const book = await EnrolmentBook.open(tx, id, options)
    await book.know(asking)
    books.set(id, book)
  }
  return books
}

async function aimOf(
  tx: Tx,
  wish: Wish<EnrolWish>,
  runs: readonly EnrolmentRun[],
): Promise<Aim | { readonly refusal: string } | 'not mine'> {
  const { wants, message, person } = wish
  if (wants.do === 'list') {
    const known = await knownList(tx, placeOf(wish), wants.sheet)
    const run = known ? runs.find(({ id }) => id === known.runId) : runInTitle(runs, wants.sheet)
    return run ? { wish, run, party: 1, child: undefined } : 'not mine'
  }
  if (wants.do === 'leave') {
    const own = await tx.enrolment.findMany({
      where: { personId: person, state: { not: 'CANCELLED' }, runId: { in: runs.map(({ id }) => id) } },
      select: { runId: true },
    })
    const mine = runs.filter(({ id }) => own.some(({ runId }) => runId === id))
    if (mine.length === 0) return { refusal: '您现在没有报名的课，不用取消。' }
    const read = readEnrolWords(wants.words, mine, message.quotation?.text ?? '')
    return 'refusal' in read
      ? { refusal: `您报的课里没有看到这门。${read.refusal.replace(/^.*?可以报名的/, '您报了的')}` }
      : { wish, ...read }
  }
  const read = readEnrolWords(wants.words, runs, message.quotation?.text ?? '')
  return 'refusal' in read ? read : { wish, ...read }
}

async function decide(
  tx: Tx,
  book: EnrolmentBook,
  aim: Aim,
  consentId: number | undefined,
): Promise<EnrolAnswer | undefined> {
  const { wish, party } = aim
  const { person, message } = wish
  if (wish.wants.do === 'leave') return leave(book, person, message.id)
  if (wish.wants.do === 'list') return decideList(tx, book, aim, wish.wants.sheet, consentId)
  return book.enrol(requestOf(aim, party, consentId))
}

async function leave(book: EnrolmentBook, person: PersonId, message: Wish<EnrolWish>['message']['id']) {
  const own = await book.activeOf(person)
  if (!own) return undefined
  const was = own.state
  await book.leave(person, 'cancel', message)
  return { kind: 'left', was } as const
}

/** What a list says of its author's own rows is done; a list that says nothing new of them is passed over. */
async function decideList(
  tx: Tx,
  book: EnrolmentBook,
  aim: Aim,
  sheet: SignUpSheet,
  consentId: number | undefined,
): Promise<EnrolAnswer | undefined> {
  const { wish, run } = aim
  const { message, person } = wish
  const list: KnownList =
    (await knownList(tx, placeOf(wish), sheet)) ??
    (await beginList(tx, placeOf(wish), sheet, { runId: run.id, now: wish.arrivedAt }))
  const reading = readSignUp(sheet, message.sender, list.rows, { id: message.id, at: wish.arrivedAt })
  const before = new Map(list.rows)
  const rows = await writeRows(tx, list, reading)
  const isNew = [...reading.own].some(([key, row]) => {
    const was = before.get(key)
    return !was || was.party !== row.party || was.gone !== row.gone
  })
  const own = await book.activeOf(person)
  if (reading.own.size === 0 || (!isNew && (own || (await wasEver(tx, run.id, person))))) return undefined
  const mine = [...rows.values()].filter(({ author }) => author === message.sender.id)
  const party = mine.reduce((sum, row) => sum + (row.gone ? 0 : row.party), 0)
  if (party === 0) return own ? leave(book, person, message.id) : undefined
  if (party > LARGEST_PARTY) return { kind: 'resized', party, done: false }
  if (own && own.party !== party) {
    return { kind: 'resized', party, done: await book.resize(person, party, message.id) }
  }
  return book.enrol(requestOf(aim, party, consentId))
}

async function wasEver(tx: Tx, runId: number, personId: PersonId): Promise<boolean> {
  return (await tx.enrolment.count({ where: { runId, personId } })) > 0
}

function requestOf({ wish, run, child }: Aim, party: number, consentId: number | undefined): EnrolRequest {
  const { message, person, arrivedAt } = wish
  return {
    personId: person,
    party,
    account: message.account,
    chatKind: message.chat.kind === 'group' ? 'GROUP' : 'PRIVATE',
    chatId: message.chat.id,
    contactId: message.sender.id,
    messageId: message.id,
    arrivedAt,
    // Without a guardian's consent nothing of a child is kept.
    ...(run.forChildren && consentId !== undefined ? { consentId, child: child ?? '小朋友' } : {}),
  }
}

function addressed(aim: Aim, answer: EnrolAnswer): Addressed & { readonly person: PersonId } {
  const { message, person } = aim.wish
  const { account, chat, sender, id } = message
  return { run: aim.run, spot: { account, chat }, contact: sender.id, cause: id, answer, person }
}

function entry({ message }: Wish<EnrolWish>, text: string): OutboxEntry {
  const { account, chat, sender, id } = message
  return { account, chat, text, mentions: chat.kind === 'group' ? [sender.id] : [], priority: 'reply', cause: id }
}

/** Who was told already that it is too early is not told again. */
async function withoutRepeatedEarly<T extends Addressed & { readonly person: PersonId }>(
  tx: Tx,
  answers: readonly T[],
  now: Date,
): Promise<T[]> {
  const early = answers.filter(({ answer }) => answer.kind === 'early')
  const news = new Map<number, Set<PersonId>>()
  for (const id of new Set(early.map(({ run }) => run.id))) {
    const people = early.filter(({ run }) => run.id === id).map(({ person }) => person)
    news.set(id, new Set(await noteEarly(tx, id, people, now)))
  }
  return answers.filter(({ answer, run, person }) => answer.kind !== 'early' || news.get(run.id)?.delete(person))
}

const placeOf = ({ message }: Wish<EnrolWish>) => ({ account: message.account, chatId: message.chat.id })

/** The course that a list's title names; of several the one with the longest title. */
function runInTitle(runs: readonly EnrolmentRun[], { title }: SignUpSheet): EnrolmentRun | undefined {
  const said = title.normalize('NFKC').replace(/[《》「」“”]|报名|接龙|开课|招生/g, '')
  if (said.trim() === '') return undefined
  const found = runsMeant(runs, title)
  const named = found.filter((run) => title.includes(run.title))
  if (named.length > 0) return named.sort((one, other) => other.title.length - one.title.length)[0]
  const [only, second] = runsMeant(runs, said)
  return only && !second && said.trim().length >= SHORTEST_TITLE ? only : undefined
}

/** 课 or 班 alone names no course. */
const SHORTEST_TITLE = 2

function runsByCommunity(tx: Tx): (community: CommunityId | undefined) => Promise<readonly EnrolmentRun[]> {
  const known = new Map<CommunityId, readonly EnrolmentRun[]>()
  return async (community) => {
    if (community === undefined) return []
    const runs = known.get(community) ?? (await enrolmentRuns(tx, community))
    known.set(community, runs)
    return runs
  }
}
