import type { Issue } from '../database/types.ts'
import { type Category, categoryOf } from './categories.ts'

/**
 * Whether an issue is private under a category it is given. What is private for what its words say, and not for its
 * category, stays so whatever it is called.
 */
export function staysPrivate(
  issue: Pick<Issue, 'isPrivate' | 'category'>,
  given: Pick<Category, 'isPrivate'>,
): boolean {
  return given.isPrivate || (issue.isPrivate && !categoryOf(issue.category).isPrivate)
}
