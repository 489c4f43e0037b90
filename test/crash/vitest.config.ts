import { defineConfig } from 'vitest/config'

/** `npm run test:crash`: the long form of the crash test. What can be set stands in long.crash.ts. */
export default defineConfig({
  test: {
    include: ['test/crash/*.crash.ts'],
    globalSetup: ['test/compiled.ts', 'test/run-folder.ts'],
    pool: 'forks',
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
  },
})
