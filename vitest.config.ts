import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // A test that opens a database is lent a Prisma client: see test/database/lent.
    alias: [
      {
        find: /^\.\/generated\/(\w+)\/client\.ts$/,
        replacement: `${import.meta.dirname}/test/database/lent/$1-client.ts`,
      },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Compiled once, for the tests that start the program as a process of its own; one folder and one PostgreSQL for all.
    globalSetup: ['test/compiled.ts', 'test/run-folder.ts', 'test/database/postgres.ts'],
    pool: 'forks',
    // A third of the time is spent waiting for a process, a database or a browser: then another worker has the core.
    // (A share of more than 100 % would be cut down to one worker a core.)
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Test files share their worker's modules: Wechaty and the database client take longer to load than most tests.
    isolate: false,
    // What the last run has translated this one takes as it is, where nothing of it has changed: 4 seconds in which no test began.
    experimental: { fsModuleCache: true },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
