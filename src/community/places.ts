import type { Tx } from '../database/database.ts'
import type { Building, Compound, Grid } from '../database/types.ts'
import type { CommunityId, GridId } from '../ids.ts'
import { type Names, namesOf, readPlaceWords } from './place-words.ts'
import { aliasesOf } from './units.ts'

/** A place as far as it is known. The grid always is. */
export interface Place {
  readonly gridId: GridId
  readonly grid: number
  readonly gridName: string
  /** names, there as far as the words tell */
  readonly compound?: string
  readonly building?: string
  /** there whenever the compound is */
  readonly compoundId?: number
}

/** How to call a place so that it is not taken for another: 向阳小区3号楼, 春和里（2网格）, 向阳网格. */
export function placeName({ grid, gridName, compound, building }: Place): string {
  if (compound === undefined) return gridName
  return building === undefined ? `${compound}（${grid}网格）` : `${compound}${building}`
}

export type PlaceFound =
  | { readonly kind: 'one'; readonly place: Place }
  /** the words fit places in different grids: somebody has to be asked */
  | { readonly kind: 'several'; readonly candidates: readonly Place[] }
  | { readonly kind: 'none' }

/**
 * The places of communities. Each community's are remembered for as long as its `placesVersion` stays what it was, which
 * is asked for each time: they are never older than the transaction that asks.
 */
export class PlaceBook {
  readonly #known = new Map<CommunityId, { readonly version: number; readonly places: Places }>()

  /** The places of a community as they are now. `version` is its `placesVersion` where this transaction has read it. */
  async of(tx: Tx, communityId: CommunityId, version?: number): Promise<Places> {
    const now = version ?? (await versionOf(tx, communityId))
    const known = this.#known.get(communityId)
    if (known?.version === now) return known.places
    const grids = await tx.grid.findMany({ where: { communityId }, orderBy: { number: 'asc' } })
    const compounds = await tx.compound.findMany({
      where: { communityId },
      orderBy: { id: 'asc' },
      include: { buildings: { orderBy: { id: 'asc' } } },
    })
    const places = new Places(grids, compounds)
    this.#known.set(communityId, { version: now, places })
    return places
  }
}

async function versionOf(tx: Tx, id: CommunityId): Promise<number> {
  const community = await tx.community.findUniqueOrThrow({ where: { id }, select: { placesVersion: true } })
  return community.placesVersion
}

type CompoundWithBuildings = Compound & { readonly buildings: readonly Building[] }

/** The grids, compounds and buildings of one community, and what they are called. */
export class Places {
  readonly #grids: readonly Grid[]
  readonly #compounds: readonly CompoundWithBuildings[]
  readonly #buildings: readonly (Building & { readonly compoundName: string })[]
  readonly #compoundNames: Names
  readonly #buildingNames: Names

