import { defineConfig } from 'vitest/config'

/** `npm run bench`: prints figures and never fails on time. `BENCH=c,d npm run bench` measures only these parts. */
export default defineConfig({
  test: {
    include: ['test/bench/*.bench.ts'],
    // The compiled program is started as a process of its own; what is made on the way goes when the run ends.
    globalSetup: ['test/compiled.ts', 'test/run-folder.ts'],
    pool: 'forks',
    // The heap is looked at after its rubbish has been collected.
    execArgv: ['--expose-gc'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
})
