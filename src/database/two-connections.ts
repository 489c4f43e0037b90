import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'

/**
 * One client on two connections: transactions are `writing`'s, and what is read outside them goes over `reading`. Prisma gives a
 * client one connection to a SQLite file, on which a read would see what somebody else's open transaction has not committed. Two
 * clients would do as well, but each takes 25 ms to make and compiles for itself every query the other has compiled.
 */
export function twoConnections(
  writing: SqlMigrationAwareDriverAdapterFactory,
  reading: SqlMigrationAwareDriverAdapterFactory,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: writing.provider,
    adapterName: writing.adapterName,
    async connect() {
      // The writer comes first and goes last: it mends what a crash left in the -wal file, and empties it in the end.
      const writer = await writing.connect()
      try {
        return both(writer, await reading.connect())
      } catch (error) {
        await writer.dispose()
        throw error
      }
    },
    connectToShadowDb: () => writing.connectToShadowDb(),
  }
}

function both(writer: SqlDriverAdapter, reader: SqlDriverAdapter): SqlDriverAdapter {
  return {
    provider: reader.provider,
    adapterName: reader.adapterName,
    queryRaw: (query) => reader.queryRaw(query),
    executeRaw: (query) => reader.executeRaw(query),
    executeScript: (script) => reader.executeScript(script),
    // Prisma itself begins one, without a level, to read in several pieces what has too many values for one question.
    startTransaction: (level) => (level === undefined ? reader : writer).startTransaction(level),
    async dispose() {
      await reader.dispose()
      await writer.dispose()
    },
  }
}
