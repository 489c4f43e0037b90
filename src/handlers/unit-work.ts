import { issueNumber, optionalMoment, optionalWords, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { doToIssue, type IssueDesk } from './issue-act.ts'
import { deadlineOf } from './said-moment.ts'

const UNIT = { section: 'unit', who: ['unit', 'staff'], where: 'both' } as const

/** What responsible units do with an issue they were given; staff can do it for them. */
export function unitWorkCommands(desk: IssueDesk) {
  return [
    command({
      ...UNIT,
      name: '接单',
      aliases: ['arrive'],
      what: '接单，到场处置',
      example: '/接单 128',
      args: { number: issueNumber() },
      run: async (call: Call, { number }) => {
        await doToIssue(call, desk, number, { action: 'arrive', input: {} })
      },
    }),
    command({
      ...UNIT,
      name: '退回',
      aliases: ['return', 'th'],
      what: '不归我们，退回',
      example: '/退回 128 不在我们的管线范围',
      who: ['unit'],
      args: { number: issueNumber(), reason: ownWords('原因') },
      run: async (call: Call, { number, reason }) => {
        await doToIssue(call, desk, number, { action: 'return', input: { reason } })
      },
    }),
    command({
      ...UNIT,
      name: '延期',
      aliases: ['extend', 'yq'],
      what: '申请或同意延期',
      example: '/延期 128 6月20日 需报批',
      who: ['unit', 'worker', 'staff'],
      args: { number: issueNumber(), until: optionalMoment('日期'), reason: optionalWords('原因') },
      run: async (call: Call, { number, until, reason }) => {
        await doToIssue(call, desk, number, {
          action: 'extend',
          input: { ...(until ? { until: deadlineOf(until) } : {}), ...(reason ? { reason } : {}) },
        })
      },
    }),
  ]
}
