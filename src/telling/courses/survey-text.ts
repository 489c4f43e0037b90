import type { KnownCourse } from '../../courses/course.ts'
import { type Condition, LEAST_ANSWERS } from '../../courses/decision.ts'
import { PAY, type SurveyOutcome } from '../../courses/survey.ts'
import { COURSE_SURVEY } from '../../questionnaires/course-survey.ts'
import type { Results } from '../../questionnaires/results.ts'
import { percent, ruleWords } from './course-words.ts'

/** The survey held against the rule, with n everywhere; what would tell of single people is not shown. */
export function surveyText(course: KnownCourse, { figures, verdict, shown }: SurveyOutcome): string {
  const { asked, answered } = figures
  const head = `问卷：${asked}人有名额，${answered}人答（${asked === 0 ? '0%' : percent(answered / asked)}）`
  if (verdict.tooFew) return `${head}。样本少，不到${LEAST_ANSWERS}份，不看结果，按规则不能续办。`
  const mark = (what: Condition['what']) =>
    verdict.conditions.some((one) => one.what === what && one.holds) ? '✓' : '✗'
  const stars = shown.questions.find(({ id }) => id === COURSE_SURVEY.stars)
  return [
    `${head} ${mark('answered')}`,
    stars?.mean === undefined
      ? `平均分：样本少，不显示 ${mark('mean')}`
      : `平均${stars.mean.toFixed(1)}分（${stars.n}人） ${mark('mean')}`,
    `想继续：${shareWords(shown, COURSE_SURVEY.goesOn, COURSE_SURVEY.yes)} ${mark('goOn')}`,
    `愿意付费：${shareWords(shown, PAY.id, PAY.yes)}${verdict.wouldPay ? '' : '，不到规则，不能收费'}`,
    `规则：${ruleWords(course.rule)}。`,
    verdict.kept ? '达到规则，可以续办。' : '没有达到规则，不能续办。',
  ].join('\n')
}

function shareWords({ questions }: Results, question: string, choice: string): string {
  const found = questions.find(({ id }) => id === question)
  const chosen = found?.choices?.find(({ id }) => id === choice)
  if (!found?.n || !chosen) return '样本少，不显示'
  if (!chosen.hidden) return `${chosen.count}/${found.n}（${percent(chosen.count / found.n)}）`
  const about = { few: '很少', 'nearly all': '绝大多数', other: '人数不显示' }[chosen.hidden]
  return `${about}（${found.n}人答）`
}
