import { fileTypeFromBuffer } from 'file-type'

/** The pictures the sandbox shows; anything else is a file to download. No SVG: it can carry script. */
const KINDS = { png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' } as const

export type PictureEnding = keyof typeof KINDS

/** What a picture's bytes say it is, whatever it was called; undefined for everything that is not one of the four. */
export async function pictureEnding(bytes: Uint8Array): Promise<PictureEnding | undefined> {
  const ending = (await fileTypeFromBuffer(bytes))?.ext
  return ending !== undefined && isPictureEnding(ending) ? ending : undefined
}

/** The media type to serve a stored file with, by its ending. */
export function mediaType(ending: string): string {
  return isPictureEnding(ending) ? KINDS[ending] : 'application/octet-stream'
}

export function isPictureEnding(ending: string): ending is PictureEnding {
  return Object.hasOwn(KINDS, ending)
}
