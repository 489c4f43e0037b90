import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { AttachmentStore } from '../../src/attachments/store.ts'
import type { Database } from '../../src/database/database.ts'
import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import { cleanUp } from '../../src/scheduler/clean-up.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeReport, makeWorld, photo } from '../issues/world.ts'
import { runFolder } from '../run-folder.ts'

const NO_FILES = { remove: async () => 0, sweep: async () => 0 }

const DAY = 86_400_000

describeOnBoth('clean-up', (open) => {
  it('removes what is old, in several goes, and keeps where each job stands', async () => {
    const database = await open()
    const now = shanghai(2026, 6, 30, 9, 0)
    const ago = (days: number) => new Date(now.getTime() - days * DAY)
    await database.transaction(async (tx) => {
      const message = (id: number, at: Date) => ({
        account: 'a',
        messageId: `m${id}`,
        chatId: 'c',
        contactId: 'x',
        at,
        saidAt: at,
      })
      await tx.handledMessage.createMany({ data: Array.from({ length: 1100 }, (_, id) => message(id, ago(31))) })
      await tx.handledMessage.create({ data: message(2000, ago(29)) })
      const run = (job: string, days: number) => ({
        job,
        slot: ago(days),
        state: 'DONE' as const,
        startedAt: ago(days),
      })
      await tx.jobRun.createMany({
        data: [run('often', 9), run('often', 8), run('often', 1), run('rare', 90), run('rare', 60)],
      })
      const dialog = { account: 'a', chatId: 'c', kind: 'place', state: {} }
      await tx.dialog.create({ data: { ...dialog, contactId: 'x', expiresAt: ago(1) } })
      await tx.dialog.create({ data: { ...dialog, contactId: 'y', expiresAt: ago(-1) } })
      await tx.recentPhoto.create({
        data: { account: 'a', chatId: 'c', contactId: 'x', messageId: 'p', at: ago(0.1) },
      })
    })
    const job = cleanUp(database, NO_FILES)
    expect(await job.run(now, now)).toMatch(/^1 photo notes, 1 dialogs, 1100 ids, 3 job runs/)
    expect(await database.client.handledMessage.findMany({ select: { messageId: true } })).toEqual([
      { messageId: 'm2000' },
    ])
    expect(
      await database.client.jobRun.findMany({ orderBy: { slot: 'asc' }, select: { job: true, slot: true } }),
    ).toEqual([
      { job: 'rare', slot: ago(60) },
      { job: 'often', slot: ago(1) },
    ])
    expect(await job.run(now, now)).toMatch(/^0 photo notes, 0 dialogs, 0 ids, 0 job runs/)
  })

  it('removes what comes before the one thing that cannot be removed', async () => {
    const database = await open()
    const now = shanghai(2026, 6, 30, 9, 0)
    const at = new Date(now.getTime() - DAY)
    await database.transaction(async (tx) => {
      await tx.recentPhoto.create({ data: { account: 'a', chatId: 'c', contactId: 'x', messageId: 'p', at } })
    })
    const broken: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((tx) =>
          work(
            new Proxy(tx, {
              get: (target, name) => {
                if (name === 'jobRun') throw new Error('the table is damaged')
                return Reflect.get(target, name)
              },
            }),
          ),
        ),
    }
    await expect(cleanUp(broken, NO_FILES).run(now, now)).rejects.toThrow('the table is damaged')
    expect(await database.client.recentPhoto.count()).toBe(0)
  })

  it('forgets guesses that were none, also those of long ago when the bot was away', async () => {
    const database = await open()
    const now = shanghai(2026, 6, 30, 9, 0)
    const job = cleanUp(database, NO_FILES)
    const guess = { kind: '报修', confidence: 0.5, register: 'ask' }
    const givenUp = (days: number, code: string) =>
      database.transaction(async (tx) => {
        const { issue } = await makeReport(tx, await makeWorld(tx, code))
        const closedAt = new Date(now.getTime() - days * DAY)
        await tx.issue.update({ where: { id: issue.id }, data: { state: 'CLOSED', outcome: 'VOID', guess, closedAt } })
      })
    await givenUp(40, 'old')
    expect(await job.run(now, now)).toMatch(/ 1 forgotten/)
    await givenUp(1, 'new')
    expect(await job.run(now, now)).toMatch(/ 1 forgotten/)
    expect(await database.client.issue.count({ where: { words: { not: '' } } })).toBe(0)
  })

  it('removes pictures to which nothing points any more, and what crashes have left of files', async () => {
    const database = await open()
    const folder = await mkdtemp(join(runFolder(), 'clean-up-'))
    const store = new AttachmentStore(folder)
    const now = shanghai(2026, 6, 30, 9, 0)
    const keep = async (mark: number) => {
      const kept = await store.keepPicture(Uint8Array.from([...zebraCrossing(), mark]))
      if (typeof kept === 'string') throw new Error(kept)
      return kept
    }
    const age = async (path: string, hours: number) => {
      const at = new Date(Date.now() - hours * 3_600_000)
      await utimes(path, at, at)
    }
    const rows = async () => (await database.client.attachment.findMany()).map(({ sha256 }) => sha256)
    const files = async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((each) =>
        each.isFile() ? [each.name] : [],
      )
    /** Every folder has had its turn. */
    const run = async () => {
      for (let turn = 0; turn < 16; turn++) {
        const at = new Date(now.getTime() + turn * 600_000)
        await cleanUp(database, store).run(at, at)
      }
    }

    const [pointedTo, loose, young, rowless, said] = [
      await keep(1),
      await keep(2),
      await keep(3),
      await keep(4),
      await keep(5),
    ]
    await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      await makeReport(tx, world, { photos: [{ ...photo(), ...pointedTo }] })
      for (const each of [loose, young, said]) await tx.attachment.create({ data: { ...each, createdAt: now } })
      await tx.outboxMessage.create({
        data: {
          account: 'a',
          chatKind: 'GROUP',
          chatId: 'c',
          text: '',
          mentions: [],
          sha256: said.sha256,
          priority: 2,
          notBefore: now,
          createdAt: now,
        },
      })
    })
    for (const { sha256 } of [pointedTo, loose, rowless, said]) await age(store.pathOf(sha256), 2)
    const halves = [`${store.pathOf(pointedTo.sha256)}.killed.part`, `${store.pathOf(pointedTo.sha256)}.now.part`]
    for (const half of halves) await writeFile(half, 'x')
    await age(halves[0] ?? '', 25)

    await run()
    expect((await rows()).sort()).toEqual([pointedTo.sha256, said.sha256].sort())
    const left = [pointedTo.sha256, said.sha256, young.sha256, `${pointedTo.sha256}.now.part`]
    expect((await files()).sort(), 'what is young may still get a row').toEqual(left.sort())

    // A file stays with its row whatever became of that; a picture that was said goes.
    const [sheet, shown] = [await keep(6), await keep(7)]
    const row = { account: 'a', chatKind: 'GROUP', chatId: 'c', text: '', mentions: [], priority: 2 } as const
    await database.transaction(async (tx) => {
      for (const each of [{ sha256: sheet.sha256, fileName: '台账.xlsx' }, { sha256: shown.sha256 }]) {
        await tx.outboxMessage.create({ data: { ...row, ...each, state: 'ECHOED', notBefore: now, createdAt: now } })
      }
    })
    for (const { sha256 } of [sheet, shown]) await age(store.pathOf(sha256), 2)
    await run()
    expect((await files()).sort()).toEqual([...left, sheet.sha256].sort())

    // Kept once more while it was rubbish: it counts as new, and whoever keeps it after it has gone writes it anew.
    await age(store.pathOf(young.sha256), 2)
    await keep(3)
    await run()
    expect(await files()).toContain(young.sha256)
    await age(store.pathOf(young.sha256), 2)
    await Promise.all([store.remove([young.sha256]), keep(3)])
    const hash = createHash('sha256')
      .update(await store.read(young.sha256))
      .digest('hex')
    expect(hash, 'whoever is first').toBe(young.sha256)
    await rm(folder, { recursive: true, force: true })
  })
})
