/** What a reader found at the head of a text, and how many signs it took. */
export type Found<Value> = { value: Value; length: number }

/**
 * Undefined: nothing of the kind stands there. 'impossible': something of the kind does, but there is no such day or
 * time, and nothing after it may be taken for what was meant.
 */
export type ReadResult<Value> = Found<Value> | 'impossible' | undefined
