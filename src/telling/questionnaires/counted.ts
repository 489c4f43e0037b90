import type { Shown } from '../../questionnaires/hidden-cells.ts'
import type { Participation } from '../../questionnaires/questionnaire.ts'

/** 55人（45%）, or why it is not told. */
export function counted(shown: Shown, of?: number): string {
  if (shown.hidden === 'few') return '少于5人'
  if (shown.hidden === 'nearly all') return '几乎都选'
  if (shown.hidden !== false) return '不公开'
  const share = of ? `（${Math.round((shown.count / of) * 100)}%）` : ''
  return `${shown.count}人${share}`
}

/** 123人填完，其中纸质4份 */
export function participationWords({ done, onPaper }: Participation): string {
  return `${done}人填完${onPaper > 0 ? `，其中纸质${onPaper}份` : ''}`
}

/** Why some counts are not told: it stands under every result. */
export const WHY_HIDDEN = '少于5人的不显示，能倒推出来的也不显示。'
