import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Logger } from 'pino'
import type { Place } from './postgres-seat.ts'
import type { PrismaClient } from './types.ts'

export interface DatabaseOptions {
  /** `file:…` (relative to the working directory) or `postgresql://…` */
  readonly url: string
  readonly log?: Pick<Logger, 'debug' | 'info' | 'warn'> | undefined
  /** told when another process has taken the seat of this one, which must end then */
  readonly seatLost?: ((reason: string) => void) | undefined
  /** how long to wait for a SQLite file that another program is writing; 5 seconds unless said otherwise */
  readonly busyTimeoutMs?: number | undefined
  /** how long a process that is just ending gets to leave its seat; a second unless said otherwise */
  readonly seatPatienceMs?: number | undefined
  /** how long a PostgreSQL may say nothing while it is asked until it is taken for lost; 40 seconds unless said otherwise */
  readonly silenceMs?: number | undefined
}

/** All in which SQLite and PostgreSQL differ. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql'
  /** for messages: which database it is, without its password */
  readonly place: string
  /** how many transactions may be open at a time */
  readonly concurrency: number
  /** a connection with the rights to change tables, for migrations */
  readonly adapters: SqlMigrationAwareDriverAdapterFactory
  /**
   * Keeps other processes from what this one is about to do, until what it returns is called or the process dies.
   * Whoever asks for `everything` is alone with the database; a seat is somebody's own beside other seats, except in a
   * SQLite file, which has room for one process. OperatorError where another process is in the way.
   */
  occupy(place: Place): Promise<() => Promise<void>>
  /**
   * Makes what has to be there, and sees that the database can be reached and written; OperatorError where not. Resolves with the
   * connection over which that was seen.
   */
  prepare(): Promise<SqlDriverAdapter>
  /** What is read outside a transaction never sees what a transaction has not committed yet. */
  connect(): Promise<PrismaClient>
  /** one connection that changes nothing and makes nothing */
  connectReading(): Promise<SqlDriverAdapter>
  /**
   * Runs `work` while no other process runs such work on this database; waits some minutes for one that does.
   * NotThereYet when that takes longer.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /**
   * Takes out of the files what was changed or deleted and only rests there. `log`: out of the log of what was written of
   * late; `all`: out of the tables as well, which takes the longer the more there is. False: others were reading, so it is to
   * be done again.
   */
  scrub(what: Scrubbing): Promise<boolean>
  /** The error as an OperatorError where the person who runs the program can mend its cause. */
  trouble(error: unknown): unknown
  /** What a transaction failed of, where trying it again makes sense. */
  passing(error: unknown): Passing | undefined
}

export type Scrubbing = 'log' | 'all'

/**
 * `conflict`: another transaction got there first. `locked`: another program writes the file. `away`: the server is not
 * there, or was lost in the middle.
 */
export type Passing = 'conflict' | 'locked' | 'away'
