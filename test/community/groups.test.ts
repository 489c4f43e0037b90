import { expect, it } from 'vitest'
import {
  bindGroup,
  type GroupScope,
  groupOf,
  staffGroups,
  unbindGroup,
  unitGroups,
} from '../../src/community/groups.ts'
import { appoint } from '../../src/community/roles.ts'
import type { AccountId, ChatId, CommunityId, GridId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, minutesLater, now, openTown } from './town.ts'

const third = 'grid-03@chatroom' as ChatId
const fresh = 'fresh@chatroom' as ChatId

describeOnBoth('groups', (open) => {
  async function town() {
    const its = await openTown(open)
    const bind = async (contact: string, chatId: ChatId, scope: GroupScope) => {
      const by = await its.person(contact)
      return await its.run((tx) =>
        bindGroup(tx, { account, chatId, topic: '新群', communityId: its.communityId, scope, by, now }),
      )
    }
    const unbind = async (contact: string, chatId: ChatId) => {
      const by = await its.person(contact)
      return await its.run((tx) => unbindGroup(tx, { account, chatId, by, now: minutesLater(1) }))
    }
    const db = its.database.client
    const ofGrid = (gridId: GridId) =>
      db.chatGroup.findMany({ where: { gridId, unboundAt: null }, orderBy: { id: 'asc' } })
    return { ...its, bind, unbind, db, ofGrid }
  }

  it('are found by what they are bound to', async () => {
    const { db, communityId, grid, unit, ofGrid } = await town()
    const gridId = await grid(3)
    const unitId = await unit('traffic')
    expect(await groupOf(db, account, third)).toMatchObject({ purpose: 'GRID', communityId, gridId, chatId: third })
    expect((await ofGrid(gridId)).map(({ chatId }) => chatId)).toEqual([third])
    expect((await staffGroups(db, communityId)).map(({ chatId }) => chatId)).toEqual(['staff@chatroom'])
    expect((await unitGroups(db, unitId)).map(({ chatId }) => chatId)).toEqual(['traffic@chatroom'])
    expect(await groupOf(db, account, fresh)).toBeUndefined()
    expect(await groupOf(db, 'other' as AccountId, third)).toBeUndefined()
  })

  it('may be several for one grid', async () => {
    const { bind, grid, ofGrid } = await town()
    const gridId = await grid(3)
    expect(await bind('staff-1', fresh, { purpose: 'GRID', gridId })).toMatchObject({
      group: { purpose: 'GRID', gridId, topic: '新群' },
      was: undefined,
    })
    expect((await ofGrid(gridId)).map(({ chatId }) => chatId)).toEqual([third, fresh])
  })

  it('can be bound anew, which says what they were', async () => {
    const { bind, grid, unit, ofGrid } = await town()
    const unitId = await unit('property')
    const { group, was } = await bind('secretary', third, { purpose: 'UNIT', unitId })
    expect(was).toMatchObject({ purpose: 'GRID', gridId: await grid(3) })
    expect(group).toMatchObject({ purpose: 'UNIT', unitId })
    expect(group.gridId).toBeUndefined()
    expect(await ofGrid(await grid(3))).toEqual([])
    const again = await bind('secretary', third, { purpose: 'STAFF' })
    expect(again.group.unitId).toBeUndefined()
  })

  it('can be unbound and bound again', async () => {
    const { db, bind, unbind, grid, ofGrid } = await town()
    const gridId = await grid(3)
    expect(await unbind('staff-2', third)).toMatchObject({ purpose: 'GRID', gridId })
    expect(await groupOf(db, account, third)).toBeUndefined()
    expect(await ofGrid(gridId)).toEqual([])
    await expect(unbind('staff-2', third)).rejects.toThrow('没有绑定')
    expect((await bind('staff-2', third, { purpose: 'GRID', gridId })).was).toBeUndefined()
    expect(await groupOf(db, account, third)).toMatchObject({ gridId })
  })

  it('are bound and unbound by staff only', async () => {
    const { db, bind, unbind, grid } = await town()
    const gridId = await grid(3)
    for (const contact of ['worker-03', 'traffic', 'chen']) {
      await expect(bind(contact, fresh, { purpose: 'GRID', gridId })).rejects.toBeInstanceOf(Refusal)
      await expect(unbind(contact, third)).rejects.toBeInstanceOf(Refusal)
    }
    expect(await groupOf(db, account, fresh)).toBeUndefined()
    expect(await groupOf(db, account, third)).toBeDefined()
  })

  it('of another community cannot be taken over', async () => {
    const { run, person, db } = await town()
    const by = await person('chen')
    const other = await run(async (tx) => {
      const made = await tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: now } })
      await tx.role.create({ data: { personId: by, kind: 'SECRETARY', communityId: made.id, since: now } })
      return made.id as CommunityId
    })
    const binding = {
      account,
      chatId: third,
      topic: '',
      communityId: other,
      scope: { purpose: 'STAFF' },
      by,
      now,
    } as const
    await expect(run((tx) => bindGroup(tx, binding))).rejects.toBeInstanceOf(Refusal)
    expect(await groupOf(db, account, third)).toMatchObject({ purpose: 'GRID' })
  })

  it('are not bound to a grid that is not there', async () => {
    const { bind } = await town()
    await expect(bind('staff-1', fresh, { purpose: 'GRID', gridId: 999 as GridId })).rejects.toThrow('不在本社区')
  })

  it('leave a record of each change', async () => {
    const { db, bind, unbind, grid, person } = await town()
    const before = await db.auditEntry.count()
    await bind('staff-1', fresh, { purpose: 'GRID', gridId: await grid(3) })
    await unbind('secretary', fresh)
    const id = (await db.chatGroup.findFirst({ where: { chatId: fresh } }))?.id
    expect(await db.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: before })).toMatchObject([
      { action: 'group.bind', personId: await person('staff-1'), subject: `group:${id}` },
      { action: 'group.unbind', personId: await person('secretary'), subject: `group:${id}` },
    ])
  })

  it('are staff’s to bind from the moment of appointment', async () => {
    const { run, communityId, bind, person, grid } = await town()
    const gridId = await grid(3)
    const [personId, by] = [await person('chen'), await person('secretary')]
    await run((tx) => appoint(tx, { communityId, personId, role: { kind: 'STAFF' }, by, now }))
    expect(await bind('chen', fresh, { purpose: 'GRID', gridId })).toMatchObject({ group: { gridId } })
  })
})
