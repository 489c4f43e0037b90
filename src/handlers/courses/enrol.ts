import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { enrolmentsOf, type OwnEnrolment, placeInLine } from '../../courses/enrolment-list.ts'
import { formatMoment } from '../../time/format.ts'
import type { QuietHours } from '../../time/quiet-hours.ts'
import { decideWishes } from './enrol-decide.ts'
import { ENROL, type EnrolWish, LEAVE } from './enrol-wish.ts'

export interface EnrolDesk {
  readonly quietHours: QuietHours | undefined
}

const EVERYBODY = { section: 'everybody', who: ['everybody'] } as const

/** 报名, 取消报名, 我的课. The first two are mostly decided together with others (`rush`); alone it is the same. */
export function enrolCommands(desk: EnrolDesk) {
  return [
    command({
      ...EVERYBODY,
      name: ENROL,
      aliases: ['join', 'bm'],
      what: '报名一门课',
      example: '/报名 书法 2人',
      usage: '/报名 <课> [人数]',
      where: 'both',
      args: { words: optionalWords('课') },
      run: (call: Call, { words }) => alone(call, desk, { do: 'enrol', words: words ?? '' }),
    }),
    command({
      ...EVERYBODY,
      name: LEAVE,
      aliases: ['qx', 'qxbm'],
      what: '取消课程报名',
      example: '/取消报名 书法',
      usage: '/取消报名 <课>',
      where: 'both',
      args: { words: optionalWords('课') },
      run: (call: Call, { words }) => alone(call, desk, { do: 'leave', words: words ?? '' }),
    }),
    command({
      ...EVERYBODY,
      name: '我的课',
      aliases: ['mycourses', 'wdk'],
      what: '看我报的课',
      example: '/我的课',
      where: 'private',
      args: {},
      run: async (call: Call) => {
        const own = await enrolmentsOf(call.tx, call.person, call.now)
        if (own.length === 0) return call.reply('您现在没有报名的课。想看有什么课，发 /课程。')
        const lines = await Promise.all(own.map((each) => lineOf(call, each)))
        await call.reply(lines.join('\n'))
      },
    }),
  ]
}

async function alone(call: Call, { quietHours }: EnrolDesk, wants: EnrolWish): Promise<void> {
  const { tx, message, person, group, community, now } = call
  const wish = { message, wants, person, group, community, arrivedAt: now }
  const [fate] = await decideWishes(tx, [wish], { now, quietHours })
  if (fate && fate !== 'not mine' && fate.undo) call.undoable(fate.undo)
}

async function lineOf(call: Call, own: OwnEnrolment): Promise<string> {
  const party = own.party > 1 ? `，${own.party}人` : ''
  const who = own.child ? `，${own.child}` : ''
  const head = `《${own.title}》`
  if (own.undrawn) return `${head}等抽签，签号${own.seq}${party}`
  if (own.state === 'WAITING') return `${head}候补第${await placeInLine(call.tx, own)}位${party}`
  if (own.state === 'OFFERED' && own.offerUntil) {
    return `${head}有名额等您答复，${formatMoment(own.offerUntil, call.now)} 前回「要」或「不要」${party}`
  }
  const next = own.nextLesson
  const lesson = next ? `。下一课 ${formatMoment(next.startsAt, call.now)}，${next.place}` : ''
  const consent = own.needsConsent ? '。还差家长同意：请回「同意 孩子姓名」' : ''
  return `${head}已报上${party}${who}${lesson}${consent}`
}
