import { describe, expect, it } from 'vitest'
import type { GridId } from '../../src/ids.ts'
import { fastDatabase } from './fast-database.ts'
import { days, doing, makeInState, makeReport, makeWorld, minutes, NOW, photo, wholeOf } from './world.ts'

const { inWorld } = fastDatabase()

describe('who may', () => {
  it('sends a worker of another grid to the right one', () =>
    inWorld(async (tx, world) => {
      const { issue } = await makeReport(tx, world)
      const attempt = doing(tx, world, 'workerElsewhere', issue.number, { action: 'accept', input: {} })
      await expect(attempt).rejects.toThrow(`#${issue.number} 属于3号网格，由那里的网格员办理。`)
    }))

  it('says who may to a resident, and nothing of what state it is in', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const attempt = doing(tx, world, 'stranger', number, { action: 'accept', input: {} })
      await expect(attempt).rejects.toThrow('受理要由本网格的网格员或社区工作人员来做。')
    }))

  it('tells a contact of another unit whose it is', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'DISPATCHED')
      const attempt = doing(tx, world, 'unitElsewhere', number, { action: 'arrive', input: {} })
      await expect(attempt).rejects.toThrow(`#${number} 派给的是交警中队，由他们办理。`)
    }))

  it('knows no number that was not given out, and none of another community', () =>
    inWorld(async (tx, world) => {
      const other = await makeWorld(tx, 'other')
      await makeReport(tx, other)
      await makeReport(tx, other)
      const { issue } = await makeReport(tx, world)
      for (const number of [0, -1, 2, 1.5, 99999999999]) {
        const attempt = doing(tx, world, 'staff', number, { action: 'accept', input: {} })
        await expect(attempt, String(number)).rejects.toThrow('没有找到')
      }
      // The secretary of one community is nobody in the other.
      const stranger = { ...other, people: world.people }
      const attempt = doing(tx, stranger, 'secretary', 1, { action: 'accept', input: {} })
      await expect(attempt).rejects.toThrow('社区工作人员来做')
      expect((await wholeOf(tx, issue.id)).state).toBe('REPORTED')
    }))

  it('tells nobody outside that a private issue exists', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world, { category: 'I01', words: '和邻居有纠纷' })).issue
      const attempt = doing(tx, world, 'stranger', number, { action: 'rate', input: { rating: 'SATISFIED' } })
      await expect(attempt).rejects.toThrow(`没有找到 #${number}`)
    }))

  it('gives an issue without a grid to staff', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world, { grid: undefined })).issue
      const attempt = doing(tx, world, 'worker', number, { action: 'accept', input: {} })
      await expect(attempt).rejects.toThrow('还没有定在哪个网格')
      expect((await doing(tx, world, 'staff', number, { action: 'accept', input: {} })).issue.state).toBe('ACCEPTED')
    }))

  it('lets the secretary act as secretary', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      const { event, facts } = await doing(tx, world, 'secretary', number, { action: 'accept', input: {} })
      expect(event.hat).toBe('secretary')
      expect(facts.by).toBe('书记')
    }))

  it('tries every hat of a person: a reporter who is the worker too reopens after eight days', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'CLOSED', { reporter: world.people.worker.personId })
      const reopened = await doing(
        tx,
        world,
        'worker',
        number,
        { action: 'reopen', input: { reason: '又坏了' } },
        days(8),
      )
      expect(reopened.facts.hat).toBe('worker')
    }))
})

describe('where it is', () => {
  it('says who was faster', () =>
    inWorld(async (tx, world) => {
      const { number } = (await makeReport(tx, world)).issue
      await doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(1))
      const second = doing(tx, world, 'deputy', number, { action: 'accept', input: {} }, minutes(2))
      await expect(second).rejects.toThrow(`#${number} 刚才已由3号网格员受理，现在是“网格办理中”。`)
      const again = doing(tx, world, 'worker', number, { action: 'accept', input: {} }, minutes(2))
      await expect(again).rejects.toThrow(`#${number} 您刚才已经受理了，现在是“网格办理中”。`)
    }))

  it('says where it is and what this person can do instead', () =>
    inWorld(async (tx, world) => {
      const { number } = await makeInState(tx, world, 'DISPATCHED')
      const attempt = doing(tx, world, 'unit', number, { action: 'resolve', input: { note: '好了' } })
      await expect(attempt).rejects.toThrow(
        '现在是“已派单·待到场”，这一步不能办结。您现在可以：接单、退回、进展、延期。',
      )
      const closed = await makeInState(tx, world, 'CLOSED')
      const late = doing(tx, world, 'worker', closed.number, { action: 'accept', input: {} })
      await expect(late).rejects.toThrow('“已结案(已解决)”')
    }))
})

