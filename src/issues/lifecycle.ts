/**
 * The life of an issue as one table. Whatever may happen to an issue is a row here; `act.ts` carries the rows out,
 * `guards.ts` holds the conditions that do not fit into columns, and the tests are generated from the rows.
 */

export type IssueState =
  | 'DRAFT'
  | 'REPORTED'
  | 'NEED_INFO'
  | 'ACCEPTED'
  | 'ESCALATED'
  | 'DISPATCHED'
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  | 'RESOLVED'
  | 'CLOSED'

export type Outcome = 'FIXED' | 'ANSWERED' | 'TRANSFERRED' | 'DECLINED' | 'DUPLICATE' | 'WITHDRAWN' | 'VOID'

export type Rating = 'SATISFIED' | 'FAIRLY' | 'UNSATISFIED'

/** What people call where an issue is. */
export const STATE_LABELS: Readonly<Record<IssueState, string>> = {
  DRAFT: '待确认',
  REPORTED: '待受理',
  NEED_INFO: '待补充',
  ACCEPTED: '网格办理中',
  ESCALATED: '已报社区',
  DISPATCHED: '已派单·待到场',
  IN_PROGRESS: '处置中',
  ON_HOLD: '挂账',
  RESOLVED: '已处置·待核查',
  CLOSED: '已结案',
}

export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  FIXED: '已解决',
  ANSWERED: '已答复',
  TRANSFERRED: '已转介',
  DECLINED: '不予受理',
  DUPLICATE: '已并案',
  WITHDRAWN: '已撤回',
  VOID: '已作废',
}

export const RATING_LABELS: Readonly<Record<Rating, string>> = {
  SATISFIED: '满意',
  FAIRLY: '基本满意',
  UNSATISFIED: '不满意',
}

/**
 * In what capacity somebody touches an issue. `worker`: of the issue's own grid. `unit`: contact of the unit it is
 * dispatched to. A secretary also wears the hat of staff. Who has none of these (a passing resident, a worker of another
 * grid) can do nothing to it.
 */
export type Hat = 'reporter' | 'supporter' | 'worker' | 'staff' | 'secretary' | 'unit' | 'bot'

export type Action =
  | 'confirm'
  | 'accept'
  | 'ask'
  | 'supply'
  | 'start'
  | 'escalate'
  | 'dispatch'
  | 'arrive'
  | 'return'
  | 'progress'
  | 'extend'
  | 'hold'
  | 'resume'
  | 'resolve'
  | 'witness'
  | 'verify'
  | 'rework'
  | 'answer'
  | 'merge'
  | 'transfer'
  | 'decline'
  | 'void'
  | 'withdraw'
  | 'rate'
  | 'reopen'
  | 'silence'

export interface Move {
  readonly label: string
  readonly from: readonly IssueState[]
  /** `same`: stays; `before`: where NEED_INFO or ON_HOLD was entered from (elsewhere: stays) */
  readonly to: IssueState | 'same' | 'before'
  readonly outcome?: Outcome
  readonly who: readonly Hat[]
  /** what it must carry, as the person would call it; `guards.ts` says how each is recognised */
  readonly carries: readonly string[]
}

/** Any open: everything but 已结案. */
export const OPEN_STATES: readonly IssueState[] = [
  'DRAFT',
  'REPORTED',
  'NEED_INFO',
  'ACCEPTED',
  'ESCALATED',
  'DISPATCHED',
  'IN_PROGRESS',
  'ON_HOLD',
  'RESOLVED',
]

const open = OPEN_STATES

