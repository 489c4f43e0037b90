/**
 * As much of the tar format (POSIX ustar) as a back-up needs: plain files with short names, written and read in order. So a
 * back-up can be looked into, and its pictures be taken out, with any tar.
 */

export interface TarEntry {
  readonly name: string
  readonly bytes: Buffer
}

/** What was read is not what was once written: something else, damaged, or cut off. */
export class NotWhole extends Error {}

const BLOCK = 512
const LONGEST_NAME = 100
/** Entries are held in memory one at a time; what is larger was not written here. */
const LARGEST_ENTRY = 256 * 1024 * 1024
const END = Buffer.alloc(2 * BLOCK)

/** The bytes of a tar with these entries in this order; all are said to be of the time `at`. */
export async function* writeTar(entries: AsyncIterable<TarEntry>, at: Date): AsyncGenerator<Buffer> {
  for await (const { name, bytes } of entries) {
    yield header(name, bytes.length, at)
    yield bytes
    yield Buffer.alloc(padding(bytes.length))
  }
  yield END
}

/** @throws NotWhole */
export async function* readTar(stream: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const source = new Source(stream)
  for (;;) {
    const head = await source.take(BLOCK)
    if (head.every((byte) => byte === 0)) return await source.readOut()
    if (head.toString('latin1', 257, 262) !== 'ustar' || checksum(head) !== octal(head, 148, 8)) {
      throw new NotWhole('an entry does not begin as one')
    }
    const name = head.toString('utf8', 0, LONGEST_NAME).replace(/\0.*$/s, '')
    const size = octal(head, 124, 12)
    if (!(size <= LARGEST_ENTRY)) throw new NotWhole(`${name} is larger than any that is written here`)
    const bytes = await source.take(size)
    await source.take(padding(size))
    yield { name, bytes }
  }
}

function header(name: string, size: number, at: Date): Buffer {
  if (Buffer.byteLength(name) > LONGEST_NAME) throw new RangeError(`${name} is too long a name`)
  const head = Buffer.alloc(BLOCK)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  head.write(
    `${Math.floor(at.getTime() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(`${checksum(head).toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** The sum of the header's bytes, in which the sum itself counts as blanks. */
function checksum(head: Buffer): number {
  let sum = 0
  for (const [index, byte] of head.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte
  return sum
}

function octal(head: Buffer, from: number, length: number): number {
  return Number.parseInt(head.toString('latin1', from, from + length), 8)
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** Takes a stream of pieces of any length apart into pieces of the length one asks for. */
class Source {
  readonly #stream: AsyncIterator<Buffer>
  #pieces: Buffer[] = []
  #length = 0

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]()
  }

  /** Reads to the end: who unzips looks at the checksum of the whole only there. */
  async readOut(): Promise<void> {
    while (!(await this.#stream.next()).done);
  }

  async take(length: number): Promise<Buffer> {
    while (this.#length < length) {
      const { value, done } = await this.#stream.next()
      if (done) throw new NotWhole('it ends too early')
      this.#pieces.push(value)
      this.#length += value.length
    }
    const all = this.#pieces.length === 1 && this.#pieces[0] ? this.#pieces[0] : Buffer.concat(this.#pieces)
    this.#pieces = [all.subarray(length)]
    this.#length -= length
    return all.subarray(0, length)
  }
}
