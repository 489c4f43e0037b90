import type { Call } from '../../chat/call.ts'
import { normalise } from '../../chat/normalise.ts'
import { wordingOf } from '../../chat/wording.ts'
import { findOrders, type Listed, listOrders } from '../../directives/archive.ts'
import type { Order } from '../../directives/directive.ts'
import { stampDeliveries } from '../../directives/ledger.ts'
import { splitText } from '../../directives/split.ts'
import { Refusal } from '../../refusal.ts'
import { listLine, orderCard } from '../../telling/directives/archive-text.ts'
import { FULL_TEXT, goesAsFile } from '../../telling/directives/group-text.ts'
import { communityFor } from '../issue-act.ts'
import { periodOf, periodWords } from '../period.ts'
import { amongStaff, numbered, type Subcommand } from './numbered.ts'

/** Without a period the last ones; of a period or with a word no more than a screen or two hold. */
const LAST = 10
const MOST_LISTED = 30
const LONGEST_WORD = 40

/** 记录, 找, 看: what was ordered and said, for the staff. */
export const archiveSubcommands: Readonly<Record<string, Subcommand>> = {
  记录: async (call, _, rest) => {
    amongStaff(call)
    const words = wordingOf(rest).text.trim()
    const period = words === '' ? undefined : periodOf(words, call.now)
    const listed = await listOrders(call.tx, communityFor(call), { period, most: period ? MOST_LISTED : LAST })
    const when = period ? periodWords(period, call.now) : '最近'
    if (listed.orders.length === 0) {
      return call.reply(period ? `${when}没有任务和通知。` : '还没有发过任务和通知。')
    }
    await call.reply([`${when}的任务和通知：`, ...lines(call, listed)].join('\n'))
  },
  找: async (call, _, rest) => {
    amongStaff(call)
    const word = normalise(rest).trim().slice(0, LONGEST_WORD)
    if (word.replace(/\s/g, '') === '') throw new Refusal('请写上要找的词，比如 /转发 找 堆物。')
    const found = await findOrders(call.tx, communityFor(call), word, LAST)
    const older = found.olderUnread ? '\n更早的没有找，请用 /导出 转发。' : ''
    if (found.orders.length === 0) return call.reply(`没有找到带“${word}”的任务或通知。${older}`)
    await call.reply([`带“${word}”的：`, ...lines(call, found)].join('\n') + older)
  },
  看: async (call, _, rest) => {
    amongStaff(call)
    const order = await numbered(call, rest, '/转发 看 3')
    await stampDeliveries(call.tx, { directiveId: order.id })
    await call.reply(await orderCard(call.tx, order, call.now))
    await sayText(call, order)
  },
}

function lines({ now }: Call, { orders, more }: Listed): string[] {
  return [
    ...orders.map((order) => listLine(order, now)),
    more > 0 ? `还有 ${more} 件没有列出来。看一件发 /转发 看 编号。` : '看一件发 /转发 看 编号。',
  ]
}

/** The whole text, unchanged, and what went with it. */
async function sayText(call: Call, order: Order): Promise<void> {
  const say = { chat: call.message.chat, priority: 'reply' } as const
  const asFile = goesAsFile(order.text) && order.files.some(({ name }) => name === FULL_TEXT)
  if (!asFile && order.text !== '') {
    for (const text of splitText(order.text)) await call.say({ ...say, text: text.trim() })
  }
  for (const { sha256, name } of order.files) {
    await call.say({ ...say, text: '', ...(name === null ? { sha256 } : { file: { sha256, name } }) })
  }
}
