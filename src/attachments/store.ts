import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'

/** The largest picture that is kept, in bytes (10 MiB; WeChat itself compresses pictures to less). */
export const LARGEST_PICTURE = 10 * 1024 * 1024
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])

/** A file that is kept, named by the SHA-256 of its bytes. */
export interface StoredFile {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
}

/** Why a picture was not kept. */
export type PictureProblem = 'empty' | 'too large' | 'not a picture'

/**
 * Keeps pictures as files under `<data>/attachments`, each named by its own hash: the same picture twice is one file,
 * and writing it again after a crash does no harm. The rows that point to a file are written elsewhere, in a
 * transaction; a file without a row is rubbish, never the other way round.
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
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await this.#write(this.pathOf(sha256), bytes)
    return { sha256, mime: type.mime, bytes: bytes.length }
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
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not a SHA-256')
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const known = await stat(path).catch(() => undefined)
    if (known?.size === bytes.length) return
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

/**
 * Brings the names in a folder onto the disk, so that they survive a power cut. Where the system has no such thing for a
 * folder (Windows), it keeps names by itself.
 */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
