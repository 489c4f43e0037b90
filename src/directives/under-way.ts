import type { Db } from '../database/database.ts'
import { nameOf } from './directive.ts'

/** How one group's copy stands, for a look at a glance. */
export type Standing = 'waiting' | 'said' | 'failed' | 'unknown' | 'cancelled'

/** An order under way: a cell for each group, in the order of their grids. */
export interface UnderWay {
  readonly name: string
  /** how its text begins */
  readonly title: string
  readonly held: boolean
  readonly cells: readonly {
    readonly grid: number
    readonly standing: Standing
    /** how many of those asked have answered, and have said that it is done */
    readonly answered: number
    readonly done: number
  }[]
}

const TITLE_LENGTH = 16
/** So many are shown at a time, the newest first. */
const MOST = 3

/** The orders relayed since a moment, as they stand now: from the messages themselves, so that it is never a minute old. */
export async function underWay(db: Db, since: Date): Promise<UnderWay[]> {
  const rows = await db.directive.findMany({
    where: { relayedAt: { gt: since } },
    orderBy: { relayedAt: 'desc' },
    take: MOST,
    include: {
      receipts: { select: { gridId: true, hat: true, step: true } },
      deliveries: {
        include: { grid: { select: { number: true } }, parts: { select: { state: true, givenUpAt: true } } },
        orderBy: [{ grid: { number: 'asc' } }, { id: 'asc' }],
      },
    },
  })
  return rows.map((row) => ({
    name: nameOf(row),
    title: [...row.text.replace(/\s+/g, ' ')].slice(0, TITLE_LENGTH).join(''),
    held: row.heldAt !== null,
    cells: row.deliveries.map(({ gridId, grid, parts }) => {
      const here = row.receipts.filter((receipt) => receipt.gridId === gridId)
      return {
        grid: grid.number,
        standing: standingOf(parts),
        answered: new Set(here.map(({ hat }) => hat)).size,
        done: new Set(here.filter(({ step }) => step === 'DONE').map(({ hat }) => hat)).size,
      }
    }),
  }))
}

function standingOf(parts: readonly { readonly state: string; readonly givenUpAt: Date | null }[]): Standing {
  const states = new Set(parts.map(({ state }) => state))
  if (parts.some(({ state, givenUpAt }) => state === 'FAILED' && givenUpAt)) return 'failed'
  if (states.has('UNKNOWN')) return 'unknown'
  if (states.has('PENDING') || states.has('SENDING') || states.has('FAILED')) return 'waiting'
  return states.has('SENT') || states.has('ECHOED') ? 'said' : 'cancelled'
}
