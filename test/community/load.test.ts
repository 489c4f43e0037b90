import { expect, it } from 'vitest'
import type { CommunityFile } from '../../src/community/file.ts'
import { unbindGroup } from '../../src/community/groups.ts'
import { dismiss, holdersOf, rolesOf } from '../../src/community/roles.ts'
import type { Db } from '../../src/database/database.ts'
import type { ChatId, ContactId } from '../../src/ids.ts'
import { loadCommunity } from '../../src/load-community.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, exampleTown, minutesLater, now, openTown } from './town.ts'

/** Everything loading can touch. */
async function everything(db: Db) {
  return {
    communities: await db.community.findMany({ orderBy: { id: 'asc' } }),
    compounds: await db.compound.findMany({ orderBy: { id: 'asc' } }),
    buildings: await db.building.findMany({ orderBy: { id: 'asc' } }),
    grids: await db.grid.findMany({ orderBy: { id: 'asc' } }),
    units: await db.unit.findMany({ orderBy: { id: 'asc' } }),
    unitGrids: await db.unitGrid.findMany({ orderBy: [{ unitId: 'asc' }, { gridId: 'asc' }] }),
    people: await db.person.findMany({ orderBy: { id: 'asc' } }),
    identities: await db.chatIdentity.findMany({ orderBy: { id: 'asc' } }),
    roles: await db.role.findMany({ orderBy: { id: 'asc' } }),
    groups: await db.chatGroup.findMany({ orderBy: { id: 'asc' } }),
    posts: await db.post.findMany({ orderBy: { id: 'asc' } }),
    audit: await db.auditEntry.findMany({ orderBy: { id: 'asc' } }),
  }
}

