import type { PrismaPg } from '@prisma/adapter-pg'
import type { Logger } from 'pino'
import { OperatorError } from '../operator-error.ts'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

/** What is used of a connection of the driver. */
interface Connection {
  query(sql: string, args?: unknown[]): Promise<{ readonly rows: readonly { readonly taken?: unknown }[] }>
  on(event: 'error', heard: () => void): unknown
  release(destroy: boolean): void
}

/** What a process asks to have for itself: one seat among others, or the whole database. */
export type Place = { readonly seat: string } | 'everything'

export interface SeatOptions {
  /** a connection of its own, for as long as the seat is held */
  readonly open: () => Promise<Adapter>
  readonly place: Place
  /** for messages: which database it is */
  readonly where: string
  readonly log?: Pick<Logger, 'warn'> | undefined
}

/** The first half of the locks' number; any will do that nobody else on this database uses. */
const SEATS = 20_261_124
/** A process that is just ending gets this long to let go, in milliseconds. */
const PATIENCE_MS = 1_000
/** How soon a seat is taken again after its connection was lost, in milliseconds. */
const AGAIN_MS = 5_000
/** A machine that vanished without a word loses its seat after a minute, not after the two hours of most systems. */
const NOTICE_THE_DEAD = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3'

/**
 * Holds a seat, or the whole database, by locks of PostgreSQL that belong to a connection and so go with the process.
 * Where the connection is lost (the server was restarted) the seat is taken again.
 *
 * @throws OperatorError when another process has it
 */
export async function holdSeat(options: SeatOptions): Promise<() => Promise<void>> {
  let held: { adapter: Adapter; connection: Connection } | undefined
  let over = false
  let timer: NodeJS.Timeout | undefined

  async function take(): Promise<void> {
    const adapter = await options.open()
    let connection: Connection | undefined
    try {
      connection = await adapter.underlyingDriver().connect()
      connection.on('error', lost)
      await connection.query(NOTICE_THE_DEAD)
      await lock(connection, options)
      held = { adapter, connection }
    } catch (error) {
      connection?.release(true)
      await adapter.dispose()
      throw error
    }
  }

  function lost(): void {
    if (over || timer) return
    const before = held
    held = undefined
    timer = setTimeout(() => {
      timer = undefined
      before?.connection.release(true)
      void before?.adapter.dispose().catch(() => undefined)
      take().catch((error: unknown) => {
        if (over) return
        options.log?.warn({ err: error }, 'the seat could not be taken again yet')
        lost()
      })
    }, AGAIN_MS).unref()
  }

  await take()
  return async () => {
    over = true
    clearTimeout(timer)
    held?.connection.release(true)
    await held?.adapter.dispose()
  }
}

async function lock(connection: Connection, { place, where }: SeatOptions): Promise<void> {
  const locks: [sql: string, args: unknown[], whenTaken: string][] =
    place === 'everything'
      ? [['pg_try_advisory_lock($1, 0)', [SEATS], `${where} is used by a running gezhong; stop it first`]]
      : [
          ['pg_try_advisory_lock_shared($1, 0)', [SEATS], `${where} is being restored; start again when that is done`],
          [
            'pg_try_advisory_lock($1, hashtext($2))',
            [SEATS, place.seat],
            `another gezhong on ${where} has SEAT=${place.seat}; stop it, or give this one a SEAT of its own`,
          ],
        ]
  const until = performance.now() + PATIENCE_MS
  for (const [sql, args, whenTaken] of locks) {
    while ((await connection.query(`SELECT ${sql} AS taken`, args)).rows[0]?.taken !== true) {
      if (performance.now() > until) throw new OperatorError(whenTaken)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
