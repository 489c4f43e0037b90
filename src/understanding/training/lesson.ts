import type { Features } from '../features.ts'

/** What is learned from: the features of a text, and for each of the questions the right answer's index. */
export interface Lesson {
  readonly features: Features
  /** -1: this text says nothing about the question */
  readonly kind: number
  readonly category: number
  readonly danger: number
  readonly issue: number
  /** what several families share is learned in another way than what stands in one alone */
  readonly family: string
  readonly weight: number
}
