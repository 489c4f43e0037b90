import type { TakenPhoto } from './call.ts'
import type { IncomingMessage } from './incoming.ts'

/** Pictures that belong to a message, fetched and kept as files, and what to say about those that could not be. */
export interface TakenPhotos {
  readonly photos: readonly TakenPhoto[]
  readonly problems: readonly string[]
}

/** Fetches pictures. It talks to the chat, so it is asked before the transaction begins. */
export interface PhotoIntake {
  /** the pictures the sender of a command sent in the three minutes before */
  before(message: IncomingMessage): Promise<TakenPhotos>
  /** the picture that this message is */
  of(message: IncomingMessage): Promise<TakenPhotos>
}

export const NO_PHOTOS: TakenPhotos = { photos: [], problems: [] }
