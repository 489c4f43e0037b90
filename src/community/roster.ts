import type { Tx } from '../database/database.ts'
import type { RoleKind } from '../database/types.ts'
import type { AccountId, CommunityId, GridId, PersonId, UnitId } from '../ids.ts'
import type { Holder } from './roles.ts'
import { presentAccount } from './seats.ts'

/** Somebody on the roster. */
export interface Listed extends Holder {
  /** known by ids of former logins only: nobody can speak as them any more, so somebody has to be appointed anew */
  readonly outOfReach: boolean
}

/** Who holds what in a community now. Empty grids and units are listed too: that nobody is there is worth seeing. */
export interface Roster {
  readonly secretaries: readonly Listed[]
  readonly staff: readonly Listed[]
  readonly grids: readonly {
    readonly id: GridId
    readonly number: number
    readonly name: string
    /** undefined: nobody answers for this grid */
    readonly lead: Listed | undefined
    readonly deputies: readonly Listed[]
  }[]
  readonly units: readonly { readonly id: UnitId; readonly name: string; readonly contacts: readonly Listed[] }[]
  /** `grid` is the number of the one grid somebody volunteers for, if it is one */
  readonly volunteers: readonly (Listed & { readonly grid: number | undefined })[]
  readonly lecturers: readonly Listed[]
  readonly matchmakers: readonly Listed[]
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
  const gone = await outOfReach(tx, [...new Set(roles.map(({ personId }) => personId))])
  const listed = (role: Row): Listed => ({
    personId: role.personId as PersonId,
    name: role.person.name,
    lead: role.lead,
    outOfReach: gone.has(role.personId),
  })
  const pick = (wanted: (role: Row) => boolean): Listed[] => roles.filter(wanted).map(listed)
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
    volunteers: roles
      .filter(({ kind }) => kind === 'VOLUNTEER')
      .map((role) => ({ ...listed(role), grid: grids.find(({ id }) => id === role.gridId)?.number })),
    lecturers: ofKind('LECTURER'),
    matchmakers: ofKind('MATCHMAKER'),
  }
}

/** Those of these people who are known by ids of former logins only. */
async function outOfReach(tx: Tx, people: number[]): Promise<ReadonlySet<number>> {
  const identities = await tx.chatIdentity.findMany({
    where: { personId: { in: people } },
    select: { personId: true, account: true },
  })
  const present = new Set<string>()
  for (const account of new Set(identities.map((identity) => identity.account as AccountId))) {
    if ((await presentAccount(tx, account)) === account) present.add(account)
  }
  const gone = new Set(identities.map(({ personId }) => personId))
  for (const { personId, account } of identities) if (present.has(account)) gone.delete(personId)
  return gone
}
