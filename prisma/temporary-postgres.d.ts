/** A real PostgreSQL for as long as it is needed, on a free port of this machine. */
export interface TemporaryPostgres {
  /** `postgresql://…` of its database `postgres`; the user may make others */
  readonly url: string
  stop(): Promise<void>
}

/** Its data lies in a new folder of `place`, that for temporary files unless said otherwise. */
export function startTemporaryPostgres(place?: string): Promise<TemporaryPostgres>
