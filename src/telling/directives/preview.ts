import type { Pace } from '../../config.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, type Order, POST_LABELS, type Point } from '../../directives/directive.ts'
import { planRelay } from '../../directives/plan.ts'
import { repeatWords } from '../../directives/repeat.ts'
import { formatDay, formatDuration, formatMoment, formatTime } from '../../time/format.ts'
import { endOfQuiet, type QuietHours } from '../../time/quiet-hours.ts'
import { groupMessages } from './group-text.ts'
import { reachOf } from './relay.ts'

/** In how many minutes a relay should be through; beyond it the preview says what it would take. */
const TARGET_MINUTES = 30

export interface PreviewTerms {
  readonly pace: Pace
  readonly quietHours: QuietHours | undefined
  readonly now: Date
}

/** What is shown before anything goes out: the messages exactly as the groups will see them, and a card about them. */
export interface Preview {
  readonly messages: readonly string[]
  readonly card: string
}

/** Shows an order to whoever is to confirm it. */
export async function previewOf(tx: Tx, order: Order, terms: PreviewTerms): Promise<Preview> {
  const { name } = await tx.community.findUniqueOrThrow({ where: { id: order.communityId }, select: { name: true } })
  const messages = groupMessages(order, name)
  const { groups, without } = await reachOf(tx, order)
  const byAccount = new Map<string, number>()
  for (const { account } of groups) byAccount.set(account, (byAccount.get(account) ?? 0) + 1)
  const plan = planRelay([...byAccount.values()], messages.length + order.files.length, terms.pace, TARGET_MINUTES)
  const suspended = groups.filter(({ suspendedAt }) => suspendedAt !== null).length
  const lines = [
    `${nameOf(order)} 第${order.version + 1}稿，还没有发。群里会看到上面这样。`,
    `发给：${order.scope}，${groups.length}个群`,
    `时间：${whenWords(order, terms)}${lasting(plan.minutes)}`,
    ...(order.asks.length > 0 ? [`回执：${asksWords(order)}`] : []),
    ...pointLines(order.points),
    ...(order.files.length > 0 ? [`附件：${filesWords(order)}`] : []),
    ...(without.length > 0 ? [`注意：${without.join('、')}号网格还没有绑定群，发不到。`] : []),
    ...(suspended > 0 ? [`注意：${suspended}个群要重新确认后才收得到。`] : []),
    ...(order.text.includes('〔') ? ['注意：〔〕里是隐去的个人信息。'] : []),
    ...(plan.minutes > TARGET_MINUTES
      ? [`注意：想在${TARGET_MINUTES}分钟内发完，要${plan.accounts}个账号一起发。`]
      : []),
    ...(plan.beyondDay ? ['注意：超过一天能发的条数，剩下的明天接着发。'] : []),
    HOW_TO_ANSWER(order),
  ]
  return { messages, card: lines.join('\n') }
}

const HOW_TO_ANSWER = (order: Order) =>
  [
    `没问题，引用这条回「确认${order.urgent ? ' 批准人' : ''}」；不发了回「取消」。`,
    `要改就回：改 新的正文｜时间 明天9点｜范围 1,3｜要点 1 …｜${order.urgent ? '不急' : '紧急'}`,
  ].join('\n')

/** When it goes out, as it would be read back to somebody. */
export function whenWords(
  order: Pick<Order, 'sendAt' | 'repeat' | 'urgent'>,
  { quietHours, now }: PreviewTerms,
): string {
  const { sendAt, repeat, urgent } = order
  if (repeat)
    return `${repeatWords(repeat)}，到${formatDay(repeat.until, now)}，第一次 ${formatMoment(sendAt ?? now, now)}`
  const at = sendAt ?? now
  const said = quietHours && !urgent ? endOfQuiet(quietHours, at) : at
  if (said > at)
    return `${sendAt ? `${formatMoment(sendAt, now)}是夜里` : '现在是夜里'}，${formatMoment(said, now)}再发`
  return sendAt ? formatMoment(sendAt, now) : '确认后马上发'
}

function lasting(minutes: number): string {
  return minutes < 1 ? '' : `，约${formatDuration(minutes)}发完`
}

function asksWords({ asks, times }: Order): string {
  const who = asks.map((post) => POST_LABELS[post]).join('、')
  return `${who}；${times.remind}分钟没回的私下提醒，${times.table}分钟出表`
}

function pointLines(points: readonly Point[]): string[] {
  if (points.length === 0) return []
  return [
    '要点（小格整理的，请核对，群里看不到）：',
    ...points.map((point, index) => `${index + 1}. ${pointWords(point)}`),
  ]
}

/** One line of what is wanted: 物业：清理楼道堆物（今天17:00前） */
export function pointWords({ who, what, until }: Point): string {
  return `${who ? `${who}：` : ''}${what}${until ? `（${until.words}）` : ''}`
}

function filesWords({ files }: Order): string {
  const pictures = files.filter(({ name }) => name === null).length
  const named = files.flatMap(({ name }) => (name === null ? [] : [name]))
  return [...(pictures > 0 ? [`${pictures}张图`] : []), ...named].join('、')
}

/** 09:00, or with its day where that is another one. */
export function shortMoment(at: Date, now: Date): string {
  return formatDay(at, now) === formatDay(now, now) ? formatTime(at) : formatMoment(at, now)
}
