import { describe, expect, it } from 'vitest'
import { type Database, isUniqueViolation, openDatabase, type Tx } from '../../src/database/database.ts'
import { describeOnBoth } from './both.ts'

const at = new Date('2026-06-03T07:00:00.000Z')

async function makeCommunity(database: Database, code = 'yucheng') {
  return await database.transaction((tx) => tx.community.create({ data: { code, name: '玉成社区', createdAt: at } }))
}

describeOnBoth('a transaction', (open, both) => {
  it('keeps all of it or, when it throws, nothing', async () => {
    const database = await open()
    await makeCommunity(database)
    const failed = database.transaction(async (tx) => {
      await tx.community.update({ where: { code: 'yucheng' }, data: { issueCounter: 7 } })
      await tx.person.create({ data: { name: '马先生', createdAt: at } })
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(await database.client.person.count()).toBe(0)
    expect((await database.client.community.findFirstOrThrow()).issueCounter).toBe(0)
  })

  it('is not seen by others before it is over', async () => {
    const database = await open()
    const seen: number[] = []
    await database.transaction(async (tx) => {
      await tx.person.create({ data: { name: '马先生', createdAt: at } })
      seen.push(await database.client.person.count(), await tx.person.count())
    })
    seen.push(await database.client.person.count())
    expect(seen).toEqual([0, 1, 1])
  })

  it('keeps no reader waiting, also one that asks for more values than one question holds', async () => {
    const database = await open()
    const id = { in: Array.from({ length: 2_500 }, (_, index) => index + 1) }
    await database.transaction(async (tx) => {
      await tx.person.create({ data: { name: '马先生', createdAt: at } })
      expect(await database.client.person.findMany({ where: { id } })).toEqual([])
      expect(await tx.person.findMany({ where: { id } })).toHaveLength(1)
    })
    expect(await database.client.person.findMany({ where: { id } })).toHaveLength(1)
  })

  // Unqueued, Prisma gives up on most of 2,000: they wait longer than its two seconds.
  const many = both.dialect === 'sqlite' ? 2_000 : 300
  it(`answers every one of ${many} fired at once, in order, and loses no change`, async () => {
    const database = await open()
    const { id } = await makeCommunity(database)
    const numbers = await Promise.all(
      Array.from({ length: many }, () =>
        database.transaction(async (tx) => {
          const { issueCounter } = await tx.community.update({
            where: { id },
            data: { issueCounter: { increment: 1 } },
          })
          return issueCounter
        }),
      ),
    )
    expect(new Set(numbers).size).toBe(many)
    expect((await database.client.community.findUniqueOrThrow({ where: { id } })).issueCounter).toBe(many)
    if (both.dialect === 'sqlite') expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }, 60_000)

  it('loses no change made by reading first and writing afterwards, from two processes', async () => {
    const url = await both.url()
    const [one, other] = [await openDatabase({ url }), await openDatabase({ url })]
    const { id } = await makeCommunity(one)
    const raise = (database: Database) =>
      database.transaction(async (tx) => {
        const { issueCounter } = await tx.community.findUniqueOrThrow({ where: { id } })
        await tx.community.update({ where: { id }, data: { issueCounter: issueCounter + 1 } })
      })
    await Promise.all(Array.from({ length: 60 }, (_, turn) => raise(turn % 2 ? one : other)))
    expect((await one.client.community.findUniqueOrThrow({ where: { id } })).issueCounter).toBe(60)
    await one.close()
    await other.close()
  })

  it('that is slower than those of another process loses against them again and again, and is done all the same', async () => {
    if (both.dialect === 'sqlite') return
    const url = await both.url()
    const [slow, quick] = [await openDatabase({ url }), await openDatabase({ url })]
    const { id } = await makeCommunity(slow)
    const raise = (tx: Tx) => tx.community.update({ where: { id }, data: { issueCounter: { increment: 1 } } })
    let tried = 0
    await slow.transaction(async (tx) => {
      await tx.community.findUniqueOrThrow({ where: { id } })
      tried += 1
      // While it looks about, the other has read, written and committed.
      if (tried <= 14) await quick.transaction(raise)
      await raise(tx)
    })
    expect(tried).toBe(15)
    expect((await slow.client.community.findUniqueOrThrow({ where: { id } })).issueCounter).toBe(15)
    await Promise.all([slow.close(), quick.close()])
  })

  it('does not let two transactions each rely on what the other changes', async () => {
    const database = await open()
    const { id: communityId } = await makeCommunity(database)
    const person = await database.transaction((tx) => tx.person.create({ data: { name: '王', createdAt: at } }))
    // Each looks whether there is a secretary yet, and becomes one when there is not.
    await Promise.all(
      Array.from({ length: 8 }, () =>
        database.transaction(async (tx) => {
          const there = await tx.role.count({ where: { kind: 'SECRETARY', until: null } })
          if (there > 0) return
          await tx.role.create({ data: { personId: person.id, kind: 'SECRETARY', communityId, since: at } })
        }),
      ),
    )
    expect(await database.client.role.count()).toBe(1)
  })

  it('says that a unique key is taken, and keeps nothing', async () => {
    const database = await open()
    await makeCommunity(database)
    const error: unknown = await database
      .transaction(async (tx) => {
        await tx.person.create({ data: { name: '马先生', createdAt: at } })
        await tx.community.create({ data: { code: 'yucheng', name: 'again', createdAt: at } })
      })
      .catch((caught: unknown) => caught)
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(new Error('other'))).toBe(false)
    expect(await database.client.person.count()).toBe(0)
  })

  it('cannot be carried on after a statement failed', async () => {
    const database = await open()
    await makeCommunity(database)
    const swallowing = database.transaction(async (tx) => {
      await tx.community.create({ data: { code: 'yucheng', name: 'again', createdAt: at } }).catch(() => undefined)
      await tx.person.create({ data: { name: '马先生', createdAt: at } })
    })
    await expect(swallowing).rejects.toThrow('let that error out')
    const silent = database.transaction(async (tx) => {
      await tx.person.create({ data: { name: '马先生', createdAt: at } })
      await tx.community.create({ data: { code: 'yucheng', name: 'again', createdAt: at } }).catch(() => undefined)
    })
    await expect(silent).rejects.toThrow('let that error out')
    expect(await database.client.person.count()).toBe(0)
    expect((await makeCommunity(database, 'next')).code).toBe('next')
  })

  it('refuses a foreign key that leads nowhere', async () => {
    const database = await open()
    const broken = database.transaction((tx) => tx.grid.create({ data: { communityId: 99, number: 1, name: '1' } }))
    await expect(broken).rejects.toMatchObject({ code: 'P2003' })
  })

  it('is refused inside another one, but not after it', async () => {
    const database = await open()
    const inner = () => database.transaction((tx) => tx.person.count())
    await expect(database.transaction(inner)).rejects.toThrow('hand its tx on')
    let afterwards: (() => Promise<number>) | undefined
    await database.transaction(async (tx) => {
      await tx.person.count()
      afterwards = inner
    })
    expect(await afterwards?.()).toBe(0)
  })
})

describeOnBoth('a database', (open) => {
  it('refuses to write outside a transaction', async () => {
    const database = await open()
    const data = { name: '马先生', createdAt: at }
    await expect(database.client.person.create({ data })).rejects.toThrow('write in database.transaction')
    await expect(database.client.person.deleteMany()).rejects.toThrow('write in database.transaction')
    expect(await database.client.person.findMany()).toEqual([])
  })

  it('finishes what was asked for before it closes, and then takes no more', async () => {
    const database = await open()
    const asked = Array.from({ length: 20 }, (_, turn) => makeCommunity(database, `c${turn}`))
    const closing = database.close()
    await expect(makeCommunity(database, 'late')).rejects.toThrow('closed')
    await closing
    expect(await Promise.all(asked)).toHaveLength(20)
    await database.close()
  })
})

describe('isUniqueViolation', () => {
  it('is false for anything else', () => {
    expect(isUniqueViolation(undefined)).toBe(false)
  })
})
