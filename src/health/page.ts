import { Hono } from 'hono'
import type { Health, KeptFacts, ProcessFacts } from './facts.ts'
import { troubles } from './trouble.ts'

/** A database that does not answer within this time does not answer. Below the time-outs of the usual supervisors. */
const LIMIT_MS = 2_000

export interface HealthPageOptions {
  readonly health: Pick<Health, 'process' | 'kept'>
  /** told why the database could not be asked */
  readonly failed: (error: unknown) => void
  readonly limitMs?: number
}

/**
 * `GET /health`: how the bot is, as JSON, for supervisors. 200 when all is well, 503 with the reasons when not; it
 * answers in any case, also while the database hangs. Nothing in it is about a person.
 */
export function healthPage({ health, failed, limitMs = LIMIT_MS }: HealthPageOptions): Hono {
  let asking: Promise<KeptFacts | undefined> | undefined
  /** One question at a time: where the database hangs, supervisors must not pile up more. */
  const ask = () => {
    asking ??= health
      .kept()
      .catch((error: unknown) => {
        failed(error)
        return undefined
      })
      .finally(() => {
        asking = undefined
      })
    return within(asking, limitMs)
  }

  const app = new Hono()
  app.get('/health', async (c) => {
    const kept = await ask()
    const facts = health.process()
    const reasons = troubles(facts, kept)
    c.header('cache-control', 'no-store')
    return c.json({ well: reasons.length === 0, reasons, ...told(facts, kept) }, reasons.length === 0 ? 200 : 503)
  })
  return app
}

function told(facts: ProcessFacts, kept: KeptFacts | undefined) {
  const { at, connection, lastHeard, database, dataKey, version, uptimeSeconds, heapBytes, rssBytes } = facts
  return {
    at,
    version,
    database,
    dataKey: dataKey.kind,
    uptimeSeconds,
    memory: { heapBytes, rssBytes },
    connection: { state: connection, lastHeard, lastHeardSecondsAgo: seconds(lastHeard, at) },
    ...(kept && {
      outbox: {
        waiting: kept.outbox.waiting,
        oldest: kept.outbox.oldest,
        oldestSeconds: seconds(kept.outbox.oldest, at),
        givenUp: kept.outbox.givenUp,
        unknown: kept.outbox.unknown,
      },
      pauses: kept.outbox.pauses.map(({ kind, until }) => ({ kind, until })),
      suspendedGroups: kept.outbox.suspendedGroups,
      // An outcome can repeat what somebody else's program said; it stays in the ledger.
      jobs: kept.jobs.map(({ name, last, failing, next }) => ({
        name,
        last: last && { slot: last.slot, state: last.state },
        failing,
        next,
      })),
    }),
  }
}

function seconds(since: Date | undefined, at: Date): number | undefined {
  return since && Math.round((at.getTime() - since.getTime()) / 1000)
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
