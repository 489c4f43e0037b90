import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** On Linux, a folder that is kept in memory. Elsewhere there is none. */
const IN_MEMORY = '/dev/shm'
/** A whole run takes a third of it; a container often gives 64 MB. */
const ROOM_BYTES = 2 ** 30

/**
 * Where tests make files and databases that nobody needs afterwards. In memory where that can be: the program waits for the disk
 * at every commit, 3 ms, so that a power cut loses nothing, and that was a fifth of the time of a story. What a killed
 * process has written is there all the same. Programs may not be allowed to run there.
 */
export function quickPlace(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize >= ROOM_BYTES ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
