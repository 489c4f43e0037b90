import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AttachmentStore } from '../../src/attachments/store.ts'
import { backUp } from '../../src/backup/nightly.ts'
import { PicturesPlace } from '../../src/backup/pictures-place.ts'
import { checkBackup } from '../../src/backup/read.ts'
import { describeBackup, describeRestored } from '../../src/backup/report.ts'
import { idOf, restoreBackup } from '../../src/backup/restore.ts'
import { writeBackup } from '../../src/backup/write.ts'
import { put } from '../../src/chat/outbox.ts'
import { wordsOf } from '../../src/chat/secret-words.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { dialectOf } from '../../src/database/dialects.ts'
import { takeSnapshot } from '../../src/database/snapshot.ts'
import type { AccountId, ChatId, PersonId } from '../../src/ids.ts'
import { OperatorError } from '../../src/operator-error.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { sealedColumns } from '../../src/sealed-columns.ts'
import { openSealing } from '../../src/sealing/sealing.ts'
import { describeOnBoth } from '../database/both.ts'
import { runFolder } from '../run-folder.ts'
import { testKey } from '../sealing/keys.ts'

const at = new Date('2026-06-03T07:00:00.000Z')

async function folder(): Promise<string> {
  return await mkdtemp(join(runFolder(), 'backup-'))
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((caught: unknown) => caught)
  if (!(error instanceof OperatorError)) throw new Error('expected an OperatorError', { cause: error })
  expect(error.message).not.toContain('\n')
  return error.message
}

/** A database with somebody, a picture and two messages that wait; and the picture's file. */
async function furnish(database: Database): Promise<{ dataDir: string; sha256: string }> {
  const dataDir = await folder()
  const kept = await new AttachmentStore(dataDir).keepPicture(zebraCrossing())
  if (typeof kept === 'string') throw new Error(kept)
  await database.transaction(async (tx) => {
    await tx.person.create({ data: { name: '马先生', createdAt: at } })
    await tx.attachment.create({ data: { ...kept, createdAt: at } })
    for (const notBefore of [at, new Date('2099-01-01T00:00:00Z')]) {
      await tx.outboxMessage.create({
        data: {
          account: 'a',
          chatKind: 'GROUP',
          chatId: 'g',
          text: '已登记 #1',
          mentions: [],
          priority: 1,
          notBefore,
          createdAt: at,
        },
      })
    }
  })
  return { dataDir, sha256: kept.sha256 }
}

