import type { GridId, UnitId } from '../ids.ts'
import type { Action, Rating } from './lifecycle.ts'

/** For actions that carry nothing. */
export type Nothing = Readonly<Record<string, never>>

/** What each action brings along. Texts are the person's own words, unchanged; an empty text counts as missing. */
export interface Inputs {
  /** what the guess lacked; left out where it was right */
  readonly confirm: {
    readonly category?: string
    readonly place?: string
    readonly gridId?: GridId
    /** the compound that the place or the grid is in, where that is known */
    readonly compoundId?: number
  }
  readonly accept: Nothing
  readonly ask: { readonly question: string }
  /** text or photos (`photos` of the request) */
  readonly supply: { readonly text?: string }
  readonly start: Nothing
  readonly escalate: { readonly reason: string }
  /** without `arriveBy`: 1 hour when dangerous, 4 working hours for P1, 1 working day otherwise */
  readonly dispatch: { readonly unitId: UnitId; readonly arriveBy?: Date }
  readonly arrive: Nothing
  readonly return: { readonly reason: string }
  readonly progress: { readonly note: string }
  /** worker and unit ask with both; staff set their own date with both, or grant what was asked with neither */
  readonly extend: { readonly until?: Date; readonly reason?: string }
  /** the reason is public */
  readonly hold: { readonly until: Date; readonly reason: string }
  readonly resume: Nothing
  readonly resolve: { readonly note: string }
  /** without a place: that of the issue */
  readonly witness: { readonly at: Date; readonly place?: string }
  readonly verify: { readonly note?: string }
  readonly rework: { readonly defect: string }
  readonly answer: { readonly text: string }
  /** the number of the issue it is merged into, in the same community */
  readonly merge: { readonly parent: number }
  /** to whom, and under which reference it can be followed there */
  readonly transfer: { readonly where: string; readonly reference: string }
  readonly decline: { readonly reason: string }
  readonly void: { readonly reason: string }
  readonly withdraw: { readonly reason?: string }
  readonly rate: { readonly rating: Rating; readonly words?: string }
  readonly reopen: { readonly reason: string }
  readonly silence: Nothing
}

/** An action together with what it brings. */
export type Doing = { readonly [A in Action]: { readonly action: A; readonly input: Inputs[A] } }[Action]
