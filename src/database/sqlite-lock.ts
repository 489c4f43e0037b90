import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OperatorError } from '../operator-error.ts'
import { codeOf, sqliteTrouble } from './trouble.ts'

/** A process that is just ending gets this long to let go, in milliseconds. */
const PATIENCE_MS = 1_000

/**
 * Holds a SQLite file for this process, so that no second gezhong works on it, and returns what lets it go. The system
 * lets go as well when the process dies, whatever killed it. Others can still read the file: what is locked is an empty
 * file beside it.
 *
 * @throws OperatorError when another gezhong holds it
 */
export async function holdSqliteFile(path: string, patienceMs = PATIENCE_MS): Promise<() => Promise<void>> {
  // Two names of one file have one lock.
  const real = await realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)))
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
  try {
    const lock = await new PrismaBetterSqlite3({ url: `${real}-lock`, timeout: patienceMs }).connect()
    try {
      // Nothing is ever written, so no journal is left beside it either.
      await lock.executeScript('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    } catch (error) {
      await lock.dispose()
      throw error
    }
    return () => lock.dispose()
  } catch (error) {
    const code = codeOf(error)
    if (code.startsWith('SQLITE_BUSY')) {
      throw new OperatorError(`the database ${path} is used by another gezhong; stop it first`)
    }
    // Something else has its name: it must not be the database that somebody moves away.
    throw sqliteTrouble(error, code === 'SQLITE_NOTADB' ? `${real}-lock` : path)
  }
}
