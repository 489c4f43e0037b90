import { optionalWords, word } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { type Dialog, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { callRoll, checkIn, lessonByCode, lessonToCall, readRoll } from '../../courses/attendance.ts'
import { courseNumbered, courseOf, type KnownCourse } from '../../courses/course.ts'
import { lessonsOf } from '../../courses/sessions.ts'
import { rateTrial, trialByCode } from '../../courses/trial.ts'
import { Refusal } from '../../refusal.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { formatMoment } from '../../time/format.ts'
import { communityFor } from '../issue-act.ts'

const RATING_DIALOG = 'course-trial'
const RATING_WAIT_MS = 2 * 60 * 60_000
const LONGEST_WORDS = 100
/** 5, 5分 讲得清楚 */
const STARS = /^([1-5一二三四五])\s?(?:分|星|颗星)?(?=$|[\s,:。])/
const NUMERALS = '一二三四五'

/** 签到: with the code of the day somebody is there; with that of a trial lecture they rate it. */
export function checkInCommand() {
  return command({
    name: '签到',
    aliases: ['checkin', 'qd'],
    what: '上课签到',
    example: '/签到 3816',
    section: 'everybody',
    who: ['everybody'],
    where: 'both',
    args: { code: word('今天的签到码'), stars: optionalWords('打分') },
    run: async (call: Call, { code, stars }) => {
      communityFor(call)
      if (!(await signIn(call, code.replace(/\D/g, ''), stars)))
        throw new Refusal('这个签到码现在用不了。请看看老师念的是几，上课的时候再签。')
    },
  })
}

/** A code alone, in private: people type what the lecturer reads out. False where no lesson bears it now. */
export async function answerCode(call: Call): Promise<boolean> {
  const digits = /^(?:签到码?是?)?\s?(\d{4,5})[。.]?$/.exec(wordingOf(call.message.text).text)?.[1]
  if (call.message.chat.kind !== 'private' || digits === undefined) return false
  return signIn(call, digits)
}

/** Notes somebody as there, or takes their rating of a trial lecture. False where the code is no lesson's now. */
async function signIn(call: Call, digits: string, stars?: string): Promise<boolean> {
  const { tx, now, community } = call
  if (digits === '' || community === undefined) return false
  const lesson = await lessonByCode(tx, community, digits, now)
  if (lesson) {
    const { again } = await checkIn(tx, lesson, call.person, now)
    const run = await tx.courseRun.findUniqueOrThrow({ where: { id: lesson.runId }, include: { course: true } })
    const number = (await lessonsOf(tx, run.id)).find(({ id }) => id === lesson.id)?.number
    await call.reply(again ? '已经签到了，不用再签。' : `签到了，《${run.course.title}》第${number}次课。`)
    return true
  }
  const course = await trialByCode(tx, community, digits, now)
  if (!course) return false
  if (course.lecturerId === call.person) throw new Refusal('自己的试讲请让听课的人来打分。')
  if (stars !== undefined) {
    await rate(call, course, stars)
    return true
  }
  if (call.message.chat.kind === 'group') {
    // In a group a bare 5 is said to anybody.
    await call.reply(`谢谢您来听${titled(course)}试讲。请带上分数再发一次，1 到 5，5 是最好，比如：/签到 ${digits} 5。`)
    return true
  }
  await openDialog(tx, dialogPlace(call.message), {
    kind: RATING_DIALOG,
    state: { number: course.number },
    expiresAt: new Date(now.getTime() + RATING_WAIT_MS),
  })
  await call.reply(`谢谢您来听${titled(course)}试讲。请打个分，回 1 到 5，5 是最好；可以在后面写一句话。`)
  return true
}

async function rate(call: Call, course: KnownCourse, own: string): Promise<void> {
  const said = wordingOf(own)
  const found = STARS.exec(said.text)
  if (!found) throw new Refusal('请回 1 到 5，5 是最好。')
  const [, sign = ''] = found
  const stars = NUMERALS.includes(sign) ? NUMERALS.indexOf(sign) + 1 : Number(sign)
  const words = said.after(found[0].length).own.trim().slice(0, LONGEST_WORDS)
  await rateTrial(call.tx, course, { personId: call.person, stars, ...(words ? { words } : {}), now: call.now })
  await call.reply(`记下了，${titled(course)}试讲 ${stars} 分。谢谢您。`)
}

/** The stars of somebody who was at a trial lecture. */
export function ratingDialog(): Dialog {
  return {
    kind: RATING_DIALOG,
    waitMs: RATING_WAIT_MS,
    answer: async (call, state) => {
      const { number } = state as { number: number }
      if (!STARS.test(wordingOf(call.message.text).text)) return 'not mine'
      await rate(call, await courseNumbered(call.tx, communityFor(call), number), call.message.text)
      return 'done'
    },
  }
}

/** 到 1 3 5 by a lecturer in private: who was there, by the list that came with the code. False: it is none. */
export async function answerRoll(call: Call): Promise<boolean> {
  if (call.message.chat.kind !== 'private') return false
  const roll = readRoll(call.message.text)
  if (!roll) return false
  const lesson = await lessonToCall(call.tx, call.person, call.now)
  if (!lesson) return false
  const { there, of } = await callRoll(call.tx, lesson, roll, call.now)
  const run = await call.tx.courseRun.findUniqueOrThrow({ where: { id: lesson.runId }, include: { course: true } })
  await call.reply(
    `记下了，${titled(courseOf(run.course))} ${formatMoment(lesson.startsAt, call.now)} 的课，到了${there}人，共${of}人。写错了一天内可以再发。`,
  )
  return true
}
