import { issueNumber, moment, optionalMoment, optionalWords, ownWords, word } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { findUnit } from '../community/units.ts'
import { recategorise } from '../issues/recategorise.ts'
import { Refusal } from '../refusal.ts'
import { findCategory } from '../understanding/find-category.ts'
import { answerByNumber } from './board/answer-post.ts'
import { issueOrPost } from './board/post-number.ts'
import { communityFor, doToIssue, finish, type IssueDesk } from './issue-act.ts'
import { resolveOrAskForPhoto } from './photo-dialog.ts'
import { deadlineOf } from './said-moment.ts'
import { showTodo } from './show-issue.ts'
import { teachFrom, teachTalk } from './teach-from.ts'

const WORK = { section: 'worker', who: ['worker', 'staff'], where: 'both' } as const

/** What grid workers and staff do with an issue. */
export function gridWorkCommands(desk: IssueDesk) {
  const bare = { number: issueNumber() }
  return [
    command({
      ...WORK,
      name: '待办',
      aliases: ['todo', 'db'],
      what: '看等我办的事',
      example: '/待办',
      who: ['worker', 'staff', 'unit'],
      args: {},
      run: (call: Call) => showTodo(call),
    }),
    command({
      ...WORK,
      name: '受理',
      aliases: ['accept', 'sl'],
      what: '受理一件事',
      example: '/受理 128',
      args: bare,
      run: async (call: Call, { number }) => {
        await doToIssue(call, desk, number, { action: 'accept', input: {} })
      },
    }),
    command({
      ...WORK,
      name: '追问',
      aliases: ['ask', 'zw'],
      what: '向报事人问清楚',
      example: '/追问 128 是几单元几层',
      args: { number: issueNumber(), question: ownWords('问题') },
      run: async (call: Call, { number, question }) => {
        await doToIssue(call, desk, number, { action: 'ask', input: { question } })
      },
    }),
    command({
      ...WORK,
      name: '处置',
      aliases: ['start', 'cz'],
      what: '自己开始处置',
      example: '/处置 128',
      who: ['worker'],
      args: bare,
      run: async (call: Call, { number }) => {
        await doToIssue(call, desk, number, { action: 'start', input: {} })
      },
    }),
    command({
      ...WORK,
      name: '进展',
      aliases: ['progress', 'jz'],
      what: '写一句进展',
      example: '/进展 128 已联系电工',
      who: ['worker', 'staff', 'unit'],
      args: { number: issueNumber(), note: ownWords('话') },
      takesPhotos: true,
      run: async (call: Call, { number, note }) => {
        await doToIssue(call, desk, number, { action: 'progress', input: { note } })
      },
    }),
    command({
      ...WORK,
      name: '上报',
      aliases: ['escalate', 'sb'],
      what: '报社区协调',
      example: '/上报 128 需要交警划线',
      who: ['worker'],
      args: { number: issueNumber(), reason: ownWords('原因') },
      run: async (call: Call, { number, reason }) => {
        await doToIssue(call, desk, number, { action: 'escalate', input: { reason } })
      },
    }),
    command({
      ...WORK,
      name: '派单',
      aliases: ['dispatch', 'pd'],
      what: '派给责任单位',
      example: '/派单 128 物业 明天10:00',
      args: { number: issueNumber(), unit: word('单位'), by: optionalMoment('到场期限') },
      run: async (call: Call, { number, unit, by }) => {
        const { id } = await findUnit(call.tx, communityFor(call), unit)
        const arriveBy = by && deadlineOf(by)
        await doToIssue(call, desk, number, {
          action: 'dispatch',
          input: arriveBy ? { unitId: id, arriveBy } : { unitId: id },
        })
      },
    }),
    command({
      ...WORK,
      name: '办结',
      aliases: ['resolve', 'bj'],
      what: '办好了，等核查',
      example: '/办结 128 灯已换好',
      who: ['worker', 'staff', 'unit'],
      args: { number: issueNumber(), note: ownWords('处理情况') },
      takesPhotos: true,
      run: async (call: Call, { number, note }) => {
        await resolveOrAskForPhoto(call, desk, number, note)
      },
    }),
    command({
      ...WORK,
      name: '见证',
      aliases: ['witness'],
      what: '请居民来看',
      example: '/见证 128 周六16:00',
      args: { number: issueNumber(), at: moment('时间'), place: optionalWords('地点') },
      run: async (call: Call, { number, at, place }) => {
        if (!at.hasTime) throw new Refusal('请写上几点，例如：/见证 128 周六16:00')
        await doToIssue(call, desk, number, { action: 'witness', input: place ? { at: at.at, place } : { at: at.at } })
      },
    }),
    command({
      ...WORK,
      name: '核查',
      aliases: ['verify', 'hc'],
      what: '核查无误，结案',
      example: '/核查 128',
      args: { number: issueNumber(), note: optionalWords('话') },
      run: async (call: Call, { number, note }) => {
        await doToIssue(call, desk, number, { action: 'verify', input: note ? { note } : {} })
      },
    }),
    command({
      ...WORK,
      name: '返工',
      aliases: ['rework', 'fg'],
      what: '没办好，退回重做',
      example: '/返工 128 灯还是不亮',
      args: { number: issueNumber(), defect: ownWords('原因') },
      takesPhotos: true,
      run: async (call: Call, { number, defect }) => {
        await doToIssue(call, desk, number, { action: 'rework', input: { defect } })
      },
    }),
    command({
      ...WORK,
      name: '答复',
      aliases: ['answer', 'df'],
      what: '答复并结案',
      example: '/答复 128 周三下午可以来办',
      args: { target: issueOrPost(), text: ownWords('话') },
      run: async (call: Call, { target, text }) => {
        if ('post' in target) return answerByNumber(call, target.post, text)
        await doToIssue(call, desk, target.issue, { action: 'answer', input: { text } })
      },
    }),
    command({
      ...WORK,
      name: '并案',
      aliases: ['merge', 'ba'],
      what: '和另一件事合并',
      example: '/并案 129 128',
      args: { number: issueNumber({ beforeAnother: true }), parent: issueNumber({ label: '主号', fromCard: false }) },
      run: async (call: Call, { number, parent }) => {
        await doToIssue(call, desk, number, { action: 'merge', input: { parent } })
      },
    }),
    command({
      ...WORK,
      name: '作废',
      aliases: ['void'],
      what: '登记错了，作废',
      example: '/作废 128 重复登记',
      args: { number: issueNumber(), reason: ownWords('原因') },
      run: async (call: Call, { number, reason }) => {
        const { issue } = await doToIssue(call, desk, number, { action: 'void', input: { reason } })
        if (issue.guess !== null && !WAS_AN_ISSUE.test(reason)) await teachTalk(call, desk, issue)
      },
    }),
    command({
      ...WORK,
      name: '改类',
      aliases: ['recategorise', 'gl'],
      what: '改正类别',
      example: '/改类 128 路灯',
      args: { number: issueNumber(), category: ownWords('类别') },
      run: async (call: Call, { number, category }) => {
        const found = findCategory(category)
        if (found.kind !== 'one') {
          const near = found.candidates.slice(0, 6).map(({ kind }) => kind)
          throw new Refusal(
            near.length > 0
              ? `是哪一类？可以写：${near.join('、')}。`
              : `没有“${category}”这一类，写类别里的几个字就行，例如 路灯。`,
          )
        }
        const done = await recategorise(call.tx, {
          communityId: communityFor(call),
          number,
          category: found.category.code,
          actor: { personId: call.person, roles: call.roles },
          calendar: desk.calendar,
          now: call.now,
          messageId: call.message.id,
        })
        await finish(call, done)
        await teachFrom(call, desk, done.issue.words, { kind: '报事', category: found.category.code })
      },
    }),
  ]
}

/** What is void for one of these was an issue all the same: nothing to be learnt from it. */
const WAS_AN_ISSUE = /重复|同一|已经|登记过|修好|解决|办过|别的网格|不归/
