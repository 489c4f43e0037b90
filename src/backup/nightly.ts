import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { addDays, type DayKey, dayKey } from '../time/shanghai.ts'
import { headIn } from './read.ts'
import { describeBackup } from './report.ts'
import { writeBackup } from './write.ts'

export interface NightlyOptions {
  readonly database: Pick<Database, 'snapshot'>
  readonly dataDir: string
  /** where the back-ups are kept */
  readonly dir: string
  /** how many of the nightly ones are kept; 0 keeps all */
  readonly keep: number
  /** the moment of the night that the back-up is for */
  readonly slot: Date
  readonly now: Date
  readonly log?: Pick<Logger, 'warn'> | undefined
}

/** What the nightly ones are called, and only they; a number where something else had the name. */
const NIGHTLY = /^gezhong-\d{4}-\d\d-\d\d(-\d+)?\.tar\.gz$/
/** The half of one, or of one made by hand, before it has its name. */
const HALF = /^gezhong-(\d{4}-\d\d-\d\d)(-\d+|T\d{6}Z)?\.tar\.gz(\.[0-9a-f-]{36})?\.part$/

/**
 * Makes the back-up of the day (in Shanghai) and removes the oldest of its kind; everything else in the folder is left
 * alone, a back-up made by hand as well. One that is there already is not made again. Says in a few words what was done.
 *
 * @throws OperatorError when it cannot be made; the older ones are kept then
 */
export async function backUp(options: NightlyOptions): Promise<string> {
  const { database, dataDir, dir, keep, slot, now, log } = options
  const day = dayKey(slot)
  const { file, done } = await placeFor(options, day)
  if (!done && file !== nameOf(dir, day)) {
    log?.warn({ file: nameOf(dir, day) }, 'a file that is not the back-up of tonight has its name; taking another')
  }
  const made = done ? undefined : await writeBackup({ snapshot: database.snapshot, dataDir, file, now })
  const removed = await prune(dir, keep, day)
  const said = made ? describeBackup(made) : `${file} was there already`
  return removed > 0 ? `${said}; ${removed} old removed` : said
}

/** The first name that nobody has, or the back-up of the slot if an earlier run came to its end. */
async function placeFor(
  { database, dir, slot }: NightlyOptions,
  day: string,
): Promise<{ readonly file: string; readonly done: boolean }> {
  for (let number = 1; ; number++) {
    const file = nameOf(dir, day, number)
    if (!(await stat(file).catch(() => undefined))) return { file, done: false }
    const head = await headIn(file)
    if (!head || new Date(head.madeAt) < slot) continue
    if (head.database === (await database.snapshot(async ({ id }) => id))) return { file, done: true }
  }
}

function nameOf(dir: string, day: string, number = 1): string {
  return join(dir, `gezhong-${day}${number === 1 ? '' : `-${number}`}.tar.gz`)
}

async function prune(dir: string, keep: number, today: DayKey): Promise<number> {
  const names = await readdir(dir)
  for (const name of names) {
    // The program was killed while it wrote these. By hand one may be at it since before midnight, and its name is UTC's.
    const day = HALF.exec(name)?.[1]
    if (day !== undefined && day < addDays(today, -1)) await rm(join(dir, name), { force: true })
  }
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
