import type { Tx } from '../../database/database.ts'
import { categoryOf, UNKNOWN_CATEGORY } from '../../issues/categories.ts'
import { type Fingerprint, fingerprint } from '../../issues/likeness.ts'
import { firstAidIn } from '../../telling/emergency.ts'

/** Several people cry out about one fire within so long. */
const WITHIN_MS = 10 * 60_000
/** So many are looked at, the newest first. */
const LOOK_AT = 20

export interface DangerSaid {
  readonly communityId: number
  readonly gridId: number | undefined
  readonly compoundId: number | undefined
  readonly place: string | undefined
  readonly words: string
  /** the code they were read as */
  readonly category: string
  readonly now: Date
}

/**
 * The number of the issue that somebody else has just made of the same danger: what is to be done first is the same, and
 * neither names a place where the other is not. Who cries 着火了 names none at all. Two dangers taken for one would be
 * worse than one taken for two, so wherever the places may differ they are two.
 */
export async function sameDanger(tx: Tx, danger: DangerSaid): Promise<number | undefined> {
  const { communityId, gridId, compoundId, now } = danger
  const there = [...(gridId === undefined ? [] : [{ gridId }]), ...(compoundId === undefined ? [] : [{ compoundId }])]
  if (there.length === 0) return undefined
  const recent = await tx.issue.findMany({
    where: {
      communityId,
      OR: there,
      dangerous: true,
      isPrivate: false,
      state: { notIn: ['DRAFT', 'RESOLVED', 'CLOSED'] },
      reportedAt: { gt: new Date(now.getTime() - WITHIN_MS) },
    },
    select: { number: true, words: true, category: true, place: true },
    orderBy: { id: 'desc' },
    take: LOOK_AT,
  })
  const said = fingerprint(danger)
  return recent.find((issue) => isSameKind(danger, issue) && !isElsewhere(said, fingerprint(issue)))?.number
}

type Words = Pick<DangerSaid, 'words' | 'category'>

const aidIn = ({ words, category }: Words) => firstAidIn(words, categoryOf(category))
/** What is said where nobody knows what danger it is makes no two of them the same. */
const UNKNOWN = aidIn({ words: '', category: UNKNOWN_CATEGORY })

function isSameKind(a: Words, b: Words): boolean {
  const aid = aidIn(a)
  return aid !== undefined && aid === aidIn(b) && (aid !== UNKNOWN || a.category === b.category)
}

function isElsewhere({ where: a }: Fingerprint, { where: b }: Fingerprint): boolean {
  if (a.buildings.length > 0 && b.buildings.length > 0) {
    return !meet(a.buildings, b.buildings) || (a.units.length > 0 && b.units.length > 0 && !meet(a.units, b.units))
  }
  const named = (place: Fingerprint['where']) => place.buildings.length + place.spots.length > 0
  return named(a) && named(b) && !meet(a.spots, b.spots)
}

const meet = <T>(a: readonly T[], b: readonly T[]) => a.some((each) => b.includes(each))
