import type { Definition } from './definition.ts'
import { learningNeeds } from './learning-needs.ts'

/** A questionnaire that ships with the program and that the staff open by its name. */
export interface Shipped {
  /** what its runs are called: learning-needs, learning-needs-2 */
  readonly code: string
  readonly subject: string
  /** what people call it; the first is what they are told */
  readonly names: readonly [string, ...string[]]
  read(): Definition
}

export const LIBRARY: readonly Shipped[] = [
  {
    code: 'learning-needs',
    subject: 'needs',
    names: ['学习需求', '社区学习需求问卷', '学习需求问卷', '需求'],
    read: learningNeeds,
  },
]
