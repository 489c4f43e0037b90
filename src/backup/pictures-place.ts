import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AttachmentStore, flushFolder } from '../attachments/store.ts'
import { prepareDataDir } from '../data-dir.ts'
import { OperatorError } from '../operator-error.ts'

/**
 * Where the pictures of a back-up go. They are collected in a folder beside their place, which is there until the restore
 * is done, so that one that was interrupted is recognised and carried on. Nothing is ever removed: each file is named by
 * what is in it, so one too many does no harm.
 */
export class PicturesPlace {
  readonly #dataDir: string
  readonly #place: string
  readonly #collecting: string
  readonly #collected: string
  readonly #note: string
  readonly #store: AttachmentStore

  constructor(dataDir: string) {
    this.#dataDir = dataDir
    this.#place = join(dataDir, 'attachments')
    this.#collecting = join(dataDir, 'restoring')
    this.#collected = join(this.#collecting, 'attachments')
    this.#note = join(this.#collecting, 'backup')
    this.#store = new AttachmentStore(this.#collecting)
  }

  /**
   * @param backup tells the back-up from others: only an interrupted restore of the same is carried on from its last step
   * @throws OperatorError when there are pictures already that it has not left, or none can be written
   */
  async expectEmpty(backup: string): Promise<void> {
    const cameToItsLastStep = (await this.#begunOf()) === backup && !(await names(this.#collected))
    if (!cameToItsLastStep && ((await names(this.#place)) ?? []).length > 0) {
      throw new OperatorError(`${this.#place} holds pictures already; restore into an empty DATA_DIR`)
    }
    await prepareDataDir(this.#dataDir)
  }

  async begin(backup: string): Promise<void> {
    await this.#writing(async () => {
      await mkdir(this.#collecting, { recursive: true, mode: 0o700 })
      await writeFile(this.#note, backup, { flush: true })
      if ((await names(this.#collected)) !== undefined) return
      // An earlier attempt came as far as its last step; otherwise nothing is there.
      if ((await names(this.#place)) !== undefined) await rename(this.#place, this.#collected)
      else await mkdir(this.#collected)
    })
  }

  async keep(sha256: string, bytes: Uint8Array): Promise<void> {
    await this.#writing(async () => {
      const path = this.#store.pathOf(sha256)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes, { flush: true })
    })
  }

  /** Moves everything to its place at once, and sees that it is there after a power cut too. */
  async putThere(): Promise<void> {
    await this.#writing(async () => {
      for (const name of (await names(this.#collected)) ?? []) await flushFolder(join(this.#collected, name))
      await flushFolder(this.#collected)
      // Only an empty folder can be there.
      if (await names(this.#place)) await rmdir(this.#place)
      await rename(this.#collected, this.#place)
      await flushFolder(this.#collecting)
      await flushFolder(this.#dataDir)
    })
  }

  /** The rows are there too now. */
  async done(): Promise<void> {
    await rm(this.#collecting, { recursive: true, force: true })
  }

  /** The back-up whose restore has left the folder, if one has. */
  async #begunOf(): Promise<string | undefined> {
    return await readFile(this.#note, 'utf8').catch(() => undefined)
  }

  async #writing(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (/^(ENOSPC|EDQUOT)$/.test(code)) {
        throw new OperatorError(`no space is left in DATA_DIR=${this.#dataDir} for the pictures; nothing was restored`)
      }
      if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|EIO)$/.test(code)) {
        throw new OperatorError(`the pictures cannot be written to DATA_DIR=${this.#dataDir} (${code})`)
      }
      throw error
    }
  }
}

async function names(folder: string): Promise<readonly string[] | undefined> {
  return await readdir(folder).catch(() => undefined)
}
