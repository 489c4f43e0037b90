import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'

/** Databases that tests take turns in, as they leave them: nobody asks there for anything unusual. */
const inTurns = new Set<string>()
/** connections of who has left, by the database */
const left = new Map<string, SqlDriverAdapter>()

/** Says that tests take turns in a database, and look at nothing of it but its rows. */
export function takenInTurns(url: string): void {
  inTurns.add(url)
}

/**
 * A connection to PostgreSQL is a process of the server, which has to learn the tables it is asked about: 10 ms for the first
 * question, and there are two for each test. As the program keeps its connections for days, a test here goes on with those of
 * the test before it in the same database.
 */
export async function connectAgain(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SqlDriverAdapter> {
  // Nothing is opened yet: a pool opens a connection with the first question.
  const fresh = await factory.connect()
  const url = urlOf(fresh)
  const kept = left.get(url)
  if (!kept) return fresh
  left.delete(url)
  await fresh.dispose()
  return kept
}

export async function leave(connection: SqlDriverAdapter): Promise<void> {
  const url = urlOf(connection)
  if (inTurns.has(url) && !left.has(url)) left.set(url, connection)
  else await connection.dispose()
}

/** As much of Prisma's adapter for PostgreSQL as says where it is connected. */
interface Pooled {
  underlyingDriver(): { readonly options: { readonly connectionString: string } }
}

function urlOf(connection: SqlDriverAdapter): string {
  return (connection as unknown as Pooled).underlyingDriver().options.connectionString
}