  constructor(grids: readonly Grid[], compounds: readonly CompoundWithBuildings[]) {
    this.#grids = grids
    this.#compounds = compounds
    this.#buildings = compounds.flatMap((compound) =>
      compound.buildings.map((building) => ({ ...building, compoundName: compound.name })),
    )
    this.#compoundNames = namesOf(
      compounds.flatMap(({ id, name, aliases }) => [name, ...aliasesOf(aliases)].map((name) => ({ id, name }))),
    )
    // 3号楼 is found by its number; a name of its own is found as it stands.
    this.#buildingNames = namesOf(
      this.#buildings.filter(({ name, number }) => number === null || name !== `${number}号楼`),
    )
  }

  /** All grids, in the order of their numbers. */
  get grids(): readonly Grid[] {
    return this.#grids
  }

  /**
   * Every grid that the words cover, in the order of their numbers: those of the buildings they name (向阳小区1-6号楼), or of
   * whole compounds where they name no building. `missing` are numbers of buildings that none of the named compounds has.
   * Undefined where the words name no compound and no building with a name of its own: 3号楼 alone is several.
   */
  covering(text: string): { readonly gridIds: readonly GridId[]; readonly missing: readonly number[] } | undefined {
    const words = readPlaceWords(text, this.#compoundNames, this.#buildingNames)
    if (words.compounds.length === 0 && words.buildings.length === 0) return undefined
    const within = this.#buildings.filter(({ compoundId }) => words.compounds.includes(compoundId))
    const named = this.#buildings.filter(({ id }) => words.buildings.includes(id))
    const numbered = within.filter(({ number }) => number !== null && words.numbers.includes(number))
    const meant = words.numbers.length > 0 || named.length > 0 ? [...named, ...numbered] : within
    const covered = new Set(meant.map(({ gridId }) => gridId))
    return {
      gridIds: this.#grids.filter(({ id }) => covered.has(id)).map(({ id }) => id as GridId),
      missing: words.numbers.filter((number) => !within.some((building) => building.number === number)),
    }
  }

  /** The grid with this id, if it is one of the community's. */
  grid(gridId: GridId): Grid | undefined {
    return this.#grids.find(({ id }) => id === gridId)
  }

  /** The compound that all buildings of a grid lie in; undefined where they lie in several, or there are none. */
  compoundOf(gridId: GridId): number | undefined {
    return common(this.#buildings.filter((building) => building.gridId === gridId).map(({ compoundId }) => compoundId))
  }

  /**
   * Which grid the place in somebody's words belongs to: by a grid (3网格, 网格3), a building with or without its compound
   * (向阳小区3号楼, 三号楼, 3栋, 3#), a building's own name, or a compound. Where the words do not settle it, several
   * compounds have a 3号楼 for instance, or do not fit together, all readings are candidates.
   */
  find(text: string): PlaceFound {
    const grids = this.#grids
    const words = readPlaceWords(text, this.#compoundNames, this.#buildingNames)

    const inCompounds = <T extends { compoundId: number }>(all: T[]) =>
      words.compounds.length === 0 ? all : all.filter(({ compoundId }) => words.compounds.includes(compoundId))
    const named = grids.filter(({ number }) => words.grids.includes(number))
    const said = inCompounds(
      this.#buildings.filter(
        ({ id, number }) => words.buildings.includes(id) || (number !== null && words.numbers.includes(number)),
      ),
    )
    const inGrids = said.filter(({ gridId }) => named.some(({ id }) => id === gridId))

    const place = (gridId: number, more: Pick<Place, 'compound' | 'building' | 'compoundId'> = {}): Place[] =>
      grids
        .filter(({ id }) => id === gridId)
        .map(({ number, name }) => ({ gridId: gridId as GridId, grid: number, gridName: name, ...more }))
    const ofBuildings = (meant: typeof said) =>
      settle(meant.flatMap((building) => place(building.gridId, whereOf(building))))

    if (said.length > 0) {
      if (named.length === 0) return ofBuildings(said)
      if (inGrids.length > 0) return ofBuildings(inGrids)
      // The words name a grid, and a building that lies elsewhere: one of the two is a slip.
      return several([
        ...named.flatMap(({ id }) => place(id)),
        ...said.flatMap((building) => place(building.gridId, whereOf(building))),
      ])
    }
    const inside = this.#compounds.filter(({ id }) => words.compounds.includes(id))
    const spots = inside.flatMap((compound) =>
      [...new Set(compound.buildings.map(({ gridId }) => gridId))]
        .filter((gridId) => named.length === 0 || named.some(({ id }) => id === gridId))
        .flatMap((gridId) => place(gridId, { compound: compound.name, compoundId: compound.id })),
    )
    return settle(spots.length > 0 ? spots : named.flatMap(({ id }) => place(id)))
  }
}

/** One place if all lie in one grid, with what they have in common; all of them otherwise. */
function settle(places: readonly Place[]): PlaceFound {
  const [first] = places
  if (!first) return { kind: 'none' }
  if (places.some(({ gridId }) => gridId !== first.gridId)) return several(places)
  const { gridId, grid, gridName } = first
  const compound = common(places.map((place) => place.compound))
  const building = common(places.map((place) => place.building))
  const compoundId = common(places.map((place) => place.compoundId))
  return {
    kind: 'one',
    place: {
      gridId,
      grid,
      gridName,
      ...(compound === undefined ? {} : { compound }),
      ...(compoundId === undefined ? {} : { compoundId }),
      // A building's name without its compound says little: two compounds of one grid may each have a 3号楼.
      ...(building === undefined || compound === undefined ? {} : { building }),
    },
  }
}

function several(candidates: readonly Place[]): PlaceFound {
  return { kind: 'several', candidates }
}

function whereOf({ compoundName, name, compoundId }: Building & { readonly compoundName: string }) {
  return { compound: compoundName, building: name, compoundId }
}

function common<T>(values: readonly T[]): T | undefined {
  const [first] = values
  return values.every((value) => value === first) ? first : undefined
}
