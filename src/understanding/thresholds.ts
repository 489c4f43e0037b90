/**
 * From which likelihood on what follows. How they were set, in November 2026: the shape of the rules (which sign lowers
 * which threshold) by cross-validation over the training families, where talk is nearly all hard negatives; the level of
 * `yes` and `ask` so that of the talk of the test part about one in a hundred is registered and less than three are asked
 * about, and `danger` beside them. So the rates of talk in the test part are fitted to it by these numbers, and how many
 * reports are found at them is the measurement.
 */
export const THRESHOLDS = {
  /** of being an issue, to be registered by itself */
  yes: 0.77,
  /** of being an issue, for a person to be asked */
  ask: 0.63,
  /** the same two, where something shared is named with a trouble beside it and nothing takes it away */
  yesShared: 0.74,
  askShared: 0.59,
  /** of being an issue, for anything to come of it where the words take it away from here and now */
  takenAway: 0.9,
  /** of being an issue, to be given the category it would have */
  possible: 0.35,
  /** to be registered by itself, where the words speak of acute danger */
  acute: 0.6,
  /** the same, where they say that it is here */
  acuteHere: 0.55,
  /** the same, where it is written as petitions are */
  petition: 0.3,
  /** of acute danger, without a word that says so */
  danger: 0.25,
  /** the same, for a person to be asked, where it is at least so likely to be an issue */
  direAsked: 0.17,
  direIssue: 0.38,
  /** the same, with one */
  dangerSaid: 0.06,
  /** the same, where it may be no issue: from here on it is one enough, */
  dangerBelieved: 0.55,
  /** and below that the danger must be likelier */
  dangerDoubted: 0.25,
  /** unless the words say that it is here */
  dangerDoubtedHere: 0.12,
  /** of the categories in which a life is at stake, for acute danger */
  lifeAtStake: 0.5,
  /** of a category; below it is 其他 */
  category: 0.06,
  /** the same, where danger is acute: no code is better than one that hides it */
  categoryOfDanger: 0.3,
} as const
