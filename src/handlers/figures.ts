import { optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import type { Database } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { type Durations, type Figures, figures, type Share } from '../issues/figures.ts'
import { Refusal } from '../refusal.ts'
import { formatDuration } from '../time/format.ts'
import { communityFor, type IssueDesk } from './issue-act.ts'
import { periodIn, periodOf, periodWords } from './period.ts'
import { staffMember } from './staff-member.ts'

/** 统计: the figures of a period, each with what it is a share of. No table of people. */
export function figuresCommand(desk: Pick<IssueDesk, 'calendar'>, database: Database) {
  return command({
    name: '统计',
    aliases: ['stats', 'tj'],
    what: '看办理情况',
    usage: '/统计 [本周|上周|本月|日期..日期]',
    example: '/统计 6月1日..6月30日',
    section: 'staff',
    who: ['staff'],
    where: 'both',
    args: { period: optionalWords('时段') },
    // Before the transaction, which others wait for: a year is read for seconds.
    prepare: async (message: IncomingMessage, { period }, now: Date): Promise<Prepared | undefined> => {
      const days = periodIn(period?.trim() ?? '本周', now)
      const by = await staffMember(database.client, message)
      if (!days || !by) return undefined
      const of = { communityId: by.communityId, ...days, now, calendar: desk.calendar }
      return { communityId: by.communityId, shown: await figures(database.client, of) }
    },
    run: async (call: Call, { period }, prepared) => {
      const { from, to } = periodOf(period?.trim() ?? '本周', call.now)
      const communityId = communityFor(call)
      const { communityId: ofWhich, shown } = (prepared as Prepared | undefined) ?? {}
      if (!shown || ofWhich !== communityId) throw new Refusal('没有算成，请在工作群或私聊里再发一次。')
      const { void: voided, withdrawn, duplicate } = shown.notCounted
      await call.reply(
        [
          `${periodWords({ from, to }, call.now)}，收到 ${shown.reported} 件`,
          `计入 ${shown.counted} 件（作废 ${voided}、撤回 ${withdrawn}、并案 ${duplicate} 不计）`,
          `及时响应 ${share(shown.responded)}`,
          `按时办结 ${share(shown.onTime)}`,
          `居民说解决 ${share(shown.solved)}`,
          `满意 ${share(shown.satisfied)}`,
          `重开 ${share(shown.reopened)} · 返工 ${share(shown.reworked)}`,
          `退回 ${share(shown.returned)} · 见证 ${share(shown.witnessed)}`,
          `响应用时 ${durations(shown.response.real)}`,
          `办结用时 ${durations(shown.resolution.real)}`,
        ].join('\n'),
      )
    },
  })
}

interface Prepared {
  readonly communityId: CommunityId
  readonly shown: Figures
}

function share({ numerator, denominator, value, few }: Share): string {
  if (value === undefined) return '暂无'
  return `${Math.round(value * 100)}%（${numerator}/${denominator}${few ? '，样本少' : ''}）`
}

function durations({ count, p50, p90, few }: Durations): string {
  if (p50 === undefined || p90 === undefined) return '暂无'
  return `一半在${formatDuration(p50)}内，九成在${formatDuration(p90)}内（${count}件${few ? '，样本少' : ''}）`
}
