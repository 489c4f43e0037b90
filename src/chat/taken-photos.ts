import type { TakenFile, TakenPhoto } from './call.ts'
import type { IncomingMessage } from './incoming.ts'

/** Pictures and files that belong to a message, fetched and kept, and what to say about those that could not be. */
export interface TakenPhotos {
  readonly photos: readonly TakenPhoto[]
  readonly files?: readonly TakenFile[] | undefined
  readonly problems: readonly string[]
}

/** Fetches pictures. It talks to the chat, so it is asked before the transaction begins. */
export interface PhotoIntake {
  /** the pictures the sender of a command sent in the three minutes before */
  before(message: IncomingMessage): Promise<TakenPhotos>
  /** the picture that this message is */
  of(message: IncomingMessage): Promise<TakenPhotos>
}

/** Fetches files that are no pictures, in the same way. */
export interface FileIntake extends PhotoIntake {
  /** keeps in mind that there was a file, should a command follow that takes it */
  remember(message: IncomingMessage, now: Date): Promise<void>
}

export const NO_PHOTOS: TakenPhotos = { photos: [], problems: [] }
