import { optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { closeDialog, dialogPlace, openDialog, openDialogAt, saidBefore } from '../chat/dialog.ts'
import { endRestEarly, pauseByStaff, resumeByStaff, runningPause } from '../chat/pauses.ts'
import { confirmArrived, type StuckChoice, type StuckRow, sayAgain } from '../chat/stuck.ts'
import { writeAudit } from '../community/audit.ts'
import { Refusal } from '../refusal.ts'
import { formatMoment } from '../time/format.ts'
import { listStuck } from './stuck-list.ts'

const OFFICE = { section: 'staff', who: ['staff'], where: 'both' } as const
const RESUME_EARLY = 'resume-early'
/** How long the question whether to go on in spite of the risk stands. */
const ASKED_FOR_MS = 5 * 60_000

/** 暂停, 继续: holding the bot back; 确认已发, 重发: what became of messages that only people can tell. */
export function sendingCommands() {
  return [
    command({
      ...OFFICE,
      name: '暂停',
      aliases: ['pause'],
      what: '小格先不说话',
      example: '/暂停',
      args: {},
      run: async (call: Call) => {
        const { account } = call.message
        await pauseByStaff(call.tx, account, call.now)
        await audit(call, 'sending.pause', `account:${account}`)
        // The answer itself has to go out although everything is held back.
        await call.reply('好的，小格先不说话，消息照收。恢复请发 /继续。', { evenPaused: true })
      },
    }),
    command({
      ...OFFICE,
      name: '继续',
      aliases: ['continue', 'jx'],
      what: '恢复说话',
      example: '/继续',
      args: {},
      run: resume,
    }),
    command({
      ...OFFICE,
      name: '确认已发',
      aliases: ['confirmsent', 'qryf'],
      what: '这条确实发到了',
      example: '/确认已发 12',
      usage: '/确认已发 [编号|全部]',
      args: { which: optionalWords('编号|全部') },
      run: async (call: Call, { which }) => {
        const choice = choiceOf(which)
        if (choice === undefined) return call.reply(await listStuck(call))
        const rows = await confirmArrived(call.tx, call.message.account, choice)
        await settled(call, 'sending.confirm', choice, rows)
        await call.reply(`${whichOf(choice, rows)}记为已经发到。`)
      },
    }),
    command({
      ...OFFICE,
      name: '重发',
      aliases: ['resend', 'cf'],
      what: '没发到的再发一次',
      example: '/重发 12',
      usage: '/重发 [编号|全部]',
      args: { which: optionalWords('编号|全部') },
      run: async (call: Call, { which }) => {
        const choice = choiceOf(which)
        if (choice === undefined) return call.reply(await listStuck(call))
        const rows = await sayAgain(call.tx, call.message.account, choice, call.now)
        await settled(call, 'sending.again', choice, rows)
        await call.reply(`${whichOf(choice, rows)}再发一次。`)
      },
    }),
  ]
}

/** Ends the pause by staff. A rest that the chat asked for ends early only when it is asked for twice. */
async function resume(call: Call): Promise<void> {
  const { tx, now, message } = call
  const { account } = message
  const ended = await resumeByStaff(tx, account)
  if (ended) await audit(call, 'sending.resume', `account:${account}`)
  const rest = await runningPause(tx, account, 'RATE_LIMIT', now)
  if (!rest?.until) return call.reply(ended ? `恢复了${await waiting(call)}。` : '本来就没有暂停。')

  const place = dialogPlace(message)
  const open = await openDialogAt(tx, place, now)
  if (open?.kind === RESUME_EARLY && !saidBefore(message, { waitMs: ASKED_FOR_MS }, open.expiresAt)) {
    await closeDialog(tx, place)
    await endRestEarly(tx, account, now)
    await audit(call, 'sending.resume-early', `account:${account}`)
    return call.reply(`提前恢复了${await waiting(call)}。要是微信再提示太频繁，会歇得更久。`)
  }
  await openDialog(tx, place, { kind: RESUME_EARLY, state: {}, expiresAt: new Date(now.getTime() + ASKED_FOR_MS) })
  const first = ended ? '工作人员的暂停结束了。' : ''
  await call.reply(
    `${first}微信提示小格发得太频繁，要歇到 ${formatMoment(rest.until, now)}，消息不会丢，到时接着发。现在就发，账号可能被微信限制更久甚至停用。一定要现在恢复，请在5分钟内再发一次 /继续。`,
    { evenPaused: true },
  )
}

async function waiting({ tx, message: { account }, now }: Call): Promise<string> {
  const count = await tx.outboxMessage.count({ where: { account, state: 'PENDING', notBefore: { lte: now } } })
  return count > 0 ? `，有 ${count} 条在等，会慢慢发完` : ''
}

function choiceOf(words: string | undefined): StuckChoice | undefined {
  if (words === undefined) return undefined
  const plain = words.normalize('NFKC').replace(/\s+/g, '')
  if (/^(全部|所有|都|all)$/i.test(plain)) return 'all'
  const number = /^(?:编号|第|#)*(\d{1,9})(?:号|条)?$/.exec(plain)?.[1]
  if (number) return Number(number)
  throw new Refusal('请写一个编号，或者写 全部。只发 /重发 可以看到有哪些。')
}

function whichOf(choice: StuckChoice, rows: readonly StuckRow[]): string {
  return choice === 'all' ? `${rows.length} 条` : `编号 ${choice} `
}

async function settled(call: Call, action: string, choice: StuckChoice, rows: readonly StuckRow[]): Promise<void> {
  if (rows.length === 0) {
    throw new Refusal(
      choice === 'all' ? '没有等着处理的消息。' : `等着处理的消息里没有编号 ${choice}。发 /重发 可以看到有哪些。`,
    )
  }
  for (const { id, state } of rows) {
    await writeAudit(call.tx, { at: call.now, by: call.person, action, subject: `outbox:${id}`, data: { was: state } })
  }
}

async function audit(call: Call, action: string, subject: string): Promise<void> {
  await writeAudit(call.tx, { at: call.now, by: call.person, action, subject })
}
