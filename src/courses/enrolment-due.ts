import type { Tx } from '../database/database.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import { EnrolmentBook } from './enrolment-book.ts'
import { DRAW_WINDOW_MS } from './enrolment-draw.ts'

/** So long after the opening the first results are told, all at once: the rush is over in seconds. */
export const RUSH_MS = 30_000
/** Results of an opening so long ago are nobody's news. */
const WORTH_TELLING_MS = 24 * 60 * 60_000
/** A guardian who has not consented by then lets the place go. */
export const CONSENT_WAIT_MS = 24 * 60 * 60_000

/** Something about a term whose time has come. */
export interface EnrolmentDue {
  readonly kind: 'results' | 'draw' | 'offers' | 'consents'
  readonly runId: number
}

/** What is due about enrolments at `now`. Each is done in a transaction of its own, and is due again until it is done. */
export async function enrolmentDue(tx: Pick<Tx, 'courseRun' | 'enrolment'>, now: Date): Promise<EnrolmentDue[]> {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const open = { in: ['PUBLISHED' as const, 'RUNNING' as const] }
  if (!(await tx.courseRun.findFirst({ where: { state: open }, select: { id: true } }))) return []
  const [results, draws, offers, consents] = await Promise.all([
    tx.courseRun.findMany({
      where: {
        state: open,
        resultToldAt: null,
        opensAt: { lte: ago(RUSH_MS), gt: ago(WORTH_TELLING_MS) },
        OR: [{ mode: 'FIRST_COME' }, { drawnAt: { not: null } }],
      },
      select: { id: true },
    }),
    tx.courseRun.findMany({
      where: { state: open, mode: 'DRAW', drawnAt: null, seed: { not: null }, opensAt: { lte: ago(DRAW_WINDOW_MS) } },
      select: { id: true },
    }),
    tx.enrolment.findMany({
      where: { state: { in: ['OFFERED', 'WAITING'] }, offerUntil: { lte: now }, run: { state: open } },
      distinct: ['runId'],
      select: { runId: true },
    }),
    tx.enrolment.findMany({
      where: { ...withoutConsent(now), run: { state: open, forChildren: true, resultToldAt: { not: null } } },
      distinct: ['runId'],
      select: { runId: true },
    }),
  ])
  return [
    ...draws.map(({ id }) => ({ kind: 'draw' as const, runId: id })),
    ...results.map(({ id }) => ({ kind: 'results' as const, runId: id })),
    ...offers.map(({ runId }) => ({ kind: 'offers' as const, runId })),
    ...consents.map(({ runId }) => ({ kind: 'consents' as const, runId })),
  ]
}

/** Children whose place was given, whichever way, so long ago that the guardian would have consented. */
function withoutConsent(now: Date) {
  const since = new Date(now.getTime() - CONSENT_WAIT_MS)
  return {
    state: 'CONFIRMED' as const,
    consentId: null,
    events: { none: { to: 'CONFIRMED' as const, at: { gt: since } } },
  }
}

/** Does what is due about the places of a term; the changes are for whoever tells people. */
export async function settleDue(
  tx: Tx,
  { kind, runId }: EnrolmentDue,
  options: { readonly now: Date; readonly quietHours: QuietHours | undefined },
): Promise<EnrolmentBook> {
  const book = await EnrolmentBook.open(tx, runId, options)
  if (kind === 'draw') await book.draw()
  if (kind === 'offers') await book.expire()
  if (kind === 'consents') {
    const late = await tx.enrolment.findMany({
      where: { ...withoutConsent(options.now), runId },
      orderBy: { seq: 'asc' },
      select: { personId: true },
    })
    for (const { personId } of late) await book.leave(personId, 'no consent')
  }
  await book.close()
  return book
}
