import { readFile } from 'node:fs/promises'

/** Which of the words stand anywhere in a SQLite file: its log of changes and what was deleted in it included. */
export async function tracesIn(path: string, words: readonly string[]): Promise<string[]> {
  const files = await Promise.all([path, `${path}-wal`].map((each) => readFile(each).catch(() => Buffer.alloc(0))))
  return words.filter((word) => files.some((file) => file.includes(word)))
}
