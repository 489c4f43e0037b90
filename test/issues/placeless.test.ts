import { expect, it } from 'vitest'
import { placelessDrafts } from '../../src/issues/placeless.ts'
import { fastDatabase } from './fast-database.ts'
import { doing, makeReport, minutes } from './world.ts'

const { inWorld } = fastDatabase()
const nowhere = { draft: true, grid: undefined, place: undefined }

it('names a report nobody placed within half an hour, once', () =>
  inWorld(async (tx, world) => {
    const { number } = (await makeReport(tx, world, nowhere)).issue
    await makeReport(tx, world, { draft: true })
    expect(await placelessDrafts(tx, minutes(29))).toEqual([])
    expect((await placelessDrafts(tx, minutes(30))).map((draft) => draft.number)).toEqual([number])
    expect(await placelessDrafts(tx, minutes(31))).toEqual([])
  }))

it('can be taken by any worker of the community who recognises the place, and by no other resident', () =>
  inWorld(async (tx, world) => {
    const { number } = (await makeReport(tx, world, nowhere)).issue
    const confirm = { action: 'confirm', input: { gridId: world.otherGrid } } as const
    await expect(doing(tx, world, 'stranger', number, confirm)).rejects.toThrow('确认要由')
    const { issue, facts } = await doing(tx, world, 'workerElsewhere', number, confirm, minutes(40))
    expect(issue).toMatchObject({ state: 'REPORTED', gridId: world.otherGrid, reportedAt: minutes(40) })
    expect(facts.hat).toBe('worker')
    await expect(doing(tx, world, 'worker', number, { action: 'accept', input: {} })).rejects.toThrow('属于7号网格')
  }))
