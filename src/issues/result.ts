import type { IssueEvent } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import type { PlacedIssue } from './issue.ts'
import type { Hat, Rating } from './lifecycle.ts'

/**
 * When something is due. `none`: this kind has no limit (handed over at once, or it waits for a meeting). `unknown`: the
 * official calendar does not reach that far, so nobody can promise a date yet.
 */
export type Due = { readonly kind: 'at'; readonly at: Date } | { readonly kind: 'none' } | { readonly kind: 'unknown' }

/** What came of an action, beyond the row: for whoever finds the words for it. Only what applies is there. */
export interface Facts {
  /** in what capacity it was done, and what that person is called in public: 3号网格员, 社区工作人员, 交警中队, 报事人 */
  readonly hat: Hat
  readonly by: string
  /** the main limit, where this action set it */
  readonly due?: Due
  /** dispatch: by when the unit should be there */
  readonly arrivalDue?: Due
  /** dispatch, return, arrive: the unit meant */
  readonly unit?: { readonly id: number; readonly name: string }
  /** return: how many times now; from the third on the secretary decides */
  readonly returns?: number
  readonly toSecretary?: true
  /** extend: `asked` waits for staff; `granted` moved the limit */
  readonly extension?: {
    readonly step: 'asked' | 'granted'
    readonly until: Date
    readonly reason: string
    readonly by: string
  }
  /** witness: what reporter and supporters are invited to */
  readonly witness?: { readonly at: Date; readonly place: string | null }
  readonly rated?: { readonly rating: Rating; readonly closed: boolean }
  /** report: an issue closed lately that it is like, so that it may be the same trouble come back */
  readonly again?: number
  /** the reporter is not satisfied with work that waits to be verified: staff or worker should send it back */
  readonly asksRework?: true
  /** merge: the issue it went into (the root, should the one named be merged itself) and who moved over */
  readonly merged?: { readonly parent: PlacedIssue; readonly moved: readonly PersonId[] }
  /** support: the one supported is not the one named, which had been merged into it */
  readonly supported?: { readonly named: number; readonly supporters: number }
  /** recategorise */
  readonly category?: {
    readonly from: string
    readonly to: string
    readonly nowDangerous: boolean
    readonly nowPrivate: boolean
  }
  /** supply by the bot: nobody answered within 48 hours */
  readonly unanswered?: true
}

export interface Done {
  /** as it is now */
  readonly issue: PlacedIssue
  /** as it was */
  readonly before: PlacedIssue
  readonly event: IssueEvent
  readonly facts: Facts
}
