import { randomUUID } from 'node:crypto'
import type { PrismaPg } from '@prisma/adapter-pg'
import type { Logger } from 'pino'
import { NotThereYet } from '../operator-error.ts'

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
  /** how long a process that is just ending gets to let go; a second unless said otherwise */
  readonly patienceMs?: number | undefined
  readonly log?: Pick<Logger, 'info' | 'warn'> | undefined
  /** told when the connection was lost and another process has taken the seat since */
  readonly lost?: ((reason: string) => void) | undefined
}

/** The first half of the locks' number; any will do that nobody else on this database uses. */
const SEATS = 20_261_124
/** A process that is just ending gets this long to let go, in milliseconds. */
const PATIENCE_MS = 1_000
/** How soon taking a seat again is tried again, in milliseconds: at first, and at most. */
const FIRST_AGAIN_MS = 250
const LAST_AGAIN_MS = 5_000
/** A machine that vanished without a word loses its seat after a minute, not after the two hours of most systems. */
const NOTICE_THE_DEAD = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3'
/** One may end what one has begun oneself, with any rights. */
const END_THE_FORMER =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()'

/**
 * Holds a seat, or the whole database, by locks of PostgreSQL that belong to a connection and so go with the process.
 * Where the connection is lost (the server was restarted) the seat is taken again at once, and again until that succeeds;
 * `lost` is told if another process was faster.
 *
 * @throws NotThereYet when another process has it
 */
export async function holdSeat(options: SeatOptions): Promise<() => Promise<void>> {
  // Tells the connections of this process from those of others.
  const mark = `gezhong seat ${randomUUID()}`
  let held: { adapter: Adapter; connection: Connection } | undefined
  let over = false
  let timer: NodeJS.Timeout | undefined
  let taking: Promise<void> | undefined

  async function take(again: boolean): Promise<void> {
    const adapter = await options.open()
    let connection: Connection | undefined
    try {
      connection = await adapter.underlyingDriver().connect()
      const mine = { adapter, connection }
      connection.on('error', () => lost(mine))
      await connection.query(NOTICE_THE_DEAD)
      // The server may not have noticed yet that the connection from before is gone.
      if (again) await connection.query(END_THE_FORMER, [mark])
      await connection.query("SELECT set_config('application_name', $1, false)", [mark])
      await lock(connection, options)
      if (over) throw new Error('the seat is not needed any more')
      held = mine
    } catch (error) {
      connection?.release(true)
      await adapter.dispose()
      throw error
    }
  }

  function lost(what: { adapter: Adapter; connection: Connection }): void {
    // Of a connection that is only being made, who makes it hears.
    if (over || held !== what) return
    held = undefined
    what.connection.release(true)
    void what.adapter.dispose().catch(() => undefined)
    retake(FIRST_AGAIN_MS)
  }

  function retake(pauseMs: number): void {
    taking = take(true).then(
      () => options.log?.info({ place: options.where }, 'the seat was taken again'),
      (error: unknown) => {
        if (over) return
        if (error instanceof NotThereYet) return options.lost?.(error.message)
        options.log?.warn({ err: error }, 'the seat could not be taken again yet')
        timer = setTimeout(retake, pauseMs, Math.min(LAST_AGAIN_MS, pauseMs * 2)).unref()
      },
    )
  }

  await take(false)
  return async () => {
    over = true
    clearTimeout(timer)
    await taking
    held?.connection.release(true)
    await held?.adapter.dispose()
  }
}

async function lock(connection: Connection, { place, where, patienceMs = PATIENCE_MS }: SeatOptions): Promise<void> {
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
  const until = performance.now() + patienceMs
  for (const [sql, args, whenTaken] of locks) {
    while ((await connection.query(`SELECT ${sql} AS taken`, args)).rows[0]?.taken !== true) {
      if (performance.now() > until) throw new NotThereYet(whenTaken)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
