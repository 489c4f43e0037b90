import type { Tx } from '../database/database.ts'
import type { CommunityId, GridId, PersonId } from '../ids.ts'
import { COURSE_SURVEY, courseSurvey } from '../questionnaires/course-survey.ts'
import type { Definition } from '../questionnaires/definition.ts'
import {
  endOf,
  freeCode,
  type OpenedQuestionnaire,
  openQuestionnaire,
  participationIn,
  questionnaireWith,
} from '../questionnaires/questionnaire.ts'
import { readDefinition } from '../questionnaires/read-definition.ts'
import { exactFigures, type Results, resultsOf } from '../questionnaires/results.ts'
import { classOf } from './attendance.ts'
import type { KnownCourse, Run } from './course.ts'
import { judge, type SurveyFigures, type Verdict } from './decision.ts'

/** So many days after the last lesson answers are taken. */
export const SURVEY_DAYS = 7
/** The question of the residents' wish: whether it may cost something. */
export const PAY = { id: 'pay', yes: 'yes' } as const

const SUBJECT = 'run:'
const subjectOf = ({ id }: Pick<Run, 'id'>) => `${SUBJECT}${id}`

/** Whether a questionnaire asks the learners of a term. */
export function isTermSurvey({ subject }: Pick<OpenedQuestionnaire, 'subject'>): boolean {
  return subject.startsWith(SUBJECT)
}

/** What learners are asked, with the question of a fee behind the one whether it should go on. */
export function termSurvey(title: string): Definition {
  const usual = courseSurvey(title)
  const at = usual.questions.findIndex(({ id }) => id === COURSE_SURVEY.goesOn) + 1
  const pay = {
    id: PAY.id,
    kind: 'single',
    text: '如果下一期收一点优惠的费用，您还愿意来吗？',
    choices: [
      { id: PAY.yes, label: '愿意' },
      { id: 'no', label: '收费就不来了' },
    ],
  }
  const questions = [...usual.questions.slice(0, at), pay, ...usual.questions.slice(at)]
  return readDefinition({ ...usual, questions }, 'course survey')
}

/** Opens the survey of a term that is over, for those who have a place in it. */
export async function openSurvey(tx: Tx, course: KnownCourse, run: Run, now: Date): Promise<OpenedQuestionnaire> {
  const communityId = course.communityId as CommunityId
  const definition = termSurvey(course.title)
  const closesAt = endOf(new Date(now.getTime() + SURVEY_DAYS * 24 * 60 * 60_000))
  return openQuestionnaire(tx, {
    communityId,
    code: await freeCode(tx, communityId, `course-${course.number}-${run.term}`),
    title: definition.title,
    subject: subjectOf(run),
    definition,
    gridIds: [] as GridId[],
    now,
    closesAt,
    invited: (await classOf(tx, run.id)).map(({ personId }) => personId as PersonId),
  })
}

/** The survey of a term; undefined while it was not opened. */
export async function surveyOf(tx: Tx, run: Pick<Run, 'id'>): Promise<OpenedQuestionnaire | undefined> {
  const row = await tx.questionnaire.findFirst({ where: { subject: subjectOf(run) }, orderBy: { id: 'desc' } })
  return row ? questionnaireWith(tx, row.id) : undefined
}

export interface SurveyOutcome {
  readonly figures: SurveyFigures
  readonly verdict: Verdict
  /** what may be shown of it: nothing of fewer than five people */
  readonly shown: Results
}

/** Holds the survey of a term against the rule of its course. Undefined while it was not opened. */
export async function outcomeOf(tx: Tx, course: KnownCourse, run: Pick<Run, 'id'>): Promise<SurveyOutcome | undefined> {
  const survey = await surveyOf(tx, run)
  if (!survey) return undefined
  const { asked, done } = await participationIn(tx, survey.id)
  const stars = await exactFigures(tx, survey.id, COURSE_SURVEY.stars)
  const goOn = await exactFigures(tx, survey.id, COURSE_SURVEY.goesOn)
  const pay = await exactFigures(tx, survey.id, PAY.id)
  const share = ({ n, took }: typeof goOn, choice: string) =>
    n === 0 ? undefined : { n: took.get(choice) ?? 0, of: n }
  const figures: SurveyFigures = {
    asked,
    answered: done,
    mean: stars.mean,
    goOn: share(goOn, COURSE_SURVEY.yes),
    pay: share(pay, PAY.yes),
  }
  return { figures, verdict: judge(course.rule, figures), shown: await resultsOf(tx, survey.id) }
}
