import { hkdfSync } from 'node:crypto'

/** A key as it is used: what encrypts, and the short name under which a sealed text tells it. */
export interface DataKey {
  /** 16 hexadecimal digits; they tell nothing of the key */
  readonly id: string
  readonly bytes: Buffer
}

const ENCRYPTS = 'gezhong data key 1'
const NAMES = 'gezhong data key id 1'
const ID_BYTES = 8

/** Derives what is used from the key that was given (HKDF-SHA-256), so that no use of it tells anything of another. */
export function dataKey(given: Uint8Array): DataKey {
  const derive = (purpose: string, length: number) => Buffer.from(hkdfSync('sha256', given, '', purpose, length))
  return { id: derive(NAMES, ID_BYTES).toString('hex'), bytes: derive(ENCRYPTS, 32) }
}
