import { access, constants } from 'node:fs/promises'
import { makeFolder } from './make-folder.ts'
import { OperatorError } from './operator-error.ts'

/**
 * Makes the folder of everything that is kept, its owner's alone, where there is none.
 *
 * @throws OperatorError when it cannot be made or written to
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir, 0o700)
    await access(dataDir, constants.W_OK)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new OperatorError(
      `DATA_DIR=${dataDir} cannot be written to (${why}): make it writable or set another DATA_DIR`,
    )
  }
}
