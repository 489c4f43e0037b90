import { OperatorError } from '../operator-error.ts'
import type { DatabaseOptions, Dialect } from './dialect.ts'
import { postgresql } from './postgresql.ts'
import { sqlite } from './sqlite.ts'

/**
 * The kind of database that `url` asks for. Nothing is opened yet.
 *
 * @throws OperatorError when the url is none that can be used
 */
export function dialectOf(options: DatabaseOptions): Dialect {
  if (options.url.startsWith('file:')) return sqlite(options)
  if (/^postgres(ql)?:\/\//.test(options.url)) return postgresql(options)
  throw new OperatorError(
    'DATABASE_URL must begin with file: (SQLite) or postgresql:// (PostgreSQL); see the settings in the README',
  )
}
