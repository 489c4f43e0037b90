import { randomBytes } from 'node:crypto'
import { type Database, isUniqueViolation } from '../database/database.ts'
import type { SealedColumn } from './columns.ts'
import { dataKey } from './data-key.ts'
import { discardSealed, keysInUse, reseal } from './reseal.ts'
import { keyIdOf, sealedHead } from './sealed-text.ts'
import { createSealer, type Sealer, Unsealable } from './sealer.ts'

/** What the keys of the settings are to this database. */
export type KeyState =
  /** no key was given, and nothing is sealed */
  | { readonly kind: 'none' }
  /** no key was given, although things are sealed with these */
  | { readonly kind: 'lost'; readonly keyIds: readonly string[] }
  /** things are sealed with keys that were not given */
  | { readonly kind: 'wrong'; readonly given: string; readonly keyIds: readonly string[] }
  /** everything that is sealed can be opened, and is sealed with the current key now; so many values were not */
  | { readonly kind: 'right'; readonly keyId: string; readonly resealed: number; readonly damaged: number }

/** What the program works with. */
export interface Sealing {
  readonly state: KeyState
  /** undefined unless the key is right: what is sealed with a wrong one would be lost with it */
  readonly sealer: Sealer | undefined
  /** opens what the given keys open, also where they are not all that are needed */
  readonly opener: Pick<Sealer, 'open'> | undefined
}

/** Without a key: nothing is sealed, and nothing that is can be opened. */
export const NO_SEALING: Sealing = { state: { kind: 'none' }, sealer: undefined, opener: undefined }

export interface SealingOptions {
  readonly database: Pick<Database, 'client' | 'transaction'>
  readonly columns: readonly SealedColumn[]
  readonly key: Uint8Array | undefined
  readonly before: readonly Uint8Array[]
  /** the ids of keys that will never come back: what is sealed with them is let go of */
  readonly lostForGood?: readonly string[]
  readonly now: Date
}

/** The one row of `KeyCheck`, and what it is sealed for. */
const NAME = 'data'
const CONTEXT = `KeyCheck:${NAME}`
const HASH_KEY_BYTES = 32

/**
 * Compares the keys of the settings with what is sealed in the database, at the start: seals everything anew that is sealed
 * with an older key, and makes the first row for a first key. Never rejects because of a key: the rest of the program works
 * without.
 */
export async function openSealing(options: SealingOptions): Promise<Sealing> {
  const { database, columns, key, before, lostForGood = [] } = options
  const given = [key ?? [], before].flat().map((each) => dataKey(each).id)
  await letGo(
    options,
    lostForGood.filter((id) => !given.includes(id)),
  )
  if (!key) {
    // The row of the first key comes before anything that is sealed with it.
    if ((await readCheck(database)) === undefined) return NO_SEALING
    const keyIds = await keysInUse(database.client, columns)
    return keyIds.length === 0 ? NO_SEALING : { ...NO_SEALING, state: { kind: 'lost', keyIds } }
  }
  const { id: keyId } = dataKey(key)
  // Until the key of the hashes is known, only what opens is used of it.
  const opener = createSealer({ key, before, hashKey: randomBytes(HASH_KEY_BYTES) })
  const check = (await readCheck(database)) ?? (await makeCheck(options, opener))
  const wrong = (keyIds: readonly (string | undefined)[]): Sealing => {
    const lacking = [...new Set(keyIds)].filter((id) => id !== undefined && !given.includes(id))
    return { state: { kind: 'wrong', given: keyId, keyIds: lacking.sort() as string[] }, sealer: undefined, opener }
  }
  const hashKey = opened(opener, check)
  if (!hashKey) return wrong([keyIdOf(check), ...(await keysInUse(database.client, columns))])
  const sealer = createSealer({ key, before, hashKey })
  const { count, lacking, damaged } = await reseal({ database, columns, sealer, keyId })
  if (lacking.length > 0) return wrong(lacking)
  // Last: as long as anything is sealed with the old key, its row says so.
  if (keyIdOf(check) !== keyId) {
    const sealed = sealer.seal(hashKey.toString('base64'), CONTEXT)
    await database.transaction((tx) =>
      tx.keyCheck.updateMany({ where: { name: NAME, sealed: check }, data: { sealed } }),
    )
  }
  return { state: { kind: 'right', keyId, resealed: count, damaged }, sealer, opener: sealer }
}

/** What is sealed with keys that will never come back goes, and their own row with it. */
async function letGo({ database, columns }: SealingOptions, keyIds: readonly string[]): Promise<void> {
  for (const keyId of keyIds) {
    await discardSealed({ database, columns }, keyId)
    const mark = { startsWith: sealedHead(keyId) }
    await database.transaction((tx) => tx.keyCheck.deleteMany({ where: { name: NAME, sealed: mark } }))
  }
}

async function readCheck({ client }: Pick<Database, 'client'>): Promise<string | undefined> {
  return (await client.keyCheck.findUnique({ where: { name: NAME } }))?.sealed
}

/** The first key there is. Where another process is quicker, its row holds. */
async function makeCheck({ database, now }: SealingOptions, sealer: Sealer): Promise<string> {
  const sealed = sealer.seal(randomBytes(HASH_KEY_BYTES).toString('base64'), CONTEXT)
  try {
    await database.transaction((tx) => tx.keyCheck.create({ data: { name: NAME, sealed, createdAt: now } }))
    return sealed
  } catch (error) {
    const theirs = isUniqueViolation(error) ? await readCheck(database) : undefined
    if (theirs === undefined) throw error
    return theirs
  }
}

function opened(sealer: Sealer, check: string): Buffer | undefined {
  try {
    return Buffer.from(sealer.open(check, CONTEXT), 'base64')
  } catch (error) {
    if (error instanceof Unsealable) return undefined
    throw error
  }
}
