import { randomInt } from 'node:crypto'
import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { grantRole } from '../../community/roles.ts'
import { actOnCourse, type Moved } from '../../courses/act.ts'
import type { Carried } from '../../courses/carried.ts'
import { courseNamed, courseNumbered, courseOf, type KnownCourse, latestRun, OVER } from '../../courses/course.ts'
import { type Action, REVIEWS, STATE_LABELS } from '../../courses/lifecycle.ts'
import { offerOf } from '../../courses/offer.ts'
import { callOffTerm, dropNotice, dropPlanned } from '../../courses/runs.ts'
import { outcomeOf } from '../../courses/survey.ts'
import { Refusal } from '../../refusal.ts'
import { announceAnew } from '../../telling/courses/announcement.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellLecturer } from '../../telling/courses/lecturer.ts'
import { tellLesson } from '../../telling/courses/lesson-news.ts'
import { deciderLine, lecturerLine, nextStep, reviewList, reviewText } from '../../telling/courses/review.ts'
import { surveyText } from '../../telling/courses/survey-text.ts'
import { tellDecision } from '../../telling/courses/term-end.ts'
import { readNumber } from '../../time/chinese-number.ts'
import { parseMoment } from '../../time/parse-moment.ts'
import { communityFor } from '../issue-act.ts'
import { type CourseDesk, checkPlace, courseActor } from './desk.ts'

/** 审课: what waits for the staff, and their decisions in one word with a reason. */
export function reviewCommand(_desk: CourseDesk) {
  return command({
    name: '审课',
    aliases: ['review', 'sk'],
    what: '审课，定去留',
    usage: '/审课 [编号] [通过|不通过|补|试讲|准入|续办|收费|结束|停办] [理由]',
    example: '/审课 3 通过 材料齐全',
    section: 'staff',
    who: ['staff'],
    where: 'both',
    args: { words: optionalWords('编号和决定') },
    run: async (call: Call, { words = '' }) => {
      checkPlace(call, '审课')
      const said = wordingOf(words)
      if (said.text === '') return call.reply(await waitingList(call))
      const head = /^\S+/.exec(said.text)?.[0] ?? ''
      const course = await courseMeant(call, head)
      const rest = said.after(head.length)
      if (rest.text === '') return show(call, course)
      await decide(call, course, rest.own.trim())
    },
  })
}

