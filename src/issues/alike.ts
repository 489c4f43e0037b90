import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import { UNKNOWN_CATEGORY } from './categories.ts'
import { type IssueState, OPEN_STATES, type Outcome } from './lifecycle.ts'
import { neighbourCategories } from './like-categories.ts'
import {
  type Fingerprint,
  fingerprint,
  isElsewhereInside,
  LIKELY,
  likeness,
  nameOthers,
  namesOther,
  nameTheSame,
  placesAgree,
} from './likeness.ts'
import { rootOf } from './merge.ts'

/** Somebody's words, to be held against the issues that are there. */
export interface AlikeQuery {
  readonly communityId: CommunityId
  /** the grid of the group they were said in */
  readonly gridId: GridId | undefined
  /** the compound they speak of, where that is known: then the whole of it is looked through, and nothing else */
  readonly compoundId?: number | undefined
  /** where it is, as far as that was settled beside the words */
  readonly place?: string | undefined
  /** who said them: what they say twice within a moment is one report */
  readonly personId?: PersonId | undefined
  readonly words: string
  /** the code they were read as */
  readonly category: string
  readonly now: Date
}

/** An issue that may be what somebody speaks of. */
export interface Alike {
  readonly number: number
  /** `same`: category, thing and place are the same, and it was reported within the last ten minutes. `likely`: a person has to look */
  readonly how: 'same' | 'likely'
  /** it was closed within the last two weeks: nobody can join it, it can only be reopened or reported anew */
  readonly closed?: true
}

/** Reported so long ago or less, what has the same kind and place is the same. */
const SAME_WITHIN_MS = 10 * 60_000
/** A person's burst ends after so long at the latest; what they add right after it is told of the same thing. */
const OWN_WITHIN_MS = 3 * 60_000
/** What was closed longer ago than this is another matter when it comes back. */
const CLOSED_WITHIN_MS = 14 * 24 * 60 * 60_000

/** Nearly word for word the same is the same, though the two were read as neighbouring categories. */
const WORD_FOR_WORD = 0.99

/** So many of a kind are looked at, the newest first. */
const LOOK_AT = { near: 40, other: 15, closed: 25 } as const

/** A draft is no issue yet that anybody could join, and a guess nobody may know of. */
const OPEN: IssueState[] = OPEN_STATES.filter((state) => state !== 'DRAFT')

const compared = {
  communityId: true,
  number: true,
  state: true,
  outcome: true,
  words: true,
  place: true,
  category: true,
  reporterId: true,
  reportedAt: true,
} as const satisfies Prisma.IssueSelect
type Candidate = Prisma.IssueGetPayload<{ select: typeof compared }>

/**
 * The issue that somebody's words most likely speak of: open, or closed within the last two weeks, in their compound (in
 * the grid of their group where the compound is not known); never a private one, a guess or a draft. What went into
 * another issue stands for that one. Undefined where none is like enough, or nobody knows where to look.
 */
export async function alikeTo(tx: Tx, query: AlikeQuery): Promise<Alike | undefined> {
  const said = fingerprint(query)
  // What is open and of the same kind comes first; where something fits there, nothing else is looked for.
  for (const looked of LOOKS) {
    const best = bestOf(await looked(tx, query), query, said)
    const alike = best && (await standing(tx, query, best))
    if (alike) return alike
  }
  return undefined
}

interface Fitting {
  readonly issue: Candidate
  readonly how: Alike['how']
  readonly likeness: number
}

function bestOf(candidates: readonly Candidate[], query: AlikeQuery, said: Fingerprint): Fitting | undefined {
  let best: Fitting | undefined
  for (const issue of candidates) {
    // A number says something in its own community only.
    if (issue.communityId !== query.communityId || namesOther(said, issue.words)) continue
    const told = fingerprint(issue)
    const alike = likeness(said, told)
    if (alike < LIKELY) continue
    const fitting: Fitting = {
      issue,
      how: isSame(query, issue, said, told, alike) ? 'same' : 'likely',
      likeness: alike,
    }
    if (best === undefined || rank(fitting) > rank(best)) best = fitting
  }
  return best
}

