import type { Directive, DirectiveFile, DirectiveKind, ReceiptStep } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, GridId, PersonId } from '../ids.ts'

/** In what capacity somebody acts on a directive in a grid. */
export type Post = 'worker' | 'property' | 'volunteer'
export const POSTS: readonly Post[] = ['worker', 'property', 'volunteer']
export const POST_LABELS: Readonly<Record<Post, string>> = { worker: '网格员', property: '物业', volunteer: '志愿者' }

/** How far somebody is, from the first word to the last. */
export const STEPS: readonly ReceiptStep[] = ['ACKNOWLEDGED', 'ON_SITE', 'WORKING', 'DONE']
export const STEP_LABELS: Readonly<Record<ReceiptStep, string>> = {
  ACKNOWLEDGED: '收到',
  ON_SITE: '到场',
  WORKING: '处理中',
  DONE: '完成',
}

/** When a directive is followed up, in minutes after it was said: shared/design.md's morning. */
export interface FollowUp {
  /** those who have said nothing are reminded in private */
  readonly remind: number
  /** those who are on it are asked how far they are */
  readonly prompt: number
  /** whoever sent it is told who is missing */
  readonly missing: number
  /** and is given the table */
  readonly table: number
}
export const USUAL_FOLLOW_UP: FollowUp = { remind: 10, prompt: 20, missing: 25, table: 30 }

/** One line of what is wanted, as it is kept. `at` is ISO 8601; absent where the words name no one moment. */
export interface Point {
  readonly who?: string
  readonly what: string
  readonly until?: { readonly words: string; readonly at?: string; readonly hasTime: boolean }
}

/** How a notice comes again: every day or working day, on a day of the week (Sunday = 0) or of the month. */
export type Every =
  | { readonly every: 'day' | 'workday' }
  | { readonly every: 'week'; readonly on: number }
  | { readonly every: 'month'; readonly on: number }
/** `minutes` after midnight in Shanghai; `until` is the last day, as 2026-12-31. */
export type Repeat = Every & { readonly minutes: number; readonly until: string }

/** A directive or notice with its files and Json columns read. */
export interface Order extends Omit<Directive, 'gridIds' | 'asks' | 'times' | 'points' | 'repeat'> {
  readonly communityId: CommunityId
  readonly authorId: PersonId
  readonly account: AccountId
  readonly chatId: ChatId
  readonly gridIds: readonly GridId[]
  readonly asks: readonly Post[]
  readonly times: FollowUp
  readonly points: readonly Point[]
  readonly repeat: Repeat | null
  /** what goes out after the text, in this order */
  readonly files: readonly DirectiveFile[]
}

/** What to include when an order is read. */
export const WITH_FILES = { files: { orderBy: { seq: 'asc' } } } as const

/** A row as the rest of the program knows it; what stands in its Json columns was written by this program. */
export function orderOf(row: Directive & { readonly files: readonly DirectiveFile[] }): Order {
  return row as unknown as Order
}

/** How people call it: 任务3, 通知4. One count for both in a community. */
export function nameOf({ kind, number }: { readonly kind: DirectiveKind; readonly number: number }): string {
  return `${kind === 'DIRECTIVE' ? '任务' : '通知'}${number}`
}

/** 任务3, 通知 4号 … in what somebody wrote or quoted; undefined where there is none, or several. */
export function numberNamed(text: string): number | undefined {
  const found = new Set([...text.matchAll(/(?:任务|通知)\s?第?(\d{1,7})(?!\d)/g)].map(([, number]) => Number(number)))
  return found.size === 1 ? [...found][0] : undefined
}
