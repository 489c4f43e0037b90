import type { Judge } from '../../board/judge.ts'
import type { IssueDesk } from '../issue-act.ts'

/** What the handlers of the board are made with. */
export interface BoardDesk extends IssueDesk {
  /** looks at new and changed words before they are anything */
  readonly judge: Judge
}
