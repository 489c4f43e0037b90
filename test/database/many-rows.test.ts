import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Database, isUniqueViolation, openDatabase } from '../../src/database/database.ts'
import { addRows, addRowsReturning, changeRows, type NewRow } from '../../src/database/many-rows.ts'
import { runFolder } from '../run-folder.ts'
import { describeOnBoth } from './both.ts'
import { noteStatements, planOf } from './noted-statements.ts'

const at = new Date('2026-06-03T23:59:59.987Z')
const TEXTS = [
  '楼道灯不亮 “三楼” 👍\u200b\n第二行\u2028',
  ...['', ' ', 'null', 'true', '0', '007', '1e5', '2026-06-03T07:00:00Z', '[1]', '{"a": 1}', '$1 ? \' " ; -- /*'],
  'no half of a sign: \\ud83d \\u0041',
]

function said(text: string, n: number): NewRow<'OutboxMessage'> {
  return {
    account: 'bot',
    chatKind: n % 2 === 0 ? 'GROUP' : 'PRIVATE',
    chatId: text,
    text,
    mentions: n % 3 === 0 ? [] : [text, 'b'],
    priority: [0, -1, 2_147_483_647, -2_147_483_648][n % 4] ?? 0,
    state: n % 2 === 0 ? 'UNKNOWN' : 'PENDING',
    key: n % 2 === 0 ? `key ${n} ${text}` : null,
    notBefore: new Date(at.getTime() + n * 86_400_001),
    createdAt: n === 0 ? new Date(0) : at,
    sentAt: n % 2 === 0 ? null : at,
    evenPaused: n % 2 === 0,
    held: n % 3 === 0,
  }
}

function heard(text: string, n: number): NewRow<'HandledMessage'> {
  const undo = n % 2 === 0 ? null : { kind: text, runs: [1, 2.5, null, true, { [text]: text }], 'a"b': {} }
  return { account: 'bot', messageId: `${n}`, chatId: text, contactId: text, at, saidAt: new Date(n), undo }
}

/** Each value as the database itself keeps it, with its type. */
async function kept({ client, dialect }: Database, table: string): Promise<unknown> {
  if (dialect === 'postgresql') return client.$queryRawUnsafe(`SELECT t::text FROM "${table}" t ORDER BY id`)
  const columns = await client.$queryRawUnsafe<{ name: string }[]>(`SELECT name FROM pragma_table_info('${table}')`)
  const values = columns.map(({ name }) => `quote("${name}")`)
  return client.$queryRawUnsafe(`SELECT concat_ws(',', ${values.join(', ')}) AS kept FROM "${table}" ORDER BY id`)
}

