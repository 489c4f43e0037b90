import { type Action, MOVES } from './lifecycle.ts'

/** What is written in an issue's history beside the moves of the table. */
export type NoteAction =
  | 'report'
  | 'support'
  | 'recategorise'
  | 'undo'
  | 'remind'
  | 'progress-due'
  | 'settle-limit'
  | 'lapse'

const NOTES: Readonly<Record<NoteAction, string>> = {
  report: '报事',
  support: '附议',
  recategorise: '改类',
  undo: '撤销',
  remind: '提醒',
  'progress-due': '催进展',
  'settle-limit': '补定期限',
  lapse: '无人确认',
}

/** What people call an event. Takes the text of the column; an action this version does not know is 处理. */
export function eventLabel(action: string): string {
  // What is asked for; whether anybody came is not known.
  if (action === 'witness') return '约人来看'
  if (Object.hasOwn(MOVES, action)) return MOVES[action as Action].label
  return Object.hasOwn(NOTES, action) ? NOTES[action as NoteAction] : '处理'
}

/** What the bot writes for itself. It moves nothing, so it does not stand in the way of taking back what came before. */
export const QUIET_ACTIONS: readonly NoteAction[] = ['remind', 'progress-due', 'settle-limit']
