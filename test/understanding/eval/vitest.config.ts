import { defineConfig } from 'vitest/config'

/** `npm run eval`: prints how well the test part is read, and never fails on a figure. */
export default defineConfig({
  test: {
    include: ['test/understanding/eval/*.eval.ts'],
    globalSetup: ['test/compiled.ts'],
    pool: 'forks',
    testTimeout: 300_000,
  },
})
