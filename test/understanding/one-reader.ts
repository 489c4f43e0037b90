import { Reader } from '../../src/understanding/reader.ts'

/** The reader of this test process: to load its model takes longer than most tests, and it remembers nothing of what it reads. */
export const reader = new Reader()
