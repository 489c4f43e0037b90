import type { Call } from '../../chat/call.ts'
import { type Dialog, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { putAll } from '../../chat/outbox.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import { nameOf, numberNamed, type Order } from '../../directives/directive.ts'
import { orderByNumber } from '../../directives/draft.ts'
import { stampDeliveries } from '../../directives/ledger.ts'
import { standingCopies } from '../../directives/recall.ts'
import { Refusal } from '../../refusal.ts'
import { sayableInGroups } from '../../telling/directives/group-text.ts'
import { correctionText, gridsOf } from '../../telling/directives/recall-text.ts'
import { groupSpot } from '../../telling/news.ts'
import { communityFor } from '../issue-act.ts'
import { isStaffHere } from './desk.ts'
import { draftAnswer } from './draft-answer.ts'
import { amongStaff, numbered, wordsAfterNumber } from './numbered.ts'

const CORRECTION_DIALOG = 'directive-correction'
const WAIT_MS = 30 * 60_000
const LONGEST = 500

/** /转发 更正 3 [话]: a line into the groups that still have it, after a look at it and a 确认. */
export async function correctOrder(call: Call, rest: string): Promise<void> {
  amongStaff(call)
  await offerCorrection(call, await numbered(call, rest, '/转发 更正 3'), wordsAfterNumber(rest))
}

/** Shows the line and where it would be said, and waits for a 确认. @throws Refusal where no group has the order */
export async function offerCorrection(call: Call, order: Order, own: string): Promise<void> {
  const words = sayableInGroups(own)
  if (words.length > LONGEST) throw new Refusal(`更正最多${LONGEST}字。要说的多，请发 /通知。`)
  if (words === '' && order.state !== 'CANCELLED') {
    throw new Refusal(`请写上要更正的话，比如 /转发 更正 ${order.number} 停水改到后天。`)
  }
  await stampDeliveries(call.tx, { directiveId: order.id })
  const copies = await standingCopies(call.tx, order)
  if (copies.length === 0) throw new Refusal(`没有群收到${nameOf(order)}，不用更正。`)
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: CORRECTION_DIALOG,
    state: { number: order.number, words },
    expiresAt: new Date(call.now.getTime() + WAIT_MS),
  })
  await call.reply(
    `${nameOf(order)} 的更正，要在 ${copies.length} 个群（${gridsOf(copies)}）说：\n${correctionText(order, words)}\n—\n没问题，引用这条回「确认」；要改就回「改 新的话」；不用就回「取消」。`,
  )
}

/** The answer to that. */
export function correctionDialog(): Dialog {
  return {
    kind: CORRECTION_DIALOG,
    waitMs: WAIT_MS,
    answer: async (call: Call, state: unknown) => {
      const { number, words } = state as { number: number; words: string }
      const answer = draftAnswer(call.message.text)
      const quoted = numberNamed(call.message.quotation?.text.split('\n', 1)[0] ?? '')
      if (!answer || (quoted !== undefined && quoted !== number) || !isStaffHere(call)) return 'not mine'
      const order = await orderByNumber(call.tx, communityFor(call), number)
      if (!order) return 'not mine'
      switch (answer.do) {
        case 'confirm':
          await sayCorrection(call, order, words)
          return 'done'
        case 'cancel':
          await call.reply('好的，不发更正。')
          return 'done'
        case 'text':
          await offerCorrection(call, order, wordingOf(answer.text).own)
          return 'open'
        default:
          return 'not mine'
      }
    },
  }
}

async function sayCorrection(call: Call, order: Order, words: string): Promise<void> {
  const { tx, now } = call
  await stampDeliveries(tx, { directiveId: order.id })
  const copies = await standingCopies(tx, order)
  const groups = await tx.chatGroup.findMany({
    where: { id: { in: copies.map(({ groupId }) => groupId) }, unboundAt: null },
    orderBy: { id: 'asc' },
  })
  const text = correctionText(order, words)
  const said = { text, priority: order.urgent ? ('danger' as const) : ('news' as const), cause: call.message.id }
  // Each by the account that is in the group, whichever heard the 确认.
  await putAll(
    tx,
    groups.map(({ account, chatId }) => ({ ...groupSpot(account, chatId), ...said })),
    now,
  )
  await writeAudit(tx, {
    at: now,
    by: call.person,
    action: 'directive.correct',
    subject: `directive:${order.id}`,
    data: { groups: groups.length },
  })
  await call.reply(groups.length === 0 ? '没有可以说的群了。' : `好的，往 ${groups.length} 个群发更正。`)
}