/** What is the same comes first, then what is most alike; candidates come the newest first. */
function rank({ how, likeness }: Fitting): number {
  return (how === 'same' ? 2 : 0) + likeness
}

function isSame(
  { personId, now }: AlikeQuery,
  issue: Candidate,
  said: Fingerprint,
  told: Fingerprint,
  alike: number,
): boolean {
  // Who still sees what is said to be done tells something that nobody may miss.
  if (issue.state === 'RESOLVED' || issue.state === 'CLOSED') return false
  if (!said.near.has(told.category) || said.category === UNKNOWN_CATEGORY) return false
  // Two neighbours on two floors have two drains: a person has to look.
  if (isElsewhereInside(said, told) || nameOthers(said, told)) return false
  // Who names no thing may mean another one, unless they say it in the same words.
  if (!nameTheSame(said, told) && alike < WORD_FOR_WORD) return false
  const ago = now.getTime() - issue.reportedAt.getTime()
  if (issue.reporterId === personId && ago <= OWN_WITHIN_MS) return true
  const asOne = said.category === told.category || alike >= WORD_FOR_WORD
  return ago <= SAME_WITHIN_MS && asOne && placesAgree(said, told)
}

/** The issue as it can be spoken of: what was merged is the one it went into, as that stands now. */
async function standing(tx: Tx, { communityId, now }: AlikeQuery, { issue, how }: Fitting): Promise<Alike | undefined> {
  if (issue.outcome !== 'DUPLICATE') {
    return { number: issue.number, how, ...(issue.state === 'CLOSED' ? { closed: true } : {}) }
  }
  const root = await rootOf(tx, { communityId }, issue.number)
  if (!root || root.isPrivate || root.outcome === 'DUPLICATE' || root.outcome === 'VOID') return undefined
  if (root.state !== 'CLOSED') return { number: root.number, how: 'likely' }
  const closedAt = root.closedAt?.getTime() ?? 0
  return now.getTime() - closedAt < CLOSED_WITHIN_MS ? { number: root.number, how: 'likely', closed: true } : undefined
}

type Look = (tx: Tx, query: AlikeQuery) => Promise<Candidate[]>

const LOOKS: readonly Look[] = [
  (tx, query) => openOf(tx, query, { in: [...neighbourCategories(query.category)] }, LOOK_AT.near),
  (tx, query) => openOf(tx, query, { notIn: [...neighbourCategories(query.category)] }, LOOK_AT.other),
  closedOf,
]

async function openOf(tx: Tx, query: AlikeQuery, category: Prisma.StringFilter, take: number): Promise<Candidate[]> {
  const there = whereOf(query)
  if (there === undefined) return []
  const where = { ...there, state: { in: OPEN }, isPrivate: false, category }
  return tx.issue.findMany({ select: compared, where, orderBy: { id: 'desc' }, take })
}

async function closedOf(tx: Tx, query: AlikeQuery): Promise<Candidate[]> {
  const there = whereOf(query)
  if (there === undefined) return []
  const closedAt = { gt: new Date(query.now.getTime() - CLOSED_WITHIN_MS) }
  // What was none, or what its reporter took back, is nothing that could come again.
  const where = { ...there, isPrivate: false, closedAt, outcome: { notIn: [...NOTHING] } }
  return tx.issue.findMany({ select: compared, where, orderBy: { closedAt: 'desc' }, take: LOOK_AT.closed })
}

const NOTHING = ['VOID', 'WITHDRAWN'] as const satisfies Outcome[]

/** A compound and a grid are of one community, and have an index. */
function whereOf({ compoundId, gridId }: AlikeQuery): { compoundId: number } | { gridId: number } | undefined {
  if (compoundId !== undefined) return { compoundId }
  return gridId === undefined ? undefined : { gridId }
}
