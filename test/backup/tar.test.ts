import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { NotWhole, readTar, type TarEntry, writeTar } from '../../src/backup/tar.ts'
import { runFolder } from '../run-folder.ts'

const entries: readonly TarEntry[] = [
  { name: 'empty', bytes: Buffer.alloc(0) },
  { name: 'tables/Issue/000001.ndjson', bytes: Buffer.from('{"words":"3号楼"}\n') },
  { name: 'block', bytes: Buffer.alloc(512, 7) },
  { name: 'large', bytes: Buffer.alloc(100_001, 'ab') },
]

/** Much quicker to compare than the bytes themselves. */
const digest = ({ name, bytes }: TarEntry) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`

async function written(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of writeTar(Readable.from(entries), new Date('2026-06-03T07:00:00Z'))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function read(bytes: Buffer, pieces = 1000): Promise<TarEntry[]> {
  async function* stream() {
    for (let from = 0; from < bytes.length; from += pieces) yield bytes.subarray(from, from + pieces)
  }
  const found: TarEntry[] = []
  for await (const entry of readTar(stream())) found.push({ name: entry.name, bytes: Buffer.from(entry.bytes) })
  return found
}

describe('a tar', () => {
  it.each([1, 511, 512, 513, 1_000_000])('is read as it was written, in pieces of %i bytes', async (pieces) => {
    expect((await read(await written(), pieces)).map(digest)).toEqual(entries.map(digest))
  })

  it('is understood by tar itself', async () => {
    const folder = await mkdtemp(join(runFolder(), 'tar-'))
    await writeFile(join(folder, 'x.tar'), await written())
    execFileSync('tar', ['xf', 'x.tar'], { cwd: folder })
    for (const { name, bytes } of entries) expect(bytes.equals(await readFile(join(folder, name))), name).toBe(true)
  })

  it('that was cut off anywhere, or changed, is not whole', async () => {
    const whole = await written()
    for (const length of [0, 100, 512, 600, 1100, 1600, whole.length - 1024]) {
      await expect(read(whole.subarray(0, length)), `${length}`).rejects.toThrow(NotWhole)
    }
    whole.write('x', 3)
    await expect(read(whole)).rejects.toThrow(NotWhole)
    await expect(read(Buffer.alloc(2048, 'hello '))).rejects.toThrow(NotWhole)
  })
})
