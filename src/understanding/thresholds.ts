/** From which likelihood on what follows; set by cross-validation over the training families (see examples/README.md). */
export const THRESHOLDS = {
  /** of being an issue, to be registered by itself */
  yes: 0.79,
  /** of being an issue, for a person to be asked */
  ask: 0.6,
  /** of being an issue, to be given the category it would have */
  possible: 0.35,
  /** to be registered by itself, where the words speak of acute danger */
  acute: 0.45,
  /** the same, where they say that it is here */
  acuteHere: 0.15,
  /** the same, where it is written as petitions are */
  petition: 0.3,
  /** of acute danger, without a word that says so */
  danger: 0.16,
  /** the same, with one */
  dangerSaid: 0.06,
  /** of the categories in which a life is at stake, for acute danger */
  lifeAtStake: 0.5,
  /** of a category; below it is 其他 */
  category: 0.06,
} as const
