import { writeRanges } from '../../community/ranges.ts'
import type { Db } from '../../database/database.ts'
import { nameOf, type Order } from '../../directives/directive.ts'
import { type QuestionGroup, type QuestionsTold, questionsAbout } from '../../directives/questions.ts'
import { STATE_LABELS } from '../../issues/lifecycle.ts'
import { cut } from '../summary.ts'

/** So many are told of; the rest is counted. */
const MOST_SHOWN = 10
const LONGEST_WORDS = 40
const LONGEST_ANSWER = 40

/** What was asked about an order, for the staff: what alike was asked is one line, with what became of it. No names. */
export async function questionsText(db: Db, order: Order): Promise<string> {
  const told = await questionsAbout(db, order)
  if (told.all === 0) return `还没有人问${nameOf(order)}。`
  const shown = told.groups.slice(0, MOST_SHOWN)
  const rest = told.groups.length - shown.length
  return [
    `${nameOf(order)} ${questionsCount(told)}。`,
    ...shown.map((group, index) => `${index + 1}. ${groupLine(group)}`),
    ...(rest > 0 ? [`还有 ${rest} 种，导出看：/导出 转发。`] : []),
  ].join('\n')
}

/** 有5个人问，答了3个: how many were asked and answered. */
export function questionsCount({ all, answered }: QuestionsTold): string {
  return answered === all ? `有 ${all} 个问题，都答了` : `有 ${all} 个问题，答了 ${answered} 个`
}

/** What nobody has answered yet, by the issue as which a worker has it. */
export function openQuestions({ groups }: QuestionsTold): readonly string[] {
  return groups.flatMap(({ issue, answer }) =>
    answer === undefined && issue && !issue.answered && issue.state !== 'CLOSED' ? [`#${issue.number}`] : [],
  )
}

function groupLine({ words, count, grids, answer, issue }: QuestionGroup): string {
  const from = grids.length > 0 ? `${writeRanges(grids).replaceAll(', ', '、')}号网格` : ''
  const times = count > 1 ? `${count}个人` : ''
  const who = [from, times].filter(Boolean).join(' ')
  return `${who}${who ? ' ' : ''}「${cut(words, LONGEST_WORDS)}」→ ${became(answer, issue)}`
}

function became(answer: QuestionGroup['answer'], issue: QuestionGroup['issue']): string {
  if (answer !== undefined) return `答了：${cut(answer.replace(/\s+/g, ' '), LONGEST_ANSWER)}`
  if (!issue) return '还没有答'
  return `#${issue.number} ${issue.answered ? '已答复' : STATE_LABELS[issue.state]}`
}
