import { createHash } from 'node:crypto'
import type { Dialect } from '../database/dialect.ts'
import { dialectOf } from '../database/dialects.ts'
import { migrationsOf } from '../database/migrations.ts'
import { type Filler, refill } from '../database/refill.ts'
import { OperatorError } from '../operator-error.ts'
import type { Head } from './contents.ts'
import { PicturesPlace } from './pictures-place.ts'
import { checkBackup, eachPart, type WholeBackup } from './read.ts'
import { settledRun } from './running.ts'
import { settled } from './waiting.ts'

export interface RestoreOptions {
  readonly file: string
  readonly databaseUrl: string
  readonly dataDir: string
  readonly now: Date
  /** the bot has not run since the back-up was made, so what was waiting then has not been said */
  readonly moved?: boolean
}

export interface Restored {
  readonly head: Head
  readonly rows: number
  readonly attachments: number
  readonly missing: number
  /** messages that may have been said since the back-up and are left for staff to settle */
  readonly unsettled: number
}

/**
 * Brings a back-up back into an empty database, of either kind, and an empty data directory. Everything is looked at before
 * anything is written; the rows come in one transaction, and the pictures get their place just before it ends. So one
 * that was interrupted has left no row, and is done again by doing it again. The database is left as old as the back-up;
 * the next start brings it up to date.
 *
 * @throws OperatorError
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, dataDir } = options
  const dialect = dialectOf({ url: options.databaseUrl })
  const backup = await checkBackup(file)
  const upTo = await lastMigration(file, backup.head)
  const leave = await dialect.occupy('everything')
  try {
    const place = new PicturesPlace(dataDir)
    await place.expectEmpty(idOf(backup))
    const unsettled = await fill(dialect, upTo, backup, place, options)
    await place.done()
    const rows = Object.values(backup.contents.tables).reduce((sum, table) => sum + table.rows, 0)
    const { attachments, missing } = backup.contents
    return { head: backup.head, rows, attachments: attachments.length, missing: missing.length, unsettled }
  } finally {
    await leave()
  }
}

/** The last migration the back-up has had. Both databases have the same ones, except where only one needs any. */
async function lastMigration(file: string, { version, dialect, migrations }: Head): Promise<string> {
  const known = new Set((await migrationsOf(dialect)).map(({ name }) => name))
  const unknown = migrations.find((name) => !known.has(name))
  const last = migrations.at(-1)
  if (unknown !== undefined || last === undefined) {
    throw new OperatorError(
      `${file} was made by a newer gezhong (${version}, ${unknown}); restore it with that version`,
    )
  }
  return last
}

async function fill(
  dialect: Dialect,
  upTo: string,
  backup: WholeBackup,
  place: PicturesPlace,
  { file, now, moved = false }: RestoreOptions,
): Promise<number> {
  const { head, contents } = backup
  let unsettled = 0
  await refill(dialect, upTo, async (filler: Filler) => {
    await place.begin(idOf(backup))
    await eachPart(file, {
      async page(table, rows) {
        if (table === 'JobRun') {
          return await filler.insert(
            table,
            rows.map((row) => settledRun(row, head.madeAt)),
          )
        }
        if (table !== 'OutboxMessage') return await filler.insert(table, rows)
        const after = rows.map((row) => settled(row, { madeAt: head.madeAt, now, moved }))
        unsettled += after.filter((row, index) => row !== rows[index]).length
        await filler.insert(table, after)
      },
      attachment: (sha256, bytes) => place.keep(sha256, bytes),
    })
    await filler.setLastIds(contents.lastIds)
    await place.putThere()
  })
  return unsettled
}

/** Tells a back-up from every other. */
export function idOf({ head, contents }: WholeBackup): string {
  return createHash('sha256')
    .update(JSON.stringify([head, contents]))
    .digest('hex')
}
