import type { Tx } from '../database/database.ts'
import type { EnrolmentState } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'

/** At which place somebody stands in line, counted from 1. */
export async function placeInLine(tx: Tx, { runId, seq }: { runId: number; seq: number }): Promise<number> {
  return 1 + (await tx.enrolment.count({ where: { runId, state: 'WAITING', seq: { lt: seq } } }))
}

/** The numbers of those who wait, the first in line first. */
export async function lineOf(tx: Tx, runId: number): Promise<readonly number[]> {
  const rows = await tx.enrolment.findMany({
    where: { runId, state: 'WAITING' },
    orderBy: { seq: 'asc' },
    select: { seq: true },
  })
  return rows.map(({ seq }) => seq)
}

/** How often each who waits was passed over since then. */
export async function timesPassedOver(tx: Tx, runId: number, since: Date): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.enrolment.findMany({
    where: { runId, state: 'WAITING', events: { some: { action: 'skip', at: { gte: since } } } },
    select: { personId: true, _count: { select: { events: { where: { action: 'skip', at: { gte: since } } } } } },
  })
  return new Map(rows.map(({ personId, _count }) => [personId, _count.events]))
}

/** A place, a place in line or an offer that somebody has. */
export interface OwnEnrolment {
  readonly runId: number
  readonly title: string
  readonly state: Exclude<EnrolmentState, 'CANCELLED'>
  readonly party: number
  readonly seq: number
  readonly child: string | undefined
  readonly offerUntil: Date | undefined
  /** a draw is still to come: `seq` is the number of the ticket */
  readonly undrawn: boolean
  /** a guardian's consent is missing */
  readonly needsConsent: boolean
  readonly nextLesson: { readonly startsAt: Date; readonly place: string } | undefined
}

/** What somebody is enrolled in or waits for in terms that are not over, the oldest first. */
export async function enrolmentsOf(tx: Tx, personId: PersonId, now: Date): Promise<OwnEnrolment[]> {
  const rows = await tx.enrolment.findMany({
    where: { personId, state: { not: 'CANCELLED' }, run: { state: { in: ['PUBLISHED', 'RUNNING'] } } },
    orderBy: { id: 'asc' },
    include: {
      run: {
        include: {
          course: { select: { title: true } },
          sessions: {
            where: { state: 'PLANNED', startsAt: { gt: now } },
            orderBy: { startsAt: 'asc' },
            take: 1,
          },
        },
      },
    },
  })
  return rows.flatMap(({ run, ...row }) => {
    if (row.state === 'CANCELLED') return []
    const [next] = run.sessions
    return {
      runId: run.id,
      title: run.course.title,
      state: row.state,
      party: row.party,
      seq: row.seq,
      child: row.child ?? undefined,
      offerUntil: row.offerUntil ?? undefined,
      undrawn: run.mode === 'DRAW' && run.drawnAt === null,
      needsConsent: run.forChildren && row.consentId === null,
      nextLesson: next && { startsAt: next.startsAt, place: next.place },
    }
  })
}

/** An offer that somebody cannot take any more: another was first, or it was over. */
export interface MissedOffer {
  readonly runId: number
  readonly title: string
  readonly communityId: CommunityId
  readonly became: 'gone' | 'late'
}

/** So long after it somebody may still answer it; later their 要 means something else. */
const ANSWERED_WITHIN_MS = 24 * 60 * 60_000

/** What somebody was offered of late and has missed, the last first. */
export async function missedOffers(tx: Tx, personId: PersonId, now: Date): Promise<MissedOffer[]> {
  const open = { personId, offerUntil: null, run: { state: { in: ['PUBLISHED' as const, 'RUNNING' as const] } } }
  const events = await tx.enrolmentEvent.findMany({
    where: {
      at: { gt: new Date(now.getTime() - ANSWERED_WITHIN_MS) },
      OR: [
        { action: 'call', enrolment: { ...open, state: 'WAITING' } },
        { action: 'expire', enrolment: { ...open, state: 'CANCELLED' } },
      ],
    },
    orderBy: { id: 'desc' },
    select: {
      action: true,
      enrolment: {
        select: { runId: true, run: { select: { course: { select: { title: true, communityId: true } } } } },
      },
    },
  })
  return events.map(({ action, enrolment: { runId, run } }) => ({
    runId,
    title: run.course.title,
    communityId: run.course.communityId as CommunityId,
    became: action === 'call' ? 'gone' : 'late',
  }))
}
