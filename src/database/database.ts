import { AsyncLocalStorage } from 'node:async_hooks'
import { type DatabaseOptions, type Dialect, dialectOf } from './dialects.ts'
import { migrate } from './migrate.ts'
import { Queue } from './queue.ts'
import { readOnly } from './read-only.ts'
import { Prisma } from './types.ts'

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
   * `work` can run more than once (PostgreSQL may call off one of two that got in each other's way), so whatever it does
   * outside `tx` must bear that. No network calls inside. After a statement failed, a unique key for instance, the
   * transaction is lost: let the error out, and deal with it outside. A transaction inside a transaction is refused:
   * hand `tx` on instead.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Takes no more transactions, waits for those already asked for, and closes. */
  close(): Promise<void>
}

/** One that runs longer than this holds up everybody else: something in it hangs. */
const transactionLimitMs = 30_000
/** How often a transaction that lost against another process is tried. Each time at least one of them wins. */
const attempts = 10

/**
 * Opens the database, makes it when it is not there, and brings it up to date.
 * Rejects with an OperatorError where the person who runs the program can mend the cause.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dialect = dialectOf(options)
  await dialect.prepare()
  await migrate(dialect, options.log)
  const clients = await dialect.connect()
  const queue = new Queue(dialect.concurrency)
  const inside = new AsyncLocalStorage<{ over: boolean }>()
  const running = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const scope = { over: false }
    try {
      return await clients.writer.$transaction((tx) => inside.run(scope, () => work(tx)), {
        maxWait: transactionLimitMs,
        timeout: transactionLimitMs,
        isolationLevel: 'Serializable',
      })
    } finally {
      scope.over = true
    }
  }

  async function untilItWins<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        // Having lost once, it runs alone, so that only another process can still get in its way.
        return await queue.run(() => attempt(work), tried === 1 ? 1 : queue.places)
      } catch (error) {
        if (tried === attempts || !dialect.lostToAnother(error)) throw error
        options.log?.debug({ tried }, 'a transaction lost against another and is tried again')
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tried))
      }
    }
  }

  return {
    dialect: dialect.name,
    client: readOnly(clients.reader),

    async transaction(work) {
      if (inside.getStore()?.over === false) {
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

    async close() {
      closed ??= Promise.allSettled(running).then(clients.disconnect)
      await closed
    },
  }
}

/** Whether the error says that a row with this unique key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
