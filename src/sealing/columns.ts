import type { Db, Tx } from '../database/database.ts'

/** Which sealed texts are looked for: as a filter of a text column. */
export interface SealedFilter {
  readonly startsWith: string
  readonly not?: { readonly startsWith: string }
}

/** A sealed text where it stands. */
export interface SealedValue {
  readonly id: number
  readonly sealed: string
  /** what it was sealed for, see `Sealer` */
  readonly context: string
}

/**
 * A column that holds sealed texts. Each area enters its own in `src/sealed-columns.ts`: what is not there is not sealed anew
 * when the key changes, and is lost with the old one.
 */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  /** The values behind the row `after` that match, in the order of their rows' ids, at most `limit`. */
  read(db: Db, sealed: SealedFilter, after: number, limit: number): Promise<readonly SealedValue[]>
  /** Puts a value in the place of what was read, if that still stands there. */
  replace(tx: Tx, value: SealedValue, sealed: string): Promise<void>
  /** Lets go of what nobody can open any more, with whatever is nothing without it, if it still stands there. */
  discard(tx: Tx, value: SealedValue): Promise<void>
}
