import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { isFile } from './fresh-databases.ts'

/**
 * Whether a text stands anywhere in a database: in any byte of a SQLite file and what lies beside it (`-wal`), also where a
 * row was deleted; in any row of a PostgreSQL, as a dump has it. The database may be open or closed.
 */
export async function standsIn(url: string, text: string): Promise<boolean> {
  return (await wholeDatabase(url)).includes(text)
}

/** The bytes of a SQLite file and of what lies beside it, or all rows of a PostgreSQL as JSON. */
export async function wholeDatabase(url: string): Promise<Buffer> {
  if (isFile(url)) {
    const path = url.slice('file:'.length)
    const names = (await readdir(dirname(path))).filter((name) => name.startsWith(basename(path)))
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(dirname(path), name)))))
  }
  const database = await openDatabase({ url })
  try {
    return Buffer.from(await allRows(database))
  } finally {
    await database.close()
  }
}

function allRows(database: Database): Promise<string> {
  return database.snapshot(async (snapshot) => {
    const rows: string[] = []
    for (const table of snapshot.tables) {
      for await (const page of snapshot.pages(table)) rows.push(...page.map((row) => JSON.stringify(row)))
    }
    return rows.join('\n')
  })
}
