import { defineConfig } from 'vitest/config'

/** `npm run bench`: prints figures and never fails on time. */
export default defineConfig({
  test: { include: ['test/bench/*.bench.ts'], testTimeout: 600_000, hookTimeout: 60_000, fileParallelism: false },
})
