import { expect, it } from 'vitest'
import { findRole, roleTitle } from '../../src/community/role-target.ts'
import {
  appoint,
  dismiss,
  holdersOf,
  mayDecideRole,
  type RoleChange,
  type RoleTarget,
  rolesOf,
} from '../../src/community/roles.ts'
import { roster } from '../../src/community/roster.ts'
import type { RoleKind } from '../../src/database/types.ts'
import type { CommunityId, GridId, UnitId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { describeOnBoth } from '../database/both.ts'
import { minutesLater, now, openTown } from './town.ts'

describeOnBoth('roles', (open) => {
  it('are held as the file gives them', async () => {
    const { database, communityId, person, grid, unit } = await openTown(open)
    const db = database.client
    const gridId = await grid(3)
    expect(await rolesOf(db, await person('worker-03'))).toEqual([
      { kind: 'GRID_WORKER', communityId, gridId, lead: true },
    ])
    const unitId = await unit('traffic')
    expect(await rolesOf(db, await person('traffic'))).toEqual([
      { kind: 'UNIT_CONTACT', communityId, unitId, lead: false },
    ])
    expect((await holdersOf(db, { kind: 'STAFF', communityId })).map(({ name }) => name)).toEqual(['许主任', '小郑'])
    expect((await holdersOf(db, { kind: 'SECRETARY', communityId })).map(({ name }) => name)).toEqual(['方书记'])
    expect((await holdersOf(db, { kind: 'UNIT_CONTACT', unitId })).map(({ name }) => name)).toEqual(['交警中队冯警官'])
  })

  it('may be given by the secretary (all), by staff (all but staff and secretary), by nobody else', async () => {
    const { database, communityId, run, person, grid, unit } = await openTown(open)
    const gridId = await grid(3)
    const unitId = await unit('traffic')
    const roles: RoleTarget[] = [
      { kind: 'GRID_WORKER', gridId },
      { kind: 'UNIT_CONTACT', unitId },
      { kind: 'VOLUNTEER' },
      { kind: 'LECTURER' },
      { kind: 'MATCHMAKER' },
      { kind: 'STAFF' },
      { kind: 'SECRETARY' },
    ]
    const personId = await person('ma')
    const given: Record<string, RoleKind[]> = {}
    for (const contact of ['secretary', 'staff-1', 'worker-03', 'traffic', 'chen']) {
      given[contact] = []
      const by = await person(contact)
      for (const role of roles) {
        const change: RoleChange = { communityId, personId, role, by, now }
        try {
          await run((tx) => appoint(tx, change))
          await run((tx) => dismiss(tx, change))
          given[contact].push(role.kind)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }
    }
    const all = roles.map(({ kind }) => kind)
    expect(given).toEqual({ secretary: all, 'staff-1': all.slice(0, 5), 'worker-03': [], traffic: [], chen: [] })
    expect(await rolesOf(database.client, personId)).toEqual([])
  })

  it('may be taken only by those who may give them', async () => {
    const { database, communityId, run, person, grid } = await openTown(open)
    const worker = await person('worker-03')
    const role: RoleTarget = { kind: 'GRID_WORKER', gridId: await grid(3) }
    for (const contact of ['worker-03', 'worker-07', 'chen', 'property']) {
      const by = await person(contact)
      await expect(run((tx) => dismiss(tx, { communityId, personId: worker, role, by, now }))).rejects.toThrow(
        '任命和免去由社区工作人员或书记来做。',
      )
    }
    const staff = await person('staff-1')
    const secretary = await person('secretary')
    const taking = { communityId, personId: secretary, role: { kind: 'SECRETARY' }, by: staff, now } as const
    await expect(run((tx) => dismiss(tx, taking))).rejects.toThrow('书记由书记任免。')
    expect(await rolesOf(database.client, worker)).toHaveLength(1)
  })

  it('are refused to staff of another community, and in another community', async () => {
    const { run, communityId, person, grid } = await openTown(open)
    const other = await run(async (tx) => {
      const made = await tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: now } })
      const its = await tx.grid.create({ data: { communityId: made.id, number: 3, name: '三' } })
      return { communityId: made.id as CommunityId, gridId: its.id as GridId }
    })
    const by = await person('secretary')
    const personId = await person('ma')
    const here: RoleTarget = { kind: 'GRID_WORKER', gridId: await grid(3) }
    const there: RoleTarget = { kind: 'GRID_WORKER', gridId: other.gridId }
    const elsewhere = { communityId: other.communityId, personId, by, now }
    await expect(run((tx) => appoint(tx, { ...elsewhere, role: there }))).rejects.toBeInstanceOf(Refusal)
    await expect(run((tx) => appoint(tx, { communityId, personId, role: there, by, now }))).rejects.toThrow(
      '这个网格不在本社区。',
    )
    await expect(run((tx) => appoint(tx, { ...elsewhere, role: here }))).rejects.toBeInstanceOf(Refusal)
    const noUnit: RoleTarget = { kind: 'UNIT_CONTACT', unitId: 999 as UnitId }
    await expect(run((tx) => appoint(tx, { communityId, personId, role: noUnit, by, now }))).rejects.toThrow('名单')
  })

  it('end at once, are written down, and stay in the table', async () => {
    const { database, communityId, run, person, grid } = await openTown(open)
    const personId = await person('worker-03')
    const by = await person('secretary')
    const role: RoleTarget = { kind: 'GRID_WORKER', gridId: await grid(3) }
    const later = minutesLater(10)
    const before = await database.client.auditEntry.count()
    const dismissal = await run((tx) => dismiss(tx, { communityId, personId, role, by, now: later }))
    expect(dismissal).toMatchObject({ leadless: true, grant: { kind: 'GRID_WORKER', lead: true } })
    expect(await rolesOf(database.client, personId)).toEqual([])
    expect(await database.client.role.findFirst({ where: { personId } })).toMatchObject({ until: later })
    const entries = await database.client.auditEntry.findMany({ orderBy: { id: 'asc' }, skip: before })
    expect(entries).toMatchObject([{ action: 'role.dismiss', personId: by, subject: `person:${personId}`, at: later }])
    await expect(run((tx) => dismiss(tx, { communityId, personId, role, by, now: later }))).rejects.toThrow(
      '对方现在没有网格员这项职务',
    )
  })

  it('leave a community with a secretary', async () => {
    const { communityId, run, person } = await openTown(open)
    const by = await person('secretary')
    const role = { kind: 'SECRETARY' } as const
    const leave = () => run((tx) => dismiss(tx, { communityId, personId: by, role, by, now }))
    await expect(leave()).rejects.toThrow('唯一的书记')
    const next = await person('staff-1')
    await run((tx) => appoint(tx, { communityId, personId: next, role, by, now }))
    expect(await leave()).toMatchObject({ leadless: false })
    expect(
      (await run((tx) => holdersOf(tx, { kind: 'SECRETARY', communityId }))).map(({ personId }) => personId),
    ).toEqual([next])
  })

  it('never lose both secretaries, even when each dismisses the other at once', async () => {
    const { communityId, run, person } = await openTown(open)
    const [one, two] = [await person('secretary'), await person('staff-1')]
    const role = { kind: 'SECRETARY' } as const
    await run((tx) => appoint(tx, { communityId, personId: two, role, by: one, now }))
    await Promise.allSettled([
      run((tx) => dismiss(tx, { communityId, personId: two, role, by: one, now })),
      run((tx) => dismiss(tx, { communityId, personId: one, role, by: two, now })),
    ])
    expect(await run((tx) => holdersOf(tx, { kind: 'SECRETARY', communityId }))).toHaveLength(1)
  })
})

