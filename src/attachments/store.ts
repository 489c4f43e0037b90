import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'

/** The largest picture that is kept, in bytes (10 MiB; WeChat itself compresses pictures to less). */
export const LARGEST_PICTURE = 10 * 1024 * 1024
/** The largest file that is kept, in bytes (20 MiB: what a district sends as .docx or .pdf is seldom over 5). */
export const LARGEST_FILE = 20 * 1024 * 1024
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])

/**
 * Between keeping a picture and writing the row that points to it lie seconds, half an hour where somebody is asked first
 * whether their words are to be an issue. What is younger than this is not taken for rubbish.
 */
const ROW_WITHIN_MS = 60 * 60_000
/** A file that was being written so long ago was left by a process that was killed. */
const WRITTEN_WITHIN_MS = 24 * 60 * 60_000
const FOLDERS = 256
const HASH = /^[0-9a-f]{64}$/

/** A file that is kept, named by the SHA-256 of its bytes. */
export interface StoredFile {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
}

/** Why a file was not kept. */
export type FileProblem = 'empty' | 'too large'
/** Why a picture was not kept. */
export type PictureProblem = FileProblem | 'not a picture'

/**
 * Keeps pictures and other files under `<data>/attachments`, each named by its own hash: the same one twice is one file,
 * and writing it again after a crash does no harm. The rows that point to a file are written elsewhere, in a
 * transaction; a file without a row is rubbish, never the other way round. The age of a file is told by the machine's own
 * clock, as the file system does, whatever clock the program goes by.
 */
export class AttachmentStore {
  readonly #folder: string

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'attachments')
  }

  /** Looks at what is in the bytes (never at a name) and keeps them if they are a picture of a usual size. */
  async keepPicture(bytes: Uint8Array): Promise<StoredFile | PictureProblem> {
    if (bytes.length === 0) return 'empty'
    if (bytes.length > LARGEST_PICTURE) return 'too large'
    const type = await fileTypeFromBuffer(bytes)
    if (!type || !PICTURE_TYPES.has(type.mime)) return 'not a picture'
    return this.#keep(bytes, type.mime)
  }

  /** Keeps a file of any kind, such as a document. What it is called is for whoever points to it to know. */
  async keepFile(bytes: Uint8Array): Promise<StoredFile | FileProblem> {
    if (bytes.length === 0) return 'empty'
    if (bytes.length > LARGEST_FILE) return 'too large'
    return this.#keep(bytes, (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream')
  }

  /** @throws the file system's error if there is no such file */
  async read(sha256: string): Promise<Uint8Array> {
    return readFile(this.pathOf(sha256))
  }

  /** The picture under a name that tells its kind: chats go by the ending. */
  async readPicture(sha256: string): Promise<{ name: string; bytes: Uint8Array }> {
    const bytes = await this.read(sha256)
    const type = await fileTypeFromBuffer(bytes)
    return { name: `${sha256.slice(0, 12)}.${type?.ext ?? 'jpg'}`, bytes }
  }

  pathOf(sha256: string): string {
    if (!HASH.test(sha256)) throw new RangeError('not a SHA-256')
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }

  /**
   * Removes files to which nothing points. A picture that is kept at the same moment stays, or is written anew.
   *
   * @returns how many were removed; what is too young is left for `sweep`
   */
  async remove(sha256s: readonly string[]): Promise<number> {
    let removed = 0
    for (const sha256 of sha256s) if (await removeOld(this.pathOf(sha256), ROW_WITHIN_MS)) removed += 1
    return removed
  }

  /**
   * Removes what crashes have left in one of the `of` parts of the folders: halves of files, and whole files to which no
   * row points.
   *
   * @param pointedTo those of these hashes that rows point to
   * @returns how many were removed
   */
  async sweep(
    part: number,
    of: number,
    pointedTo: (sha256s: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<number> {
    let removed = 0
    for (let number = part; number < FOLDERS; number += of) {
      const folder = join(this.#folder, number.toString(16).padStart(2, '0'))
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter((each) => /\.(?:part|gone)$/.test(each))) {
        if (await removeOld(join(folder, name), WRITTEN_WITHIN_MS)) removed += 1
      }
      const old: string[] = []
      for (const name of names.filter((each) => HASH.test(each))) {
        if (await isOld(join(folder, name), ROW_WITHIN_MS)) old.push(name)
      }
      if (old.length === 0) continue
      const wanted = await pointedTo(old)
      removed += await this.remove(old.filter((name) => !wanted.has(name)))
    }
    return removed
  }

  async #keep(bytes: Uint8Array, mime: string): Promise<StoredFile> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await this.#write(this.pathOf(sha256), bytes)
    return { sha256, mime, bytes: bytes.length }
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    if (await isThere(path, bytes.length)) return
    await mkdir(dirname(path), { recursive: true })
    // Under another name first: a crash while writing must not leave half a picture under a whole one's name.
    const part = `${path}.${randomUUID()}.part`
    try {
      // On the disk before any row points to it, name and all: rows survive a power cut, so files have to.
      await writeFile(part, bytes, { flush: true })
      await rename(part, path)
      await flushFolder(dirname(path))
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }
}

/** Whether the whole file is there; then it counts as new from now on, so that nobody takes it for rubbish. */
async function isThere(path: string, bytes: number): Promise<boolean> {
  const now = new Date()
  const touched = await utimes(path, now, now).then(
    () => true,
    () => false,
  )
  return touched && (await stat(path).catch(() => undefined))?.size === bytes
}

async function isOld(path: string, ageMs: number): Promise<boolean> {
  const file = await stat(path).catch(() => undefined)
  return file !== undefined && Date.now() - file.mtimeMs > ageMs
}

/**
 * Removes a file that is old. It goes out of the way first, under another name: whoever keeps the same picture from then
 * on writes it anew, and whoever did just before has made it new, so that it is put back.
 */
async function removeOld(path: string, ageMs: number): Promise<boolean> {
  if (!(await isOld(path, ageMs))) return false
  const aside = `${path}.${randomUUID()}.gone`
  try {
    await rename(path, aside)
  } catch {
    // Another process was faster.
    return false
  }
  const old = await isOld(aside, ageMs)
  if (old) await rm(aside, { force: true })
  else await rename(aside, path)
  return old
}

/**
 * Brings the names in a folder onto the disk, so that they survive a power cut. Where the system has no such thing for a
 * folder (Windows), it keeps names by itself.
 */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
