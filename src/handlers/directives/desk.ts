import type { StoredFile } from '../../attachments/store.ts'
import type { Call } from '../../chat/call.ts'
import type { Pace } from '../../config.ts'
import type { Point } from '../../directives/directive.ts'
import type { TableToDraw } from '../../drawing/table.ts'
import type { QuietHours } from '../../time/quiet-hours.ts'
import type { KeyPoint } from '../../understanding/key-point.ts'
import type { IssueDesk } from '../issue-act.ts'

/** What the handlers of directives are made with. */
export interface DirectiveDesk extends IssueDesk {
  readonly pace: Pace
  readonly quietHours: QuietHours | undefined
  /** 要点 of a text; a model may be asked, so it is done before the transaction */
  readonly boilDown: (text: string, now: Date) => Promise<readonly KeyPoint[]>
  /** the same by the rules alone, at once */
  readonly keyPoints: (text: string, now: Date) => readonly KeyPoint[]
  /** keeps a text that is too long for messages as a file */
  readonly keepText: (text: string) => Promise<StoredFile>
  /** keeps a file that was made here */
  readonly keepFile: (bytes: Uint8Array) => Promise<StoredFile>
  /** draws a table and keeps the picture; resolves with its hash */
  readonly keepTable: (table: TableToDraw) => Promise<string[]>
}

/** Lines of what is wanted, as they are kept. */
export function pointsFrom(points: readonly KeyPoint[]): Point[] {
  return points.map(({ who, what, until }) => ({
    what,
    ...(who === undefined ? {} : { who }),
    ...(until === undefined
      ? {}
      : { until: { words: until.words, hasTime: until.hasTime, ...(until.at ? { at: until.at.toISOString() } : {}) } }),
  }))
}

/** Whether somebody is of the staff of the community the message is about. */
export function isStaffHere({ roles, community }: Pick<Call, 'roles' | 'community'>): boolean {
  return roles.some(({ kind, communityId }) => communityId === community && (kind === 'STAFF' || kind === 'SECRETARY'))
}