describeOnBoth('the lead of a grid', (open) => {
  async function gridThree() {
    const town = await openTown(open)
    const gridId = await town.grid(3)
    const by = await town.person('secretary')
    const workers = async () =>
      (await holdersOf(town.database.client, { kind: 'GRID_WORKER', gridId })).map(
        ({ name, lead }) => `${name}${lead ? '*' : ''}`,
      )
    const give = async (contact: string, post?: 'lead' | 'deputy') => {
      const personId = await town.person(contact)
      const role: RoleTarget = { kind: 'GRID_WORKER', gridId, post }
      return await town.run((tx) => appoint(tx, { communityId: town.communityId, personId, role, by, now }))
    }
    const take = async (contact: string) => {
      const personId = await town.person(contact)
      const role: RoleTarget = { kind: 'GRID_WORKER', gridId }
      return await town.run((tx) => dismiss(tx, { communityId: town.communityId, personId, role, by, now }))
    }
    return { ...town, workers, give, take }
  }

  it('stays when others are appointed: they are deputies', async () => {
    const { workers, give } = await gridThree()
    expect(await give('chen')).toMatchObject({ outcome: 'appointed', grant: { lead: false } })
    expect(await give('chen')).toMatchObject({ outcome: 'already' })
    expect(await workers()).toEqual(['杨静*', '陈阿姨'])
  })

  it('is whoever is appointed when there is none', async () => {
    const { workers, give, take } = await gridThree()
    await give('chen')
    expect(await take('worker-03')).toMatchObject({ leadless: true })
    expect(await workers()).toEqual(['陈阿姨'])
    expect(await give('chen')).toMatchObject({ outcome: 'promoted', grant: { lead: true } })
    expect(await give('zhou')).toMatchObject({ outcome: 'appointed', grant: { lead: false } })
    expect(await workers()).toEqual(['陈阿姨*', '周师傅'])
  })

  it('changes places with the one appointed as 负责人', async () => {
    const { workers, give, person } = await gridThree()
    expect(await give('chen', 'lead')).toMatchObject({
      outcome: 'appointed',
      grant: { lead: true },
      formerLead: await person('worker-03'),
    })
    expect(await workers()).toEqual(['陈阿姨*', '杨静'])
    expect(await give('worker-03', 'lead')).toMatchObject({ outcome: 'promoted' })
    expect(await workers()).toEqual(['杨静*', '陈阿姨'])
  })

  it('is not made by appointing a deputy, and is not made a deputy without another lead', async () => {
    const { workers, give, take } = await gridThree()
    await expect(give('worker-03', 'deputy')).rejects.toThrow('请先任命另一位负责人')
    await take('worker-03')
    expect(await give('chen', 'deputy')).toMatchObject({ outcome: 'appointed', grant: { lead: false } })
    expect(await workers()).toEqual(['陈阿姨'])
  })

  it('is one, even when several are appointed at once', async () => {
    const { workers, give, take } = await gridThree()
    await take('worker-03')
    await Promise.all(['ma', 'chen', 'zhou', 'liu'].map((contact) => give(contact)))
    const now = await workers()
    expect(now).toHaveLength(4)
    expect(now.filter((name) => name.endsWith('*'))).toHaveLength(1)
    await Promise.all(['ma', 'chen', 'zhou'].map((contact) => give(contact, 'lead')))
    expect((await workers()).filter((name) => name.endsWith('*'))).toHaveLength(1)
    expect(await workers()).toHaveLength(4)
  })
})

