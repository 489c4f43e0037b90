import { expect, it } from 'vitest'
import { openDialog } from '../../src/chat/dialog.ts'
import { putAll } from '../../src/chat/outbox.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { AccountId, ChatId, ContactId, PersonId } from '../../src/ids.ts'
import { sealedColumns } from '../../src/sealed-columns.ts'
import { dataKey } from '../../src/sealing/data-key.ts'
import { keysInUse } from '../../src/sealing/reseal.ts'
import type { Sealer } from '../../src/sealing/sealer.ts'
import { openSealing, type Sealing } from '../../src/sealing/sealing.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { testKey, testSealer } from './keys.ts'
import { notLookedAfter } from './registered.ts'

const ME = 'bot' as AccountId
const NOW = shanghai(2026, 6, 3, 9, 0)
const [A, B, C] = ['A', 'B', 'C'].map(testKey) as [Uint8Array, Uint8Array, Uint8Array]
const [idA, idB] = [dataKey(A).id, dataKey(B).id]
/** More than go into two batches. */
const MANY = 210

type Starting = Partial<Parameters<typeof openSealing>[0]>

function start(database: Starting['database'] & object, key?: Uint8Array, more: Starting = {}): Promise<Sealing> {
  return openSealing({ database, columns: sealedColumns, key, before: [], now: NOW, ...more })
}

function sealerOf({ sealer, state }: Sealing): Sealer {
  return sealer ?? expect.fail(`no sealer: ${JSON.stringify(state)}`)
}

/** What waits to be said, and one dialog. */
async function sealSome(database: Database, sealer: Sealer, count: number): Promise<void> {
  await database.transaction(async (tx) => {
    const place = { account: ME, chatId: 'ma' as ChatId, contactId: 'ma' as ContactId }
    await openDialog(tx, place, { kind: 'k', state: { job: '老师' }, expiresAt: NOW, sealer })
    const secret = { sealer, about: [1 as PersonId] }
    const entries = Array.from({ length: count }, (_, index) => ({
      ...({ account: ME, chat: { kind: 'private', id: 'ma' as ChatId }, priority: 'reply', secret } as const),
      text: `第${index}句`,
    }))
    await putAll(tx, entries, NOW)
  })
}

async function texts(database: Database, sealer: Pick<Sealer, 'open'>): Promise<string[]> {
  const rows = await database.client.outboxMessage.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ sealed }) => sealer.open(sealed ?? '', `OutboxMessage:${ME}:ma`))
}

const inUse = (database: Database) => keysInUse(database.client, sealedColumns)
const said = (count: number) => Array.from({ length: count }, (_, index) => `第${index}句`)

