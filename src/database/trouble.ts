import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DriverAdapterError, isDriverAdapterError } from '@prisma/driver-adapter-utils'
import { NotThereYet, OperatorError } from '../operator-error.ts'
import { Prisma } from './types.ts'

/** What went wrong in opening the file, as an OperatorError where the person who runs the program can mend it. */
export function sqliteTrouble(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new NotThereYet(`the database ${path} is locked by another program; stop that one first`)
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return new OperatorError(
      `the database ${path} cannot be written; give this user the right to write it and its folder`,
    )
  }
  if (code === 'SQLITE_NOTADB') {
    return new OperatorError(`${path} is not an SQLite database; move it away or set another DATABASE_URL`)
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new OperatorError(`the database ${path} is damaged; put back the last back-up`)
  }
  if (code.startsWith('SQLITE_FULL') || (/^SQLITE_(CANTOPEN|IOERR)/.test(code) && isFull(path)))
    return new NotThereYet(`no space is left on the disk of the database ${path}`)
  // The driver looks for the folder by itself, and has no code for it.
  const noFolder = error instanceof TypeError && /directory does not exist/.test(error.message)
  if (noFolder || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return new OperatorError(
      `the database ${path} cannot be opened; it must be a file that this user may read and write`,
    )
  }
  if (code === 'ERR_DLOPEN_FAILED' || /bindings file/.test(String(error))) {
    return new OperatorError(
      'the SQLite driver does not fit this machine or Node version; run: npm rebuild better-sqlite3',
    )
  }
  return error
}

/** SQLite cannot open a file without room for 32 kB beside it, and does not say that this is why. */
const ROOM_TO_OPEN = 64 * 1024

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < ROOM_TO_OPEN
  } catch {
    return false
  }
}

/** The same for PostgreSQL. The password is never part of it. */
export function postgresTrouble(error: unknown, where: URL, database: string): unknown {
  if (error instanceof OperatorError) return error
  const code = codeOf(error)
  const user = decodeURIComponent(where.username)
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return new NotThereYet(
        `PostgreSQL at ${where.host} cannot be reached (${code}); is it running, and DATABASE_URL right?`,
      )
    case '28P01':
      return new OperatorError(`PostgreSQL at ${where.host} refuses the password of user ${user}; check DATABASE_URL`)
    case '28000':
      return new OperatorError(
        `PostgreSQL at ${where.host} does not let user ${user} in; check DATABASE_URL and pg_hba.conf`,
      )
    case '3D000':
      return new OperatorError(
        `PostgreSQL at ${where.host} has no database ${database}; make it with: createdb ${database}`,
      )
    case '53300':
      return new NotThereYet(`PostgreSQL at ${where.host} has no connection left; raise its max_connections`)
    case '57P01':
    case '57P02':
    case '57P03':
      return new NotThereYet(`PostgreSQL at ${where.host} is starting or stopping; try again in a moment`)
    case '25006':
      return new NotThereYet(`PostgreSQL at ${where.host} only lets itself be read; is it a standby of another?`)
    case '42501':
      return new OperatorError(
        `PostgreSQL at ${where.host} does not let user ${user} write database ${database}; make that user its owner, and of its tables`,
      )
    case '55000':
      return new NotThereYet(`PostgreSQL at ${where.host} takes no connections to database ${database}`)
    case '53100':
      return new NotThereYet(`no space is left on the disk of PostgreSQL at ${where.host}`)
  }
  if (error instanceof Error && (TLS.test(code) || /SSL connection/.test(error.message))) {
    return new OperatorError(
      `PostgreSQL at ${where.host}: no safe connection (${error.message}); check sslmode and sslrootcert in DATABASE_URL`,
    )
  }
  if (error instanceof Error && /^E(NOENT|ACCES|ISDIR|PERM)$/.test(code)) {
    return new OperatorError(`DATABASE_URL names a file for the connection that cannot be read: ${error.message}`)
  }
  if (error instanceof Error && /timeout|terminated/i.test(error.message)) {
    return new NotThereYet(`PostgreSQL at ${where.host} does not answer; is it running, and DATABASE_URL right?`)
  }
  if (error instanceof Error && /SCRAM|password must be a string/.test(error.message)) {
    return new OperatorError(`PostgreSQL at ${where.host} wants a password for user ${user}; put it into DATABASE_URL`)
  }
  return error
}

/** What Node says of a certificate that it does not believe, and of a connection that is no TLS. */
const TLS = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|EPROTO$)/

/** What the system and PostgreSQL say of a server that cannot be reached, has no connection left, or stops or starts. */
const AWAY =
  /^(57P0[123]|53300|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** The same in Prisma's words: not reached, timed out, connection closed, too many connections. */
const AWAY_IN_PRISMA = ['P1001', 'P1002', 'P1008', 'P1017', 'P2037']

/** Whether the error says that PostgreSQL is not there, takes nobody more, or went away in the middle. */
export function isAway(error: unknown): boolean {
  if ((isKnown(error) && AWAY_IN_PRISMA.includes(error.code)) || AWAY.test(codeOf(error))) return true
  return error instanceof Error && /connection terminated|connection timeout/i.test(error.message)
}

/** Whether Prisma has a code of its own for the error. */
export function isKnown(error: unknown): error is Prisma.PrismaClientKnownRequestError {
  return error instanceof Prisma.PrismaClientKnownRequestError
}

/** What the driver said, where Prisma has not put it into words of its own; those of SQL by hand (P2010) say nothing. */
export function causeOf(error: unknown): DriverAdapterError['cause'] | undefined {
  const inner = isKnown(error) && error.code === 'P2010' ? error.meta?.['driverAdapterError'] : error
  return inner instanceof Error && isDriverAdapterError(inner) ? inner.cause : undefined
}

/** The code that the driver gave the error, through the wrappings that Prisma puts around it; empty where there is none. */
export function codeOf(error: unknown): string {
  const cause = causeOf(error)
  if (cause) return cause.originalCode ?? (cause.kind === 'TransactionWriteConflict' ? '40001' : '')
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}
