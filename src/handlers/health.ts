import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import type { ConnectionState } from '../chat/gateway.ts'
import type { Health, KeptFacts, ProcessFacts } from '../health/facts.ts'
import type { JobReport } from '../health/job-report.ts'
import type { OutboxFacts, Pause } from '../health/outbox-facts.ts'
import { formatMoment, formatTime } from '../time/format.ts'

const OFFICE = { section: 'staff', who: ['staff'], where: 'both' } as const

/** Jobs that come round more often than this are told of in one line together. */
const OFTEN_MS = 3_600_000

/** What /状态 asks. */
export type HealthSource = Pick<Health, 'process' | 'kept'>

/** 状态: how the bot is. */
export function healthCommands(health: HealthSource) {
  return [
    command({
      ...OFFICE,
      name: '状态',
      aliases: ['health', 'zt'],
      what: '看小格是否正常',
      example: '/状态',
      worksUnbound: true,
      args: {},
      run: async (call: Call) =>
        call.reply(healthText(health.process(), await health.kept(call.tx), call.now), { evenPaused: true }),
    }),
  ]
}

/** For one phone screen: only what matters, so a few lines when all is well. */
function healthText(facts: ProcessFacts, { outbox, jobs }: KeptFacts, now: Date): string {
  const heard = facts.lastHeard ? `，上一条收到的消息 ${formatMoment(facts.lastHeard, now)}` : ''
  return [
    `小格${STATES[facts.connection]}${heard}`,
    ...outboxLines(outbox, now),
    ...outbox.pauses.map((pause) => pauseLine(pause, now)),
    ...(outbox.suspendedGroups > 0
      ? [
          `${outbox.suspendedGroups} 个群要重新确认才能说话，请在那些群里发 /绑定 网格号或单位名；已经不在的，发 /解绑 网格号或单位名`,
        ]
      : []),
    ...keyLine(facts.dataKey),
    ...jobLines(jobs, now),
  ].join('\n')
}

/** In a group nothing is said of what the key is for. */
function keyLine({ kind }: ProcessFacts['dataKey']): string[] {
  if (kind === 'lost') return ['数据密钥没有设，要用到它的先停着，别的照常。请找管服务器的人']
  if (kind === 'wrong') return ['数据密钥和原来的对不上，要用到它的先停着，别的照常。请找管服务器的人']
  return []
}

const STATES: Readonly<Record<ConnectionState, string>> = {
  'logged-in': '在线',
  connecting: '正在连接',
  reconnecting: '断线了，正在重连',
  scan: '等着扫码登录',
  'logged-out': '的账号退出了',
  stopped: '停了',
}

function outboxLines({ waiting, oldest, givenUp, unknown, dayIsFull }: OutboxFacts, now: Date): string[] {
  const lines = [
    waiting === 0 ? '没有等着发的消息' : `等着发 ${waiting} 条${oldest ? `，最早的 ${formatMoment(oldest, now)}` : ''}`,
  ]
  if (dayIsFull) lines.push('24 小时里能发的条数用完了：危险的事照发，别的等有了空再发')
  if (givenUp > 0) lines.push(`没发成 ${givenUp} 条，查看和重发请发 /重发`)
  if (unknown > 0) lines.push(`不知道发没发到 ${unknown} 条，发 /重发 先看是哪几条（不会马上发）。`)
  return lines
}

function pauseLine({ kind, until, reason }: Pause, now: Date): string {
  if (kind === 'STAFF') return `暂停中（${reason}），恢复请发 /继续`
  return `微信提示发得太快，先不说话${until ? `，到 ${formatMoment(until, now)}` : ''}`
}

/**
 * What comes round often and is well, on one line, and so what comes seldom and what has not come yet; what is not well has a
 * line of its own.
 */
function jobLines(jobs: readonly JobReport[], now: Date): string[] {
  const often = jobs.filter(
    ({ last, next, failing }) => !failing && last && next.getTime() - last.slot.getTime() <= OFTEN_MS,
  )
  const toCome = jobs.filter(({ last, failing }) => !failing && !last)
  const seldom = jobs.filter((job) => job.last && !often.includes(job) && !job.failing)
  const failing = jobs.filter((job) => job.failing)
  return [
    ...failing.map((job) => jobLine(job, now)),
    ...(often.length > 0 ? [oftenLine(often)] : []),
    ...(toCome.length > 0 ? [toComeLine(toCome, now)] : []),
    ...(seldom.length > 0 ? [seldom.map((job) => jobLine(job, now)).join('；')] : []),
  ]
}

function oftenLine(jobs: readonly JobReport[]): string {
  const last = new Date(Math.max(...jobs.map(({ last }) => last?.slot.getTime() ?? 0)))
  const next = new Date(Math.min(...jobs.map((job) => job.next.getTime())))
  return `${jobs.map(({ title }) => title).join('、')}：${formatTime(last)} 好，下次 ${formatTime(next)}`
}

function toComeLine(jobs: readonly JobReport[], now: Date): string {
  const next = new Date(Math.min(...jobs.map((job) => job.next.getTime())))
  return `${jobs.map(({ title }) => title).join('、')}：还没到时候，下次 ${formatMoment(next, now)} 起`
}

function jobLine({ title, last, failing, next }: JobReport, now: Date): string {
  const after = `下次 ${formatMoment(next, now)}`
  if (!last) return `${title}：${after}`
  const outcome = failing ? '没做成' : OUTCOMES[last.state]
  return `${title}：${formatMoment(last.slot, now)} ${outcome}，${after}`
}

const OUTCOMES: Readonly<Record<NonNullable<JobReport['last']>['state'], string>> = {
  DONE: '好',
  RUNNING: '正在做',
  SKIPPED: '错过了',
  FAILED: '没做成',
}
