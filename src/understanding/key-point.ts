/** Until when, as far as the words tell. */
export interface Deadline {
  /** as written: 今天17:00前, 即日起, 3个工作日内 */
  readonly words: string
  /** undefined when the words name no one moment, or one that needs a calendar of working days */
  readonly at: Date | undefined
  /** whether a time was said; if not, `at` is the beginning of the day */
  readonly hasTime: boolean
}

/** One line of what is wanted. `what` is made of the text's own words. */
export interface KeyPoint {
  /** who is to do it; undefined when the text does not say */
  readonly who: string | undefined
  readonly what: string
  readonly until: Deadline | undefined
}
