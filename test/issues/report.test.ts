import { describe, expect, it } from 'vitest'
import type { ChatId } from '../../src/ids.ts'
import { audience, historyOf, openOfGroup, openOfReporter, todo } from '../../src/issues/queries.ts'
import { support } from '../../src/issues/support.ts'
import { fastDatabase } from './fast-database.ts'
import {
  account,
  days,
  doing,
  makeInState,
  makeReport,
  makeWorld,
  minutes,
  NOW,
  origin,
  photo,
  wholeOf,
} from './world.ts'

const { inWorld } = fastDatabase()
const elsewhere = { account, chat: { kind: 'private' as const, id: 'neighbour' as ChatId } }

describe('report', () => {
  it('keeps the resident’s own words, place, chat and pictures, and numbers without gaps per community', () =>
    inWorld(async (tx, world) => {
      const words = ' 3号楼　灯不亮！\n急 '
      const first = await makeReport(tx, world, { words, place: ' 3号楼 ', photos: [photo()] })
      expect(first.issue).toMatchObject({
        number: 1,
        words,
        place: '3号楼',
        state: 'REPORTED',
        account: 'bot',
        chatKind: 'GROUP',
        chatId: 'grid3@@group',
        reportedAt: NOW,
        isPrivate: false,
        dangerous: false,
      })
      expect(first.facts).toMatchObject({ hat: 'reporter', by: '报事人' })
      const { events, attachments } = await wholeOf(tx, first.issue.id)
      expect(events).toMatchObject([{ seq: 1, action: 'report', from: null, to: 'REPORTED' }])
      expect(attachments).toMatchObject([{ eventId: events[0]?.id }])
      const other = await makeWorld(tx, 'other')
      expect((await makeReport(tx, other)).issue.number).toBe(1)
      expect((await makeReport(tx, world)).issue.number).toBe(2)
    }))

  it('wants words or a picture', () =>
    inWorld(async (tx, world) => {
      await expect(makeReport(tx, world, { words: ' \n ' })).rejects.toThrow('请写明在哪里')
      expect((await makeReport(tx, world, { words: '', photos: [photo()] })).issue.words).toBe('')
    }))

  it('is made on a resident’s behalf by the worker of the grid or staff', () =>
    inWorld(async (tx, world) => {
      const { worker, workerElsewhere, stranger, staff } = world.people
      const done = await makeReport(tx, world, { onBehalfBy: worker })
      expect(done.issue.reporterId).toBe(world.people.reporter.personId)
      expect(done.event).toMatchObject({ personId: worker.personId, hat: 'worker' })
      expect(done.facts.by).toBe('3号网格员')
      await expect(makeReport(tx, world, { onBehalfBy: workerElsewhere })).rejects.toThrow('3号网格的事')
      await expect(makeReport(tx, world, { onBehalfBy: stranger })).rejects.toThrow('3号网格的事')
      await expect(makeReport(tx, world, { onBehalfBy: worker, grid: undefined })).rejects.toThrow('还不知道在哪个网格')
      expect((await makeReport(tx, world, { onBehalfBy: staff, grid: undefined })).event.hat).toBe('staff')
    }))

  it('knows what is private', () =>
    inWorld(async (tx, world) => {
      expect((await makeReport(tx, world, { category: 'G04' })).issue.isPrivate).toBe(true)
    }))

  it('takes no grid of another community', () =>
    inWorld(async (tx, world) => {
      const other = await makeWorld(tx, 'other')
      await expect(makeReport(tx, world, { grid: other.gridRow })).rejects.toThrow(RangeError)
    }))
})

