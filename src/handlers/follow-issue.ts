import { issueNumber, oneOf, optionalIssueNumber, optionalWords, ownWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { letGoOwn } from '../issues/guess.ts'
import { issueByNumber } from '../issues/issue.ts'
import { support } from '../issues/support.ts'
import { issueOrPost } from './board/post-number.ts'
import { supportByNumber, wishInstead } from './board/support-wish.ts'
import { communityFor, doToIssue, finish, type IssueDesk } from './issue-act.ts'
import { showIssue, showOpenIssues } from './show-issue.ts'

/** 还可以吧, 满意了: what ends the word and says nothing more. */
const PARTICLES = /^[吧了啊呀呢哦嗯的，。,.~～\s]+/
const EVERYBODY = { section: 'everybody', who: ['everybody'], where: 'both' } as const

/** What residents do with an issue after it is registered. */
export function followCommands(desk: IssueDesk) {
  return [
    command({
      ...EVERYBODY,
      name: '进度',
      aliases: ['status', 'jd'],
      what: '看办到哪一步',
      example: '/进度 128',
      args: { number: optionalIssueNumber() },
      run: (call: Call, { number }) => (number === undefined ? showOpenIssues(call) : showIssue(call, number)),
    }),
    command({
      ...EVERYBODY,
      name: '补充',
      aliases: ['bc'],
      what: '补充情况或照片',
      example: '/补充 128 晚上更严重',
      args: { number: issueNumber(), text: optionalWords('内容') },
      takesPhotos: true,
      run: async (call: Call, { number, text }) => {
        await doToIssue(call, desk, number, { action: 'supply', input: text ? { text } : {} })
      },
    }),
    command({
      ...EVERYBODY,
      name: '附议',
      aliases: ['+1', '我也有', 'fy'],
      what: '我也有同样的情况',
      example: '/附议 128',
      args: { target: issueOrPost(), text: optionalWords('话') },
      bare: /^(我们?也[有是]|我们?家.{0,6}也[有是]|\+1|附议)(?![个点些话事问意])/,
      run: async (call: Call, { target, text }) => {
        if ('post' in target) return supportByNumber(call, target.post, text)
        const { message } = call
        const done = await support(call.tx, {
          communityId: communityFor(call),
          number: target.issue,
          person: { personId: call.person, roles: call.roles },
          origin: { account: message.account, chat: message.chat },
          now: call.now,
          messageId: message.id,
        }).catch(async (error: unknown) => {
          throw (await wishInstead(call, target.issue)) ?? error
        })
        await finish(call, done)
      },
    }),
    command({
      ...EVERYBODY,
      name: '撤回',
      aliases: ['withdraw'],
      what: '撤回自己报的事',
      example: '/撤回 128',
      args: { number: issueNumber(), reason: optionalWords('原因') },
      run: async (call: Call, { number, reason }) => {
        const { tx, person: personId, now, message } = call
        const issue = await issueByNumber(tx, communityFor(call), number)
        if (issue && (await letGoOwn(tx, issue, { personId, now, messageId: message.id }))) {
          return call.reply(`#${number} 已撤回，不再办理。`)
        }
        await doToIssue(call, desk, number, { action: 'withdraw', input: reason ? { reason } : {} })
      },
    }),
    command({
      ...EVERYBODY,
      name: '重开',
      aliases: ['reopen', 'ck'],
      what: '没解决，重新办',
      example: '/重开 128 灯又灭了',
      args: { number: issueNumber(), reason: ownWords('原因') },
      run: async (call: Call, { number, reason }) => {
        await doToIssue(call, desk, number, { action: 'reopen', input: { reason } })
      },
    }),
    command({
      ...EVERYBODY,
      name: '评价',
      aliases: ['rate', 'pj'],
      what: '评价办得怎么样',
      example: '/评价 128 满意',
      args: {
        number: issueNumber(),
        rating: oneOf('满意|基本满意|不满意', {
          满意: 'SATISFIED',
          很满意: 'SATISFIED',
          非常满意: 'SATISFIED',
          基本满意: 'FAIRLY',
          还可以: 'FAIRLY',
          不满意: 'UNSATISFIED',
          很不满意: 'UNSATISFIED',
        }),
        words: optionalWords('话'),
      },
      bare: /^(非常满意|基本满意|很不满意|很满意|不满意|满意|还可以)(?![吗么嘛度])/,
      run: async (call: Call, { number, rating, words }) => {
        const more = words?.replace(PARTICLES, '')
        await doToIssue(call, desk, number, { action: 'rate', input: more ? { rating, words: more } : { rating } })
      },
    }),
  ]
}
