import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { classOf } from '../../courses/attendance.ts'
import { courseOf, type KnownCourse, type Run, runOf } from '../../courses/course.ts'
import type { Tx } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { namesOf } from '../../telling/courses/lecturer.ts'
import { courseActor } from './desk.ts'

/** More names than this do not fit one message. */
const NAMES_A_MESSAGE = 30
const ASKS = /^(?:看看?|我的|发)?(?:学员|报名)?名单[。.?？]?$/

/**
 * Who has a place in a term, for its lecturer and the staff, in private: the names by which the chat knows them, a child as in
 * the lists, and nothing by which they are reached.
 */
export async function showClass(call: Call, course: KnownCourse, run: Run): Promise<void> {
  const { office, personId } = courseActor(call)
  if (office === undefined && personId !== course.lecturerId) throw new Refusal('名单只给讲师和社区工作人员看。')
  if (call.message.chat.kind !== 'private') throw new Refusal('名单请私聊小格看。')
  await say(call, course, run)
}

/** 名单 by a lecturer in private. False: it is none, or they have no course that goes on. */
export async function answerClassList(call: Call): Promise<boolean> {
  if (call.message.chat.kind !== 'private' || !ASKS.test(wordingOf(call.message.text).text)) return false
  const rows = await call.tx.courseRun.findMany({
    where: { course: { lecturerId: call.person }, state: { in: ['PUBLISHED', 'RUNNING'] } },
    include: { course: true },
    orderBy: { id: 'asc' },
  })
  for (const { course, ...run } of rows) await say(call, courseOf(course), runOf(run))
  return rows.length > 0
}

async function say(call: Call, course: KnownCourse, run: Run): Promise<void> {
  const names = await namesOf(call.tx, await classOf(call.tx, run.id))
  const head = `${titled(course)} 第${run.term}期名单，${names.length}人${await besides(call.tx, run)}`
  const lines = [`${head}${names.length > 0 ? '：' : '。'}`, ...names.map((name, index) => `${index + 1}. ${name}`)]
  for (let first = 0; first < lines.length; first += NAMES_A_MESSAGE) {
    await call.reply(lines.slice(first, first + NAMES_A_MESSAGE).join('\n'))
  }
}

/** Those who are not on the list (yet), as numbers only. */
async function besides(tx: Tx, { id: runId, forChildren, mode, drawnAt }: Run): Promise<string> {
  const waiting = await tx.enrolment.count({ where: { runId, state: { in: ['WAITING', 'OFFERED'] } } })
  const unsure = forChildren ? await tx.enrolment.count({ where: { runId, state: 'CONFIRMED', consentId: null } }) : 0
  const line = mode === 'DRAW' && drawnAt === null ? `等抽签${waiting}位` : `候补${waiting}位`
  return [...(unsure > 0 ? [`，等家长同意${unsure}位`] : []), ...(waiting > 0 ? [`，${line}`] : [])].join('')
}
