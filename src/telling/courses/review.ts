import type { Moved } from '../../courses/act.ts'
import type { KnownCourse } from '../../courses/course.ts'
import { ACTIONS, type Action, MAY_PUBLISH, MOVES, STATE_LABELS } from '../../courses/lifecycle.ts'
import { offerOf } from '../../courses/offer.ts'
import { ratingsOf, trialOf } from '../../courses/trial.ts'
import type { Tx } from '../../database/database.ts'
import { formatDay, formatMoment } from '../../time/format.ts'
import { ruleWords, titled } from './course-words.ts'

/** What is to be done with a course that waits, as a line to copy. */
export async function nextStep(tx: Tx, course: KnownCourse, now: Date): Promise<string> {
  const { number, state, title } = course
  switch (state) {
    case 'APPLIED':
      return `审资格：/审课 ${number} 通过 理由`
    case 'QUALIFIED':
      return `约试讲：/审课 ${number} 试讲 6月5日 14:00 社区活动室`
    case 'TRIAL': {
      const passed = await tx.courseEvent.findFirst({ where: { courseId: course.id, action: 'pass' } })
      if (passed) return course.plan ? `审教学计划：/审课 ${number} 通过 理由` : '等讲师交教学计划'
      const trial = await trialOf(tx, course)
      if (trial && trial.at > now) return `${formatMoment(trial.at, now)} 试讲，${trial.place}`
      const { n } = await ratingsOf(tx, course)
      return `试讲${n}人打分，定试讲：/审课 ${number} 通过 理由`
    }
    case 'PLAN_APPROVED':
      return `准入：/审课 ${number} 准入 3个月 理由`
    case 'ADMITTED':
    case 'RENEWED':
      return `可以排课：/开课 ${title}`
    case 'SURVEYED':
      return afterSurvey(tx, course)
    default:
      return STATE_LABELS[state]
  }
}

/** What the residents' answers leave to be decided. */
async function afterSurvey(tx: Tx, { id, number }: KnownCourse): Promise<string> {
  const event = await tx.courseEvent.findFirst({ where: { courseId: id, action: 'survey' }, orderBy: { seq: 'desc' } })
  const { survey } = (event?.data ?? {}) as { survey?: { kept: boolean; wouldPay: boolean } }
  if (!survey?.kept) return `问卷没有达到规则：/审课 ${number} 结束 原因`
  const charge = survey.wouldPay ? `，或 收费 每节10元 理由` : ''
  return `定去留：/审课 ${number} 续办 理由${charge}，或 结束 原因`
}

/** What waits for the staff, one line a course; what can be opened comes last. */
export async function reviewList(tx: Tx, courses: readonly KnownCourse[], now: Date): Promise<string> {
  const lines: string[] = []
  for (const course of courses) {
    lines.push(`${course.number}. ${titled(course)} ${STATE_LABELS[course.state]}。${await nextStep(tx, course, now)}`)
  }
  return lines.join('\n')
}

/** All that the reviewers need to know of a course. */
export async function reviewText(tx: Tx, course: KnownCourse, now: Date): Promise<string> {
  const { qualification, files } = await offerOf(tx, course)
  const trial = await trialOf(tx, course)
  const { n, mean } = await ratingsOf(tx, course)
  const admitted = MAY_PUBLISH.includes(course.state) && course.freeUntil
  return [
    `课程${course.number} ${titled(course)} ${STATE_LABELS[course.state]}`,
    `讲师：${course.teacher ?? ''}`,
    `内容：${course.about}`,
    ...(qualification ? [`资质：${qualification}`] : []),
    ...(files.length > 0 ? [`材料：${files.length}份，在下面`] : []),
    ...(trial ? [`试讲：${formatMoment(trial.at, now)} ${trial.place}，签到码 ${trial.code}`] : []),
    ...(mean === undefined ? [] : [`试讲评分：${mean.toFixed(1)}分（${n}人）`]),
    ...(course.plan ? [`教学计划：${cut(course.plan, 200)}`] : []),
    ...(admitted && course.freeUntil ? [`公益期到 ${formatDay(course.freeUntil, now)}`] : []),
    `规则：${ruleWords(course.rule)}`,
    ...(await historyLines(tx, course, now)),
    `下一步：${await nextStep(tx, course, now)}`,
  ].join('\n')
}

/** More steps than this are history. */
const MOST_STEPS = 5

/** The last steps: when, what, by whom and why. */
async function historyLines(tx: Tx, { id }: KnownCourse, now: Date): Promise<string[]> {
  const events = await tx.courseEvent.findMany({
    where: { courseId: id, action: { in: ACTIONS as string[] } },
    orderBy: { seq: 'desc' },
    take: MOST_STEPS,
  })
  const ids = events.flatMap(({ personId }) => personId ?? [])
  const people = await tx.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const lines = events.reverse().map(({ action, at, personId, note }) => {
    const by = people.find((one) => one.id === personId)?.name ?? '小格'
    return `· ${formatDay(at, now)} ${MOVES[action as Action].label}（${by}）${note ? `：${cut(note, 40)}` : ''}`
  })
  return lines.length > 0 ? ['经过：', ...lines] : []
}

/** What the lecturer is told of a step that others have decided; undefined for what is none of it. */
export function lecturerLine({ course, event }: Moved, now: Date): string | undefined {
  const note = event.note ?? ''
  const data = event.data as { trial?: { at: string; place: string; code: string }; months?: number; fee?: string }
  switch (event.action) {
    case 'ask':
      return `${titled(course)}还要补材料：${note}。把文字、图片或文件直接发给小格，先发 /开课 补 ${course.number}。`
    case 'qualify':
      return `${titled(course)}资格审核通过：${note}。接下来约试讲，定好时间告诉您。`
    case 'arrange':
      return data.trial
        ? `${titled(course)}试讲定在 ${formatMoment(new Date(data.trial.at), now)}，${data.trial.place}。听课的人发 /签到 ${data.trial.code} 给您打分。`
        : undefined
    case 'pass':
      return `${titled(course)}试讲通过：${note}。请交教学计划：发 /开课 计划 ${course.number}，换行写每次课讲什么。`
    case 'approve':
      return `${titled(course)}教学计划审核通过：${note}。等社区定准入。`
    case 'admit':
      return `${titled(course)}准入了，公益期${data.months}个月：${note}。场地免费用，课免费上，排好课告诉您。`
    case 'reject':
      return `${titled(course)}没有通过，原因：${note}。谢谢您，改好了可以再申请。`
    case 'rule':
      return `${titled(course)}的续办规则改了：${ruleWords(course.rule)}。`
    case 'publish':
      return `${titled(course)}公布了。想看谁报了名，随时回「名单」。`
    case 'callOff':
      return `${titled(course)}这一期停办，原因：${note}。`
    case 'renew':
      return `${titled(course)}续办，还是免费：${note}。谢谢您。`
    case 'charge':
      return `${titled(course)}续办，居民愿意付费，优惠价${data.fee}：${note}。`
    case 'close':
      return `${titled(course)}结束了，原因：${note}。谢谢您为邻居们上课。`
    default:
      return undefined
  }
}

/** What whoever decided is told. */
export function deciderLine({ course, event }: Moved): string {
  const label = MOVES[event.action as keyof typeof MOVES].label
  return `${titled(course)}：${label}。现在是「${STATE_LABELS[course.state]}」。`
}

function cut(text: string, most: number): string {
  const signs = [...text]
  return signs.length <= most ? text : `${signs.slice(0, most).join('')}…`
}
