import type { Call } from '../chat/call.ts'
import { type Dialog, dialogPlace, openDialog } from '../chat/dialog.ts'
import { type StuckRow, sayAgain } from '../chat/stuck.ts'
import { wordingOf } from '../chat/wording.ts'
import { writeAudit } from '../community/audit.ts'
import { Refusal } from '../refusal.ts'
import { formatMoment } from '../time/format.ts'
import { theirStuckRows } from './stuck-list.ts'

const RESEND_ALL_DIALOG = 'resend-all'
/** How long the question stands whether all are to be said again. */
const ASKED_FOR_MS = 5 * 60_000
const DAY = 24 * 60 * 60_000

/** What was read back, and is said again after a yes: nothing that has become stuck since. */
interface Asked {
  readonly ids: readonly number[]
}

/**
 * 重发 全部: asks first, with how many there are and how old the oldest is. All means those of the last 24 hours that are
 * still worth saying; one that is older is said again only when somebody names it.
 */
export async function askResendAll(call: Call): Promise<void> {
  const { now } = call
  const { rows } = await theirStuckRows(call)
  if (rows.length === 0) throw new Refusal('没有等着处理的消息。')
  const fresh = rows.filter(({ at, worthUntil }) => worthUntil > now && now.getTime() - at.getTime() <= DAY)
  const left = rows.length - fresh.length
  const older = left > 0 ? `另有 ${left} 条已经过时，不在里面；真要补的，发 /重发 编号。` : ''
  if (fresh.length === 0) throw new Refusal(`没有 24 小时以内要补的消息。${older}`)
  const oldest = new Date(Math.min(...fresh.map(({ at }) => at.getTime())))
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: RESEND_ALL_DIALOG,
    state: { ids: fresh.map(({ id }) => id) },
    expiresAt: new Date(now.getTime() + ASKED_FOR_MS),
  })
  // In a group only what is said to the bot is heard.
  const yes = call.message.chat.kind === 'group' ? '@小格 说“确认”' : '回“确认”，不用就回“不用”'
  await call.reply(
    `一共 ${fresh.length} 条，最早的是 ${formatMoment(oldest, now)}。${older}都再发一次，请在5分钟内${yes}。`,
  )
}

/** Hears the one word that says whether all of them are to be said again. */
export function resendAllDialog(): Dialog {
  return {
    kind: RESEND_ALL_DIALOG,
    waitMs: ASKED_FOR_MS,
    answer: async (call, state) => {
      const word = wordingOf(call.message.text).text.replace(/^[/、\\]|[\s。.，,~]+/gu, '')
      if (/^(不用|不用了|不发|不发了|不|不是|否|算了|取消)$/.test(word)) {
        await call.reply('好的，不发。')
        return 'done'
      }
      if (!/^(确认|是|是的|对|对的|好|好的)$/.test(word)) return 'not mine'
      // Whoever asked may have lost the role, and some may have arrived in the meantime.
      const { rows } = await theirStuckRows(call)
      const asked = new Set((state as Asked).ids)
      const again = await resend(
        call,
        rows.filter(({ id }) => asked.has(id)),
      )
      await call.reply(again > 0 ? `好的，这 ${again} 条马上再发。` : '这些都已经处理过了，不用再发。')
      return 'done'
    },
  }
}

/** Has these said again, and writes down who wanted it. Returns how many. */
export async function resend(call: Call, rows: readonly StuckRow[]): Promise<number> {
  const ids = rows.map(({ id }) => id)
  const again = await sayAgain(call.tx, call.message.account, ids, call.now)
  await noteSettled(call, 'sending.again', again)
  return again.length
}

/** Writes down who settled these. */
export async function noteSettled(call: Call, action: string, rows: readonly StuckRow[]): Promise<void> {
  for (const { id, state } of rows) {
    await writeAudit(call.tx, { at: call.now, by: call.person, action, subject: `outbox:${id}`, data: { was: state } })
  }
}
