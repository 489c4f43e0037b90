/** Every sealed text begins so: what it is, and the version of its form. */
const HEAD = 'sealed1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORM = /^sealed1\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/

/** A sealed text taken apart. */
export interface SealedParts {
  readonly keyId: string
  readonly nonce: Buffer
  readonly encrypted: Buffer
  readonly tag: Buffer
}

/** How what is sealed with this key begins; without a key, how everything does that is sealed. */
export function sealedHead(keyId?: string): string {
  return keyId === undefined ? `${HEAD}.` : `${HEAD}.${keyId}.`
}

/** Writes the parts as one text of plain letters: the version, the id of the key, and the rest as base64. */
export function writeSealed({ keyId, nonce, encrypted, tag }: SealedParts): string {
  return sealedHead(keyId) + Buffer.concat([nonce, tag, encrypted]).toString('base64url')
}

/** Takes a sealed text apart; undefined where it is none, to the last letter. */
export function readSealed(text: string): SealedParts | undefined {
  const [, keyId, written] = FORM.exec(text) ?? []
  if (keyId === undefined || written === undefined) return undefined
  const bytes = Buffer.from(written, 'base64url')
  // The decoder overlooks what is left over in the last letter.
  if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== written) return undefined
  return {
    keyId,
    nonce: bytes.subarray(0, NONCE_BYTES),
    tag: bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    encrypted: bytes.subarray(NONCE_BYTES + TAG_BYTES),
  }
}

/** The id of the key with which a text was sealed; undefined where it is not sealed. */
export function keyIdOf(text: string): string | undefined {
  return readSealed(text)?.keyId
}
