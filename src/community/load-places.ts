import type { Tx } from '../database/database.ts'
import type { Building } from '../database/types.ts'
import type { CommunityId, GridId, UnitId } from '../ids.ts'
import type { CommunityFile, FileCompound, FileUnit } from './file.ts'
import type { Tally } from './load-tally.ts'
import { aliasesOf } from './units.ts'

/** Grids by their numbers, units by their codes: how the file refers to them. */
export type GridIds = ReadonlyMap<number, GridId>
export type UnitIds = ReadonlyMap<string, UnitId>

/** Loads the grids. Returns all of the community's, also those that are no longer in the file. */
export async function loadGrids(tx: Tx, communityId: CommunityId, file: CommunityFile, tally: Tally): Promise<GridIds> {
  const rows = await tx.grid.findMany({ where: { communityId } })
  const ids = new Map(rows.map((row) => [row.number, row.id as GridId]))
  for (const { number, name } of file.grids) {
    const known = rows.find((row) => row.number === number)
    if (!known) {
      const { id } = await tx.grid.create({ data: { communityId, number, name } })
      ids.set(number, id as GridId)
      tally.added('grids')
    } else if (known.name !== name) {
      await tx.grid.update({ where: { id: known.id }, data: { name } })
      tally.changed('grids')
    }
  }
  for (const row of rows) {
    if (!file.grids.some(({ number }) => number === row.number)) tally.kept('grids', `grid ${row.number} (${row.name})`)
  }
  return ids
}

/** Loads compounds and their buildings. */
export async function loadPlaces(
  tx: Tx,
  communityId: CommunityId,
  file: CommunityFile,
  grids: GridIds,
  tally: Tally,
): Promise<void> {
  const rows = await tx.compound.findMany({ where: { communityId }, include: { buildings: true } })
  for (const compound of file.compounds) {
    const { code, name } = compound
    const aliases = [...compound.aliases]
    const known = rows.find((row) => row.code === code)
    if (!known) {
      const { id } = await tx.compound.create({ data: { communityId, code, name, aliases } })
      tally.added('compounds')
      await loadBuildings(tx, { id, buildings: [] }, compound, grids, tally)
      continue
    }
    if (known.name !== name || !sameList(aliasesOf(known.aliases), aliases)) {
      await tx.compound.update({ where: { id: known.id }, data: { name, aliases } })
      tally.changed('compounds')
    }
    await loadBuildings(tx, known, compound, grids, tally)
  }
  for (const row of rows) {
    if (!file.compounds.some(({ code }) => code === row.code))
      tally.kept('compounds', `compound ${row.code} (${row.name})`)
  }
}

async function loadBuildings(
  tx: Tx,
  { id: compoundId, buildings: rows }: { readonly id: number; readonly buildings: readonly Building[] },
  compound: FileCompound,
  grids: GridIds,
  tally: Tally,
): Promise<void> {
  const fresh = []
  for (const { grid, number = null, ...rest } of compound.buildings) {
    const wanted = { ...rest, number, gridId: idOf(grids, grid) }
    const known = rows.find((row) => row.code === wanted.code)
    if (!known) fresh.push({ compoundId, ...wanted })
    else if ((Object.keys(wanted) as (keyof typeof wanted)[]).some((key) => known[key] !== wanted[key])) {
      await tx.building.update({ where: { id: known.id }, data: wanted })
      tally.changed('buildings')
    }
  }
  if (fresh.length > 0) await tx.building.createMany({ data: fresh })
  tally.added('buildings', fresh.length)
  for (const row of rows) {
    if (!compound.buildings.some(({ code }) => code === row.code))
      tally.kept('buildings', `building ${compound.name}${row.name}`)
  }
}

/** Loads the units and which grids they serve. Returns all of the community's units. */
export async function loadUnits(
  tx: Tx,
  communityId: CommunityId,
  file: CommunityFile,
  grids: GridIds,
  tally: Tally,
): Promise<UnitIds> {
  const rows = await tx.unit.findMany({ where: { communityId }, include: { grids: true } })
  const ids = new Map(rows.map((row) => [row.code, row.id as UnitId]))
  for (const unit of file.units) {
    const { code, name, kind } = unit
    const aliases = [...unit.aliases]
    const served = servedBy(unit, grids)
    const known = rows.find((row) => row.code === code)
    if (!known) {
      const links = { create: served.map((gridId) => ({ gridId })) }
      const { id } = await tx.unit.create({ data: { communityId, code, name, kind, aliases, grids: links } })
      ids.set(code, id as UnitId)
      tally.added('units')
      continue
    }
    const before = known.grids.map(({ gridId }) => gridId).sort((a, b) => a - b)
    const sameGrids = sameList(before.map(String), served.map(String))
    const sameNames = known.name === name && known.kind === kind && sameList(aliasesOf(known.aliases), aliases)
    if (sameGrids && sameNames) continue
    if (!sameNames) await tx.unit.update({ where: { id: known.id }, data: { name, kind, aliases } })
    if (!sameGrids) {
      // Which grids a unit serves is not something that others refer to: the file's word replaces the old one.
      await tx.unitGrid.deleteMany({ where: { unitId: known.id } })
      await tx.unitGrid.createMany({ data: served.map((gridId) => ({ unitId: known.id, gridId })) })
    }
    tally.changed('units')
  }
  for (const row of rows) {
    if (!file.units.some(({ code }) => code === row.code)) tally.kept('units', `unit ${row.code} (${row.name})`)
  }
  return ids
}

function servedBy(unit: FileUnit, grids: GridIds): GridId[] {
  return (unit.grids ?? []).map((number) => idOf(grids, number)).sort((a, b) => a - b)
}

/** What the file refers to exists: reading the file has checked it. */
export function idOf<Key, Id>(ids: ReadonlyMap<Key, Id>, key: Key): Id {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`The community file refers to ${key}, which it does not define`)
  return id
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
