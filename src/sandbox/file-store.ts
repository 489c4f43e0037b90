import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isPictureEnding, mediaType, pictureEnding } from './picture-kind.ts'

/** Only names this store has given: no path can be spelt with them. */
const NAME = /^[0-9a-f]{64}\.(png|jpg|gif|webp|bin)$/

export interface StoredFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** may be shown in the page; otherwise it is to be downloaded */
  readonly image: boolean
}

/** The pictures and files of the sandbox's chats, each kept once under the hash of its bytes. */
export class FileStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps bytes and answers with their name in this store. Its ending tells what the bytes are, not what they were called. */
  async keep(bytes: Uint8Array): Promise<{ readonly name: string; readonly image: boolean }> {
    const ending = (await pictureEnding(bytes)) ?? 'bin'
    const name = `${createHash('sha256').update(bytes).digest('hex')}.${ending}`
    const path = join(this.#folder, name)
    const there = await stat(path).catch(() => undefined)
    if (there?.size !== bytes.length) {
      await mkdir(this.#folder, { recursive: true })
      // Written beside and moved: a kill in between leaves no half file under the final name.
      const beside = `${path}.${process.pid}.${process.hrtime.bigint()}`
      await writeFile(beside, bytes)
      await rename(beside, path)
    }
    return { name, image: isPictureEnding(ending) }
  }

  /** Reads a kept file; undefined for a name that is not of this store, or not there. */
  async read(name: string): Promise<StoredFile | undefined> {
    const ending = NAME.exec(name)?.[1]
    if (!ending) return undefined
    const bytes = await readFile(join(this.#folder, name)).catch(() => undefined)
    return bytes && { bytes: new Uint8Array(bytes), type: mediaType(ending), image: isPictureEnding(ending) }
  }
}