describeOnBoth('loading a community', (open) => {
  it('puts 9 compounds, 60 buildings, 12 grids and 4,060 households in', async () => {
    const database = await open()
    const file = await exampleTown()
    const summary = await database.transaction((tx) => loadCommunity(tx, file, { account, now }))
    expect(summary).toMatchObject({
      added: {
        communities: 1,
        grids: 12,
        compounds: 9,
        buildings: 60,
        units: 11,
        people: 60,
        roles: 50,
        groups: 15,
        courses: 8,
        wishes: 2,
      },
      changed: {},
      kept: {},
      warnings: [],
    })
    const { client } = database
    expect([await client.compound.count(), await client.building.count(), await client.grid.count()]).toEqual([
      9, 60, 12,
    ])
    expect((await client.building.aggregate({ _sum: { households: true } }))._sum.households).toBe(4060)
    expect(await client.role.count({ where: { kind: 'GRID_WORKER', lead: true } })).toBe(12)
    expect(await client.community.findFirst()).toMatchObject({ code: 'yucheng', example: true, issueCounter: 0 })
    expect(await client.auditEntry.count({ where: { action: 'role.appoint', personId: null } })).toBe(50)
  })

  it('changes nothing the second time', async () => {
    const { database, file, run } = await openTown(open, 'all')
    const before = await everything(database.client)
    const summary = await run((tx) => loadCommunity(tx, file, { account, now: minutesLater(60) }))
    expect(summary).toMatchObject({ added: {}, changed: {}, kept: {}, warnings: [] })
    expect(await everything(database.client)).toEqual(before)
  })

  it('leaves people and groups out without an account', async () => {
    const database = await open()
    const file = await exampleTown()
    const { added } = await database.transaction((tx) => loadCommunity(tx, file, { now }))
    expect(added).toEqual({ communities: 1, grids: 12, compounds: 9, buildings: 60, units: 11, wishes: 2 })
    expect(await everything(database.client)).toMatchObject({ people: [], identities: [], roles: [], groups: [] })
  })

  it('takes over new names and new things, and moves a building to its new grid', async () => {
    const { database, file, run, grid, unit } = await openTown(open, 'all')
    const changed: CommunityFile = {
      ...file,
      name: '新玉成社区',
      grids: file.grids.map((each) => (each.number === 3 ? { ...each, name: '向阳新网格' } : each)),
      compounds: file.compounds.map((each) =>
        each.code === 'xiangyang'
          ? {
              ...each,
              aliases: ['向阳院', '老向阳'],
              buildings: [
                ...each.buildings.map((building) => (building.code === '6' ? { ...building, grid: 4 } : building)),
                { code: '7', name: '7号楼', number: 7, grid: 3, entrances: 1, households: 10 },
              ],
            }
          : each,
      ),
      units: file.units.map((each) => (each.code === 'fenghua-property' ? { ...each, grids: [5, 6] } : each)),
      people: file.people.map((each) => (each.contact === 'ma' ? { ...each, name: '马建国' } : each)),
    }
    const summary = await run((tx) => loadCommunity(tx, changed, { account, now }))
    expect(summary).toMatchObject({
      added: { buildings: 1 },
      changed: { communities: 1, grids: 1, compounds: 1, buildings: 1, units: 1, people: 1 },
      warnings: [],
    })
    const { client } = database
    expect(await client.community.findFirst()).toMatchObject({ name: '新玉成社区' })
    const sixth = await client.building.findFirst({ where: { code: '6', compound: { code: 'xiangyang' } } })
    expect(sixth?.gridId).toBe(await grid(4))
    const served = await client.unitGrid.findMany({ where: { unitId: await unit('fenghua-property') } })
    expect(served.map(({ gridId }) => gridId).sort((a, b) => a - b)).toEqual([await grid(5), await grid(6)])
    expect(
      await client.chatIdentity.findFirst({ where: { contactId: 'ma' }, include: { person: true } }),
    ).toMatchObject({
      displayName: '马先生',
      person: { name: '马建国' },
    })
    expect(await run((tx) => loadCommunity(tx, changed, { account, now }))).toMatchObject({ added: {}, changed: {} })
  })

  it('keeps what is no longer in the file, and says so', async () => {
    const { database, file, run } = await openTown(open, 'all')
    const smaller: CommunityFile = {
      ...file,
      grids: file.grids.filter(({ number }) => number !== 12),
      compounds: file.compounds
        .filter(({ code }) => code !== 'xingye' && code !== 'anju')
        .map((each) =>
          each.code === 'chunhe' ? { ...each, buildings: each.buildings.filter(({ code }) => code !== '9') } : each,
        ),
      units: file.units.filter(({ code }) => code !== 'gas'),
      people: [],
      groups: [],
    }
    const { kept, warnings } = await run((tx) => loadCommunity(tx, smaller, { account, now }))
    expect(kept).toEqual({ grids: 1, compounds: 2, buildings: 1, units: 1 })
    expect(warnings).toContain(
      'building 春和里9号楼 is no longer in the community file; it is kept, because issues may refer to it',
    )
    expect(await database.client.building.count()).toBe(60)
    expect(await database.client.role.count({ where: { until: null } })).toBe(50)
  })

  it('does not hand back a role that was taken away', async () => {
    const { file, run, person, grid, communityId } = await openTown(open, 'all')
    const worker = await person('worker-03')
    const gridId = await grid(3)
    const secretary = await person('secretary')
    await run((tx) =>
      dismiss(tx, { communityId, personId: worker, role: { kind: 'GRID_WORKER', gridId }, by: secretary, now }),
    )
    await run((tx) => loadCommunity(tx, file, { account, now: minutesLater(60) }))
    expect(await run((tx) => rolesOf(tx, worker))).toEqual([])
    expect(await run((tx) => holdersOf(tx, { kind: 'GRID_WORKER', gridId }))).toEqual([])
  })

  it('does not bind again a group that was unbound', async () => {
    const { database, file, run, person } = await openTown(open, 'all')
    const by = await person('secretary')
    await run((tx) => unbindGroup(tx, { account, chatId: 'grid-03@chatroom' as ChatId, by, now }))
    await run((tx) => loadCommunity(tx, file, { account, now: minutesLater(60) }))
    const group = await database.client.chatGroup.findFirst({ where: { chatId: 'grid-03@chatroom' } })
    expect(group?.unboundAt).toEqual(now)
  })

  it('makes a second lead of the file a deputy and warns', async () => {
    const { file, run, grid } = await openTown(open, 'all')
    const contact = 'worker-new' as ContactId
    const changed: CommunityFile = {
      ...file,
      people: [
        ...file.people.filter((each) => each.contact !== 'worker-03'),
        { contact, name: '新人', about: '', friend: true, roles: [{ kind: 'GRID_WORKER', grid: 3 }] },
      ],
    }
    const { warnings } = await run((tx) => loadCommunity(tx, changed, { account, now }))
    expect(warnings).toEqual(['grid 3 already has a lead grid worker; 新人 was made a deputy'])
    const gridId = await grid(3)
    expect(
      (await run((tx) => holdersOf(tx, { kind: 'GRID_WORKER', gridId }))).map(({ name, lead }) => [name, lead]),
    ).toEqual([
      ['杨静', true],
      ['新人', false],
    ])
  })

  it('keeps two communities apart', async () => {
    const { database, file, run, communityId } = await openTown(open, 'all')
    const other = await run((tx) =>
      loadCommunity(tx, { ...file, code: 'other', people: [], groups: [] }, { account, now }),
    )
    expect(other.communityId).not.toBe(communityId)
    expect(other.added).toMatchObject({ grids: 12, buildings: 60 })
    expect(await database.client.grid.count({ where: { communityId } })).toBe(12)
  })

  it('loads once when two start at the same moment', async () => {
    const database = await open()
    const file = await exampleTown()
    const load = () => database.transaction((tx) => loadCommunity(tx, file, { account, now }))
    const summaries = await Promise.all([load(), load()])
    expect(summaries.filter(({ added }) => added.buildings === 60)).toHaveLength(1)
    expect(await database.client.building.count()).toBe(60)
    expect(await database.client.role.count()).toBe(50)
  })
})
