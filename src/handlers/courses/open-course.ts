import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { actOnCourse } from '../../courses/act.ts'
import { courseNamed, courseNumbered, courseOf, coursesNamed, OVER } from '../../courses/course.ts'
import { MAY_PUBLISH, REVIEWS, STATE_LABELS } from '../../courses/lifecycle.ts'
import { TIMETABLE_EXAMPLE } from '../../courses/timetable.ts'
import { Refusal } from '../../refusal.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellOffice } from '../../telling/courses/lecturer.ts'
import { communityFor } from '../issue-act.ts'
import { type CourseDesk, checkPlace, courseActor } from './desk.ts'
import { beginOffer, supply } from './offer.ts'
import { beginTerm } from './term-dialog.ts'

const APPLY = /^(?:申请|我要讲课|报课)(?=$|[\s,:])/
const OWN = /^(补材料|补|教学计划|计划|撤回)\s?(?:课程|第|#)?(\d{1,6})号?(?=$|[\s,:])/

/** The course before its timetable: 书法 每周五 …, 书法每周五 … */
const HEAD = /^[^\s,:]+?(?=$|[\s,:]|每(?:周|天|日|星期|礼拜))/

/** 开课: a resident or lecturer offers a course; the staff plan a term of one that is admitted. */
export function openCourseCommand(desk: CourseDesk) {
  return command({
    name: '开课',
    aliases: ['kk'],
    what: '申请讲课，排课',
    usage: '/开课 申请，或 /开课 课名⏎时间⏎地点 …⏎名额 …',
    example: `/开课 乐高 ${TIMETABLE_EXAMPLE} 地点 活动室 名额 20`,
    section: 'staff',
    who: ['everybody', 'staff'],
    where: 'both',
    takesPhotos: true,
    takesFiles: true,
    args: { words: optionalWords('课和时间') },
    run: async (call: Call, { words = '' }) => {
      checkPlace(call, '开课')
      const said = wordingOf(words)
      const own = OWN.exec(said.text)
      if (own) return actOwn(call, own[1] ?? '', Number(own[2]), said.after(own[0].length).own.trim())
      const apply = APPLY.exec(said.text)
      if (apply) return beginOffer(call, said.after(apply[0].length).own.trim())
      if (courseActor(call).office === undefined) return forLecturer(call, said.text)
      if (said.text === '') return call.reply(await plannable(call))
      const head = HEAD.exec(said.text)?.[0] ?? said.text
      const course = await courseNamed(call.tx, communityFor(call), head)
      await beginTerm(call, desk, course, said.after(head.length).own)
    },
  })
}

/** What somebody has who is not of the staff: how their own courses stand, or the questions of an offer. */
async function forLecturer(call: Call, words: string): Promise<void> {
  const rows = await call.tx.course.findMany({
    where: { communityId: communityFor(call), lecturerId: call.person, state: { notIn: [...OVER] } },
    orderBy: { number: 'asc' },
  })
  const own = rows.map(courseOf)
  const head = HEAD.exec(words)?.[0] ?? words
  const [meant] = await coursesNamed(call.tx, communityFor(call), head, ({ id }) => own.some((one) => one.id === id))
  if (meant) throw new Refusal(`${titled(meant)}的排课由社区工作人员来做，请把您方便的时间告诉他们。`)
  if (own.length === 0 || words !== '') return beginOffer(call, '')
  if (call.message.chat.kind !== 'private') throw new Refusal('请私聊小格发。')
  const lines = own.map((course) => `${course.number}. ${titled(course)} ${STATE_LABELS[course.state]}`)
  const number = own.find(({ state }) => REVIEWS.includes(state))?.number
  const how =
    number === undefined
      ? ''
      : `补材料发 /开课 补 ${number}，交教学计划发 /开课 计划 ${number}，不办了发 /开课 撤回 ${number}。`
  await call.reply(['您的课：', ...lines, `${how}再申请一门发 /开课 申请。`].join('\n'))
}

async function plannable(call: Call): Promise<string> {
  const rows = await call.tx.course.findMany({
    where: { communityId: communityFor(call), state: { in: [...MAY_PUBLISH] } },
    orderBy: { number: 'asc' },
  })
  const courses = rows.map(courseOf)
  if (courses.length === 0) return '现在没有准入的课。发 /审课 看看有哪些在审；自己想讲课，私聊小格发 /开课 申请。'
  const names = courses.slice(0, 15).map((course) => `${course.number}. ${titled(course)}`)
  return ['这些课可以排：', ...names, `这样写：/开课 ${courses[0]?.title} ${TIMETABLE_EXAMPLE}`].join('\n')
}

/** What a lecturer does with the own course. */
async function actOwn(call: Call, what: string, number: number, words: string): Promise<void> {
  if (call.message.chat.kind !== 'private') throw new Refusal('请私聊小格发。')
  if (what !== '撤回') return supply(call, number, words, what.endsWith('计划'))
  const course = await courseNumbered(call.tx, communityFor(call), number)
  const carried = words === '' ? {} : { note: words }
  const { tx, now, message } = call
  await actOnCourse(tx, course, { action: 'withdraw', actor: courseActor(call), carried, now, messageId: message.id })
  await call.reply(`${titled(course)}的申请撤回了。想好了可以再申请。`)
  await tellOffice(tx, course, { text: `📚 课程${number} ${titled(course)}的讲师撤回了申请。`, now, cause: message.id })
}
