import type { RoleGrant } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import { type IssueEvent, Prisma } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, PersonId } from '../ids.ts'
import { isGuess, NO_GUESSES } from './guess.ts'
import { type PlacedIssue, placedIssues } from './issue.ts'
import { type IssueState, OPEN_STATES } from './lifecycle.ts'

const open: Prisma.IssueWhereInput = { state: { in: [...OPEN_STATES] } }

/** What somebody reported or supports and is not closed, the newest first. */
export async function openOfReporter(tx: Tx, personId: PersonId): Promise<PlacedIssue[]> {
  // Asked for by their ids, so that not every open issue is looked at for its supporters.
  const supported = await tx.supporter.findMany({ where: { personId }, select: { issueId: true } })
  const ids = supported.map(({ issueId }) => issueId)
  return placedIssues(tx, {
    where: {
      AND: NO_GUESSES,
      OR: [{ ...open, reporterId: personId }, ...(ids.length > 0 ? [{ ...open, id: { in: ids } }] : [])],
    },
    orderBy: { id: 'desc' },
  })
}

/** What was reported in a group, is not closed and may be spoken of there, the newest first. */
export async function openOfGroup(tx: Tx, account: AccountId, chatId: ChatId): Promise<PlacedIssue[]> {
  return placedIssues(tx, {
    where: { ...open, ...NO_GUESSES, account, chatKind: 'GROUP', chatId, isPrivate: false },
    orderBy: { id: 'desc' },
  })
}

/** Where each kind of role is waited for. NEED_INFO waits for the resident and ON_HOLD for its date: nobody's turn. */
const WORKER_STATES: readonly IssueState[] = ['DRAFT', 'REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'RESOLVED']
const UNIT_STATES: readonly IssueState[] = ['DISPATCHED', 'IN_PROGRESS']

/** Staff step in where no grid worker can: nobody's grid, the community's own decisions, a resident who is not satisfied. */
const STAFF_TURN: Prisma.IssueWhereInput[] = [
  { state: 'ESCALATED' },
  { state: { in: ['DRAFT', 'REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'RESOLVED'] }, gridId: null },
  { state: 'RESOLVED', rating: 'UNSATISFIED' },
  // A request ends with the work (consequences.ts), and by its states it is found without reading all that is closed.
  { state: { in: ['DISPATCHED', 'IN_PROGRESS', 'NEED_INFO'] }, extendAsked: { not: Prisma.DbNull } },
]

/**
 * What waits for somebody with these roles: for a worker what lies in their grids (what a unit has in hand apart), for a
 * contact what their unit has, for staff what the grids passed on and every extension asked for. Dangerous first, then by
 * what is due soonest, then by age.
 */
export async function todo(tx: Tx, roles: readonly RoleGrant[]): Promise<PlacedIssue[]> {
  const turns = roles.flatMap(turnsOf)
  if (turns.length === 0) return []
  const found = await placedIssues(tx, { where: { OR: turns } })
  return found.sort(byUrgency)
}

function turnsOf({ kind, communityId, gridId, unitId }: RoleGrant): Prisma.IssueWhereInput[] {
  if (kind === 'GRID_WORKER' && gridId !== undefined) {
    const states = [...WORKER_STATES]
    return [{ communityId, gridId, state: { in: states }, NOT: { state: 'IN_PROGRESS', unitId: { not: null } } }]
  }
  if (kind === 'UNIT_CONTACT' && unitId !== undefined) return [{ communityId, unitId, state: { in: [...UNIT_STATES] } }]
  if (kind !== 'STAFF' && kind !== 'SECRETARY') return []
  return STAFF_TURN.map((turn) => ({ communityId, AND: turn }))
}

function byUrgency(a: PlacedIssue, b: PlacedIssue): number {
  if (a.dangerous !== b.dangerous) return a.dangerous ? -1 : 1
  return soonest(a) - soonest(b) || a.id - b.id
}

/** The next of its limits; without any, last. */
function soonest({ responseDueAt, dueAt, arrivalDueAt }: PlacedIssue): number {
  const times = [responseDueAt, dueAt, arrivalDueAt].flatMap((time) => (time ? [time.getTime()] : []))
  return times.length > 0 ? Math.min(...times) : Number.MAX_SAFE_INTEGER
}

/** Everything that happened to an issue, from the beginning. */
export async function historyOf(tx: Tx, issueId: number): Promise<IssueEvent[]> {
  return tx.issueEvent.findMany({ where: { issueId }, orderBy: { seq: 'asc' } })
}

/** What residents added last in words, after the report; undefined where they added nothing. */
export async function lastSupplied(tx: Tx, issueId: number): Promise<string | undefined> {
  const event = await tx.issueEvent.findFirst({
    where: { issueId, action: 'supply', note: { not: null } },
    orderBy: { seq: 'desc' },
  })
  return event?.note ?? undefined
}

/** Somebody who hears of an issue, and where they spoke of it. */
export interface Listener {
  readonly personId: PersonId
  readonly hat: 'reporter' | 'supporter'
  readonly account: AccountId
  readonly chatKind: 'GROUP' | 'PRIVATE'
  readonly chatId: ChatId
}

type Spoken = Pick<PlacedIssue, 'account' | 'chatKind' | 'chatId'>

function listener(hat: Listener['hat'], personId: number, { account, chatKind, chatId }: Spoken): Listener {
  return { hat, personId: personId as PersonId, account: account as AccountId, chatKind, chatId: chatId as ChatId }
}

/** Who reported it, where they did; nobody where they are forgotten (see `leaveChat`). */
export function reporterOf(issue: Spoken & Pick<PlacedIssue, 'reporterId'>): Listener[] {
  return issue.chatId === '' ? [] : [listener('reporter', issue.reporterId, issue)]
}

/** The reporter and all supporters, each once, in the order in which they came. */
export async function audience(tx: Tx, issue: Spoken & Pick<PlacedIssue, 'id' | 'reporterId'>): Promise<Listener[]> {
  const supporters = await tx.supporter.findMany({
    where: { issueId: issue.id, personId: { not: issue.reporterId } },
    orderBy: [{ at: 'asc' }, { personId: 'asc' }],
  })
  return [...reporterOf(issue), ...supporters.map((supporter) => listener('supporter', supporter.personId, supporter))]
}

/** What may be shown of an issue to somebody not on it: the community's public ones only. */
export function isPublicIn(
  issue: Pick<PlacedIssue, 'communityId' | 'isPrivate' | 'state' | 'guess'>,
  communityId: CommunityId,
): boolean {
  return issue.communityId === communityId && !issue.isPrivate && !isGuess(issue)
}
