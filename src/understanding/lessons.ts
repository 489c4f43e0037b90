import { fold } from './fold.ts'
import type { Kind } from './reading.ts'

/**
 * What a person's correction teaches: marks of the text, and how it is to be read. A mark is a hash of two neighbouring
 * characters, cut to 10 bits, in no order: of the pairs that occur in this project's examples some fifty share each, so
 * marks do not chain into a sentence. Whoever knows a sentence can tell that it may have been taught. Plain data, fit
 * for JSON.
 */
export interface Lesson {
  readonly marks: readonly number[]
  readonly kind: Kind
  /** undefined: no issue */
  readonly category: string | undefined
}

/** A lesson for a text. `category` is the code it belongs to; undefined when it is no issue. */
export function lessonOf(text: string, { kind, category }: Pick<Lesson, 'kind' | 'category'>): Lesson {
  return { marks: marksOf(text), kind, category }
}

/** What lessons have to say of a text. */
export interface Taught {
  readonly lesson: Lesson
  /** 0–1: how much it weighs against the reading without it */
  readonly weight: number
}

/** Texts that share less than this (cosine of their marks) have nothing to do with each other, */
const UNLIKE = 0.5
/** and from here on they are as good as the same. */
const SAME = 0.78

const BITS = 10
/** What a long text says after so many characters would fill the marks, and make it like every other. */
const LONGEST_MARKED = 160

/** Lessons in a form in which those like a text are found at once: 2,000 cost a tenth of a millisecond. */
export class Lessons {
  readonly #lessons: Lesson[] = []
  readonly #having = new Map<number, number[]>()

  constructor(lessons: Iterable<Lesson> = []) {
    for (const lesson of lessons) this.add(lesson)
  }

  get size(): number {
    return this.#lessons.length
  }

  /** It weighs from now on. Of two lessons about the same text the later counts. */
  add(lesson: Lesson): void {
    const index = this.#lessons.length
    this.#lessons.push(lesson)
    for (const mark of lesson.marks) {
      const list = this.#having.get(mark)
      if (list) list.push(index)
      else this.#having.set(mark, [index])
    }
  }

  /** The lesson most like the text, if any is like it. */
  about(text: string): Taught | undefined {
    if (this.#lessons.length === 0) return undefined
    const marks = marksOf(text)
    const shared = new Uint16Array(this.#lessons.length)
    for (const mark of marks) {
      for (const index of this.#having.get(mark) ?? []) shared[index] = (shared[index] ?? 0) + 1
    }
    let best: Lesson | undefined
    let closest = UNLIKE
    for (const [index, count] of shared.entries()) {
      const lesson = count === 0 ? undefined : this.#lessons[index]
      if (!lesson) continue
      const likeness = count / Math.sqrt(marks.length * lesson.marks.length)
      // Between equally like ones the later counts.
      if (likeness >= closest) {
        closest = likeness
        best = lesson
      }
    }
    return best && { lesson: best, weight: Math.min(1, (closest - UNLIKE) / (SAME - UNLIKE)) }
  }
}

function marksOf(text: string): number[] {
  const framed = `^${fold(text).slice(0, LONGEST_MARKED)}$`
  const marks = new Set<number>()
  // A frame around nothing is no pair of anything.
  if (framed.length === 2) return []
  for (let at = 0; at + 1 < framed.length; at++) {
    const pair = Math.imul(Math.imul(framed.charCodeAt(at), 0x9e3779b1) ^ framed.charCodeAt(at + 1), 0x85ebca6b)
    marks.add((pair ^ (pair >>> 16)) & ((1 << BITS) - 1))
  }
  // In the order of the text they would chain after all.
  return [...marks].sort((a, b) => a - b)
}
