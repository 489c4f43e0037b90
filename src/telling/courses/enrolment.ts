import { type OutboxEntry, putAll } from '../../chat/outbox.ts'
import { DRAW_WINDOW_MS } from '../../courses/enrolment-draw.ts'
import { lineOf, timesPassedOver } from '../../courses/enrolment-list.ts'
import type { EnrolmentRun } from '../../courses/enrolment-runs.ts'
import { type EnrolmentChange, LARGEST_PARTY, type Standing } from '../../courses/enrolment-standing.ts'
import type { Tx } from '../../database/database.ts'
import type { ContactId, MessageId, PersonId } from '../../ids.ts'
import { startOfDay } from '../../time/shanghai.ts'
import { groupSpot, privateSpot, type Spot } from '../news.ts'
import {
  alreadyText,
  callText,
  closedText,
  confirmedText,
  earlyText,
  expiredText,
  leftListText,
  noConsentText,
  offerText,
  resizedText,
  skippedText,
  ticketText,
  waitingText,
  waitingTogetherText,
} from './enrolment-text.ts'

/** One message calls so many by an @ at most; more is a wall of names. */
export const MOST_CALLED = 20
/** If the job that tells the results does not, each is answered by themselves again after this. */
const RESULTS_COME_WITHIN_MS = 10 * 60_000

/** What somebody is to be answered. */
export type EnrolAnswer =
  | { readonly kind: 'confirmed' | 'waiting' | 'already' | 'ticket'; readonly row: Standing }
  | { readonly kind: 'early' | 'closed' }
  | { readonly kind: 'left'; readonly was: string }
  | { readonly kind: 'resized'; readonly party: number; readonly done: boolean }

/** An answer, and where and to whom it goes. */
export interface Addressed {
  readonly run: EnrolmentRun
  readonly spot: Spot
  readonly contact: ContactId
  readonly cause: MessageId
  readonly answer: EnrolAnswer
}

/**
 * Writes the answers of one transaction into the outbox. In private everybody has their own; in a group those who asked at the
 * same moment have one message together, and while the rush of an opening lasts nothing is said there: its results come as
 * one (`tellResults`).
 */
export async function tellAnswers(tx: Tx, answers: readonly Addressed[], now: Date): Promise<void> {
  const lines = new Map<number, Promise<readonly number[]>>()
  const placeOf = async (run: EnrolmentRun, row: Standing) => {
    const line = lines.get(run.id) ?? lineOf(tx, run.id)
    lines.set(run.id, line)
    const at = (await line).indexOf(row.seq)
    return at < 0 ? (await line).length : at + 1
  }
  const entries: OutboxEntry[] = []
  const together = new Map<string, Addressed[]>()
  for (const each of answers) {
    const { run, spot, answer } = each
    if (spot.chat.kind === 'private' || !isShared(answer)) {
      entries.push(entryFor(each, await textFor(each, placeOf, now)))
    } else if (!isGathered(run, answer, now)) {
      const key = `${spot.account} ${spot.chat.id} ${run.id} ${answer.kind}`
      together.set(key, [...(together.get(key) ?? []), each])
    }
  }
  for (const group of together.values()) entries.push(...(await sharedEntries(tx, group, placeOf, now)))
  await putAll(tx, entries, now)
}

/** What several can be told in one message, each finding themselves in it. */
function isShared({ kind }: EnrolAnswer): boolean {
  return kind === 'confirmed' || kind === 'waiting' || kind === 'ticket' || kind === 'early' || kind === 'already'
}

/** Whether this is told with the results. */
function isGathered(run: EnrolmentRun, { kind }: EnrolAnswer, now: Date): boolean {
  return kind !== 'early' && kind !== 'ticket' && areGathered(run, now)
}

