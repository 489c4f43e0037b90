import { beforeAll, expect, it } from 'vitest'
import type { Database, Tx } from '../../src/database/database.ts'
import type { CommunityId } from '../../src/ids.ts'
import { type AlikeQuery, alikeTo } from '../../src/issues/alike.ts'
import type { Report } from '../../src/issues/report.ts'
import { describeOnBoth } from '../database/both.ts'
import { rolledBack } from './rolled-back.ts'
import { days, doing, hours, makeReport, makeWorld, minutes, NOW, type World } from './world.ts'

interface Street {
  readonly tx: Tx
  readonly world: World
  readonly compoundId: number
  readonly otherCompound: number
  /** a lamp in 3号楼 that has been dark for 5 minutes, unless said otherwise; resolves with its number */
  report(changes?: Partial<Report>): Promise<number>
  /** what the words of a neighbour are like, read as E01 and said now in the compound, unless said otherwise */
  like(words: string, changes?: Partial<AlikeQuery>): ReturnType<typeof alikeTo>
}

const FIVE_MINUTES_AGO = minutes(-5)
const LAMP = '3号楼楼道灯又灭了'

describeOnBoth('what somebody’s words are like', (open) => {
  let database: Database
  let places: Pick<Street, 'world' | 'compoundId' | 'otherCompound'>

  beforeAll(async () => {
    database = await open()
    places = await database.transaction(async (tx) => {
      const world = await makeWorld(tx)
      const { communityId } = world
      const compound = (code: string) => tx.compound.create({ data: { communityId, code, name: code, aliases: [] } })
      const { id: compoundId } = await compound('向阳小区')
      const { id: otherCompound } = await compound('槐荫小区')
      return { world, compoundId, otherCompound }
    })
  })

  const street = (name: string, test: (street: Street) => Promise<void>) =>
    it(name, async () => {
      const { world, compoundId } = places
      await rolledBack(database, (tx) =>
        test({
          ...places,
          tx,
          report: async (changes = {}) =>
            (await makeReport(tx, world, { compoundId, place: undefined, now: FIVE_MINUTES_AGO, ...changes })).issue
              .number,
          like: (words, changes = {}) =>
            alikeTo(tx, {
              communityId: world.communityId,
              gridId: world.grid,
              compoundId,
              category: 'E01',
              now: NOW,
              words,
              ...changes,
            }),
        }),
      )
    })

  street(
    'is the same where kind and place fit, for ten minutes; later somebody has to look',
    async ({ report, like }) => {
      const number = await report()
      expect(await like(LAMP)).toEqual({ number, how: 'same' })
      expect(await like(LAMP, { now: minutes(5) })).toEqual({ number, how: 'same' })
      expect(await like(LAMP, { now: new Date(minutes(5).getTime() + 1) })).toEqual({ number, how: 'likely' })
      expect(await like('三栋二单元声控灯坏了')).toEqual({ number, how: 'same' })
      expect(await like('三栋二单元声控灯坏了', { category: 'D01' }), 'by another category').toEqual({
        number,
        how: 'likely',
      })
    },
  )

  street('is nothing in another house, another compound or for another trouble', async (there) => {
    const { report, like, otherCompound, world } = there
    await report()
    expect(await like('5号楼楼道灯灭了')).toBeUndefined()
    expect(await like(LAMP, { compoundId: otherCompound })).toBeUndefined()
    expect(await like('3号楼单元门关不上了')).toBeUndefined()
    expect(await like('今天天气真好', { category: 'K99' })).toBeUndefined()
    expect(await like(LAMP, { compoundId: undefined, gridId: world.otherGrid })).toBeUndefined()
    expect(await like(LAMP, { compoundId: undefined, gridId: undefined })).toBeUndefined()
    expect(await like(LAMP, { communityId: (world.communityId + 1) as CommunityId })).toBeUndefined()
  })

  street('is looked for in the grid where the compound is not known', async ({ report, like }) => {
    const number = await report({ compoundId: undefined })
    expect(await like(LAMP, { compoundId: undefined })).toEqual({ number, how: 'same' })
    expect(await like(LAMP)).toBeUndefined()
  })

  street('is the same for what reaches further than a house, wherever it was said', async ({ report, like }) => {
    const number = await report({ words: '3号楼没电了', category: 'A12' })
    expect(await like('5号楼也停电了，空调都不转', { category: 'A12' })).toEqual({ number, how: 'same' })
    expect(await like('停电了？', { category: 'A12' })).toEqual({ number, how: 'same' })
    expect(await like('停水了？', { category: 'A12' })).toBeUndefined()
  })

  street('is left to a person on another floor, behind another door, or where one names no thing', async (there) => {
    const { report, like } = there
    const drain = { category: 'A04' }
    const number = await report({ words: '3号楼2单元五楼下水道堵了，脏水往上冒', ...drain })
    expect(await like('3号楼2单元5楼下水道堵了', drain)).toEqual({ number, how: 'same' })
    expect((await like('3号楼2单元二楼下水道堵了，脏水往上冒', drain))?.how).not.toBe('same')
    const lamp = await report({ words: '3号楼2单元501室门口的楼道灯不亮' })
    expect(await like('3号楼2单元501室门口楼道灯灭了')).toEqual({ number: lamp, how: 'same' })
    expect((await like('3号楼2单元502室门口的楼道灯不亮'))?.how).not.toBe('same')
  })

  street('is left to a person where nobody said which house', async ({ report, like }) => {
    const number = await report({ words: '楼道灯不亮' })
    expect(await like('楼道里的灯坏了')).toEqual({ number, how: 'likely' })
  })

  street('is the same for what a person says twice within three minutes', async ({ report, like, world }) => {
    const now = minutes(-3)
    const number = await report({ words: '楼道灯不亮', now })
    const { reporter, stranger } = world.people
    expect(await like('楼道里的灯坏了', { personId: reporter.personId })).toEqual({ number, how: 'same' })
    expect(await like('楼道里的灯坏了', { personId: stranger.personId })).toEqual({ number, how: 'likely' })
    const later = { personId: reporter.personId, now: minutes(1) }
    expect(await like('楼道里的灯坏了', later)).toEqual({ number, how: 'likely' })
  })

  street('is never what only those at work may know of', async ({ tx, report, like }) => {
    const number = await report()
    const set = (data: Parameters<Tx['issue']['updateMany']>[0]['data']) => tx.issue.updateMany({ data })
    await set({ isPrivate: true })
    expect(await like(LAMP)).toBeUndefined()
    await set({ isPrivate: false, state: 'DRAFT', guess: { kind: '报事', confidence: 0.5, register: 'ask' } })
    expect(await like(LAMP)).toBeUndefined()
    await set({ state: 'REPORTED' })
    expect(await like(LAMP)).toEqual({ number, how: 'same' })
  })

  street('may have been closed within the last two weeks, but is not joined then', async ({ tx, report, like }) => {
    const number = await report({ now: days(-20) })
    const close = (closedAt: Date, outcome: 'FIXED' | 'VOID' | 'WITHDRAWN') =>
      tx.issue.updateMany({ where: { number }, data: { state: 'CLOSED', outcome, closedAt } })
    await close(new Date(days(-14).getTime() + 1000), 'FIXED')
    expect(await like(LAMP)).toEqual({ number, how: 'likely', closed: true })
    await close(days(-14), 'FIXED')
    expect(await like(LAMP)).toBeUndefined()
    await close(hours(-1), 'VOID')
    expect(await like(LAMP)).toBeUndefined()
    await close(hours(-1), 'WITHDRAWN')
    expect(await like(LAMP)).toBeUndefined()
    await close(minutes(-1), 'FIXED')
    await tx.issue.updateMany({ data: { reportedAt: minutes(-2) } })
    expect(await like(LAMP)).toEqual({ number, how: 'likely', closed: true })
    const open = await report({ words: '3号楼灯不亮', now: days(-3) })
    expect(await like(LAMP)).toEqual({ number: open, how: 'likely' })
  })

  street('is the issue that another went into', async ({ tx, report, like, world }) => {
    const parent = await report({ words: '3号楼一到三层都没灯，线路老化', now: days(-1) })
    await tx.issue.updateMany({ where: { number: parent }, data: { category: 'D07' } })
    const child = await report({ words: LAMP })
    await doing(tx, world, 'worker', child, { action: 'merge', input: { parent } })
    await tx.issue.updateMany({ where: { number: parent }, data: { words: '线路老化' } })
    expect(await like(LAMP)).toEqual({ number: parent, how: 'likely' })
    const closedAt = days(-1)
    await tx.issue.updateMany({ where: { number: parent }, data: { state: 'CLOSED', outcome: 'FIXED', closedAt } })
    expect(await like(LAMP)).toEqual({ number: parent, how: 'likely', closed: true })
    await tx.issue.updateMany({ where: { number: parent }, data: { isPrivate: true } })
    expect(await like(LAMP)).toBeUndefined()
  })

  street('is the most alike of several, and what is the same before all', async ({ report, like }) => {
    await report({ words: '3号楼3单元楼道灯坏了', now: days(-2) })
    const older = await report({ words: '3号楼2单元楼道灯不亮', now: days(-2) })
    expect(await like('3号楼2单元楼道灯不亮')).toEqual({ number: older, how: 'likely' })
    const fresh = await report({ words: '3号楼的灯灭了' })
    expect(await like('3号楼2单元楼道灯不亮')).toEqual({ number: fresh, how: 'same' })
  })
})
