import { describe, expect, it } from 'vitest'
import type { CommunityId } from '../../src/ids.ts'
import { fastDatabase } from './fast-database.ts'
import { days, doing, makeInState, makeReport, makeWorld, NOW, photo, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()

describe('rate', () => {
  const rates = (rating: 'SATISFIED' | 'FAIRLY' | 'UNSATISFIED') => ({ action: 'rate', input: { rating } }) as const

  it.each(['SATISFIED', 'FAIRLY'] as const)('%s closes what waits to be verified', (rating) =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'RESOLVED')
      const { issue, facts } = await doing(tx, world, 'reporter', number, rates(rating))
      expect(issue).toMatchObject({ state: 'CLOSED', outcome: 'FIXED', rating, ratedAt: NOW, closedAt: NOW })
      expect(facts.asksRework).toBeUndefined()
    }),
  )

  it('不满意 closes nothing and asks for rework; silence does not close it either', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'RESOLVED')
      const { issue, facts } = await doing(tx, world, 'reporter', number, rates('UNSATISFIED'))
      expect(issue).toMatchObject({ state: 'RESOLVED', outcome: null, rating: 'UNSATISFIED', closedAt: null })
      expect(facts).toMatchObject({ asksRework: true, rated: { closed: false } })
      await expect(doing(tx, world, 'reporter', number, rates('UNSATISFIED'))).rejects.toThrow('已经记下')
      await expect(doing(tx, world, 'bot', number, { action: 'silence', input: {} }, days(9))).rejects.toThrow('还没到')
      const reworked = await doing(tx, world, 'worker', number, { action: 'rework', input: { defect: '不亮' } })
      expect(reworked.issue).toMatchObject({ state: 'IN_PROGRESS', rating: null, ratedAt: null, reworks: 1 })
    }))

  it('is not given by whoever did the work, though it was them who reported it', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'ACCEPTED', { reporter: world.people.worker.personId })
      const resolve = { action: 'resolve', input: { note: '好了' } } as const
      await doing(tx, world, 'worker', number, resolve, NOW, { photos: [photo()] })
      await expect(doing(tx, world, 'worker', number, rates('SATISFIED'))).rejects.toThrow('您自己办结的')
    }))

  it('is given once per closing', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'CLOSED')
      const { issue } = await doing(tx, world, 'reporter', number, rates('UNSATISFIED'))
      expect(issue).toMatchObject({ state: 'CLOSED', outcome: 'FIXED', rating: 'UNSATISFIED' })
      await expect(doing(tx, world, 'reporter', number, rates('SATISFIED'))).rejects.toThrow('已经评价过')
      await doing(tx, world, 'reporter', number, { action: 'reopen', input: { reason: '又坏了' } })
      await doing(tx, world, 'worker', number, { action: 'answer', input: { text: '换了' } })
      expect((await doing(tx, world, 'reporter', number, rates('SATISFIED'))).issue.rating).toBe('SATISFIED')
    }))
})

describe('merge', () => {
  const into = (parent: number) => ({ action: 'merge', input: { parent } }) as const

  it('moves reporter and supporters, each where they spoke, and keeps the pictures reachable', () =>
    inWorld(async (tx, world) => {
      const parent = (await makeReport(tx, world, { reporter: world.people.stranger.personId })).issue
      const child = await makeInState(tx, world, 'ACCEPTED', { photos: [photo()] })
      const { issue, facts } = await doing(tx, world, 'worker', child.number, into(parent.number))
      expect(issue).toMatchObject({ state: 'CLOSED', outcome: 'DUPLICATE', parentId: parent.id, closedAt: NOW })
      expect(facts.merged?.moved).toEqual([world.people.reporter.personId, world.people.supporter.personId])
      const { supporters } = await wholeOf(tx, parent.id)
      expect(supporters.map(({ personId, chatId }) => [personId, chatId])).toEqual([
        [world.people.reporter.personId, 'grid3@@group'],
        [world.people.supporter.personId, 'grid3@@group'],
      ])
      const merged = await tx.issue.findUniqueOrThrow({
        where: { id: parent.id },
        include: { merged: { include: { attachments: true } } },
      })
      expect(merged.merged[0]?.attachments).toHaveLength(1)
    }))

  it('does not make the reporter of the parent a supporter of it', () =>
    inWorld(async (tx, world) => {
      const parent = (await makeReport(tx, world)).issue
      const child = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', child.number, into(parent.number))
      expect((await wholeOf(tx, parent.id)).supporters).toEqual([])
    }))

  it('follows to the root, and goes in no circle', () =>
    inWorld(async (tx, world) => {
      const numbers: number[] = []
      for (let i = 0; i < 3; i++) numbers.push((await makeReport(tx, world)).issue.number)
      const [first = 0, second = 0, third = 0] = numbers
      await doing(tx, world, 'worker', second, into(first))
      const { facts } = await doing(tx, world, 'worker', third, into(second))
      expect(facts.merged?.parent.number).toBe(first)
      await expect(doing(tx, world, 'worker', first, into(third))).rejects.toThrow('不能反过来再并')
      await expect(doing(tx, world, 'worker', first, into(first))).rejects.toThrow('不能并到自己')
      await expect(doing(tx, world, 'worker', first, into(999))).rejects.toThrow('没有找到 #999')
    }))

  it('goes neither into what is closed nor across the line between public and private', () =>
    inWorld(async (tx, world) => {
      const child = (await makeReport(tx, world)).issue
      const closed = await makeInState(tx, world, 'CLOSED')
      await expect(doing(tx, world, 'worker', child.number, into(closed.number))).rejects.toThrow('已经结案')
      const dispute = (await makeReport(tx, world, { category: 'I01' })).issue
      await expect(doing(tx, world, 'worker', child.number, into(dispute.number))).rejects.toThrow('不能并在一起')
      await expect(doing(tx, world, 'worker', dispute.number, into(child.number))).rejects.toThrow('不能并在一起')
    }))

  it('lets nobody hear of somebody else’s private issue', () =>
    inWorld(async (tx, world) => {
      const mine = (await makeReport(tx, world, { category: 'G04' })).issue
      const again = (await makeReport(tx, world, { category: 'G04' })).issue
      const theirs = (await makeReport(tx, world, { category: 'G04', reporter: world.people.stranger.personId })).issue
      await expect(doing(tx, world, 'worker', mine.number, into(theirs.number))).rejects.toThrow('请分开办')
      expect((await doing(tx, world, 'worker', again.number, into(mine.number))).issue.outcome).toBe('DUPLICATE')
    }))

  it('does not find the parent in another community', () =>
    inWorld(async (tx, world) => {
      const other = await makeWorld(tx, 'other')
      await makeReport(tx, other)
      await makeReport(tx, other)
      const child = (await makeReport(tx, world)).issue
      expect(child.communityId).not.toBe(other.communityId as CommunityId)
      await expect(doing(tx, world, 'worker', child.number, into(2))).rejects.toThrow('没有找到 #2')
    }))
})
