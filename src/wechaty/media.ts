import { basename } from 'node:path'
import { type FileBoxInterface, FileBoxType } from 'file-box'
import { type Media, MediaTooLarge } from '../chat/gateway.ts'
import type { MessageId } from '../ids.ts'
import type { Puppet } from './puppet.ts'
import { withinTime } from './time-limit.ts'

export interface MediaLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/**
 * Fetches the bytes that a message brought. Works by the id alone, so also for a message from before a restart while
 * the puppet still knows it. Reading stops at the limit: a film somebody sent is not held in memory to be refused.
 *
 * @throws MediaTooLarge past `maxBytes`; TimedOut after `timeoutMs`
 */
export async function fetchMedia(puppet: Puppet, id: MessageId, limits: MediaLimits): Promise<Media> {
  const stop = new AbortController()
  try {
    return await withinTime(read(puppet, id, limits.maxBytes, stop.signal), limits.timeoutMs, 'fetching a file')
  } finally {
    stop.abort()
  }
}

async function read(puppet: Puppet, id: MessageId, maxBytes: number, stop: AbortSignal): Promise<Media> {
  const file = await puppet.messageFile(id)
  const name = basename(file.name) || 'file'
  if (file.size > maxBytes) throw new MediaTooLarge(`${file.size} bytes, at most ${maxBytes} are taken`)
  if (isEmpty(file)) return { name, bytes: new Uint8Array() }
  const stream = await file.toStream()
  const end = () => stream.destroy()
  if (stop.aborted) end()
  stop.addEventListener('abort', end)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > maxBytes) throw new MediaTooLarge(`more than ${maxBytes} bytes`)
    chunks.push(bytes)
  }
  return { name, bytes: new Uint8Array(Buffer.concat(chunks)) }
}

/** FileBox takes a file of 0 bytes, come over a gateway, for one without data, and throws when it is read. */
function isEmpty(file: FileBoxInterface): boolean {
  return file.type === FileBoxType.Base64 && file.size === 0
}
