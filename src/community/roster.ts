import type { Tx } from '../database/database.ts'
import type { RoleKind } from '../database/types.ts'
import type { CommunityId, GridId, PersonId, UnitId } from '../ids.ts'
import type { Holder } from './roles.ts'

/** Who holds what in a community now. Empty grids and units are listed too: that nobody is there is worth seeing. */
export interface Roster {
  readonly secretaries: readonly Holder[]
  readonly staff: readonly Holder[]
  readonly grids: readonly {
    readonly id: GridId
    readonly number: number
    readonly name: string
    /** undefined: nobody answers for this grid */
    readonly lead: Holder | undefined
    readonly deputies: readonly Holder[]
  }[]
  readonly units: readonly { readonly id: UnitId; readonly name: string; readonly contacts: readonly Holder[] }[]
  readonly volunteers: readonly Holder[]
  readonly lecturers: readonly Holder[]
  readonly matchmakers: readonly Holder[]
}

/** The roster, grids in the order of their numbers, units in the order in which they were entered. */
export async function roster(tx: Tx, communityId: CommunityId): Promise<Roster> {
  const roles = await tx.role.findMany({
    where: { communityId, until: null },
    orderBy: { id: 'asc' },
    include: { person: { select: { name: true } } },
  })
  const grids = await tx.grid.findMany({ where: { communityId }, orderBy: { number: 'asc' } })
  const units = await tx.unit.findMany({ where: { communityId }, orderBy: { id: 'asc' } })
  type Row = (typeof roles)[number]
  const pick = (wanted: (role: Row) => boolean): Holder[] =>
    roles
      .filter(wanted)
      .map((role) => ({ personId: role.personId as PersonId, name: role.person.name, lead: role.lead }))
  const ofKind = (kind: RoleKind) => pick((role) => role.kind === kind)
  return {
    secretaries: ofKind('SECRETARY'),
    staff: ofKind('STAFF'),
    grids: grids.map((grid) => {
      const workers = pick((role) => role.kind === 'GRID_WORKER' && role.gridId === grid.id)
      return {
        id: grid.id as GridId,
        number: grid.number,
        name: grid.name,
        lead: workers.find(({ lead }) => lead),
        deputies: workers.filter(({ lead }) => !lead),
      }
    }),
    units: units.map((unit) => ({
      id: unit.id as UnitId,
      name: unit.name,
      contacts: pick((role) => role.kind === 'UNIT_CONTACT' && role.unitId === unit.id),
    })),
    volunteers: ofKind('VOLUNTEER'),
    lecturers: ofKind('LECTURER'),
    matchmakers: ofKind('MATCHMAKER'),
  }
}
