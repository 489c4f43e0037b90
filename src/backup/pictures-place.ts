import { access, constants, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AttachmentStore } from '../attachments/store.ts'
import { makeFolder } from '../make-folder.ts'
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
  readonly #store: AttachmentStore

  constructor(dataDir: string) {
    this.#dataDir = dataDir
    this.#place = join(dataDir, 'attachments')
    this.#collecting = join(dataDir, 'restoring')
    this.#collected = join(this.#collecting, 'attachments')
    this.#store = new AttachmentStore(this.#collecting)
  }

  /** @throws OperatorError when there are pictures already that no interrupted restore has left, or none can be written */
  async expectEmpty(): Promise<void> {
    const cameToItsLastStep = (await names(this.#collecting)) && !(await names(this.#collected))
    if (!cameToItsLastStep && ((await names(this.#place)) ?? []).length > 0) {
      throw new OperatorError(`${this.#place} holds pictures already; restore into an empty DATA_DIR`)
    }
    try {
      await makeFolder(this.#dataDir)
      await access(this.#dataDir, constants.W_OK)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new OperatorError(
        `DATA_DIR=${this.#dataDir} cannot be written to (${why}): make it writable or set another`,
      )
    }
  }

  async begin(): Promise<void> {
    await mkdir(this.#collecting, { recursive: true })
    if ((await names(this.#collected)) !== undefined) return
    // An earlier attempt came as far as its last step; otherwise nothing is there.
    if ((await names(this.#place)) !== undefined) await rename(this.#place, this.#collected)
    else await mkdir(this.#collected)
  }

  async keep(sha256: string, bytes: Uint8Array): Promise<void> {
    const path = this.#store.pathOf(sha256)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes, { flush: true })
  }

  /** Moves everything to its place at once. */
  async putThere(): Promise<void> {
    // Only an empty folder can be there.
    if (await names(this.#place)) await rmdir(this.#place)
    await rename(this.#collected, this.#place)
  }

  /** The rows are there too now. */
  async done(): Promise<void> {
    await rm(this.#collecting, { recursive: true, force: true })
  }
}

async function names(folder: string): Promise<readonly string[] | undefined> {
  return await readdir(folder).catch(() => undefined)
}