describeOnBoth('the data key', (open, { dialect, url }) => {
  it('is none at first, then the first, then the same', async () => {
    const database = await open()
    expect(await start(database)).toEqual({ state: { kind: 'none' }, sealer: undefined, opener: undefined })
    const first = await start(database, A)
    expect(first.state).toEqual({ kind: 'right', keyId: idA, resealed: 0, damaged: 0 })
    const second = await start(database, A)
    expect(second.state).toEqual(first.state)
    expect(sealerOf(second).hash('x')).toBe(sealerOf(first).hash('x'))
    expect((await start(database)).state, 'nothing is sealed, so nothing is missed').toEqual({ kind: 'none' })
  })

  it('is missed when it is lost, and not replaced by a wrong one; when it is back, nothing is lost', async () => {
    const database = await open()
    const right = sealerOf(await start(database, A))
    await sealSome(database, right, 3)
    expect(await start(database)).toMatchObject({ state: { kind: 'lost', keyIds: [idA] }, sealer: undefined })
    const wrong = await start(database, B)
    expect(wrong).toMatchObject({ state: { kind: 'wrong', given: idB, keyIds: [idA] }, sealer: undefined })
    expect((await start(database, B, { before: [C] })).state).toMatchObject({ kind: 'wrong', keyIds: [idA] })
    await expect(texts(database, wrong.opener ?? right)).rejects.toThrow('not here')
    const again = sealerOf(await start(database, A))
    expect(await texts(database, again)).toEqual(said(3))
    expect(again.hash('x')).toBe(right.hash('x'))
  })

  it('is not taken for right where the first one was another that nothing was sealed with', async () => {
    const database = await open()
    await start(database, A)
    expect((await start(database, B)).state).toEqual({ kind: 'wrong', given: idB, keyIds: [idA] })
    expect((await start(database, B, { lostForGood: [idA] })).state).toMatchObject({ kind: 'right', keyId: idB })
  })

  it('changes: everything is sealed anew, and the old one is not needed any more', async () => {
    const database = await open()
    const before = sealerOf(await start(database, A))
    await sealSome(database, before, MANY)
    const changed = await start(database, B, { before: [C, A] })
    expect(changed.state).toEqual({ kind: 'right', keyId: idB, resealed: MANY + 1, damaged: 0 })
    expect(await inUse(database)).toEqual([idB])
    const after = await start(database, B)
    expect(after.state).toEqual({ kind: 'right', keyId: idB, resealed: 0, damaged: 0 })
    expect(await texts(database, sealerOf(after))).toEqual(said(MANY))
    expect(sealerOf(after).hash('x'), 'what the record knows again it still knows').toBe(before.hash('x'))
    expect(await notLookedAfter(database, sealerOf(after))).toEqual([])
    expect((await start(database, A)).state).toEqual({ kind: 'wrong', given: idA, keyIds: [idB] })
  })

  it('changes in as many starts as it takes, when each ends in the middle, and all can be read all the time', async () => {
    const database = await open()
    await sealSome(database, sealerOf(await start(database, A)), MANY)
    /** Ends after one transaction, as a process that is killed. */
    const dying = (): Starting['database'] => {
      let done = false
      return {
        client: database.client,
        transaction: async (work) => {
          if (done) throw new Error('killed')
          done = true
          return database.transaction(work)
        },
      }
    }
    const seen: string[][] = []
    let last: Sealing | undefined
    for (let starts = 0; starts < 20 && !last; starts++) {
      last = await start(dying() as Database, B, { before: [A] }).catch((error) => {
        expect(String(error)).toContain('killed')
        return undefined
      })
      seen.push([...(await inUse(database))])
      if (!last && seen.length === 2) {
        // Somebody takes the old key away too early, and puts it back.
        expect((await start(database, B)).state).toMatchObject({ kind: 'wrong', keyIds: [idA] })
      }
      expect(await texts(database, testSealer({ key: B, before: [A] }))).toEqual(said(MANY))
    }
    expect(seen.length).toBeGreaterThan(3)
    expect(seen[0]).toEqual([idA, idB].sort())
    expect(seen.at(-1)).toEqual([idB])
    expect((await start(database, B)).state).toMatchObject({ kind: 'right', resealed: 0 })
  })

  it('changes in several processes that start at once', async () => {
    const place = await url()
    const one = await openDatabase({ url: place })
    // A SQLite file has one process.
    const two = dialect === 'sqlite' ? one : await openDatabase({ url: place })
    const first = await Promise.all([start(one, A), start(two, A), start(one, A)])
    const hashes = first.map((each) => sealerOf(each).hash('x'))
    expect(new Set(hashes).size, 'one of them makes the row, all go by it').toBe(1)
    await sealSome(one, sealerOf(first[0]), MANY)
    const second = await Promise.all([one, two, two].map((each) => start(each, B, { before: [A] })))
    for (const sealing of second) {
      expect(sealing.state).toMatchObject({ kind: 'right', keyId: idB, damaged: 0 })
      expect(sealerOf(sealing).hash('x')).toBe(hashes[0])
    }
    expect(await inUse(one)).toEqual([idB])
    expect(await texts(two, sealerOf(await start(two, B)))).toEqual(said(MANY))
    for (const each of new Set([one, two])) await each.close()
  })

  it('will never come back: what it sealed is let go of, once somebody has said so, and never what can be opened', async () => {
    const database = await open()
    await sealSome(database, sealerOf(await start(database, A)), 3)
    expect((await start(database, A, { lostForGood: [idA] })).state, 'it is here').toMatchObject({ kind: 'right' })
    expect((await start(database, B, { lostForGood: ['0123456789abcdef'] })).state).toMatchObject({ kind: 'wrong' })
    expect(await database.client.dialog.count()).toBe(1)
    const afresh = await start(database, B, { lostForGood: [idA] })
    expect(afresh.state).toEqual({ kind: 'right', keyId: idB, resealed: 0, damaged: 0 })
    expect(await inUse(database)).toEqual([])
    expect(await database.client.dialog.count()).toBe(0)
    expect(await database.client.outboxMessage.findMany({ select: { state: true, text: true, sealed: true } })).toEqual(
      Array(3).fill({ state: 'CANCELLED', text: '', sealed: null }),
    )
    await sealSome(database, sealerOf(afresh), 1)
    expect((await start(database, B, { lostForGood: [idA] })).state).toMatchObject({ kind: 'right' })
  })

  it('is right although a value was tampered with, and says how many', async () => {
    const database = await open()
    await sealSome(database, sealerOf(await start(database, A)), 3)
    const [row] = await database.client.outboxMessage.findMany({ take: 1 })
    const changed = `${row?.sealed?.slice(0, -4)}AAAA`
    await database.transaction((tx) =>
      tx.outboxMessage.updateMany({ where: { id: row?.id ?? 0 }, data: { sealed: changed } }),
    )
    const sealing = await start(database, B, { before: [A] })
    expect(sealing.state).toEqual({ kind: 'right', keyId: idB, resealed: 3, damaged: 1 })
  })
})
