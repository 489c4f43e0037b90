/** One going-through of many issues: which to leave out, and which is being dealt with, so that one in trouble can be told. */
export interface Round {
  readonly except: readonly number[]
  at: number | undefined
}

export function newRound(except: readonly number[] = []): Round {
  return { except, at: undefined }
}
