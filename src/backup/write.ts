import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { fileOfRow } from '../attachments/said-files.ts'
import { AttachmentStore, flushFolder } from '../attachments/store.ts'
import type { Snapshot } from '../database/snapshot.ts'
import type { Row } from '../database/tables.ts'
import { readVersion } from '../health/version.ts'
import { makeFolder } from '../make-folder.ts'
import { OperatorError } from '../operator-error.ts'
import { attachmentName, CONTENTS, type Contents, HEAD, type Head, LAYOUT, pageName } from './contents.ts'
import { type TarEntry, writeTar } from './tar.ts'

export interface BackupOptions {
  /** hands over everything that is in the database at one moment */
  readonly snapshot: <T>(work: (snapshot: Snapshot) => Promise<T>) => Promise<T>
  readonly dataDir: string
  /** where the back-up goes; its folder is made, and what is there already is never overwritten */
  readonly file: string
  readonly now: Date
}

export interface Made {
  readonly file: string
  readonly bytes: number
  readonly rows: number
  readonly attachments: number
  /** pictures that could not be saved because their files are gone or damaged */
  readonly missing: number
}

/** What a half-written back-up ends with. */
const PART = '.part'

/**
 * Writes a back-up of the database and the pictures, without the account's login: that is a secret, and a copy of it is
 * refused elsewhere. The bot may go on meanwhile. The file has its name only when it is whole and on the disk.
 *
 * @throws OperatorError when the file is there already or cannot be written
 */
export async function writeBackup({ snapshot, dataDir, file, now }: BackupOptions): Promise<Made> {
  // Two that are made at a time do not write into each other's.
  const part = `${file}.${randomUUID()}${PART}`
  try {
    await refuseExisting(file)
    const store = new AttachmentStore(dataDir)
    const contents = await snapshot(async (all) => {
      // Only now: where there is no database, no folder is left either.
      await makeFolder(dirname(file), 0o700)
      const contents: Contents = { tables: {}, lastIds: all.lastIds, attachments: [], missing: [] }
      const tar = Readable.from(writeTar(entries(all, store, contents, now), now), { objectMode: false })
      // `flush`: it is on the disk before it has its name.
      await pipeline(tar, createGzip(), createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }))
      return contents
    })
    const { size } = await stat(part)
    await giveName(part, file)
    await flushFolder(dirname(file))
    return { file, bytes: size, ...countsOf(contents) }
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw cannotWrite(file, error)
  }
}

function countsOf({ tables, attachments, missing }: Contents) {
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  return { rows, attachments: attachments.length, missing: missing.length }
}

/** A row that points to a file is written after it, so every row of the snapshot has its file. */
async function* entries(
  snapshot: Snapshot,
  store: AttachmentStore,
  contents: Contents,
  now: Date,
): AsyncGenerator<TarEntry> {
  const { dialect, migrations } = snapshot
  const head: Head = {
    format: 'gezhong back-up',
    layout: LAYOUT,
    version: readVersion(),
    madeAt: now.toISOString(),
    dialect,
    database: snapshot.id,
    migrations: [...migrations],
  }
  yield json(HEAD, head)
  const files = new Set<string>()
  for (const table of snapshot.tables) {
    const hash = createHash('sha256')
    let rows = 0
    let number = 0
    for await (const page of snapshot.pages(table)) {
      const bytes = Buffer.from(page.map((row) => `${JSON.stringify(row)}\n`).join(''))
      hash.update(bytes)
      rows += page.length
      number += 1
      yield { name: pageName(table.name, number), bytes }
      for (const row of page) {
        const file = pointedTo(table.name, row)
        if (file !== undefined) files.add(file)
      }
    }
    contents.tables[table.name] = { rows, sha256: hash.digest('hex') }
  }
  for (const sha256 of files) {
    const bytes = Buffer.from(await store.read(sha256).catch(() => new Uint8Array()))
    const whole = createHash('sha256').update(bytes).digest('hex') === sha256
    contents[whole ? 'attachments' : 'missing'].push(sha256)
    if (whole) yield { name: attachmentName(sha256), bytes }
  }
  yield json(CONTENTS, contents)
}

/** The file to which a row of a table points. */
function pointedTo(table: string, row: Row): string | undefined {
  if (table === 'Attachment') return String(row['sha256'])
  if (table !== 'OutboxMessage') return undefined
  return fileOfRow({ sha256: row['sha256'], fileName: row['fileName'], state: row['state'] })
}

function json(name: string, value: unknown): TarEntry {
  return { name, bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`) }
}

async function refuseExisting(file: string): Promise<void> {
  if (await stat(file).catch(() => undefined)) throw isThere(file)
}

/** Unlike renaming, linking never takes the place of a file that somebody has put there in the meantime. */
async function giveName(part: string, file: string): Promise<void> {
  try {
    await link(part, file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EEXIST') throw isThere(file)
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) throw error
    // A memory stick, for instance, knows no links.
    await refuseExisting(file)
    return await rename(part, file)
  }
  await rm(part)
}

function isThere(file: string): OperatorError {
  return new OperatorError(`${file} is there already and is not overwritten; name another file`)
}

function cannotWrite(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new OperatorError(`no space is left for the back-up ${file}; it was not made`)
  }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOENT|EIO)$/.test(code)) {
    return new OperatorError(`the back-up ${file} cannot be written (${code}); name a file in a folder that can be`)
  }
  return error
}
