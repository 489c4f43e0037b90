import type { Tx } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { Carried } from './carried.ts'
import type { KnownCourse } from './course.ts'
import type { Action } from './lifecycle.ts'
import { ratingsOf, trialOf } from './trial.ts'

/** For how many months a course may be given the room for nothing: shared/courses.md. */
export const FREE_MONTHS: readonly number[] = [3, 6]

/** Fewer than this say little about a trial lecture. */
export const LEAST_RATINGS = 3

/**
 * The conditions of a move that do not fit into the table's columns.
 * @throws Refusal that says what is missing
 */
export async function guard(tx: Tx, course: KnownCourse, action: Action, carried: Carried, now: Date): Promise<void> {
  if (WANTS_REASON.has(action) && !carried.note?.trim()) {
    throw new Refusal(`请写上理由，讲师会看到。例如：/审课 ${course.number} ${EXAMPLES[action] ?? '通过 材料齐全'}`)
  }
  switch (action) {
    case 'supply':
      if (!carried.plan && !carried.files && !carried.note) throw new Refusal('请写上要补的内容，或者发图片、文件。')
      return
    case 'arrange':
      return checkTrial(carried, now)
    case 'pass':
      return checkHeld(tx, course, now)
    case 'approve':
      return checkPlan(tx, course)
    case 'admit':
      if (carried.months !== undefined && FREE_MONTHS.includes(carried.months)) return
      throw new Refusal(`公益期请写3个月或6个月，例如：/审课 ${course.number} 准入 3个月 先试一期。`)
    case 'rule':
      return checkRule(carried)
    case 'publish':
      return checkTerm(tx, course)
    case 'survey':
      if (!carried.survey) throw new Refusal('问卷还没有结果。')
      return
    case 'renew':
    case 'charge':
      return checkWish(course, action, carried)
  }
}

const WANTS_REASON: ReadonlySet<Action> = new Set([
  'ask',
  'qualify',
  'pass',
  'approve',
  'admit',
  'reject',
  'callOff',
  'renew',
  'charge',
  'close',
])

const EXAMPLES: Partial<Record<Action, string>> = {
  ask: '补 缺教师资格证照片',
  reject: '不通过 时间和现有的课冲突',
  admit: '准入 3个月 先试一期',
  renew: '续办 居民评价高',
  charge: '收费 每节10元 多数居民愿意',
  close: '结束 老师外出一年',
  callOff: '停办 报名的人太少',
}

function checkTrial({ trial }: Carried, now: Date): void {
  if (!trial || trial.place.trim() === '') {
    throw new Refusal('请写上试讲的时间和地点，例如：试讲 6月5日 14:00 社区活动室。')
  }
  if (trial.at <= now) throw new Refusal('试讲的时间已经过了，请改一个。')
}

async function checkHeld(tx: Tx, course: KnownCourse, now: Date): Promise<void> {
  const trial = await trialOf(tx, course)
  if (!trial || trial.at > now) throw new Refusal('试讲还没有讲，讲完、大家打过分再定。')
  const { n } = await ratingsOf(tx, course)
  if (n < LEAST_RATINGS)
    throw new Refusal(`试讲只有${n}人打分，至少要${LEAST_RATINGS}人。打分：发 /签到 ${trial.code}。`)
}

async function checkPlan(tx: Tx, course: KnownCourse): Promise<void> {
  const passed = await tx.courseEvent.findFirst({ where: { courseId: course.id, action: 'pass' } })
  if (!passed) throw new Refusal('试讲还没有定，请先定试讲。')
  if (!course.plan) throw new Refusal('讲师还没有交教学计划，交了会告诉您。')
}

function checkRule({ rule }: Carried): void {
  const share = (value: number | undefined) => value !== undefined && value >= 0 && value <= 1
  const { answered, mean, goOn, pay } = rule ?? {}
  if (share(answered) && share(goOn) && share(pay) && mean !== undefined && mean >= 1 && mean <= 5) return
  throw new Refusal('规则请这样写：规则 50% 4.0 60%，依次是答卷的、平均分(1到5)、想继续的。')
}

/** What is published has lessons, and they lie in the time for which the course was admitted. */
async function checkTerm(tx: Tx, course: KnownCourse): Promise<void> {
  const run = await tx.courseRun.findFirst({
    where: { courseId: course.id, state: 'PLANNED' },
    include: { sessions: { orderBy: { startsAt: 'asc' } } },
  })
  if (!run || run.sessions.length === 0)
    throw new Refusal(`《${course.title}》还没有排课，请先发 /开课 ${course.title}。`)
  const beyond = run.sessions.filter(({ startsAt }) => course.freeUntil !== null && startsAt > course.freeUntil)
  if (beyond.length > 0) throw new Refusal(`有${beyond.length}次课排到了公益期以后，请重新排课。`)
}

function checkWish(course: KnownCourse, action: Action, { survey, fee }: Carried): void {
  if (!survey?.kept) {
    throw new Refusal(
      `问卷没有达到公布的规则，《${course.title}》不能续办。${survey ? survey.words : ''}请发 /审课 ${course.number} 结束 原因。`,
    )
  }
  if (action !== 'charge') return
  if (!fee) throw new Refusal(`请写上价格，例如：/审课 ${course.number} 收费 每节10元 多数居民愿意。`)
  if (!survey.wouldPay) throw new Refusal('愿意付费的居民没有达到规则，不能收费。可以续办，还是免费。')
}