/** The rush of the opening is on: what becomes of it is in its results. */
function areGathered(run: EnrolmentRun, now: Date): boolean {
  if (run.resultToldAt || !run.opensAt) return false
  const since = run.mode === 'DRAW' ? (run.drawnAt ?? now) : run.opensAt
  return now.getTime() - since.getTime() < RESULTS_COME_WITHIN_MS
}

type PlaceOf = (run: EnrolmentRun, row: Standing) => Promise<number>

async function sharedEntries(tx: Tx, group: readonly Addressed[], placeOf: PlaceOf, now: Date): Promise<OutboxEntry[]> {
  const [first] = group
  if (!first) return []
  const { run, spot, answer, cause } = first
  if (answer.kind === 'ticket') {
    const key = `draw:${run.id}:${spot.account}:${spot.chat.id}`
    if ((await tx.outboxMessage.count({ where: { key } })) > 0) return []
    return [{ ...spot, text: ticketText(run, drawAt(run), now), priority: 'reply', key, cause }]
  }
  const once = [...new Map(group.map((each) => [each.contact, each])).values()]
  if (once.length === 1) return [entryFor(first, await textFor(first, placeOf, now))]
  const entries: OutboxEntry[] = []
  for (let at = 0; at < once.length; at += MOST_CALLED) {
    const some = once.slice(at, at + MOST_CALLED)
    const text = await sharedText(some, placeOf, now)
    entries.push({ ...spot, text, mentions: some.map(({ contact }) => contact), priority: 'reply', cause })
  }
  return entries
}

async function sharedText(some: readonly Addressed[], placeOf: PlaceOf, now: Date): Promise<string> {
  const [first] = some
  if (!first) return ''
  const { run, answer } = first
  if (answer.kind === 'early') return earlyText(run, now)
  const rows = some.flatMap((each) => ('row' in each.answer ? [each.answer.row] : []))
  if (answer.kind === 'confirmed') return confirmedText(run, 1, true)
  if (answer.kind === 'waiting')
    return waitingTogetherText(run, await Promise.all(rows.map((row) => placeOf(run, row))))
  return `以上邻居已经在《${run.title}》的名单里了，不用再报。`
}

async function textFor({ run, spot, answer }: Addressed, placeOf: PlaceOf, now: Date): Promise<string> {
  switch (answer.kind) {
    case 'confirmed':
      return confirmedText(run, answer.row.party)
    case 'waiting':
      return waitingText(run, answer.row.party, await placeOf(run, answer.row))
    case 'already': {
      const { state, party, consentId } = answer.row
      const place = state === 'WAITING' ? await placeOf(run, answer.row) : 0
      return alreadyText(run, { state, party, place, needsConsent: consentId === null })
    }
    case 'ticket':
      return ticketText(run, drawAt(run), now, spot.chat.kind === 'private' ? answer.row.seq : undefined)
    case 'early':
      return earlyText(run, now)
    case 'closed':
      return closedText(run)
    case 'left':
      return leftListText(run, answer.was)
    case 'resized':
      return answer.party > LARGEST_PARTY
        ? `一次最多报${LARGEST_PARTY}人，《${run.title}》的人数没有改。`
        : resizedText(run, answer.party, answer.done)
  }
}

function entryFor({ spot, contact, cause }: Addressed, text: string): OutboxEntry {
  return { ...spot, text, mentions: spot.chat.kind === 'group' ? [contact] : [], priority: 'reply', cause }
}

const drawAt = ({ opensAt }: EnrolmentRun) => new Date((opensAt?.getTime() ?? 0) + DRAW_WINDOW_MS)

