import { optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { closeDialog, dialogPlace, openDialog, openDialogAt, saidBefore } from '../chat/dialog.ts'
import { endRestEarly, pauseByStaff, resumeByStaff, runningPause } from '../chat/pauses.ts'
import { confirmArrived, type StuckRow } from '../chat/stuck.ts'
import { writeAudit } from '../community/audit.ts'
import { Refusal } from '../refusal.ts'
import { formatMoment } from '../time/format.ts'
import { askResendAll, noteSettled, resend } from './resend.ts'
import { listStuck, theirStuckRows } from './stuck-list.ts'

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
        const others = await othersServed(call, '停了')
        await call.reply(`好的，小格先不说话，消息照收。${others}恢复请发 /继续。`, { evenPaused: true })
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
        const chosen = await theirs(call, choice)
        const ids = chosen.map(({ id }) => id)
        const rows = await confirmArrived(call.tx, call.message.account, ids)
        await noteSettled(call, 'sending.confirm', rows)
        await call.reply(`${choice === 'all' ? `这 ${rows.length} 条` : `编号 ${choice} `}记为已经发到。`)
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
        if (choice === 'all') return askResendAll(call)
        await resend(call, await theirs(call, choice))
        await call.reply(`好的，编号 ${choice} 马上再发。`)
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
  if (!rest?.until) {
    if (!ended) return call.reply('本来就没有暂停。')
    return call.reply(`恢复了${await waiting(call)}。${await othersServed(call, '恢复了')}`)
  }

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

function choiceOf(words: string | undefined): number | 'all' | undefined {
  if (words === undefined) return undefined
  const plain = words.normalize('NFKC').replace(/\s+/g, '')
  if (/^(全部|所有|都|all)$/i.test(plain)) return 'all'
  const number = /^(?:编号|第|#)*(\d{1,9})(?:号|条)?$/.exec(plain)?.[1]
  if (number) return Number(number)
  throw new Refusal('请写一个编号，或者写 全部。只发 /重发 可以看到有哪些。')
}

/** Which messages that wait for somebody's word are meant. @throws Refusal when there are none, or it is not the caller's */
async function theirs(call: Call, choice: number | 'all'): Promise<readonly StuckRow[]> {
  const { rows } = await theirStuckRows(call)
  const chosen = choice === 'all' ? rows : rows.filter(({ id }) => id === choice)
  if (chosen.length > 0) return chosen
  throw new Refusal(
    choice === 'all' ? '没有等着处理的消息。' : `等着处理的消息里没有编号 ${choice}。发 /重发 可以看到有哪些。`,
  )
}

/** An account may speak for several communities: whoever stops it for one is told that it is silent in the others too. */
async function othersServed({ tx, message: { account }, community }: Call, what: string): Promise<string> {
  const groups = await tx.chatGroup.findMany({
    where: { account, unboundAt: null, ...(community === undefined ? {} : { communityId: { not: community } }) },
    distinct: ['communityId'],
    select: { communityId: true },
  })
  return groups.length > 0 ? `这个号还管着另外 ${groups.length} 个社区，那里也${what}。` : ''
}

async function audit(call: Call, action: string, subject: string): Promise<void> {
  await writeAudit(call.tx, { at: call.now, by: call.person, action, subject })
}
