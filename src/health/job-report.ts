import type { JobState } from '../database/types.ts'

/** How a recurring job is. */
export interface JobReport {
  readonly name: string
  /** what people call it */
  readonly title: string
  /** the newest slot that has come, if the job has come round since the program's first start */
  readonly last: { readonly slot: Date; readonly state: JobState; readonly outcome: string | undefined } | undefined
  /** the newest slot failed, or was begun and is not done although its time is over, the next was not begun, or none was done for too long */
  readonly failing: boolean
  readonly next: Date
}
