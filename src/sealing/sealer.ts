import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { type DataKey, dataKey } from './data-key.ts'
import { readSealed, sealedHead, writeSealed } from './sealed-text.ts'

/** Seals what must not be read in a database or a back-up, and opens it again. */
export interface Sealer {
  /**
   * Encrypts a text (AES-256-GCM, a fresh nonce each time) under the current key, whose id the result tells. `context` says
   * where it belongs, such as `MatchProfile:12:job`: it must be given again to open it, so that a sealed value is of no use
   * in another row or column. Of the text's length the result tells only the next multiple of 64 bytes.
   */
  seal(text: string, context: string): string
  /**
   * The text that was sealed for this context, also under an older key that was given.
   *
   * @throws Unsealable where the key is not here, the context is another, or the text was changed
   */
  open(sealed: string, context: string): string
  /**
   * A keyed hash (HMAC-SHA-256, 64 hexadecimal digits) by which a record knows the same value again without holding it. Its
   * key is random, stands sealed in the database and is sealed anew with everything else when the data key changes: so a hash
   * is the same for as long as the database lives, and worthless to whoever lacks the data key.
   */
  hash(text: string): string
}

/** A sealed text cannot be opened. What it says, or the key, is never in the message. */
export class Unsealable extends Error {
  override readonly name = 'Unsealable'
  /** the id of the key that would be needed, where that is what is wrong */
  readonly lacks: string | undefined

  constructor(message: string, lacks?: string) {
    super(message)
    this.lacks = lacks
  }
}

export interface SealerKeys {
  readonly key: Uint8Array
  /** older keys, under which something may still be sealed */
  readonly before?: readonly Uint8Array[]
  readonly hashKey: Uint8Array
}

const NONCE_BYTES = 12
/** Texts are made longer to the next multiple of this, so that 离异 and 未婚, or a short wish and none, look alike. */
const BLOCK_BYTES = 64
/** Ends the text before what fills it up; UTF-8 has no such byte. */
const END = 0xff

/** A sealer for these keys. */
export function createSealer({ key, before = [], hashKey }: SealerKeys): Sealer {
  const current = dataKey(key)
  const known = new Map([...before.map(dataKey), current].map((each) => [each.id, each]))
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.bytes, nonce).setAAD(belongsTo(current, context))
      const encrypted = Buffer.concat([cipher.update(filledUp(text)), cipher.final()])
      return writeSealed({ keyId: current.id, nonce, encrypted, tag: cipher.getAuthTag() })
    },
    open(sealed, context) {
      const parts = readSealed(sealed)
      if (!parts) throw new Unsealable('this is not a sealed text, or not a whole one')
      const used = known.get(parts.keyId)
      if (!used) throw new Unsealable(`sealed with the key ${parts.keyId}, which is not here`, parts.keyId)
      const decipher = createDecipheriv('aes-256-gcm', used.bytes, parts.nonce, { authTagLength: parts.tag.length })
      decipher.setAAD(belongsTo(used, context)).setAuthTag(parts.tag)
      try {
        return withoutFilling(Buffer.concat([decipher.update(parts.encrypted), decipher.final()]))
      } catch {
        throw new Unsealable('changed since it was sealed, or sealed for another place')
      }
    },
    hash: (text) => createHmac('sha256', hashKey).update(text).digest('hex'),
  }
}

function belongsTo({ id }: DataKey, context: string): Buffer {
  return Buffer.from(`${sealedHead(id)}${context}`)
}

function filledUp(text: string): Buffer {
  const bytes = Buffer.from(text)
  const filled = Buffer.alloc(Math.ceil((bytes.length + 1) / BLOCK_BYTES) * BLOCK_BYTES)
  bytes.copy(filled)
  filled[bytes.length] = END
  return filled
}

function withoutFilling(bytes: Buffer): string {
  return bytes.subarray(0, bytes.lastIndexOf(END)).toString()
}
