import type { CourseState } from '../database/types.ts'

/**
 * The life of a course as one table, from a lecturer's offer to a course that goes on or ends. `act.ts` carries the rows
 * out, `guards.ts` holds the conditions that do not fit into columns, and the tests are generated from the rows.
 */

/** What people call where a course is. */
export const STATE_LABELS: Readonly<Record<CourseState, string>> = {
  APPLIED: '待资格审核',
  QUALIFIED: '资格通过·待约试讲',
  TRIAL: '试讲中',
  PLAN_APPROVED: '教学计划通过·待准入',
  ADMITTED: '已准入',
  ENROLLING: '报名中',
  RUNNING: '上课中',
  SHOWCASE: '成果展示和问卷',
  SURVEYED: '问卷收齐·待决定',
  RENEWED: '续办',
  CLOSED: '已结束',
  REJECTED: '没有通过',
}

/**
 * In what capacity somebody acts on a course. `lecturer`: the course's own; who also is of the staff is only the lecturer
 * here, and decides nothing about it. A secretary also wears the hat of staff.
 */
export type Hat = 'lecturer' | 'staff' | 'secretary' | 'bot'

export type Action =
  | 'supply'
  | 'ask'
  | 'qualify'
  | 'arrange'
  | 'pass'
  | 'approve'
  | 'admit'
  | 'reject'
  | 'withdraw'
  | 'rule'
  | 'publish'
  | 'unpublish'
  | 'start'
  | 'callOff'
  | 'finish'
  | 'survey'
  | 'renew'
  | 'charge'
  | 'close'

export interface Move {
  readonly label: string
  readonly from: readonly CourseState[]
  /** `before`: where publishing came from */
  readonly to: CourseState | 'same' | 'before'
  readonly who: readonly Hat[]
  /** what it must carry, as the person would call it; `guards.ts` says how each is recognised */
  readonly carries: readonly string[]
}

/** Under review: not admitted yet. */
export const REVIEWS: readonly CourseState[] = ['APPLIED', 'QUALIFIED', 'TRIAL', 'PLAN_APPROVED']

/** Where a term may be planned and published: never before it was admitted. */
export const MAY_PUBLISH: readonly CourseState[] = ['ADMITTED', 'RENEWED']

// biome-ignore format: one row a line, to be read beside the document
export const MOVES: Readonly<Record<Action, Move>> = {
  supply:    { label: '补材料', from: ['APPLIED', 'QUALIFIED', 'TRIAL'], to: 'same', who: ['lecturer'], carries: ['文字或文件'] },
  ask:       { label: '要补材料', from: REVIEWS, to: 'same', who: ['staff', 'secretary'], carries: ['原因'] },
  qualify:   { label: '资格审核通过', from: ['APPLIED'], to: 'QUALIFIED', who: ['staff', 'secretary'], carries: ['理由'] },
  arrange:   { label: '约试讲', from: ['QUALIFIED', 'TRIAL'], to: 'TRIAL', who: ['staff', 'secretary'], carries: ['时间', '地点'] },
  pass:      { label: '试讲通过', from: ['TRIAL'], to: 'same', who: ['staff', 'secretary'], carries: ['理由', '评分'] },
  approve:   { label: '教学计划通过', from: ['TRIAL'], to: 'PLAN_APPROVED', who: ['staff', 'secretary'], carries: ['理由', '教学计划'] },
  admit:     { label: '准入', from: ['PLAN_APPROVED'], to: 'ADMITTED', who: ['staff', 'secretary'], carries: ['理由', '3个月或6个月'] },
  reject:    { label: '不通过', from: REVIEWS, to: 'REJECTED', who: ['staff', 'secretary'], carries: ['原因'] },
  withdraw:  { label: '撤回申请', from: REVIEWS, to: 'CLOSED', who: ['lecturer'], carries: [] },
  rule:      { label: '定续办规则', from: ['PLAN_APPROVED', 'ADMITTED', 'RENEWED'], to: 'same', who: ['staff', 'secretary'], carries: ['规则'] },
  publish:   { label: '公布', from: MAY_PUBLISH, to: 'ENROLLING', who: ['staff', 'secretary', 'bot'], carries: ['课表'] },
  unpublish: { label: '收回公布', from: ['ENROLLING'], to: 'before', who: ['staff', 'secretary'], carries: [] },
  start:     { label: '开课', from: ['ENROLLING'], to: 'RUNNING', who: ['bot'], carries: [] },
  callOff:   { label: '停办这一期', from: ['ENROLLING', 'RUNNING'], to: 'before', who: ['staff', 'secretary'], carries: ['原因'] },
  finish:    { label: '结课', from: ['RUNNING'], to: 'SHOWCASE', who: ['bot'], carries: [] },
  survey:    { label: '问卷收齐', from: ['SHOWCASE'], to: 'SURVEYED', who: ['bot'], carries: ['结果'] },
  renew:     { label: '续办', from: ['SURVEYED'], to: 'RENEWED', who: ['staff', 'secretary'], carries: ['理由', '达到规则'] },
  charge:    { label: '优惠收费续办', from: ['SURVEYED'], to: 'RENEWED', who: ['staff', 'secretary'], carries: ['理由', '价格', '达到规则', '居民愿意'] },
  close:     { label: '结束', from: ['ADMITTED', 'SURVEYED', 'RENEWED'], to: 'CLOSED', who: ['staff', 'secretary'], carries: ['原因'] },
}

export const ACTIONS = Object.keys(MOVES) as readonly Action[]

/** Where a move leads from `state`. `before` is the state publishing came from. */
export function destination(action: Action, state: CourseState, before: CourseState): CourseState {
  const { to } = MOVES[action]
  if (to === 'same') return state
  return to === 'before' ? before : to
}

/** The actions somebody with these hats finds in the table for this state (their further conditions apart). */
export function possibleActions(state: CourseState, hats: readonly Hat[]): readonly Action[] {
  return ACTIONS.filter((action) => {
    const { from, who } = MOVES[action]
    return from.includes(state) && who.some((hat) => hats.includes(hat))
  })
}