describe('support', () => {
  it('adds somebody once, with where they said so', () =>
    inWorld(async (tx, world) => {
      const { communityId, people } = world
      const { issue } = await makeReport(tx, world)
      const join = (who: 'stranger' | 'reporter') =>
        support(tx, { communityId, number: issue.number, person: people[who], origin: elsewhere, now: minutes(1) })
      const { facts, event } = await join('stranger')
      expect(facts).toMatchObject({ hat: 'supporter', supported: { named: issue.number, supporters: 1 } })
      expect(event).toMatchObject({ action: 'support', from: 'REPORTED', to: 'REPORTED' })
      await expect(join('stranger')).rejects.toThrow('已经附议过')
      await expect(join('reporter')).rejects.toThrow('就是您报的')
      expect(await audience(tx, issue)).toEqual([
        {
          hat: 'reporter',
          personId: people.reporter.personId,
          account: 'bot',
          chatKind: 'GROUP',
          chatId: 'grid3@@group',
        },
        {
          hat: 'supporter',
          personId: people.stranger.personId,
          account: 'bot',
          chatKind: 'PRIVATE',
          chatId: 'neighbour',
        },
      ])
    }))

  it('of a merged issue goes to the one it was merged into', () =>
    inWorld(async (tx, world) => {
      const { communityId, people } = world
      const parent = (await makeReport(tx, world)).issue
      const child = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', child.number, { action: 'merge', input: { parent: parent.number } })
      const person = people.stranger
      const { issue, facts } = await support(tx, { communityId, number: child.number, person, origin, now: NOW })
      expect(issue.id).toBe(parent.id)
      expect(facts.supported).toEqual({ named: child.number, supporters: 1 })
    }))

  it('is refused for what is closed, private or not there', () =>
    inWorld(async (tx, world) => {
      const { communityId, people } = world
      const join = (number: number) => support(tx, { communityId, number, person: people.stranger, origin, now: NOW })
      const closed = await makeInState(tx, world, 'CLOSED')
      await expect(join(closed.number)).rejects.toThrow('现在是“已结案(已解决)”，不能附议')
      const dispute = (await makeReport(tx, world, { category: 'I01' })).issue
      await expect(join(dispute.number)).rejects.toThrow(`没有找到 #${dispute.number}`)
      await expect(join(99)).rejects.toThrow('没有找到 #99')
    }))
})

describe('lists', () => {
  it('of a person hold what they reported or support and is open', () =>
    inWorld(async (tx, world) => {
      const { reporter, supporter, stranger } = world.people
      const open = await makeInState(tx, world, 'ACCEPTED')
      await makeInState(tx, world, 'CLOSED')
      const dispute = await makeInState(tx, world, 'REPORTED', { category: 'I01' })
      const numbers = async (personId: typeof reporter.personId) =>
        (await openOfReporter(tx, personId)).map(({ number }) => number)
      expect(await numbers(reporter.personId)).toEqual([dispute.number, open.number])
      expect(await numbers(supporter.personId)).toEqual([dispute.number, open.number])
      expect(await numbers(stranger.personId)).toEqual([])
    }))

  it('of a group hold what was reported there and is open and public', () =>
    inWorld(async (tx, world) => {
      const open = await makeInState(tx, world, 'ACCEPTED')
      await makeInState(tx, world, 'CLOSED')
      await makeInState(tx, world, 'REPORTED', { category: 'I01' })
      await makeInState(tx, world, 'REPORTED', { origin: elsewhere })
      const found = await openOfGroup(tx, account, origin.chat.id)
      expect(found.map(({ number }) => number)).toEqual([open.number])
      expect(await openOfGroup(tx, account, 'other' as ChatId)).toEqual([])
    }))

  it('of what waits for somebody go by role and urgency', () =>
    inWorld(async (tx, world) => {
      const { people } = world
      const number = async (made: Promise<{ number: number }>) => (await made).number
      const accepted = await number(makeInState(tx, world, 'ACCEPTED'))
      const gas = (await makeReport(tx, world, { category: 'A02' })).issue.number
      const fresh = (await makeReport(tx, world)).issue.number
      const dispatched = await number(makeInState(tx, world, 'DISPATCHED'))
      const working = await number(makeInState(tx, world, 'IN_PROGRESS'))
      const escalated = await number(makeInState(tx, world, 'ESCALATED'))
      const homeless = (await makeReport(tx, world, { grid: undefined })).issue.number
      await makeInState(tx, world, 'NEED_INFO')
      await makeInState(tx, world, 'ON_HOLD')
      await makeInState(tx, world, 'CLOSED')
      const waiting = async (who: keyof typeof people) => (await todo(tx, people[who].roles)).map((one) => one.number)
      expect(await waiting('worker')).toEqual([gas, fresh, accepted])
      expect(await waiting('unit')).toEqual([dispatched, working])
      expect(await waiting('staff')).toEqual([homeless, escalated])
      expect(await waiting('secretary')).toEqual([homeless, escalated])
      expect(await waiting('workerElsewhere')).toEqual([])
      expect(await waiting('stranger')).toEqual([])
      await doing(tx, world, 'unit', working, { action: 'extend', input: { until: days(9), reason: '等' } })
      expect(await waiting('staff')).toContain(working)
      const own = (await todo(tx, [...people.worker.roles, ...people.staff.roles])).map((one) => one.number)
      expect(new Set(own).size).toBe(own.length)
    }))

  it('of what happened are complete and in order', () =>
    inWorld(async (tx, world) => {
      const { id, number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await doing(tx, world, 'worker', number, { action: 'progress', input: { note: '在修' } })
      const history = await historyOf(tx, id)
      expect(history.map(({ action, note }) => [action, note])).toEqual([
        ['report', null],
        ['accept', null],
        ['progress', '在修'],
      ])
    }))
})
