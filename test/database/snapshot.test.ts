import { expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { dialectOf } from '../../src/database/dialects.ts'
import { refill } from '../../src/database/refill.ts'
import type { Snapshot } from '../../src/database/snapshot.ts'
import type { Row } from '../../src/database/tables.ts'
import { describeOnBoth } from './both.ts'

const at = new Date('2026-06-03T07:00:00.987Z')

/** A little of everything: more rows than a page, an id given out and gone, Json, enums, a row that refers to a later one. */
async function fill(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const { id } = await tx.community.create({
      data: { code: 'y', name: '玉成社区', example: true, createdAt: at, issueCounter: 2 },
    })
    await tx.unit.create({
      data: {
        communityId: id,
        code: 'p',
        name: `it's "quoted"\n\\`,
        aliases: [{ z: 1.5, a: [null, '👍'] }],
        kind: 'POLICE',
      },
    })
    await tx.person.createMany({
      data: Array.from({ length: 1203 }, (_, turn) => ({ name: `居民${turn}`, createdAt: at })),
    })
    await tx.person.deleteMany({ where: { id: { gt: 1100 } } })
    const message = { account: 'a', chatId: 'c', contactId: 'p', at, saidAt: at }
    await tx.handledMessage.create({ data: { ...message, messageId: '1' } })
    await tx.handledMessage.create({ data: { ...message, messageId: '2', undo: { number: 7 } } })
    for (const kind of ['STAFF', 'RATE_LIMIT'] as const) {
      await tx.accountPause.create({ data: { account: 'a', kind, since: at, reason: 'busy' } })
    }
    const issue = {
      communityId: id,
      state: 'REPORTED',
      words: '灯不亮',
      category: 'lighting',
      isPrivate: false,
      dangerous: true,
      reporterId: 1,
      account: 'a',
      chatKind: 'GROUP',
      chatId: 'c',
      reportedAt: at,
    } as const
    const first = await tx.issue.create({ data: { ...issue, number: 1 } })
    const later = await tx.issue.create({ data: { ...issue, number: 2 } })
    await tx.issue.update({ where: { id: first.id }, data: { parentId: later.id } })
  })
}

async function everything({ dialect: _, tables, lastIds, migrations, pages }: Snapshot) {
  const rows: Record<string, Row[]> = {}
  for (const table of tables) {
    rows[table.name] = []
    for await (const page of pages(table)) rows[table.name]?.push(...page)
  }
  return { rows, lastIds, migrations }
}

describeOnBoth('a snapshot', (open, both) => {
  it('is of one moment, whatever is written meanwhile', async () => {
    const database = await open()
    await fill(database)
    const [before, during] = await database.snapshot(async (snapshot) => {
      const before = await everything(snapshot)
      await database.transaction((tx) => tx.person.deleteMany({ where: { id: { gt: 10 } } }))
      return [before, await everything(snapshot)]
    })
    expect(during).toEqual(before)
    expect(before.rows['Person']).toHaveLength(1100)
    expect((await database.snapshot(everything)).rows['Person']).toHaveLength(10)
  })

  it.each(['sqlite', 'postgresql'] as const)('fills an empty %s with the same', async (target) => {
    const database = await open()
    await fill(database)
    const all = await database.snapshot(everything)
    const url = await both.emptyUrl(target)

    await refill(dialectOf({ url }), all.migrations.at(-1) ?? '', async (filler) => {
      for (const [table, rows] of Object.entries(all.rows)) await filler.insert(table, rows)
      await filler.setLastIds(all.lastIds)
    })

    const filled = await openDatabase({ url })
    expect(await filled.snapshot(everything)).toEqual(all)
    // It is compared and numbered as if it had always been there.
    expect(await filled.client.person.count({ where: { createdAt: { lte: at } } })).toBe(1100)
    const next = await filled.transaction((tx) => tx.person.create({ data: { name: 'next', createdAt: at } }))
    expect(next.id).toBe(1204)
    const orphan = filled.transaction((tx) => tx.unitGrid.create({ data: { unitId: 1, gridId: 99 } }))
    await expect(orphan).rejects.toThrow(/foreign key/i)
    await filled.close()
  })

  it('brings to a PostgreSQL what only SQLite keeps, without what nobody can read', async () => {
    if (both.dialect === 'postgresql') return
    const database = await open()
    await database.transaction(async (tx) => {
      await tx.person.create({ data: { name: 'A\0B', createdAt: at } })
      const data = { 'k\0': ['x\ud83dy\0', '👍', '\\u0000'] }
      await tx.auditEntry.create({ data: { at, action: 'a', subject: 's', data } })
    })
    const all = await database.snapshot(everything)
    const url = await both.emptyUrl('postgresql')
    await refill(dialectOf({ url }), all.migrations.at(-1) ?? '', async (filler) => {
      for (const name of ['Person', 'AuditEntry']) await filler.insert(name, all.rows[name] ?? [])
    })
    const filled = await openDatabase({ url })
    expect(await filled.client.person.findFirst()).toMatchObject({ name: 'AB' })
    expect((await filled.client.auditEntry.findFirst())?.data).toEqual({ k: ['xy', '👍', '\\u0000'] })
    await filled.close()
  })

  it('does not fill a database that has rows, nor leaves any when it fails', async () => {
    const database = await open()
    await fill(database)
    const all = await database.snapshot(everything)
    const upTo = all.migrations.at(-1) ?? ''
    const url = await both.emptyUrl()
    const dialect = dialectOf({ url })

    const broken = refill(dialect, upTo, async (filler) => {
      for (const [table, rows] of Object.entries(all.rows)) await filler.insert(table, rows)
      throw new Error('pulled the plug')
    })
    await expect(broken).rejects.toThrow('pulled the plug')
    // No issue without its community: foreign keys are looked at, only later.
    const torn = refill(dialect, upTo, (filler) => filler.insert('Issue', all.rows['Issue'] ?? []))
    await expect(torn).rejects.toThrow(/foreign ?key/i)
    await refill(dialect, upTo, (filler) => filler.insert('Person', all.rows['Person'] ?? []))

    await expect(refill(dialect, upTo, async () => undefined)).rejects.toThrow(
      /already holds rows.*Person.*empty database/,
    )
  })
})
