import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import type { Row } from '../database/tables.ts'
import { OperatorError } from '../operator-error.ts'
import {
  attachmentOf,
  CONTENTS,
  type Contents,
  contentsShape,
  HEAD,
  type Head,
  headShape,
  LAYOUT,
  tableOf,
} from './contents.ts'
import { NotWhole, readTar, type TarEntry } from './tar.ts'

/** A back-up that was read from its first byte to its last and found whole. */
export interface WholeBackup {
  readonly head: Head
  readonly contents: Contents
}

/**
 * Reads a back-up through and compares everything in it with the hashes that it names.
 *
 * @throws OperatorError when it is no back-up, is damaged or cut off, or was made in a form that is not known here
 */
export async function checkBackup(file: string): Promise<WholeBackup> {
  let head: Head | undefined
  let contents: Contents | undefined
  const tables = new Map<string, { rows: number; hash: ReturnType<typeof createHash> }>()
  const attachments: string[] = []
  await eachEntry(file, async ({ name, bytes }) => {
    if (!head) {
      head = headOf(file, name, bytes)
      return
    }
    const table = tableOf(name)
    const attachment = attachmentOf(name)
    if (contents) throw new NotWhole('something follows its end')
    if (table !== undefined) {
      const known = tables.get(table) ?? { rows: 0, hash: createHash('sha256') }
      tables.set(table, { rows: known.rows + rowsOf(bytes).length, hash: known.hash.update(bytes) })
    } else if (attachment !== undefined) {
      if (createHash('sha256').update(bytes).digest('hex') !== attachment)
        throw new NotWhole(`${name} is not what it was`)
      attachments.push(attachment)
    } else if (name === CONTENTS) contents = parse(contentsShape, bytes)
  })
  if (!head) throw notABackup(file)
  if (!contents) throw damaged(file, 'it ends too early')
  const lost =
    contents.attachments.join() !== attachments.join() ||
    Object.entries(contents.tables).some(([name, { rows, sha256 }]) => {
      const found = tables.get(name) ?? { rows: 0, hash: createHash('sha256') }
      return found.rows !== rows || found.hash.digest('hex') !== sha256
    })
  if (lost) throw damaged(file, 'what is in it is not what it lists')
  return { head, contents }
}

/** Hands over the pages and the pictures of a back-up in order. It should have been checked. */
export async function eachPart(
  file: string,
  take: {
    readonly page: (table: string, rows: readonly Row[]) => Promise<void>
    readonly attachment: (sha256: string, bytes: Buffer) => Promise<void>
  },
): Promise<void> {
  await eachEntry(file, async ({ name, bytes }) => {
    const table = tableOf(name)
    const attachment = attachmentOf(name)
    if (table !== undefined) await take.page(table, rowsOf(bytes))
    else if (attachment !== undefined) await take.attachment(attachment, bytes)
  })
}

/** Who made a back-up of what, from its first entry alone: the rest is neither read nor checked. Undefined if it is none. */
export async function headIn(file: string): Promise<Head | undefined> {
  const source = createReadStream(file)
  const unzipped = source.pipe(createGunzip())
  source.on('error', (error) => unzipped.destroy(error))
  try {
    for await (const { name, bytes } of readTar(unzipped)) return headOf(file, name, bytes)
  } catch {
    // Something else has the name.
  } finally {
    source.destroy()
    unzipped.destroy()
  }
  return undefined
}

async function eachEntry(file: string, take: (entry: TarEntry) => Promise<void>): Promise<void> {
  let any = false
  let refused: { readonly error: unknown } | undefined
  try {
    await pipeline(createReadStream(file), createGunzip(), async (unzipped: AsyncIterable<Buffer>) => {
      for await (const entry of readTar(unzipped)) {
        any = true
        await take(entry).catch((error: unknown) => {
          refused = { error }
          throw error
        })
      }
    })
  } catch (error) {
    // What became of an entry is no fault of the file it was in.
    if (refused && !(refused.error instanceof NotWhole)) throw refused.error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^(ENOENT|ENOTDIR|EACCES|EISDIR|EPERM|EIO)$/.test(code))
      throw new OperatorError(`${file} cannot be read (${code})`)
    if (!(error instanceof NotWhole) && !code.startsWith('Z_') && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    if (!any) throw notABackup(file)
    throw damaged(file, error instanceof NotWhole ? error.message : 'it ends too early or was changed')
  }
}

function headOf(file: string, name: string, bytes: Buffer): Head {
  if (name !== HEAD) throw notABackup(file)
  const head = parse(headShape, bytes)
  if (head.layout > LAYOUT) {
    throw new OperatorError(`${file} was made by a newer gezhong (${head.version}); restore it with that version`)
  }
  return head
}

function parse<T>(shape: z.ZodType<T>, bytes: Buffer): T {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    throw new NotWhole('a part of it cannot be understood', { cause: error })
  }
}

function rowsOf(bytes: Buffer): Row[] {
  const lines = bytes.toString('utf8').split('\n')
  try {
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row)
  } catch (error) {
    throw new NotWhole('a row cannot be understood', { cause: error })
  }
}

function notABackup(file: string): OperatorError {
  return new OperatorError(`${file} is not a back-up of gezhong, or only the beginning of one`)
}

function damaged(file: string, how: string): OperatorError {
  return new OperatorError(`${file} is damaged (${how}); nothing was restored, take another back-up`)
}
