import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'

/** Looks into the outbox of a bot that is running, from outside: it reads, and is in nobody's way. */
export class OutboxWindow {
  readonly #connection: SqlDriverAdapter

  private constructor(connection: SqlDriverAdapter) {
    this.#connection = connection
  }

  static async open(url: string): Promise<OutboxWindow> {
    const factory = url.startsWith('file:')
      ? new PrismaBetterSqlite3({ url: url.slice('file:'.length), readonly: true })
      : new PrismaPg({ connectionString: url, max: 1 })
    return new OutboxWindow(await factory.connect())
  }

  /** The number of the last row; 0 while there is none. */
  async last(): Promise<number> {
    return this.#number('SELECT COALESCE(MAX(id), 0) FROM "OutboxMessage"')
  }

  /** How many rows up to this one are still to be said. */
  async left(upTo: number): Promise<number> {
    return this.#number(`SELECT COUNT(*) FROM "OutboxMessage" WHERE id <= ${upTo} AND state IN ('PENDING', 'SENDING')`)
  }

  /** How many messages have had their effect. */
  async handled(): Promise<number> {
    return this.#number('SELECT COUNT(*) FROM "HandledMessage"')
  }

  async close(): Promise<void> {
    await this.#connection.dispose()
  }

  async #number(sql: string): Promise<number> {
    const { rows } = await this.#connection.queryRaw({ sql, args: [], argTypes: [] })
    return Number(rows[0]?.[0])
  }
}