describeOnBoth('a back-up', (open, both) => {
  it('brings everything back on an empty machine, and what was waiting is not said on a guess', async () => {
    const database = await open()
    const { dataDir, sha256 } = await furnish(database)
    const file = join(await folder(), 'sub', 'x.tar.gz')
    const made = await writeBackup({ snapshot: database.snapshot, dataDir, file, now: at })
    expect(describeBackup(made)).toMatch(/x\.tar\.gz: \d+ kB, 4 rows, 1 pictures$/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(dirname(file))).toEqual(['x.tar.gz'])

    const target = { databaseUrl: await both.emptyUrl(), dataDir: join(await folder(), 'new') }
    const restored = await restoreBackup({ file, ...target, now: new Date(at.getTime() + 3_600_000) })

    expect(describeRestored(restored)).toMatch(
      /^restored the back-up of 2026-06-03T07:00:00\.000Z: 4 rows, 1 pictures; 1 messages/,
    )
    expect(await readdir(target.dataDir)).toEqual(expect.not.arrayContaining(['restoring']))
    const bytes = await new AttachmentStore(target.dataDir).read(sha256)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    const again = await openDatabase({ url: target.databaseUrl })
    expect((await again.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)).toEqual([
      'UNKNOWN',
      'PENDING',
    ])
    await again.close()
    expect(await refusal(restoreBackup({ file, ...target, dataDir: await folder(), now: at }))).toMatch(
      /already holds rows/,
    )
  })

  it('has the files that were said or wait to be, also those of no issue', async () => {
    const database = await open()
    const dataDir = await folder()
    const store = new AttachmentStore(dataDir)
    const keep = async (text: string) => {
      const kept = await store.keepFile(new TextEncoder().encode(text))
      if (typeof kept === 'string') throw new Error(kept)
      return kept.sha256
    }
    const [said, waiting, shown] = [await keep('said'), await keep('waiting'), await keep('shown')]
    const row = { account: 'a', chatKind: 'GROUP', chatId: 'g', text: '', mentions: [], priority: 1 } as const
    await database.transaction(async (tx) => {
      for (const each of [
        { sha256: said, fileName: '台账.xlsx', state: 'ECHOED' },
        { sha256: waiting, state: 'PENDING' },
        // A picture that was said may be gone, and is not missed.
        { sha256: shown, state: 'ECHOED' },
      ] as const) {
        await tx.outboxMessage.create({ data: { ...row, ...each, notBefore: at, createdAt: at } })
      }
    })
    await rm(store.pathOf(shown))
    const file = join(await folder(), 'x.tar.gz')
    expect(await writeBackup({ snapshot: database.snapshot, dataDir, file, now: at })).toMatchObject({
      attachments: 2,
      missing: 0,
    })
    const target = { databaseUrl: await both.emptyUrl(), dataDir: await folder() }
    await restoreBackup({ file, ...target, now: at })
    const restored = new AttachmentStore(target.dataDir)
    expect(String(await restored.read(said))).toBe('said')
    expect(String(await restored.read(waiting))).toBe('waiting')
  })

  it('of a database that is moved is the same to the last row', async () => {
    const database = await open()
    const { dataDir } = await furnish(database)
    const file = join(await folder(), 'x.tar.gz')
    await writeBackup({ snapshot: database.snapshot, dataDir, file, now: at })
    const databaseUrl = await both.emptyUrl()
    const target = { databaseUrl, dataDir: await folder() }
    await restoreBackup({ file, ...target, now: new Date(at.getTime() + 3_600_000), moved: true })
    const moved = await openDatabase({ url: databaseUrl })
    const second = join(await folder(), 'y.tar.gz')
    await writeBackup({ snapshot: moved.snapshot, dataDir: target.dataDir, file: second, now: at })
    const [before, after] = [await checkBackup(file), await checkBackup(second)]
    expect(after).toEqual({ ...before, head: { ...before.head, database: after.head.database } })
    await moved.close()
  })

  it('privacy 9: holds neither the data key nor what it seals, and is opened after a restore by whoever has the key', async () => {
    const database = await open()
    const start = (on: Database, key: Uint8Array, before: Uint8Array[] = []) =>
      openSealing({ database: on, columns: sealedColumns, key, before, now: at })
    const { sealer } = await start(database, testKey('A'))
    if (!sealer) return expect.fail('no sealer')
    const chat = { kind: 'private', id: 'ma' as ChatId } as const
    const secret = { sealer, about: [1 as PersonId] }
    await database.transaction((tx) =>
      put(tx, { account: 'a' as AccountId, chat, text: '属虎的金丝雀', priority: 'reply', secret }, at),
    )
    const dataDir = await folder()
    const file = join(await folder(), 'x.tar.gz')
    await writeBackup({ snapshot: database.snapshot, dataDir, file, now: at })
    const bytes = gunzipSync(await readFile(file))
    expect(bytes.includes('sealed1.'), 'the look finds what is there').toBe(true)
    const key = Buffer.from(testKey('A'))
    for (const form of ['金丝雀', key, key.toString('base64'), key.toString('hex')])
      expect(bytes.includes(form)).toBe(false)

    const target = { databaseUrl: await both.emptyUrl(), dataDir: join(await folder(), 'new') }
    await restoreBackup({ file, ...target, moved: true, now: at })
    const again = await openDatabase({ url: target.databaseUrl })
    expect((await start(again, testKey('B'))).state.kind).toBe('wrong')
    expect((await start(again, testKey('B'), [testKey('A')])).state).toMatchObject({ kind: 'right', resealed: 1 })
    const { opener } = await start(again, testKey('B'))
    const [row] = await again.client.outboxMessage.findMany()
    expect(row && wordsOf(row, opener)).toBe('属虎的金丝雀')
    await again.close()
  })

  it('of before an upgrade is restored as it was, and the next start brings it up to date', async () => {
    const database = await open()
    const { dataDir } = await furnish(database)
    // The same back-up, as the first version would have made it.
    const older = await database.snapshot(async (all) => all.migrations.slice(0, 1))
    const file = join(await folder(), 'x.tar.gz')
    await writeBackup({
      dataDir,
      file,
      now: at,
      snapshot: (work) =>
        database.snapshot((all) => {
          const person = all.tables.filter(({ name }) => name === 'Person' || name === 'Attachment')
          return work({ ...all, migrations: older, tables: person })
        }),
    })
    const databaseUrl = await both.emptyUrl()
    await restoreBackup({ file, databaseUrl, dataDir: await folder(), now: at })
    const lines: string[] = []
    const note = (...said: unknown[]) => void lines.push(String(said.at(-1)))
    const started = await openDatabase({ url: databaseUrl, log: { debug: note, info: note, warn: note } })
    expect(lines).toEqual(['the database was brought up to date'])
    expect(await started.client.person.count()).toBe(1)
    expect(await started.client.account.count()).toBe(0)
    await started.close()
  })
})

