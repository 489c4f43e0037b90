import { issueNumber, moment, ownWords, word } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { workNumber } from './directives/order-number.ts'
import { doToIssue, type IssueDesk } from './issue-act.ts'
import { nudge } from './nudge.ts'
import { deadlineOf } from './said-moment.ts'

const STAFF = { section: 'staff', who: ['staff'], where: 'both' } as const

/** What only staff and the secretary decide about an issue. */
export function staffWorkCommands(desk: IssueDesk) {
  return [
    command({
      ...STAFF,
      name: '挂账',
      aliases: ['hold', 'gz'],
      what: '等到某天再办',
      example: '/挂账 128 9月1日 等雨季过后施工',
      args: { number: issueNumber(), until: moment('日期'), reason: ownWords('原因') },
      run: async (call: Call, { number, until, reason }) => {
        await doToIssue(call, desk, number, { action: 'hold', input: { until: deadlineOf(until), reason } })
      },
    }),
    command({
      ...STAFF,
      name: '恢复',
      aliases: ['resume', 'hf'],
      what: '恢复挂账的事',
      example: '/恢复 128',
      args: { number: issueNumber() },
      run: async (call: Call, { number }) => {
        await doToIssue(call, desk, number, { action: 'resume', input: {} })
      },
    }),
    command({
      ...STAFF,
      name: '不予受理',
      aliases: ['decline'],
      what: '说明原因，不受理',
      example: '/不予受理 128 不在社区职责内',
      args: { number: issueNumber(), reason: ownWords('原因') },
      run: async (call: Call, { number, reason }) => {
        await doToIssue(call, desk, number, { action: 'decline', input: { reason } })
      },
    }),
    command({
      ...STAFF,
      name: '转介',
      aliases: ['transfer', 'zj'],
      what: '转给别的部门',
      example: '/转介 128 12345 编号20260603001',
      args: { number: issueNumber(), where: word('去向'), reference: ownWords('受理编号') },
      run: async (call: Call, { number, where, reference }) => {
        await doToIssue(call, desk, number, { action: 'transfer', input: { where, reference } })
      },
    }),
    command({
      ...STAFF,
      name: '催办',
      aliases: ['nudge', 'cb'],
      what: '提醒承办的人',
      example: '/催办 128',
      args: { work: workNumber() },
      run: (call: Call, { work }) => nudge(call, work),
    }),
  ]
}
