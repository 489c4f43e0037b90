import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import { type IssueState, OPEN_STATES } from './lifecycle.ts'
import { neighbourCategories } from './like-categories.ts'
import { type Fingerprint, fingerprint, LIKELY, likeness, placesAgree } from './likeness.ts'
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
  /** `same`: kind and place are the same, and it was reported within the last ten minutes. `likely`: a person has to look */
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

/** So many are looked at, the newest first: of a neighbouring category, of any other, and of those that are closed. */
const LOOK_AT = { near: 80, other: 30, closed: 40 } as const

/** A draft is no issue yet that anybody could join, and a guess nobody may know of. */
const OPEN: IssueState[] = OPEN_STATES.filter((state) => state !== 'DRAFT')

const compared = {
  id: true,
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
  const candidates = await candidatesFor(tx, query)
  let best: { readonly issue: Candidate; readonly how: Alike['how']; readonly likeness: number } | undefined
  for (const issue of candidates) {
    const told = fingerprint(issue)
    const alike = likeness(said, told)
    if (alike < LIKELY) continue
    const how = isSame(query, issue, said, told) ? 'same' : 'likely'
    if (best && rank(how, issue, alike) <= rank(best.how, best.issue, best.likeness)) continue
    best = { issue, how, likeness: alike }
  }
  return best && (await standing(tx, query, best))
}

/** What is the same comes first, then what is open, then what is most alike; candidates come the newest first. */
function rank(how: Alike['how'], { state }: Candidate, likeness: number): number {
  return (how === 'same' ? 4 : 0) + (state === 'CLOSED' ? 0 : 2) + likeness
}

function isSame({ personId, now }: AlikeQuery, issue: Candidate, said: Fingerprint, told: Fingerprint): boolean {
  if (issue.state === 'CLOSED' || !said.near.has(told.category) || said.category === 'K99') return false
  const ago = now.getTime() - issue.reportedAt.getTime()
  if (issue.reporterId === personId && ago <= OWN_WITHIN_MS) return true
  return ago <= SAME_WITHIN_MS && placesAgree(said, told)
}

/** The issue as it can be spoken of: what was merged is the one it went into, as that stands now. */
async function standing(
  tx: Tx,
  { communityId, now }: AlikeQuery,
  { issue, how }: { readonly issue: Candidate; readonly how: Alike['how'] },
): Promise<Alike | undefined> {
  if (issue.outcome !== 'DUPLICATE') {
    return { number: issue.number, how, ...(issue.state === 'CLOSED' ? { closed: true } : {}) }
  }
  const root = await rootOf(tx, { communityId }, issue.number)
  if (!root || root.isPrivate || root.outcome === 'DUPLICATE' || root.outcome === 'VOID') return undefined
  if (root.state !== 'CLOSED') return { number: root.number, how: 'likely' }
  const closedAt = root.closedAt?.getTime() ?? 0
  return now.getTime() - closedAt < CLOSED_WITHIN_MS ? { number: root.number, how: 'likely', closed: true } : undefined
}

async function candidatesFor(tx: Tx, query: AlikeQuery): Promise<Candidate[]> {
  const there = whereOf(query)
  if (there === undefined) return []
  const near = [...neighbourCategories(query.category)]
  const open = { ...there, state: { in: OPEN }, isPrivate: false }
  const newest = { select: compared, orderBy: { id: 'desc' } } as const
  const found = [
    await tx.issue.findMany({ ...newest, where: { ...open, category: { in: near } }, take: LOOK_AT.near }),
    await tx.issue.findMany({ ...newest, where: { ...open, category: { notIn: near } }, take: LOOK_AT.other }),
    await tx.issue.findMany({
      select: compared,
      where: {
        ...there,
        isPrivate: false,
        closedAt: { gt: new Date(query.now.getTime() - CLOSED_WITHIN_MS) },
        outcome: { notIn: ['VOID', 'WITHDRAWN'] },
      },
      orderBy: { closedAt: 'desc' },
      take: LOOK_AT.closed,
    }),
  ]
  return found.flat().filter(({ communityId }) => communityId === query.communityId)
}

function whereOf({ compoundId, gridId }: AlikeQuery): { compoundId: number } | { gridId: number } | undefined {
  if (compoundId !== undefined) return { compoundId }
  return gridId === undefined ? undefined : { gridId }
}
