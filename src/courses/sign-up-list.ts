import { createHash } from 'node:crypto'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../ids.ts'
import { partyIn, takesBack, withoutParty } from './party-size.ts'
import type { SignUpEntry, SignUpSheet } from './sign-up-text.ts'

/** A row as its author last wrote it. `author` is empty where nobody knows who that was. */
export interface SignUpRow {
  readonly author: ContactId | ''
  readonly name: string
  readonly party: number
  readonly gone: boolean
  readonly at: Date
  readonly messageId: MessageId
}

/** What is known of a list: each author's rows as they last wrote them. */
export type SignUpRows = ReadonlyMap<string, SignUpRow>

export interface SignUpAuthor {
  readonly id: ContactId
  /** what the group calls them: a row of that name is likely theirs */
  readonly name: string
}

/** The rows of all, as one set. */
export function rowsFrom(rows: readonly SignUpRow[]): SignUpRows {
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/**
 * Two states of a list as one: of each author's row the later writing stands. Nobody's row is lost, in whichever order and
 * however often states are put together.
 */
export function united(one: SignUpRows, other: SignUpRows): SignUpRows {
  const rows = new Map(one)
  for (const [key, row] of other) {
    const known = rows.get(key)
    if (!known || isLater(row, known)) rows.set(key, row)
  }
  return rows
}

/** What a message says of its author's own rows, and that it shows rows of others that were not known. */
export interface SignUpReading {
  readonly own: SignUpRows
  readonly others: SignUpRows
}

/**
 * What its author says with a list. A message speaks for its author's rows only: a row that is missing takes nothing back,
 * nor does another's that was changed. Where the chat tells who wrote a row, that is believed; in a list as text a row is its
 * author's that was theirs before, or that is new; of several new ones, the one with their name, or the last.
 */
export function readSignUp(
  sheet: SignUpSheet,
  author: SignUpAuthor,
  known: SignUpRows,
  message: { readonly id: MessageId; readonly at: Date },
): SignUpReading {
  const said = sheet.entries.map((entry) => ({ entry, name: nameIn(entry) })).filter(({ name }) => name !== '')
  const told = said.some(({ entry }) => entry.author !== undefined)
  const mine = told ? said.filter(({ entry }) => entry.author === author.id) : ownOf(said, author, known)
  const row = (each: Named, by: ContactId | ''): SignUpRow => {
    const gone = takesBack(each.entry.words)
    return {
      author: by,
      name: each.name,
      party: partyIn(each.entry.words) ?? 1,
      gone,
      at: message.at,
      messageId: message.id,
    }
  }
  const own = rowsFrom(mine.map((each) => row(each, author.id)))
  const names = new Set([...known.values(), ...own.values()].map(({ name }) => name))
  const others = said.filter((each) => !mine.includes(each) && !names.has(each.name))
  return { own, others: rowsFrom(others.map((each) => row(each, each.entry.author ?? ''))) }
}

interface Named {
  readonly entry: SignUpEntry
  readonly name: string
}

function ownOf(said: readonly Named[], author: SignUpAuthor, known: SignUpRows): Named[] {
  const rows = [...known.values()]
  const theirs = said.filter(({ name }) => rows.some((row) => row.author === author.id && isSameName(row.name, name)))
  const left = rows.filter((row) => row.author !== author.id).map(({ name }) => name)
  const fresh = said.filter((each) => {
    if (theirs.includes(each)) return false
    const at = left.findIndex((name) => isSameName(name, each.name))
    if (at < 0) return true
    // A second 小王 is another person.
    left.splice(at, 1)
    return false
  })
  if (fresh.length === 1) return [...theirs, ...fresh]
  const called = (each: Named) => isCalled(author.name, each.name)
  if (fresh.length > 1) {
    const named = fresh.filter(called)
    return [...theirs, ...(named.length > 0 ? named : fresh.slice(-1))]
  }
  // Nothing is new: somebody else has copied their row before they were heard, or bears their name.
  return theirs.length > 0 ? theirs : said.filter(called).slice(-1)
}

/** What a row calls its author: its words without how many come and whether they come. */
function nameIn({ words }: SignUpEntry): string {
  return withoutParty(words)
    .replace(/取消|不去了?|去不了|不来了|来不了|不参加了?|退出|划掉|不报了|有事/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
}

const LONGEST_NAME = 60

/** The same name, perhaps with something behind it: 张三, 张三 3号楼; not 张三丰. */
function isSameName(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  return long === short || long.startsWith(`${short} `)
}

function isCalled(name: string, row: string): boolean {
  const called = name.normalize('NFKC').replace(/\s+/g, ' ').trim()
  return called.length > 1 && (isSameName(called, row) || called.includes(row) || row.includes(called))
}

function isLater(row: SignUpRow, than: SignUpRow): boolean {
  const later = row.at.getTime() - than.at.getTime()
  if (later !== 0) return later > 0
  return row.messageId > than.messageId || (row.messageId === than.messageId && rank(row) > rank(than))
}

/** Of a row that stands twice in one message, the larger party; a fixed choice, whatever comes first. */
const rank = ({ party, gone }: SignUpRow) => (gone ? 0 : party)

const keyOf = ({ author, name }: SignUpRow) => `${author}\n${name}`

/** By what a list is known again within its group: its title, example and closing remark. */
export function markOf({ title, example, tail }: SignUpSheet): string {
  return createHash('sha256')
    .update(JSON.stringify([title, example, tail].map(folded)))
    .digest('hex')
}

const folded = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

interface ListPlace {
  readonly account: AccountId
  readonly chatId: ChatId
}

export interface KnownList {
  readonly id: number
  readonly runId: number
  readonly rows: SignUpRows
}

/**
 * The list of a course that a message shows, if it was seen before: by its mark, or, where its head was left out, by a row
 * that stands in it.
 */
export async function knownList(tx: Tx, place: ListPlace, sheet: SignUpSheet): Promise<KnownList | undefined> {
  const where = { ...place, mark: markOf(sheet) }
  const list = await tx.signUpList.findUnique({ where: { account_chatId_mark: where }, include: { rows: true } })
  if (list?.runId) return known(list, list.runId)
  if (sheet.title !== '') return undefined
  const names = new Set(sheet.entries.map(nameIn))
  const lists = await tx.signUpList.findMany({
    where: { ...place, run: { state: { in: ['PUBLISHED', 'RUNNING'] } } },
    orderBy: { id: 'desc' },
    include: { rows: true },
  })
  const found = lists.find(({ rows }) => rows.some(({ name }) => names.has(name)))
  return found?.runId ? known(found, found.runId) : undefined
}

/** Takes up a list that is one for a course. */
export async function beginList(
  tx: Tx,
  place: ListPlace,
  sheet: SignUpSheet,
  { runId, now }: { readonly runId: number; readonly now: Date },
): Promise<KnownList> {
  const data = { ...place, mark: markOf(sheet), title: sheet.title.slice(0, 200), runId, createdAt: now }
  const { id } = await tx.signUpList.upsert({
    where: { account_chatId_mark: { ...place, mark: data.mark } },
    create: data,
    update: { runId },
  })
  return { id, runId, rows: new Map() }
}

/** Writes what a message has added; rows that others wrote stay as they are. Returns all that is known then. */
export async function writeRows(tx: Tx, list: KnownList, { own, others }: SignUpReading): Promise<SignUpRows> {
  const rows = united(united(list.rows, others), own)
  for (const [key, row] of rows) {
    if (list.rows.get(key) === row) continue
    const data = { party: row.party, goneAt: row.gone ? row.at : null, messageId: row.messageId, at: row.at }
    const named = { listId: list.id, contactId: row.author, name: row.name }
    await tx.signUpRow.upsert({ where: { listId_contactId_name: named }, create: { ...named, ...data }, update: data })
  }
  return rows
}

function known(
  list: {
    id: number
    rows: { contactId: string; name: string; party: number; goneAt: Date | null; at: Date; messageId: string }[]
  },
  runId: number,
): KnownList {
  const rows = list.rows.map(({ contactId, name, party, goneAt, at, messageId }) => ({
    ...{ author: contactId as ContactId, name, party, gone: goneAt !== null, at },
    messageId: messageId as MessageId,
  }))
  return { id: list.id, runId, rows: rowsFrom(rows) }
}
