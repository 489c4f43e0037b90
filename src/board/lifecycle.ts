import type { PostState } from '../database/types.ts'

/**
 * The life of a post as one table. `move.ts` carries the rows out; the tests are generated from them. Nothing leaves HELD or
 * REFUSED for PASSED but by a moderator, or by a judge who finds nothing in new words of its author.
 */

/**
 * In what capacity somebody acts on a post. `author`: whose words they are; who also is of the staff is only the author here
 * and passes nothing of their own. `moderator`: who decides what may be published.
 */
export type PostHat = 'author' | 'moderator' | 'staff' | 'bot'

export type PostAction = 'edit' | 'withdraw' | 'link' | 'unlink' | 'appeal' | 'pass' | 'refuse' | 'answer'

export interface PostMove {
  readonly label: string
  readonly from: readonly PostState[]
  /** `judged`: HELD or PASSED, as the judge finds the new words */
  readonly to: PostState | 'same' | 'judged'
  readonly who: readonly PostHat[]
}

/** What people call where a post is. */
export const STATE_LABELS: Readonly<Record<PostState, string>> = {
  HELD: '等工作人员看',
  PASSED: '已上墙',
  REFUSED: '没有上墙',
  WITHDRAWN: '已删除',
}

const ALIVE: readonly PostState[] = ['HELD', 'PASSED', 'REFUSED']

// biome-ignore format: one row a line
export const MOVES: Readonly<Record<PostAction, PostMove>> = {
  edit:     { label: '改写', from: ALIVE, to: 'judged', who: ['author'] },
  withdraw: { label: '删除', from: ALIVE, to: 'WITHDRAWN', who: ['author'] },
  link:     { label: '登记成事项', from: ALIVE, to: 'same', who: ['author'] },
  unlink:   { label: '撤销登记', from: ALIVE, to: 'same', who: ['author'] },
  appeal:   { label: '申诉', from: ['REFUSED'], to: 'HELD', who: ['author'] },
  pass:     { label: '通过', from: ['HELD', 'REFUSED'], to: 'PASSED', who: ['moderator'] },
  refuse:   { label: '不通过', from: ['HELD', 'PASSED'], to: 'REFUSED', who: ['moderator'] },
  answer:   { label: '答复', from: ['PASSED', 'HELD', 'REFUSED'], to: 'same', who: ['staff'] },
}

export const POST_ACTIONS = Object.keys(MOVES) as readonly PostAction[]
