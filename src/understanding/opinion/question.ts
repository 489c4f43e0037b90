/** Something the model can be asked about a text. The text is never part of the instruction. */
export interface Question<Answer> {
  /** names it to the endpoint and tells its answers apart from those to other questions; letters and dashes */
  readonly name: string
  /** what is to be done and in which form to answer; the same for every text */
  readonly instruction: string
  /** the one field of the JSON object in which the text is handed over */
  readonly field: string
  /** a JSON Schema of plain types and enums; ranges are left to `read`, not every endpoint knows them */
  readonly shape: Readonly<Record<string, unknown>>
  /** how long an answer may be, in tokens */
  readonly answerTokens: number
  /** the answer, checked; undefined for anything else than what was asked for */
  readonly read: (value: unknown) => Answer | undefined
}
