/** A data key is so many random bytes: what AES-256 takes. */
const KEY_BYTES = 32
/** Of 32 random bytes some 30 are different; fewer than this come from no generator, but from somebody's fingers. */
const LEAST_DIFFERENT = 12

/** How a key is written: base64 of its bytes, as `openssl rand -base64 32` does, or 64 hexadecimal digits. */
const HEX = /^[0-9a-f]{64}$/i
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/

/** What a key must be, for whoever has written another. */
export const KEY_FORM =
  'must be 32 random bytes as base64 or as 64 hexadecimal digits; make one with: openssl rand -base64 32'

/** Reads a data key as a deployer writes it; undefined where it is none. */
export function readKey(text: string): Buffer | undefined {
  const written = text.trim()
  if (!HEX.test(written) && !BASE64.test(written)) return undefined
  const bytes = Buffer.from(written, HEX.test(written) ? 'hex' : 'base64')
  return bytes.length === KEY_BYTES && new Set(bytes).size >= LEAST_DIFFERENT ? bytes : undefined
}
