import type { CommunityId, GridId } from '../ids.ts'

/** Somebody's words, to be held against the issues that are there. */
export interface AlikeQuery {
  readonly communityId: CommunityId
  /** the grid of the group they were said in */
  readonly gridId: GridId | undefined
  readonly words: string
  /** the code they were read as */
  readonly category: string
  readonly now: Date
}

/** An issue that may be what somebody speaks of. */
export interface Alike {
  readonly number: number
  /** `same`: kind and place are the same, and it was reported within the last ten minutes. `likely`: a person has to look */
  readonly how: 'same' | 'likely'
}
