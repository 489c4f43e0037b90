import { optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { type Durations, figures, type Share } from '../issues/figures.ts'
import { Refusal } from '../refusal.ts'
import { formatDay, formatDuration } from '../time/format.ts'
import { parseMoment } from '../time/parse-moment.ts'
import { addDays, dayKey, instantOn, wallTime, weekday } from '../time/shanghai.ts'
import { communityFor, type IssueDesk } from './issue-act.ts'

/** 统计: the figures of a period, each with what it is a share of. No table of people. */
export function figuresCommand(desk: IssueDesk) {
  return command({
    name: '统计',
    aliases: ['stats', 'tj'],
    what: '看办理情况',
    usage: '/统计 [本周|本月|日期..日期]',
    example: '/统计 6月1日..6月30日',
    section: 'staff',
    who: ['staff'],
    where: 'both',
    args: { period: optionalWords('时段') },
    run: async (call: Call, { period }) => {
      const { from, to } = periodOf(period?.trim() ?? '本周', call.now)
      const communityId = communityFor(call)
      const shown = await figures(call.tx, { communityId, from, to, now: call.now, calendar: desk.calendar })
      const { void: voided, withdrawn, duplicate } = shown.notCounted
      await call.reply(
        [
          `${formatDay(from, call.now)}到${formatDay(new Date(to.getTime() - 1), call.now)}，收到 ${shown.reported} 件`,
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

/** Days of Shanghai; `to` is the first moment after the last day. */
function periodOf(text: string, now: Date): { from: Date; to: Date } {
  const today = dayKey(now)
  if (text === '本周')
    return { from: instantOn(addDays(today, -((weekday(today) + 6) % 7))), to: instantOn(addDays(today, 1)) }
  if (text === '本月')
    return { from: instantOn(addDays(today, 1 - wallTime(now).day)), to: instantOn(addDays(today, 1)) }
  const [first, last, ...more] = text.split(/\.{2,}|…+|到|至|~/)
  const from = first && parseMoment(first.trim(), now)
  const to = last && parseMoment(last.trim(), now)
  if (!from || !to || more.length > 0 || to.at < from.at) {
    throw new Refusal('时段请写：本周、本月，或者 6月1日..6月30日。')
  }
  return { from: instantOn(dayKey(from.at)), to: instantOn(addDays(dayKey(to.at), 1)) }
}

function share({ numerator, denominator, value, few }: Share): string {
  if (value === undefined) return '暂无'
  return `${Math.round(value * 100)}%（${numerator}/${denominator}${few ? '，样本少' : ''}）`
}

function durations({ count, p50, p90, few }: Durations): string {
  if (p50 === undefined || p90 === undefined) return '暂无'
  return `一半在${formatDuration(p50)}内，九成在${formatDuration(p90)}内（${count}件${few ? '，样本少' : ''}）`
}
