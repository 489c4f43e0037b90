import type { Rule } from './course.ts'

/** What a move carries beside who, when and why. */
export interface Carried {
  /** the reason, in the words that the lecturer is told */
  readonly note?: string | undefined
  /** of arrange: when and where the trial lecture is, and its code */
  readonly trial?: { readonly at: Date; readonly place: string; readonly code: string } | undefined
  /** of admit: for how long the room is given for nothing */
  readonly months?: number | undefined
  /** of supply: the plan, as it was written */
  readonly plan?: string | undefined
  readonly files?: number | undefined
  readonly rule?: Rule | undefined
  /** of charge: how much, in words */
  readonly fee?: string | undefined
  /** of survey, renew and charge: whether the rule is kept, and whether the residents would pay */
  readonly survey?: { readonly kept: boolean; readonly wouldPay: boolean; readonly words: string } | undefined
}