// biome-ignore format: one row a line, to be read beside the document
export const MOVES: Readonly<Record<Action, Move>> = {
  confirm:  { label: '确认', from: ['DRAFT'], to: 'REPORTED', who: ['reporter', 'worker', 'bot'], carries: ['类别', '地点'] },
  accept:   { label: '受理', from: ['REPORTED'], to: 'ACCEPTED', who: ['worker', 'staff'], carries: [] },
  ask:      { label: '追问', from: ['REPORTED', 'ACCEPTED', 'IN_PROGRESS'], to: 'NEED_INFO', who: ['worker', 'staff'], carries: ['问题'] },
  supply:   { label: '补充', from: open, to: 'before', who: ['reporter', 'supporter', 'bot'], carries: ['文字或照片'] },
  start:    { label: '处置', from: ['ACCEPTED'], to: 'IN_PROGRESS', who: ['worker'], carries: [] },
  escalate: { label: '上报', from: ['REPORTED', 'ACCEPTED', 'IN_PROGRESS'], to: 'ESCALATED', who: ['worker'], carries: ['原因'] },
  dispatch: { label: '派单', from: ['ACCEPTED', 'ESCALATED'], to: 'DISPATCHED', who: ['staff', 'worker'], carries: ['单位', '到场时间'] },
  arrive:   { label: '接单', from: ['DISPATCHED'], to: 'IN_PROGRESS', who: ['unit', 'staff'], carries: [] },
  return:   { label: '退回', from: ['DISPATCHED', 'IN_PROGRESS'], to: 'ESCALATED', who: ['unit'], carries: ['原因'] },
  progress: { label: '进展', from: open, to: 'same', who: ['worker', 'staff', 'unit'], carries: ['进展'] },
  extend:   { label: '延期', from: ['DISPATCHED', 'IN_PROGRESS'], to: 'same', who: ['staff', 'unit', 'worker'], carries: ['日期', '原因'] },
  hold:     { label: '挂账', from: ['ACCEPTED', 'ESCALATED', 'IN_PROGRESS'], to: 'ON_HOLD', who: ['staff'], carries: ['日期', '原因'] },
  resume:   { label: '恢复', from: ['ON_HOLD'], to: 'before', who: ['staff', 'bot'], carries: [] },
  resolve:  { label: '办结', from: ['ACCEPTED', 'ESCALATED', 'IN_PROGRESS'], to: 'RESOLVED', who: ['worker', 'unit', 'staff'], carries: ['处理情况'] },
  witness:  { label: '见证', from: ['RESOLVED'], to: 'same', who: ['worker', 'staff'], carries: ['时间', '地点'] },
  verify:   { label: '核查', from: ['RESOLVED'], to: 'CLOSED', outcome: 'FIXED', who: ['worker', 'staff'], carries: [] },
  rework:   { label: '返工', from: ['RESOLVED'], to: 'IN_PROGRESS', who: ['worker', 'staff'], carries: ['问题'] },
  answer:   { label: '答复', from: ['REPORTED', 'ACCEPTED', 'ESCALATED'], to: 'CLOSED', outcome: 'ANSWERED', who: ['worker', 'staff'], carries: ['答复'] },
  merge:    { label: '并案', from: open, to: 'CLOSED', outcome: 'DUPLICATE', who: ['worker', 'staff'], carries: ['主号'] },
  transfer: { label: '转介', from: open, to: 'CLOSED', outcome: 'TRANSFERRED', who: ['staff'], carries: ['去向', '受理编号'] },
  decline:  { label: '不予受理', from: ['REPORTED', 'ACCEPTED', 'ESCALATED', 'IN_PROGRESS'], to: 'CLOSED', outcome: 'DECLINED', who: ['staff'], carries: ['原因'] },
  void:     { label: '作废', from: ['DRAFT', 'REPORTED'], to: 'CLOSED', outcome: 'VOID', who: ['worker', 'staff', 'reporter'], carries: ['原因'] },
  withdraw: { label: '撤回', from: open, to: 'CLOSED', outcome: 'WITHDRAWN', who: ['reporter'], carries: [] },
  rate:     { label: '评价', from: ['RESOLVED', 'CLOSED'], to: 'CLOSED', outcome: 'FIXED', who: ['reporter'], carries: ['满意、基本满意或不满意'] },
  reopen:   { label: '重开', from: ['CLOSED'], to: 'ACCEPTED', who: ['reporter', 'worker', 'staff'], carries: ['原因'] },
  silence:  { label: '到期结案', from: ['RESOLVED'], to: 'CLOSED', outcome: 'FIXED', who: ['bot'], carries: [] },
}

export const ACTIONS = Object.keys(MOVES) as readonly Action[]

/** Where a move leads from `state`. `before` is the state NEED_INFO or ON_HOLD was entered from. */
export function destination(action: Action, state: IssueState, before: IssueState | null): IssueState {
  const { to } = MOVES[action]
  if (to === 'same') return state
  if (to !== 'before') return to
  const paused = state === 'NEED_INFO' || (state === 'ON_HOLD' && action === 'resume')
  return paused && before ? before : state
}

/** The actions somebody with these hats finds in the table for this state (their further conditions apart). */
export function possibleActions(state: IssueState, hats: readonly Hat[]): readonly Action[] {
  return ACTIONS.filter((action) => {
    const move = MOVES[action]
    return move.from.includes(state) && move.who.some((hat) => hats.includes(hat))
  })
}