describeOnBoth('roles in words', (open) => {
  it('are looked up in the community', async () => {
    const { database, communityId, grid, unit } = await openTown(open)
    const find = (words: string) => findRole(database.client, communityId, words)
    expect(await find('网格员 3')).toEqual({ kind: 'GRID_WORKER', gridId: await grid(3) })
    expect(await find('三网格负责人')).toEqual({ kind: 'GRID_WORKER', gridId: await grid(3), post: 'lead' })
    expect(await find('联系人 交警')).toEqual({ kind: 'UNIT_CONTACT', unitId: await unit('traffic') })
    expect(await find('红娘')).toEqual({ kind: 'MATCHMAKER' })
    await expect(find('网格员 13')).rejects.toThrow('没有13号网格。本社区的网格有：1-12。')
    await expect(find('大管家')).rejects.toThrow('没看懂是哪项职务')
  })

  it('have a title', async () => {
    const { database, grid, unit } = await openTown(open)
    const title = (grant: Parameters<typeof roleTitle>[1]) => roleTitle(database.client, grant)
    expect(await title({ kind: 'GRID_WORKER', gridId: await grid(3), lead: true })).toBe('3号网格网格员')
    expect(await title({ kind: 'GRID_WORKER', gridId: await grid(3), lead: false })).toBe('3号网格副网格员')
    expect(await title({ kind: 'UNIT_CONTACT', unitId: await unit('traffic'), lead: false })).toBe('交警中队联系人')
    expect(await title({ kind: 'SECRETARY', lead: false })).toBe('书记')
  })

  it('make a roster', async () => {
    const { database, communityId, run, person, grid } = await openTown(open)
    const by = await person('secretary')
    const appointing = { communityId, personId: await person('chen'), by, now }
    await run(async (tx) => {
      const deputy: RoleTarget = { kind: 'GRID_WORKER', gridId: await grid(3) }
      await appoint(tx, { ...appointing, role: deputy })
      await appoint(tx, { ...appointing, role: { kind: 'LECTURER' } })
    })
    const list = await roster(database.client, communityId)
    expect(list.secretaries.map(({ name }) => name)).toEqual(['方书记'])
    expect(list.staff).toHaveLength(2)
    expect(list.grids.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(list.grids[2]).toMatchObject({ number: 3, lead: { name: '杨静' }, deputies: [{ name: '陈阿姨' }] })
    expect(list.units.find(({ name }) => name === '交警中队')?.contacts).toHaveLength(1)
    expect(list.units.find(({ name }) => name === '燃气公司')?.contacts).toEqual([])
    expect(list.lecturers).toMatchObject([{ name: '陈阿姨' }])
    expect([list.volunteers, list.matchmakers]).toEqual([[], []])
  })

  it('say who may decide', async () => {
    const { database, communityId, person } = await openTown(open)
    const roles = await rolesOf(database.client, await person('staff-1'))
    expect(mayDecideRole(roles, communityId, 'GRID_WORKER')).toBe(true)
    expect(mayDecideRole(roles, communityId, 'STAFF')).toBe(false)
    expect(mayDecideRole(roles, 999 as CommunityId, 'GRID_WORKER')).toBe(false)
  })
})
