import type { Wording } from './command.ts'
import { type Normalised, normaliseWithAlignment } from './normalise.ts'

/** What may stand between a command and its arguments, and between arguments; normalised, so ， and ： are in it. */
const SEPARATORS = ' ,:'

/** A whole text as a `Wording`. */
export function wordingOf(own: string): Wording {
  const source = normaliseWithAlignment(own)
  return new Stretch(source, 0, source.text.length)
}

/** The stretch of a normalised text between two of its positions. */
class Stretch implements Wording {
  readonly text: string
  readonly own: string
  readonly #source: Normalised
  readonly #from: number
  readonly #to: number

  constructor(source: Normalised, from: number, to: number) {
    this.#source = source
    this.#from = from
    this.#to = to
    this.text = source.text.slice(from, to)
    this.own = from < to ? source.own.slice(source.starts[from], source.ends[to - 1]) : ''
  }

  after(length: number): Wording {
    let from = this.#cut(length)
    while (from < this.#to && SEPARATORS.includes(this.#source.text.charAt(from))) from += 1
    return new Stretch(this.#source, from, this.#to)
  }

  head(length: number): Wording {
    return new Stretch(this.#source, this.#from, this.#cut(length))
  }

  /** A position in the source, never outside this stretch nor between the halves of a surrogate pair. */
  #cut(length: number): number {
    const at = Math.min(this.#from + Math.max(0, Math.trunc(length)), this.#to)
    const code = this.#source.text.codePointAt(at - 1) ?? 0
    return at > this.#from && at < this.#to && code > 0xffff ? at + 1 : at
  }
}
