import type { Logger } from 'pino'
import type { AttachmentStore, FileProblem, StoredFile } from '../attachments/store.ts'
import { type ChatGateway, MediaTooLarge } from '../chat/gateway.ts'
import type { MessageId } from '../ids.ts'

/** Some puppets hand out a picture or a file before they have it: ask again after these times, in milliseconds. */
const ASK_AGAIN_MS = [1_000, 3_000]

export interface FetchDesk {
  readonly gateway: ChatGateway
  readonly store: AttachmentStore
  readonly log: Logger
  /** waits; handed in so that tests need not */
  readonly wait: (milliseconds: number) => Promise<void>
}

/** Fetches what a message brought and hands it to `keep`; at most `maxBytes`, or as much as a picture may have. */
export async function fetchAndKeep<Problem extends string>(
  desk: FetchDesk,
  id: MessageId,
  keep: (bytes: Uint8Array) => Promise<StoredFile | Problem>,
  maxBytes?: number,
): Promise<StoredFile | Problem | FileProblem | 'not fetched'> {
  for (let tried = 0; ; tried++) {
    const again = ASK_AGAIN_MS[tried]
    try {
      const kept = await keep((await desk.gateway.media(id, maxBytes)).bytes)
      if (kept !== 'empty' || again === undefined) return kept
    } catch (error) {
      if (error instanceof MediaTooLarge) return 'too large'
      desk.log.warn({ err: error, message: id }, 'a picture or file could not be fetched')
      if (again === undefined) return 'not fetched'
    }
    await desk.wait(again)
  }
}
