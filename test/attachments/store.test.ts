import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AttachmentStore, LARGEST_FILE, LARGEST_PICTURE } from '../../src/attachments/store.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { runFolder } from '../run-folder.ts'

describe('the store of pictures', () => {
  let folder: string
  let store: AttachmentStore
  beforeEach(async () => {
    folder = await mkdtemp(join(runFolder(), 'store-'))
    store = new AttachmentStore(folder)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const png = zebraCrossing()
  const sha256 = createHash('sha256').update(png).digest('hex')
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile())

  it('keeps a picture under its hash and hands it back byte for byte', async () => {
    expect(await store.keepPicture(png)).toEqual({ sha256, mime: 'image/png', bytes: png.length })
    expect(Buffer.compare(await store.read(sha256), png)).toBe(0)
    expect(store.pathOf(sha256)).toBe(join(folder, 'attachments', sha256.slice(0, 2), sha256))
  })

  it('keeps the same picture once, also when it comes twice at the same moment', async () => {
    await Promise.all([store.keepPicture(png), store.keepPicture(png)])
    await store.keepPicture(png)
    expect((await files()).map(({ name }) => name)).toEqual([sha256])
  })

  it('mends a file that a crash left short', async () => {
    await store.keepPicture(png)
    await writeFile(store.pathOf(sha256), png.slice(0, 10))
    await store.keepPicture(png)
    expect((await stat(store.pathOf(sha256))).size).toBe(png.length)
  })

  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['a text that calls itself a picture', new TextEncoder().encode('<svg onload="alert(1)"/>'), 'not a picture'],
    ['a program', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, ...new Array(64).fill(0)]), 'not a picture'],
    ['a picture that is too large', Buffer.concat([zebraCrossing(), Buffer.alloc(LARGEST_PICTURE)]), 'too large'],
  ] as const)('does not keep %s', async (_, bytes, problem) => {
    expect(await store.keepPicture(bytes)).toBe(problem)
    expect(await files()).toEqual([])
  })

  it('keeps a file of any kind, up to its limit, whatever it is called', async () => {
    const text = new TextEncoder().encode('三号楼名单')
    const kept = await store.keepFile(text)
    if (typeof kept === 'string') throw new Error(kept)
    expect(kept).toMatchObject({ mime: 'application/octet-stream', bytes: text.length })
    expect(Buffer.compare(await store.read(kept.sha256), text)).toBe(0)
    expect(await store.keepFile(new Uint8Array())).toBe('empty')
    expect(await store.keepFile(new Uint8Array(LARGEST_FILE + 1))).toBe('too large')
    expect(await store.keepFile(new Uint8Array(LARGEST_FILE))).toMatchObject({ bytes: LARGEST_FILE })
    expect(await files()).toHaveLength(2)
  })

  it.each(['', '../../etc/passwd', `${'a'.repeat(63)}/`, 'A'.repeat(64)])(
    'reads nothing but a hash: %s',
    async (name) => {
      expect(() => store.pathOf(name)).toThrow(RangeError)
      await expect(store.read(name)).rejects.toThrow(RangeError)
    },
  )

  it('says so when there is no such picture', async () => {
    await expect(store.read('0'.repeat(64))).rejects.toThrow(/ENOENT/)
  })
})
