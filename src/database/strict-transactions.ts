import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils'

/**
 * After a statement failed, PostgreSQL ignores the rest of the transaction and answers COMMIT with a quiet rollback,
 * while SQLite carries on and commits the rest. Code that caught the error would believe on one that all is well when
 * nothing was written, and on the other leave half of it. Here a transaction with a failed statement takes no further
 * statement and cannot be committed, on either.
 */
export function strictTransactions(
  factory: SqlMigrationAwareDriverAdapterFactory,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => strictAdapter(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}

function strictAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const start = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => strict(await start(isolationLevel))
  return adapter
}

function strict(transaction: Transaction): Transaction {
  let failed = false
  const execute = transaction.executeRaw.bind(transaction)

  /** Prisma gives the connection back after a COMMIT that failed, but does not end the transaction on it. */
  async function rollBack(): Promise<void> {
    // It may be over already: PostgreSQL ends it by itself when it refuses to commit.
    await execute({ sql: 'ROLLBACK', args: [], argTypes: [] }).catch(() => undefined)
  }

  function guarded<T>(run: (query: SqlQuery) => Promise<T>): (query: SqlQuery) => Promise<T> {
    return async (query) => {
      const commits = /^commit/i.test(query.sql)
      const rollsBack = /^rollback/i.test(query.sql)
      try {
        if (failed && !rollsBack) {
          throw new Error('A statement of this transaction failed, so nothing of it is kept: let that error out')
        }
        return await run(query)
      } catch (error) {
        failed = true
        if (commits) await rollBack()
        throw error
      }
    }
  }

  transaction.queryRaw = guarded(transaction.queryRaw.bind(transaction))
  transaction.executeRaw = guarded(execute)
  return transaction
}
