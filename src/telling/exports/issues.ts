import type { Db } from '../../database/database.ts'
import { categoryOf } from '../../issues/categories.ts'
import { NO_GUESSES } from '../../issues/guess.ts'
import { OUTCOME_LABELS, RATING_LABELS, STATE_LABELS } from '../../issues/lifecycle.ts'
import { type Exported, type ExportOf, MOST_ROWS } from './export.ts'

const COLUMNS = [
  '编号',
  '报告时间',
  '网格',
  '类别',
  '状态',
  '结果',
  '答复期限',
  '首次答复',
  '办结期限',
  '办结时间',
  '结案时间',
  '重开次数',
  '返工次数',
  '评价',
  '来自任务',
]

/**
 * The issues that were reported in a period, without anybody's words, name, place or number, and of what is private not
 * even what it is about. Guesses that nobody confirmed are no issues.
 */
export async function exportIssues(db: Db, { communityId, from, to }: ExportOf, most = MOST_ROWS): Promise<Exported> {
  const rows = await db.issue.findMany({
    where: { communityId, reportedAt: { gte: from, lt: to }, ...NO_GUESSES },
    orderBy: { number: 'desc' },
    take: most + 1,
    select: {
      number: true,
      reportedAt: true,
      category: true,
      isPrivate: true,
      state: true,
      outcome: true,
      responseDueAt: true,
      respondedAt: true,
      dueAt: true,
      resolvedAt: true,
      closedAt: true,
      reopenings: true,
      reworks: true,
      rating: true,
      grid: { select: { number: true } },
      directive: { select: { number: true } },
    },
  })
  const shown = rows.slice(0, most).reverse()
  return {
    sheets: [
      {
        name: '事项',
        columns: COLUMNS,
        rows: shown.map((issue) => [
          issue.number,
          issue.reportedAt,
          issue.grid?.number,
          issue.isPrivate ? '不公开' : categoryOf(issue.category).kind,
          STATE_LABELS[issue.state],
          issue.outcome ? OUTCOME_LABELS[issue.outcome] : undefined,
          issue.responseDueAt ?? undefined,
          issue.respondedAt ?? undefined,
          issue.dueAt ?? undefined,
          issue.resolvedAt ?? undefined,
          issue.closedAt ?? undefined,
          issue.reopenings,
          issue.reworks,
          issue.rating ? RATING_LABELS[issue.rating] : undefined,
          issue.directive?.number,
        ]),
      },
    ],
    words: `${shown.length} 件事项`,
    rows: shown.length,
    cut: rows.length > most,
    unmasked: false,
  }
}