describe('npm run backup and restore', () => {
  async function aBackup() {
    const url = `file:${await folder()}/gezhong.db`
    const database = await openDatabase({ url })
    const { dataDir, sha256 } = await furnish(database)
    const file = join(await folder(), 'x.tar.gz')
    const options = { snapshot: database.snapshot, dataDir, file, now: at }
    await writeBackup(options)
    const emptyMachine = async () => {
      const home = await folder()
      return { databaseUrl: `file:${home}/gezhong.db`, dataDir: home, now: at, file }
    }
    return { database, url, dataDir, sha256, file, options, emptyMachine }
  }

  it('never overwrite a back-up, nor leave half of one', async () => {
    const { database, file, options } = await aBackup()
    expect(await refusal(writeBackup(options))).toMatch(/x\.tar\.gz is there already and is not overwritten/)
    const other = join(dirname(file), 'y.tar.gz')
    const broken = writeBackup({
      ...options,
      file: other,
      snapshot: (work) =>
        database.snapshot((all) =>
          work({
            ...all,
            pages: () => {
              throw new Error('pulled the plug')
            },
          }),
        ),
    })
    await expect(broken).rejects.toThrow('pulled the plug')
    expect(await readdir(dirname(file))).toEqual(['x.tar.gz'])
    await writeFile(join(dirname(file), 'file'), '')
    expect(await refusal(writeBackup({ ...options, file: join(dirname(file), 'file', 'x.tar.gz') }))).toMatch(
      /cannot be written/,
    )
    await database.close()
  })

  it('say which pictures are gone, and save the rest', async () => {
    const { database, dataDir, sha256, options, emptyMachine } = await aBackup()
    await rm(new AttachmentStore(dataDir).pathOf(sha256))
    const file = join(await folder(), 'x.tar.gz')
    const made = await writeBackup({ ...options, file })
    expect(describeBackup(made)).toMatch(/0 pictures; 1 pictures are not in it/)
    expect(describeRestored(await restoreBackup({ ...(await emptyMachine()), file }))).toMatch(
      /1 pictures were already missing/,
    )
    await database.close()
  })

  it('write nothing from a file that is not whole', async () => {
    const { database, file, emptyMachine } = await aBackup()
    await database.close()
    const whole = await readFile(file)
    const target = await emptyMachine()
    const tryWith = async (bytes: Uint8Array) => {
      const damaged = join(await folder(), 'x.tar.gz')
      await writeFile(damaged, bytes)
      const said = await refusal(restoreBackup({ ...target, file: damaged }))
      expect(await readdir(target.dataDir)).toEqual([])
      return said
    }
    expect(await tryWith(Buffer.from('Dear residents'))).toMatch(/is not a back-up of gezhong/)
    expect(await tryWith(Buffer.alloc(0))).toMatch(/is not a back-up of gezhong/)
    expect(await tryWith(gzipSync('Dear residents'))).toMatch(/is not a back-up of gezhong/)
    expect(await tryWith(whole.subarray(0, whole.length / 2))).toMatch(/is damaged/)
    expect(await tryWith(whole.subarray(0, whole.length - 4))).toMatch(/is damaged/)
    const flipped = Buffer.from(whole)
    flipped[whole.length - 500] = (flipped[whole.length - 500] ?? 0) ^ 0xff
    expect(await tryWith(flipped)).toMatch(/is damaged/)
    // Unzipped, changed in one letter, and zipped again: only the hashes notice.
    const tar = gunzipSync(whole)
    const changed = Buffer.from(tar.toString('latin1').replace('"priority":1', '"priority":0'), 'latin1')
    expect(await tryWith(gzipSync(changed))).toMatch(/is damaged \(what is in it is not what it lists\)/)
    const newer = Buffer.from(tar.toString('latin1').replace(/_never_lose"/, '_never_late"'), 'latin1')
    expect(await tryWith(gzipSync(newer))).toMatch(
      /was made by a newer gezhong .*_never_late\); restore it with that version/,
    )
    expect(await refusal(restoreBackup({ ...target, file: join(target.dataDir, 'nothing') }))).toMatch(
      /cannot be read \(ENOENT\)/,
    )
    expect(await refusal(restoreBackup({ ...target, file: target.dataDir }))).toMatch(/cannot be read|is not a back-up/)
  })

  it('leave alone what is in use', async () => {
    const { database, url, file, emptyMachine } = await aBackup()
    await database.close()
    const running = await openDatabase({ url, seat: 'main' })
    const target = await emptyMachine()
    expect(await refusal(restoreBackup({ ...target, databaseUrl: url }))).toMatch(
      /is used by another gezhong; stop it first/,
    )
    await running.close()
    expect(await refusal(restoreBackup({ ...target, databaseUrl: url }))).toMatch(/already holds rows or tables/)
    await mkdir(join(target.dataDir, 'attachments', 'ab'), { recursive: true })
    expect(await refusal(restoreBackup({ ...target, file }))).toMatch(
      /attachments holds pictures already; restore into an empty DATA_DIR/,
    )
  })

  it.each(['while the pictures were collected', 'just before the rows were kept'])(
    'are done by being done again when interrupted %s',
    async (when) => {
      const { database, sha256, emptyMachine } = await aBackup()
      await database.close()
      const target = await emptyMachine()
      // What a kill leaves: the pictures, collected or in their place, a folder that says so, and no row.
      const early = when.startsWith('while')
      const place = new PicturesPlace(target.dataDir)
      await place.begin(idOf(await checkBackup(target.file)))
      await place.keep('ab'.repeat(32), Buffer.from('half'))
      if (!early) await place.putThere()

      await restoreBackup(target)

      expect(await readdir(target.dataDir)).not.toContain('restoring')
      await expect(new AttachmentStore(target.dataDir).read(sha256)).resolves.toBeDefined()
    },
  )

  it('at night keep as many as asked for, and remove nothing else', async () => {
    const { database, dataDir } = await aBackup()
    const dir = await folder()
    const mine = ['gezhong-2026-06-01T000000Z.tar.gz', 'notes.txt', 'gezhong-2026-05-01.tar.gz.old', 'x.tar.gz.part']
    for (const name of mine) await writeFile(join(dir, name), '')
    await writeFile(join(dir, 'gezhong-2026-05-31.tar.gz.part'), '')
    // Somebody has pressed Ctrl-C.
    await writeFile(join(dir, `gezhong-2026-05-31T080000Z.tar.gz.${randomUUID()}.part`), '')
    const night = (day: number) => new Date(Date.UTC(2026, 5, day, 19, 20))
    for (const day of [1, 2, 3]) await backUp({ database, dataDir, dir, keep: 2, slot: night(day), now: night(day) })
    // 03:20 in Shanghai is the next day there.
    const kept = ['gezhong-2026-06-03.tar.gz', 'gezhong-2026-06-04.tar.gz']
    expect((await readdir(dir)).toSorted()).toEqual([...mine, ...kept].toSorted())
    expect(await backUp({ database, dataDir, dir, keep: 2, slot: night(3), now: night(3) })).toMatch(
      /was there already/,
    )
    await truncate(join(dir, kept[0] ?? ''), 0)
    expect(await backUp({ database, dataDir, dir, keep: 0, slot: night(4), now: night(4) })).toMatch(
      /gezhong-2026-06-05\.tar\.gz: \d+ kB, 4 rows, 1 pictures$/,
    )
    expect((await readdir(dir)).length).toBe(mine.length + 3)
    await database.close()
  })

  it('at night take a file for tonight’s only if it is, and another name beside one that is not', async () => {
    const { database, dataDir, options } = await aBackup()
    const dir = await folder()
    const slot = new Date(Date.UTC(2026, 5, 3, 19, 20))
    const warned: string[] = []
    const log = { warn: (_: unknown, line?: string) => void warned.push(line ?? '') }
    const tonight = { database, dataDir, dir, keep: 14, slot, now: new Date(slot.getTime() + 1), log }
    await writeFile(join(dir, 'gezhong-2026-06-04.tar.gz'), 'holiday pictures')
    // One of another deployment, and one from before the night.
    const file = (number: number) => join(dir, `gezhong-2026-06-04-${number}.tar.gz`)
    await writeBackup({
      ...options,
      file: file(2),
      now: tonight.now,
      snapshot: (work) => database.snapshot((all) => work({ ...all, id: 'another' })),
    })
    await writeBackup({ ...options, file: file(3), now: new Date(slot.getTime() - 1) })
    expect(await backUp(tonight)).toContain(`${file(4)}: `)
    expect(warned).toEqual([expect.stringContaining('taking another')])
    expect(await backUp(tonight)).toBe(`${file(4)} was there already`)
    expect(await readdir(dir)).toHaveLength(4)
    await database.close()
  })

  it('that run at the same time for the same name make one whole file', async () => {
    const { database, options } = await aBackup()
    const file = join(await folder(), 'x.tar.gz')
    // Both are half-way before either goes on.
    let half = 0
    let go = () => {}
    const bothHalf = new Promise<void>((resolve) => {
      go = resolve
    })
    const slowly: typeof options.snapshot = (work) =>
      database.snapshot((all) =>
        work({
          ...all,
          async *pages(table) {
            yield* all.pages(table)
            if (table.name !== 'Person') return
            half += 1
            if (half === 2) go()
            await bothHalf
          },
        }),
      )
    const made = await Promise.allSettled([1, 2].map(() => writeBackup({ ...options, file, snapshot: slowly })))
    expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(String(made.find((each) => each.status === 'rejected')?.reason)).toMatch(/is there already/)
    expect((await checkBackup(file)).contents.tables['Person']).toMatchObject({ rows: 1 })
    expect(await readdir(dirname(file))).toEqual(['x.tar.gz'])
    await database.close()
  })

  it('make no folder where there is no database', async () => {
    const home = await folder()
    const dialect = dialectOf({ url: `file:${home}/mistyped/gezhong.db` })
    const made = writeBackup({
      snapshot: (work) => takeSnapshot(dialect, work),
      dataDir: join(home, 'mistyped'),
      file: join(home, 'mistyped', 'backups', 'x.tar.gz'),
      now: at,
    })
    expect(await refusal(made)).toMatch(/cannot be opened/)
    expect(await readdir(home)).toEqual([])
  })

  it('leave no job running: the back-up itself is done, of others the lease is over', async () => {
    const { database, options, emptyMachine } = await aBackup()
    await database.transaction(async (tx) => {
      for (const job of ['backup', 'clean-up']) {
        const leaseUntil = new Date(at.getTime() + 1_800_000)
        await tx.jobRun.create({ data: { job, slot: at, state: 'RUNNING', claimedBy: 'x', leaseUntil, startedAt: at } })
      }
    })
    const file = join(await folder(), 'x.tar.gz')
    await writeBackup({ ...options, file })
    await database.close()
    const target = await emptyMachine()
    await restoreBackup({ ...target, file })
    const restored = await openDatabase({ url: target.databaseUrl })
    expect(await restored.client.jobRun.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { job: 'backup', state: 'DONE', leaseUntil: null, finishedAt: at },
      { job: 'clean-up', state: 'RUNNING', leaseUntil: at },
    ])
    await restored.close()
  })

  it('do not take the bot’s own pictures for those of an interrupted restore', async () => {
    const { database, file, emptyMachine } = await aBackup()
    await database.close()
    const target = await emptyMachine()
    // Another back-up's restore was killed after its rows were kept, and the bot has run since.
    const place = new PicturesPlace(target.dataDir)
    await place.begin('another')
    await place.putThere()
    await new AttachmentStore(target.dataDir).keepPicture(zebraCrossing())
    expect(await refusal(restoreBackup({ ...target, file }))).toMatch(/attachments holds pictures already/)
  })

  it('say that a picture cannot be written, not that the back-up is bad', async () => {
    const { database, sha256, file, emptyMachine } = await aBackup()
    await database.close()
    const target = await emptyMachine()
    await mkdir(join(target.dataDir, 'restoring', 'attachments'), { recursive: true })
    await writeFile(join(target.dataDir, 'restoring', 'attachments', sha256.slice(0, 2)), 'in the way')
    expect(await refusal(restoreBackup({ ...target, file }))).toMatch(/^the pictures cannot be written to DATA_DIR=/)
  })
})
