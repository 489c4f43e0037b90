import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Compiled once, for the tests that start the program as a process of its own; one PostgreSQL for the whole run.
    globalSetup: ['test/compiled.ts', 'test/database/postgres.ts'],
    pool: 'forks',
    // Half of the time is spent waiting for a process, a database or a browser, so every core gets a worker.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
