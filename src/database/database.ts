import { AsyncLocalStorage } from 'node:async_hooks'
import type { DatabaseOptions, Dialect, Scrubbing } from './dialect.ts'
import { dialectOf } from './dialects.ts'
import { speaks } from './many-rows.ts'
import { migrate } from './migrate.ts'
import { Queue } from './queue.ts'
import { readOnly } from './read-only.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import { causeOf, isKnown } from './trouble.ts'
import type { Prisma } from './types.ts'
import { keepWasmAsItIs } from './wasm-tiers.ts'

/**
 * An open transaction: every model of prisma/models.prisma. Storage functions take it first.
 *
 * It is the type of the SQLite client, and the PostgreSQL client is presented as it. That is sound because both are
 * generated from the same models, and what the SQLite client accepts is what SQLite can do, which PostgreSQL can too; the
 * arguments, results and errors of those calls are made by the same Prisma runtime. The one exception is the filter
 * `path` inside a Json column, which the two write differently: it is not used.
 */
export type Tx = Prisma.TransactionClient

/** The same models outside a transaction, for reading. Whatever accepts a `Tx` and only reads accepts this too. */
export type Db = Tx

export interface Database {
  readonly dialect: Dialect['name']
  /**
   * For reads outside a transaction. It sees what is committed and nothing else, and refuses to write: a write belongs
   * in a transaction, together with the words that tell of it.
   */
  readonly client: Db
  /**
   * Runs `work` in a transaction and commits, or rolls back and rejects with what `work` threw. Transactions have
   * the effect of running one after the other, on both databases. They start in the order in which they were asked for
   * and may wait as long as it takes; once started, one has 30 seconds.
   *
   * `work` can run more than once (PostgreSQL may call off one of two that got in each other's way, another program may
   * be writing the SQLite file, the server may be restarting: then it is tried again for a minute), so whatever it does
   * outside `tx` must bear that. No network calls inside. After a statement failed, a unique key for instance, the
   * transaction is lost: let the error out, and deal with it outside. A transaction inside a transaction is refused:
   * hand `tx` on instead.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Hands `work` everything that is in the database at one moment, while others go on writing. For back-ups. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>
  /**
   * Takes out of the files what was changed or deleted and only rests there, which no query finds. `log`: what was written
   * of late, in milliseconds; `all`: everything. On SQLite `all` writes the whole file anew and lets nothing else run
   * meanwhile, some 20 ms for each MB, so it is for the night; on PostgreSQL it is a VACUUM, after which the server writes
   * over it in its own time. False: somebody was reading (a back-up), so it is to be done again.
   */
  scrub(what: Scrubbing): Promise<boolean>
  /** Takes no more transactions, waits for those already asked for, and closes. */
  close(): Promise<void>
}

/** One that runs longer than this holds up everybody else: something in it hangs. */
const transactionLimitMs = 30_000
/** How long a transaction that cannot begin, go on or win, because of a lock, a lost server or others, is tried again. */
const patienceMs = 60_000
/** Between two attempts where the file is locked or the server away: at first, and at most. */
const firstPauseMs = 20
const longestPauseMs = 1_000
/**
 * Between two attempts of one that lost against another process: by chance up to so much longer each time, and at most.
 * Whoever commits first wins, so a slow process loses against a quick one again and again while that one is busy: how often
 * says nothing (7 times in a row were seen), only that the pauses find a moment when the other is not.
 */
const longerPauseMs = 10
const longestPauseOfLoserMs = 250

export interface OpenOptions extends DatabaseOptions {
  /** the seat of this process, if nobody else may have it while the database is open; without it nobody is kept out */
  readonly seat?: string | undefined
  /** how long a transaction waits for a locked file, a lost server or its turn to win before it rejects; a minute unless said otherwise */
  readonly patienceMs?: number | undefined
}

/**
 * Opens the database, makes it when it is not there, and brings it up to date.
 * Rejects with an OperatorError where the person who runs the program can mend the cause.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  keepWasmAsItIs()
  const dialect = dialectOf(options)
  const leave = options.seat === undefined ? undefined : await dialect.occupy({ seat: options.seat })
  try {
    await migrate(dialect, { log: options.log })
    return await opened(dialect, options, leave)
  } catch (error) {
    await leave?.()
    throw error
  }
}

/** The transaction that the running code is in. One for all databases: Node copies every such store at every promise. */
const inside = new AsyncLocalStorage<{ readonly queue: Queue; over: boolean }>()

async function opened(
  dialect: Dialect,
  options: OpenOptions,
  leave: (() => Promise<void>) | undefined,
): Promise<Database> {
  const client = await dialect.connect()
  const queue = new Queue(dialect.concurrency)
  const running = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const scope = { queue, over: false }
    let worked = false
    const inScope = (tx: Tx) =>
      inside.run(scope, async () => {
        speaks(tx, dialect.name)
        const result = await work(tx)
        worked = true
        return result
      })
    try {
      return await client.$transaction(inScope, {
        maxWait: transactionLimitMs,
        timeout: transactionLimitMs,
        isolationLevel: 'Serializable',
      })
    } catch (error) {
      // Whether a commit that got no answer took place, nobody knows; it must not be done twice on a guess.
      if (worked && dialect.passing(error) === 'away') throw new FateUnknown(error)
      throw error
    } finally {
      scope.over = true
    }
  }

  /** Keeps its place in the queue meanwhile: those behind it would only find the same closed door. */
  async function whenPossible<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const until = performance.now() + (options.patienceMs ?? patienceMs)
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        return await attempt(work)
      } catch (error) {
        const passing = dialect.passing(error)
        if ((passing !== 'locked' && passing !== 'away') || performance.now() + pause > until) throw error
        if (pause === longestPauseMs) options.log?.warn({ err: error }, 'the database is locked or away; still trying')
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  async function untilItWins<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let until: number | undefined
    for (let tried = 1; ; tried++) {
      try {
        // Having lost once, it runs alone, so that only another process can still get in its way.
        return await queue.run(() => whenPossible(work), tried === 1 ? 1 : queue.places)
      } catch (error) {
        if (error instanceof FateUnknown) throw error.cause
        if (dialect.passing(error) !== 'conflict') throw error
        until ??= performance.now() + (options.patienceMs ?? patienceMs)
        if (performance.now() > until) throw error
        options.log?.debug({ tried }, 'a transaction lost against another and is tried again')
        const pause = Math.random() * Math.min(longerPauseMs * tried, longestPauseOfLoserMs)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  return {
    dialect: dialect.name,
    client: readOnly(client),

    async transaction(work) {
      const around = inside.getStore()
      if (around?.queue === queue && !around.over) {
        throw new Error('A transaction inside a transaction would wait for itself; hand its tx on instead')
      }
      if (closed) throw new Error('The database is closed')
      const result = untilItWins(work)
      running.add(result)
      try {
        return await result
      } finally {
        running.delete(result)
      }
    },

    snapshot: (work) => takeSnapshot(dialect, work),

    // A SQLite file has to be without a writer for it; a server sees to that itself.
    scrub: (what) => queue.run(() => dialect.scrub(what), dialect.name === 'sqlite' ? queue.places : 1),

    async close() {
      closed ??= Promise.allSettled(running)
        .then(() => client.$disconnect())
        .finally(() => leave?.())
      await closed
    },
  }
}

class FateUnknown extends Error {
  constructor(cause: unknown) {
    super('whether the transaction was committed is not known', { cause })
  }
}

/** Whether the error says that a row with this unique key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return (isKnown(error) && error.code === 'P2002') || causeOf(error)?.kind === 'UniqueConstraintViolation'
}
