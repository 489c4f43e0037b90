import type { Tx } from '../database/database.ts'
import type { OutboxMessage, Prisma } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import type { SealedColumn } from '../sealing/columns.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'

/** What makes a message of the outbox secret: its words stand sealed in the database, and only in private are they said. */
export interface Secret {
  readonly sealer: Sealer
  /** whose values the words hold, one person at least: by this they are found when somebody wants to be forgotten */
  readonly about: readonly PersonId[]
}

type Place = Pick<OutboxMessage, 'account' | 'chatId'>

/** Sealed for the chat in which it is to be said: moved to another it cannot be opened. */
const contextOf = ({ account, chatId }: Place) => `OutboxMessage:${account}:${chatId}`

/** Seals what a row is to say. */
export function sealWords({ sealer }: Secret, place: Place, text: string): string {
  return sealer.seal(text, contextOf(place))
}

/**
 * What a row says, secret or not.
 *
 * @throws Unsealable where it is secret and cannot be opened
 */
export function wordsOf(
  row: Place & Pick<OutboxMessage, 'text' | 'sealed'>,
  opener: Pick<Sealer, 'open'> | undefined,
): string {
  if (row.sealed === null) return row.text
  if (!opener) throw new Unsealable('it is sealed, and there is no key')
  return opener.open(row.sealed, contextOf(row))
}

/** What is left of a secret row's words when nobody is to say them any more. */
export const EMPTIED = { text: '', sealed: null } satisfies Prisma.OutboxMessageUpdateManyMutationInput

/** So many values in one statement: both databases bound how many it may hold. */
const AT_ONCE = 500
const DAY = 24 * 60 * 60_000
/** Said, and not come back: an echo would have come within minutes. */
const KEEP_SAID_MS = DAY
/** Given up, or of unknown fate: so long staff may have it said again, as any other. */
const KEEP_UNSETTLED_MS = 7 * DAY

/**
 * Takes the words out of secret rows of which it is certain what became: come back or taken back at once, said a day ago.
 * What was given up or is of unknown fate is cancelled after a week. For a job; resolves with how many rows there were.
 */
export async function forgetSettledSecrets(tx: Tx, now: Date, limit: number): Promise<number> {
  const before = (age: number) => ({ lt: new Date(now.getTime() - age) })
  const old = { createdAt: before(KEEP_UNSETTLED_MS) }
  const unsettled = { OR: [{ state: 'UNKNOWN' as const }, { state: 'FAILED' as const, givenUpAt: { not: null } }] }
  const settled: Prisma.OutboxMessageWhereInput[] = [
    { state: { in: ['ECHOED', 'CANCELLED'] } },
    { state: 'SENT', sentAt: before(KEEP_SAID_MS) },
    { AND: [old, unsettled] },
  ]
  // From the few that are secret: by their state they would be looked for among all that was ever said.
  const secret = await tx.outboxAbout.findMany({ distinct: ['outboxId'], select: { outboxId: true } })
  const ids: number[] = []
  for (let first = 0; first < secret.length && ids.length < limit; first += AT_ONCE) {
    const among = { in: secret.slice(first, first + AT_ONCE).map(({ outboxId }) => outboxId) }
    const take = limit - ids.length
    const rows = await tx.outboxMessage.findMany({ where: { id: among, OR: settled }, select: { id: true }, take })
    ids.push(...rows.map(({ id }) => id))
  }
  await tx.outboxMessage.updateMany({
    where: { id: { in: ids }, state: { in: ['UNKNOWN', 'FAILED'] } },
    data: { state: 'CANCELLED' },
  })
  await emptySecrets(tx, ids)
  return ids.length
}

/** Takes the words out of these rows. */
export async function emptySecrets(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.outboxMessage.updateMany({ where: { id: { in: [...ids] } }, data: EMPTIED })
  await tx.outboxAbout.deleteMany({ where: { outboxId: { in: [...ids] } } })
}

/**
 * Forgets what secret rows say of a person, to whomever: what was not said will not be, what is being said at this moment is
 * recalled in the chat if it can be, and the words go. Resolves with how many rows there were.
 */
export async function forgetSecretsAbout(tx: Tx, person: PersonId, now: Date): Promise<number> {
  const about = await tx.outboxAbout.findMany({ where: { personId: person }, select: { outboxId: true } })
  const ids = about.map(({ outboxId }) => outboxId)
  await tx.outboxMessage.updateMany({
    where: { id: { in: ids }, state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] } },
    data: { state: 'CANCELLED' },
  })
  await tx.outboxMessage.updateMany({
    where: { id: { in: ids }, state: 'SENDING' },
    data: { recall: 'ASKED', recallAt: now },
  })
  await emptySecrets(tx, ids)
  return ids.length
}

/** The words of secret rows, for when the key changes. */
export const sealedWords: SealedColumn = {
  table: 'OutboxMessage',
  column: 'sealed',
  async read(db, sealed, after, limit) {
    const rows = await db.outboxMessage.findMany({
      // Few rows are secret, and these are found without going through all.
      where: { about: { some: {} }, sealed, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true, sealed: true, account: true, chatId: true },
    })
    return rows.map((row) => ({ id: row.id, sealed: row.sealed ?? '', context: contextOf(row) }))
  },
  async replace(tx, { id, sealed }, anew) {
    await tx.outboxMessage.updateMany({ where: { id, sealed }, data: { sealed: anew } })
  },
  async discard(tx, { id }) {
    await tx.outboxMessage.updateMany({
      where: { id, state: { in: ['PENDING', 'FAILED', 'UNKNOWN'] } },
      data: { state: 'CANCELLED' },
    })
    await emptySecrets(tx, [id])
  },
}