describe('what it must carry', () => {
  it.each([
    ['worker', 'REPORTED', { action: 'ask', input: { question: '  ' } }, '追问还要写明：要问的问题'],
    ['reporter', 'NEED_INFO', { action: 'supply', input: {} }, '补充还要写明：要补充的内容，或者发一张照片'],
    ['worker', 'REPORTED', { action: 'escalate', input: { reason: '' } }, '上报还要写明：原因'],
    ['unit', 'DISPATCHED', { action: 'return', input: { reason: '' } }, '退回还要写明：原因'],
    ['unit', 'IN_PROGRESS', { action: 'progress', input: { note: '' } }, '进展还要写明：进展'],
    ['unit', 'IN_PROGRESS', { action: 'extend', input: {} }, '延期还要写明：新的日期'],
    ['unit', 'IN_PROGRESS', { action: 'extend', input: { until: days(9) } }, '延期还要写明：原因'],
    ['staff', 'IN_PROGRESS', { action: 'extend', input: {} }, '延期还要写明：新的日期和原因'],
    ['staff', 'ACCEPTED', { action: 'hold', input: { until: days(9), reason: '' } }, '挂账还要写明：原因'],
    ['worker', 'ACCEPTED', { action: 'resolve', input: { note: '' } }, '办结还要写明：怎么处理的'],
    ['worker', 'RESOLVED', { action: 'rework', input: { defect: '' } }, '返工还要写明：哪里没有做好'],
    ['worker', 'ACCEPTED', { action: 'answer', input: { text: '' } }, '答复还要写明：答复的内容'],
    ['staff', 'ACCEPTED', { action: 'transfer', input: { where: '', reference: '1' } }, '转介还要写明：转到哪里'],
    [
      'staff',
      'ACCEPTED',
      { action: 'transfer', input: { where: '12345', reference: '' } },
      '转介还要写明：那边的受理编号',
    ],
    ['staff', 'ACCEPTED', { action: 'decline', input: { reason: '' } }, '不予受理还要写明：原因'],
    ['worker', 'REPORTED', { action: 'void', input: { reason: '' } }, '作废还要写明：原因'],
    ['reporter', 'CLOSED', { action: 'reopen', input: { reason: '' } }, '重开还要写明：原因'],
  ] as const)('%s in %s: %o', (who, state, what, refusal) =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, state)
      const before = await wholeOf(tx, id)
      await expect(doing(tx, world, who, number, what)).rejects.toThrow(refusal)
      expect(await wholeOf(tx, id)).toEqual(before)
    }),
  )

  it('takes a picture alone as a supplement', () =>
    inWorld(async (tx, world) => {
      const { id, number } = await makeInState(tx, world, 'NEED_INFO')
      const what = { action: 'supply', input: {} } as const
      const { event } = await doing(tx, world, 'supporter', number, what, NOW, { photos: [photo()] })
      expect((await wholeOf(tx, id)).attachments).toMatchObject([{ eventId: event.id }])
    }))

  it('confirms with a place or a grid of the community, and a kind there is', () =>
    inWorld(async (tx, world) => {
      const draft = { draft: true, grid: undefined, place: undefined }
      const { number } = (await makeReport(tx, world, draft)).issue
      const confirm = (input: object) => doing(tx, world, 'reporter', number, { action: 'confirm', input })
      await expect(confirm({})).rejects.toThrow('确认还要写明：在什么地方')
      await expect(confirm({ category: 'Z01', place: '西门' })).rejects.toThrow('没有这个类别')
      const other = await makeWorld(tx, 'other')
      await expect(confirm({ gridId: other.grid as GridId })).rejects.toThrow('没有这个网格')
      const { issue } = await confirm({ category: 'D01', gridId: world.grid, place: ' 西门 ' })
      expect(issue).toMatchObject({ state: 'REPORTED', category: 'D01', gridId: world.grid, place: '西门' })
    }))
})
