/** A real PostgreSQL for as long as it is needed, on a free port of this machine. */
export interface TemporaryPostgres {
  /** `postgresql://…` of its database `postgres`; the user may make others */
  readonly url: string
  stop(): Promise<void>
}

export function startTemporaryPostgres(): Promise<TemporaryPostgres>
