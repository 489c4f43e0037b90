import { describe, expect, it } from 'vitest'
import { exampleFile } from '../../src/community/example-file.ts'
import { readCommunityFile } from '../../src/community/file.ts'

describe('the example community', async () => {
  const files = await readCommunityFile(exampleFile)
  const [yucheng] = files
  if (!yucheng) throw new Error('the example file holds no community')
  const buildings = yucheng.compounds.flatMap((compound) => compound.buildings)

  it('is one community, marked as an example', () => {
    expect(files).toHaveLength(1)
    expect(yucheng).toMatchObject({ code: 'yucheng', name: '玉成社区', example: true })
  })

  it('has 9 compounds, 60 buildings, 12 grids and 4,060 households', () => {
    expect(yucheng.compounds).toHaveLength(9)
    expect(buildings).toHaveLength(60)
    expect(yucheng.grids.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(buildings.reduce((sum, building) => sum + building.households, 0)).toBe(4060)
    for (const building of buildings) expect(building.households).toBeGreaterThan(0)
  })

  it('has buildings in every grid, and one lead grid worker for each', () => {
    expect(new Set(buildings.map(({ grid }) => grid)).size).toBe(12)
    const leads = yucheng.people
      .flatMap(({ roles }) => roles)
      .flatMap((role) => (role.kind === 'GRID_WORKER' && role.post !== 'deputy' ? [role.grid] : []))
    expect(leads.sort((a, b) => a - b)).toEqual(yucheng.grids.map(({ number }) => number))
  })

  it('has a secretary, two staff, contacts of units, and of each grid a caretaker and a volunteer', () => {
    const holders = (kind: string) => yucheng.people.filter(({ roles }) => roles.some((role) => role.kind === kind))
    expect(holders('SECRETARY')).toHaveLength(1)
    expect(holders('STAFF')).toHaveLength(2)
    const units = holders('UNIT_CONTACT').flatMap(({ roles }) => roles)
    expect(units.filter((role) => !('grid' in role))).toEqual([
      { kind: 'UNIT_CONTACT', unit: 'property' },
      { kind: 'UNIT_CONTACT', unit: 'traffic' },
    ])
    const twelve = yucheng.grids.map(({ number }) => number)
    const gridsOf = (kind: string) =>
      holders(kind).flatMap(({ roles }) => roles.flatMap((role) => ('grid' in role ? [role.grid] : [])))
    expect(gridsOf('UNIT_CONTACT')).toEqual(twelve)
    expect(gridsOf('VOLUNTEER')).toEqual(twelve)
    expect(yucheng.units.filter(({ kind }) => kind === 'PROPERTY').map(({ grids }) => grids)).toEqual([
      undefined,
      [4, 5],
    ])
  })

  it('has a group for each grid, for the staff and for two units, with 马先生 and neighbours in that of grid 3', () => {
    const targets = yucheng.groups.map(({ target }) => target)
    expect(targets.flatMap((target) => (target.purpose === 'GRID' ? [target.grid] : []))).toHaveLength(12)
    expect(targets.filter(({ purpose }) => purpose === 'STAFF')).toHaveLength(1)
    expect(targets.flatMap((target) => (target.purpose === 'UNIT' ? [target.unit] : []))).toEqual([
      'property',
      'traffic',
    ])
    const third = yucheng.groups.find(({ target }) => target.purpose === 'GRID' && target.grid === 3)
    expect(third?.chat).toBe('grid-03@chatroom')
    expect(third?.members).toEqual(expect.arrayContaining(['ma', 'chen', 'worker-03']))
    expect(yucheng.people.find(({ contact }) => contact === 'ma')?.name).toBe('马先生')
  })

  it('lets every resident sit in a group of a grid', () => {
    const seated = new Set(yucheng.groups.flatMap(({ members }) => members))
    expect(yucheng.people.map(({ contact }) => contact).filter((contact) => !seated.has(contact))).toEqual([])
  })
})
