import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/database.ts'
import { dayKey } from '../time/shanghai.ts'
import { describeBackup } from './report.ts'
import { PART, writeBackup } from './write.ts'

export interface NightlyOptions {
  readonly database: Pick<Database, 'snapshot'>
  readonly dataDir: string
  /** where the back-ups are kept */
  readonly dir: string
  /** how many of the nightly ones are kept; 0 keeps all */
  readonly keep: number
  readonly now: Date
}

/** What the nightly ones are called, and only they. */
const NIGHTLY = /^gezhong-\d{4}-\d\d-\d\d\.tar\.gz$/

/**
 * Makes the back-up of the day (in Shanghai) and removes the oldest of its kind; everything else in the folder is left
 * alone, a back-up made by hand as well. One that is there already is not made again. Says in a few words what was done.
 *
 * @throws OperatorError when it cannot be made; the older ones are kept then
 */
export async function backUp({ database, dataDir, dir, keep, now }: NightlyOptions): Promise<string> {
  const name = `gezhong-${dayKey(now)}.tar.gz`
  const file = join(dir, name)
  const there = await stat(file).catch(() => undefined)
  const made = there ? undefined : await writeBackup({ snapshot: database.snapshot, dataDir, file, now })
  const removed = await prune(dir, keep, name)
  const said = made ? describeBackup(made) : `${file} was there already`
  return removed > 0 ? `${said}; ${removed} old removed` : said
}

async function prune(dir: string, keep: number, today: string): Promise<number> {
  const names = await readdir(dir)
  // The program was killed while it wrote these.
  const halves = names.filter((name) => name.endsWith(PART) && NIGHTLY.test(name.slice(0, -PART.length)))
  for (const name of halves) if (name !== `${today}${PART}`) await rm(join(dir, name), { force: true })
  const old =
    keep === 0
      ? []
      : names
          .filter((name) => NIGHTLY.test(name))
          .sort()
          .slice(0, -keep)
  for (const name of old) await rm(join(dir, name), { force: true })
  return old.length
}