async function courseMeant(call: Call, head: string): Promise<KnownCourse> {
  const number = /^(?:课程|#|第)?(\d{1,6})号?$/.exec(head)?.[1]
  return number === undefined
    ? courseNamed(call.tx, communityFor(call), head)
    : courseNumbered(call.tx, communityFor(call), Number(number))
}

/** More lines than this are no list any more. */
const MOST_LINES = 12

async function waitingList(call: Call): Promise<string> {
  const rows = await call.tx.course.findMany({
    where: { communityId: communityFor(call), state: { notIn: [...OVER] } },
    orderBy: { number: 'asc' },
  })
  const courses = rows.map(courseOf)
  const waits = courses.filter(({ state }) => REVIEWS.includes(state) || state === 'SURVEYED')
  if (waits.length === 0) {
    return `现在没有等着审的课。在办的${courses.length}门，发 /课程 可以看。`
  }
  const list = await reviewList(call.tx, waits.slice(0, MOST_LINES), call.now)
  const more = waits.length > MOST_LINES ? `\n还有${waits.length - MOST_LINES}门。` : ''
  return `等着审的${waits.length}门：\n${list}${more}\n看材料私聊小格发 /审课 编号。`
}

/** The whole of a course; its files only in private, where nobody else sees them. */
async function show(call: Call, course: KnownCourse): Promise<void> {
  const run = await latestRun(call.tx, course.id)
  const outcome = run && (await outcomeOf(call.tx, course, run))
  const text = await reviewText(call.tx, course, call.now)
  await call.reply(outcome && course.state === 'SURVEYED' ? `${text}\n${surveyText(course, outcome)}` : text)
  const { files } = await offerOf(call.tx, course)
  if (files.length === 0) return
  if (call.message.chat.kind !== 'private') {
    return call.say({ chat: call.message.chat, text: '材料请私聊小格看。', priority: 'reply' })
  }
  const kept = await call.tx.attachment.findMany({ where: { sha256: { in: files.map(({ sha256 }) => sha256) } } })
  for (const { sha256, name } of files) {
    const picture = kept.some((one) => one.sha256 === sha256 && one.mime.startsWith('image/'))
    const say = { chat: call.message.chat, priority: 'reply', text: '' } as const
    await call.say(picture ? { ...say, sha256 } : { ...say, file: { sha256, name: name ?? '材料' } })
  }
}

/** It is read on a telephone, and of a term that is called off by everybody in it. */
const LONGEST_REASON = 200

/** 每节10元, 一期80元: it stands on the poster. */
const FEE = /^.{0,8}\d{1,4}(?:\.\d{1,2})?(?:元|块).{0,6}$/

type Word = 'yes' | 'no' | 'ask' | 'trial' | 'admit' | 'rule' | 'renew' | 'charge' | 'close' | 'off'

/** The longest of words that begin alike comes first. */
const WORDS: readonly (readonly [RegExp, Word])[] = [
  [/^(?:不通过|未通过|拒绝|驳回|不行|不同意)/, 'no'],
  [/^(?:资格通过|试讲通过|计划通过|通过|同意|可以)/, 'yes'],
  [/^(?:补材料|补充|补)/, 'ask'],
  [/^(?:约试讲|试讲)/, 'trial'],
  [/^准入/, 'admit'],
  [/^规则/, 'rule'],
  [/^(?:续办|免费续办|续)/, 'renew'],
  [/^(?:收费续办|优惠收费|收费)/, 'charge'],
  [/^(?:结束|不续办?|关闭)/, 'close'],
  [/^(?:停办|停开|取消这一?期)/, 'off'],
]

async function decide(call: Call, course: KnownCourse, own: string): Promise<void> {
  const said = wordingOf(own)
  const found = WORDS.find(([pattern]) => pattern.test(said.text))
  if (!found) throw new Refusal('没看懂。请写 通过、不通过、补、试讲、准入、续办、收费、结束 或 停办，后面写理由。')
  const [pattern, word] = found
  const rest = said.after(pattern.exec(said.text)?.[0].length ?? 0)
  const { length } = [...rest.own.trim()]
  if (length > LONGEST_REASON) throw new Refusal(`理由请写在${LONGEST_REASON}个字以内，现在有${length}个字。`)
  const { tx, now, message } = call
  if (word === 'off') return callOff(call, course, rest.own.trim())
  const [action, carried] = await moveFor(call, course, word, rest.own.trim(), rest.text)
  const moved = await actOnCourse(tx, course, { action, actor: courseActor(call), carried, now, messageId: message.id })
  // What was planned and not announced will not be.
  if (action === 'close') await dropPlanned(tx, course)
  if (action === 'admit') {
    const { communityId, lecturerId } = course
    await grantRole(tx, { communityId, personId: lecturerId, role: { kind: 'LECTURER' }, by: call.person, now })
  }
  const planned = action === 'rule' ? await latestRun(tx, course.id) : undefined
  const stale = planned?.state === 'PLANNED' && (await dropNotice(tx, planned))
  await tell(call, moved, `${stale ? announceAnew(course) : ''}${await tellLearners(call, moved)}`)
}

/** Whether a course goes on was the learners' word: they hear what became of it. */
async function tellLearners({ tx, now, message }: Call, moved: Moved): Promise<string> {
  const run = moved.before.state === 'SURVEYED' ? await latestRun(tx, moved.course.id) : undefined
  return run && (await tellDecision(tx, moved, run, { now, cause: message.id })) > 0 ? '也告诉学员了。' : ''
}

/** Tells whoever decided and the lecturer. */
async function tell(call: Call, moved: Moved, then = ''): Promise<void> {
  const { tx, now, message } = call
  const line = lecturerLine(moved, now)
  const told = line === undefined || (await tellLecturer(tx, moved.course, { text: line, now, cause: message.id }))
  const code = (moved.event.data as { trial?: { code: string } }).trial?.code
  const more = code ? `听课的人发 /签到 ${code} 打分。` : ''
  await call.reply(
    `${deciderLine(moved)}${more}${told ? (line ? '已告诉讲师。' : '') : '讲师没有加小格好友，请您转告。'}${then}`,
  )
}

async function moveFor(
  call: Call,
  course: KnownCourse,
  word: Exclude<Word, 'off'>,
  own: string,
  text: string,
): Promise<readonly [Action, Carried]> {
  switch (word) {
    case 'no':
      return ['reject', { note: own }]
    case 'ask':
      return ['ask', { note: own }]
    case 'trial':
      return ['arrange', { trial: trialIn(own, call.now) }]
    case 'admit':
      return ['admit', admissionIn(own)]
    case 'rule':
      return ['rule', { rule: ruleIn(course, text) }]
    case 'close':
      return ['close', { note: own }]
    case 'yes':
      return yesFor(call, course, own)
    case 'renew':
      return ['renew', { note: own, ...(await surveyFor(call, course)) }]
    case 'charge': {
      const [fee = '', ...reason] = own.split(/\s+/)
      if (!FEE.test(fee))
        throw new Refusal(`请先写价格、再写理由，例如：/审课 ${course.number} 收费 每节10元 多数居民愿意。`)
      return ['charge', { fee, note: reason.join(' '), ...(await surveyFor(call, course)) }]
    }
  }
}

/** What a bare 通过 means depends on where the course is. */
async function yesFor(call: Call, course: KnownCourse, own: string): Promise<readonly [Action, Carried]> {
  switch (course.state) {
    case 'APPLIED':
      return ['qualify', { note: own }]
    case 'TRIAL': {
      const passed = await call.tx.courseEvent.findFirst({ where: { courseId: course.id, action: 'pass' } })
      return [passed ? 'approve' : 'pass', { note: own }]
    }
    case 'PLAN_APPROVED':
      return ['admit', admissionIn(own)]
    case 'QUALIFIED':
      throw new Refusal(`请先约试讲：/审课 ${course.number} 试讲 6月5日 14:00 社区活动室。`)
    default: {
      const label = STATE_LABELS[course.state]
      const next = await nextStep(call.tx, course, call.now)
      throw new Refusal(`${titled(course)}现在是「${label}」，不用「通过」。${next === label ? '' : `${next}。`}`)
    }
  }
}

/** 5 digits, so that nobody takes it for a lesson's code of 4. */
const TRIAL_CODE = { least: 10_000, most: 99_999 }

function trialIn(own: string, now: Date): NonNullable<Carried['trial']> {
  const moment = parseMoment(own, now)
  if (!moment?.hasTime) throw new Refusal('请写上试讲的时间和地点，例如：试讲 6月5日 14:00 社区活动室。')
  return { at: moment.at, place: moment.rest.trim(), code: String(randomInt(TRIAL_CODE.least, TRIAL_CODE.most + 1)) }
}

/** 3个月 先试一期 */
function admissionIn(own: string): Carried {
  const found = /^(?:公益期)?\s?(\d{1,2}|[一二两三四五六七八九十]{1,3})\s?个?月[\s,，:：]*/.exec(own)
  const months = readNumber(found?.[1] ?? '')
  return { note: own.slice(found?.[0].length ?? 0), ...(months === undefined ? {} : { months }) }
}

/** 50% 4.0 60%: answered, mean stars, wants it to go on. */
function ruleIn(course: KnownCourse, text: string) {
  const [answered, mean, goOn] = [...text.matchAll(/(\d{1,3}(?:\.\d+)?)\s?([%％分]?)/g)].map(([, number, sign]) => {
    return sign === '%' || sign === '％' ? Number(number) / 100 : Number(number)
  })
  return { ...course.rule, answered: answered ?? -1, mean: mean ?? -1, goOn: goOn ?? -1 }
}

async function surveyFor(call: Call, course: KnownCourse): Promise<Pick<Carried, 'survey'>> {
  const run = await latestRun(call.tx, course.id)
  const outcome = run && (await outcomeOf(call.tx, course, run))
  if (!outcome) return {}
  const { kept, wouldPay } = outcome.verdict
  return { survey: { kept, wouldPay, words: `${surveyText(course, outcome)}\n` } }
}

/** The term is called off: the learners are told at once, in one message a chat. */
async function callOff(call: Call, course: KnownCourse, note: string): Promise<void> {
  const { tx, now, message } = call
  const moved = await callOffTerm(tx, course, courseActor(call), { note, now, messageId: message.id })
  const { run } = moved
  const session = await tx.courseSession.findFirst({ where: { runId: run.id }, orderBy: { startsAt: 'desc' } })
  const lesson = session && { course, run, session: { ...session, note } }
  const told = lesson ? await tellLesson(tx, 'off', lesson, { now, cause: message.id }) : 0
  await tell(call, moved, told > 0 ? '报了名的都告诉了。' : '')
}