/** Tells those whose place has changed without their asking: in private where that is possible, else where they enrolled. */
export async function tellChanges(
  tx: Tx,
  run: EnrolmentRun,
  changes: readonly EnrolmentChange[],
  { now, actors = [] }: { readonly now: Date; readonly actors?: readonly (PersonId | number)[] },
): Promise<number> {
  const passedOver = await freshlyPassedOver(tx, run, changes, now)
  const news = changes.flatMap((change) => {
    if (actors.includes(change.row.personId) && change.action !== 'offer') return []
    if (change.action === 'skip' && !passedOver.delete(change.row.personId)) return []
    const text = newsFor(run, change, now)
    return text === undefined ? [] : [{ row: change.row, text }]
  })
  if (news.length === 0) return 0
  const reachable = await friendsAmong(
    tx,
    news.map(({ row }) => row.contactId),
  )
  const sheets = new Map<string, { entry: OutboxEntry; mentions: ContactId[] }>()
  for (const { row, text } of news) {
    const alone = row.chatKind === 'PRIVATE' || reachable.has(`${row.account} ${row.contactId}`)
    const spot = alone ? privateSpot(row.account, row.contactId) : groupSpot(row.account, row.chatId)
    const at = `${spot.account} ${spot.chat.id} ${text}`
    const sheet = sheets.get(at) ?? {
      entry: { ...spot, text: alone ? text : inGroup(text), priority: 'news' },
      mentions: [],
    }
    if (!alone) sheet.mentions.push(row.contactId as ContactId)
    sheets.set(at, sheet)
  }
  const entries = [...sheets.values()].flatMap(({ entry, mentions }) => {
    if (mentions.length <= MOST_CALLED) return [{ ...entry, mentions }]
    const parts: OutboxEntry[] = []
    for (let at = 0; at < mentions.length; at += MOST_CALLED) {
      parts.push({ ...entry, mentions: mentions.slice(at, at + MOST_CALLED) })
    }
    return parts
  })
  await putAll(tx, entries, now)
  return entries.length
}

/**
 * Who was passed over and is to be told: once a day, and not while the results of the rush are still to come, in which their
 * places in line stand.
 */
async function freshlyPassedOver(
  tx: Tx,
  run: EnrolmentRun,
  changes: readonly EnrolmentChange[],
  now: Date,
): Promise<Set<number>> {
  const times = new Map<number, number>()
  for (const { action, row } of changes) {
    if (action === 'skip') times.set(row.personId, (times.get(row.personId) ?? 0) + 1)
  }
  if (times.size === 0 || areGathered(run, now)) return new Set()
  const today = startOfDay(now)
  const since = run.resultToldAt && run.resultToldAt > today ? run.resultToldAt : today
  const before = await timesPassedOver(tx, run.id, since)
  return new Set([...times].flatMap(([person, count]) => ((before.get(person) ?? 0) > count ? [] : [person])))
}

/** So many are asked for in one statement: both databases bound how many values it may hold. */
const CONTACTS_AT_ONCE = 500

/** Whom the bot can write to in private, as account and contact. */
async function friendsAmong(tx: Tx, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
  const all = [...new Set(contactIds)]
  const friends = new Set<string>()
  for (let first = 0; first < all.length; first += CONTACTS_AT_ONCE) {
    const rows = await tx.chatIdentity.findMany({
      where: { contactId: { in: all.slice(first, first + CONTACTS_AT_ONCE) }, friend: true },
      select: { account: true, contactId: true },
    })
    for (const { account, contactId } of rows) friends.add(`${account} ${contactId}`)
  }
  return friends
}

/** In a group the bot reads what quotes it. */
const inGroup = (text: string) => (text.includes('「要」') ? `${text}（请引用这条回）` : text)

function newsFor(run: EnrolmentRun, { action, to, row }: EnrolmentChange, now: Date): string | undefined {
  const { party, offerUntil } = row
  if (action === 'offer' && to === 'OFFERED' && row.state === 'OFFERED' && offerUntil) {
    return offerText(run, party, offerUntil, now)
  }
  if (action === 'call' && row.state === 'WAITING' && offerUntil) return callText(run, offerUntil, now)
  if (action === 'expire') return expiredText(run)
  if (action === 'skip' && row.state === 'WAITING') return skippedText(run, party)
  if (action === 'no consent') return noConsentText(run)
  return undefined
}