describeOnBoth('many new rows', (open, both) => {
  it('are kept, and read back, exactly as those that Prisma writes', async () => {
    const [ours, prismas] = [await open(), await open()]
    const [outbox, inbox] = [TEXTS.map(said), TEXTS.map(heard)]
    const people = TEXTS.map((name) => ({ name, createdAt: at }))
    await ours.transaction(async (tx) => {
      await addRows(tx, 'OutboxMessage', outbox)
      await addRows(tx, 'HandledMessage', inbox)
      await addRows(tx, 'Person', people)
    })
    await prismas.transaction(async (tx) => {
      await tx.outboxMessage.createMany({ data: outbox.map((row) => ({ ...row, mentions: row.mentions ?? [] })) })
      await tx.handledMessage.createMany({
        data: inbox.map(({ undo, ...row }) => ({ ...row, ...(undo ? { undo } : {}) })),
      })
      await tx.person.createMany({ data: people })
    })
    for (const table of ['OutboxMessage', 'HandledMessage', 'Person']) {
      expect(await kept(ours, table), table).toEqual(await kept(prismas, table))
    }
    const orderBy = { id: 'asc' } as const
    const readBack = await ours.client.outboxMessage.findMany({ orderBy })
    expect(readBack).toEqual(await prismas.client.outboxMessage.findMany({ orderBy }))
    expect(readBack[0]).toMatchObject({ ...outbox[0], attempts: 0, lastError: null })
    expect(await ours.client.handledMessage.findMany({ orderBy })).toEqual(
      await prismas.client.handledMessage.findMany({ orderBy }),
    )
  })

  it('have the sign for an unreadable one in place of half a character', async () => {
    const { client, transaction } = await open()
    const names = ['half \ud83d of one', '\udc4d', '👍']
    await transaction((tx) =>
      addRows(
        tx,
        'Person',
        names.map((name) => ({ name, createdAt: at })),
      ),
    )
    const people = await client.person.findMany({ orderBy: { id: 'asc' } })
    expect(people.map(({ name }) => name)).toEqual(['half \ufffd of one', '\ufffd', '👍'])
  })

  it('are numbered in their order, and give back their numbers', async () => {
    const { client, transaction } = await open()
    const data = Array.from({ length: 3_000 }, (_, n) => ({ name: `${n}`, createdAt: at }))
    const made = await transaction((tx) => addRowsReturning(tx, 'Person', data, ['id', 'name']))
    const people = await client.person.findMany({ orderBy: { id: 'asc' } })
    expect(people.map(({ name }) => name)).toEqual(data.map(({ name }) => name))
    expect(made.toSorted((a, b) => a.id - b.id)).toEqual(people.map(({ id, name }) => ({ id, name })))
  })

  it('are changed, each by itself, exactly as Prisma changes them', async () => {
    const [ours, prismas] = [await open(), await open()]
    const [before, after] = [TEXTS.map(said), TEXTS.map((text, n) => said(text, n + 1))]
    for (const { transaction } of [ours, prismas]) await transaction((tx) => addRows(tx, 'OutboxMessage', before))
    // In another order, and not the first.
    const changed = after
      .map((row, index) => ({ ...row, id: index + 1 }))
      .reverse()
      .slice(0, -1)
    await ours.transaction((tx) => changeRows(tx, 'OutboxMessage', changed))
    await prismas.transaction(async (tx) => {
      for (const { id, mentions, ...data } of changed) {
        await tx.outboxMessage.update({ where: { id }, data: { ...data, mentions: mentions ?? [] } })
      }
    })
    expect(await kept(ours, 'OutboxMessage')).toEqual(await kept(prismas, 'OutboxMessage'))
    const [first, second] = await ours.client.outboxMessage.findMany({ orderBy: { id: 'asc' }, take: 2 })
    expect(first).toMatchObject({ ...before[0] })
    expect(second).toMatchObject({ ...after[1] })
  })

  it('that are to be changed must all be there', async () => {
    const { client, transaction } = await open()
    await transaction((tx) => addRows(tx, 'Person', [{ name: '马', createdAt: at }]))
    const rename = (ids: readonly number[]) =>
      transaction((tx) =>
        changeRows(
          tx,
          'Person',
          ids.map((id) => ({ id, name: `${id}` })),
        ),
      )
    await expect(rename([1, 2])).rejects.toThrow('of 2 rows of Person to be changed 1 are there')
    expect((await client.person.findFirstOrThrow()).name).toBe('马')
    await rename([])
    await rename([1])
    expect((await client.person.findFirstOrThrow()).name).toBe('1')
  })

  it('may be none', async () => {
    const { client, transaction } = await open()
    await transaction(async (tx) => {
      await addRows(tx, 'Person', [])
      expect(await addRowsReturning(tx, 'Person', [], ['id'])).toEqual([])
    })
    expect(await client.person.count()).toBe(0)
  })

  it('with different columns are a mistake, and so are those outside a transaction', async () => {
    const { client, transaction } = await open()
    const row = { account: 'a', messageId: '1', chatId: 'c', contactId: 'p', at, saidAt: at }
    const uneven = [row, { ...row, messageId: '2', undoneAt: at }]
    for (const rows of [uneven, uneven.toReversed()]) {
      await expect(transaction((tx) => addRows(tx, 'HandledMessage', rows))).rejects.toThrow('the same columns')
    }
    await expect(addRows(client, 'HandledMessage', [row])).rejects.toThrow('a transaction')
    expect(await client.handledMessage.count()).toBe(0)
  })

  it('of which one is there already are refused as its unique key, and nothing of the transaction is kept', async () => {
    const { client, transaction } = await open()
    const row = (n: number) => ({ account: 'a', messageId: `${n}`, chatId: 'c', contactId: 'p', at, saidAt: at })
    await transaction((tx) => addRows(tx, 'HandledMessage', [row(1)]))
    const again = transaction(async (tx) => {
      await addRows(tx, 'Person', [{ name: '马', createdAt: at }])
      await addRows(tx, 'HandledMessage', [row(2), row(1)]).catch((error: unknown) => {
        expect(isUniqueViolation(error)).toBe(true)
      })
    })
    await expect(again).rejects.toThrow('A statement of this transaction failed')
    expect(await client.handledMessage.count()).toBe(1)
    expect(await client.person.count()).toBe(0)
    const nowhere = transaction((tx) => addRows(tx, 'EarlyBird', [{ runId: 1, personId: 1, at }]))
    expect(isUniqueViolation(await nowhere.catch((error: unknown) => error))).toBe(false)
  })

  it('are tried again where another process was faster', async () => {
    const url = await both.url()
    const [one, other] = [await openDatabase({ url }), await openDatabase({ url })]
    const add = async (database: Database, meanwhile: () => Promise<void>) =>
      database.transaction(async (tx) => {
        const name = `${await tx.person.count()}`
        await meanwhile()
        await addRows(tx, 'Person', [{ name, createdAt: at }])
      })
    let tries = 0
    await add(one, async () => {
      tries += 1
      if (tries === 1) await add(other, async () => undefined)
    })
    expect(tries).toBe(2)
    expect((await one.client.person.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name)).toEqual(['0', '1'])
    await one.close()
    await other.close()
  })
})

describe('rows that are changed in SQLite', () => {
  afterEach(() => vi.restoreAllMocks())

  it('are changed without a look through all that point to such rows', async () => {
    const noted = noteStatements()
    const database = await openDatabase({ url: `file:${join(runFolder(), 'changed.db')}` })
    const change = database.transaction((tx) => changeRows(tx, 'Enrolment', [{ id: 1, party: 2 }]))
    await expect(change).rejects.toThrow(/are there/)
    const said = [...noted.values()].filter(({ sql }) => sql.startsWith('UPDATE "Enrolment"'))
    expect(said).toHaveLength(1)
    for (const statement of said)
      expect(await planOf(database, statement)).not.toContainEqual(expect.stringMatching(/Attendance|Event/))
    await database.close()
  })
})
