/** From which likelihood on what follows; set by cross-validation over the training families (see examples/README.md). */
export const THRESHOLDS = {
  /** of being an issue, to be registered by itself */
  yes: 0.85,
  /** of being an issue, for a person to be asked */
  ask: 0.7,
  /** the same, where the words speak of acute danger */
  acute: 0.3,
  /** the same, where it is written as petitions are */
  petition: 0.3,
  /** of acute danger, without a word that says so */
  danger: 0.2,
  /** of a category; below it is 其他 */
  category: 0.05,
} as const
