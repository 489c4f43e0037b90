import type { CommunityId } from '../../ids.ts'
import type { SheetToWrite } from '../../spreadsheet/spreadsheet.ts'

/** What is to be exported. `to` is the first moment after the last day. */
export interface ExportOf {
  readonly communityId: CommunityId
  readonly from: Date
  readonly to: Date
  readonly now: Date
  /** those at work are called by their whole names; without it nobody is (privacy 18) */
  readonly named?: boolean
}

/** What an export holds, before it is written. */
export interface Exported {
  readonly sheets: readonly SheetToWrite[]
  /** of what it is an export, in numbers: 12 件任务和通知 */
  readonly words: string
  readonly rows: number
  /** there was more than an export takes: the oldest of the period are left out */
  readonly cut: boolean
  /** people are named in it */
  readonly unmasked: boolean
}

/**
 * An export has no more rows, all its sheets together: more is asked for in shorter periods. While one is written the program
 * does nothing else, and 4,000 rows of 15 columns take some seconds on a small busy machine.
 */
export const MOST_ROWS = 4_000

/** Queries name so many ids at once. */
const IDS_AT_ONCE = 200

/** In pieces of `IDS_AT_ONCE`. */
export function inPieces<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / IDS_AT_ONCE) }, (_, at) =>
    all.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE),
  )
}
