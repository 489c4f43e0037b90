import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { writeAudit } from '../community/audit.ts'
import { formatMoment } from '../time/format.ts'

const OFFICE = { section: 'staff', who: ['staff'], where: 'both' } as const

export interface Connection {
  /** when the last message of any kind came in; undefined if none has since the start */
  readonly lastMessageAt: () => Date | undefined
}

/** 状态, 暂停, 继续: how the bot is, and holding it back. */
export function healthCommands(connection: Connection) {
  return [
    command({
      ...OFFICE,
      name: '状态',
      aliases: ['health', 'zt'],
      what: '看小格是否正常',
      example: '/状态',
      worksUnbound: true,
      args: {},
      run: async (call: Call) => call.reply(await healthText(call, connection), { evenPaused: true }),
    }),
    command({
      ...OFFICE,
      name: '暂停',
      aliases: ['pause'],
      what: '小格先不说话',
      example: '/暂停',
      args: {},
      run: async (call: Call) => {
        const { account } = call.message
        const reason = '工作人员暂停'
        await call.tx.accountPause.upsert({
          where: { account_kind: { account, kind: 'STAFF' } },
          create: { account, kind: 'STAFF', since: call.now, reason },
          update: { since: call.now, reason },
        })
        await writeAudit(call.tx, {
          at: call.now,
          by: call.person,
          action: 'sending.pause',
          subject: `account:${account}`,
        })
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
      run: async (call: Call) => {
        const { account } = call.message
        const { count } = await call.tx.accountPause.deleteMany({ where: { account, kind: 'STAFF' } })
        await writeAudit(call.tx, {
          at: call.now,
          by: call.person,
          action: 'sending.resume',
          subject: `account:${account}`,
        })
        const waiting = await call.tx.outboxMessage.count({ where: { account, state: 'PENDING' } })
        const rest = waiting > 0 ? `，有 ${waiting} 条在等，会慢慢发完` : ''
        await call.reply(count > 0 ? `恢复了${rest}。` : '本来就没有暂停。')
      },
    }),
  ]
}

async function healthText({ tx, message, now }: Call, connection: Connection): Promise<string> {
  const { account } = message
  const count = (state: 'PENDING' | 'FAILED' | 'UNKNOWN') => tx.outboxMessage.count({ where: { account, state } })
  const oldest = await tx.outboxMessage.findFirst({ where: { account, state: 'PENDING' }, orderBy: { id: 'asc' } })
  const pause = await tx.accountPause.findUnique({ where: { account_kind: { account, kind: 'STAFF' } } })
  const last = connection.lastMessageAt()
  const waiting = await count('PENDING')
  const failed = await count('FAILED')
  const unknown = await count('UNKNOWN')
  const lines = [`小格在线，${formatMoment(now, now)}`]
  if (last) lines.push(`上一条收到的消息：${formatMoment(last, now)}`)
  lines.push(
    waiting === 0
      ? '没有等着发的消息'
      : `等着发 ${waiting} 条${oldest ? `，最早的 ${formatMoment(oldest.createdAt, now)}` : ''}`,
  )
  if (failed > 0) lines.push(`没发成 ${failed} 条`)
  if (unknown > 0) lines.push(`不知道发没发成 ${unknown} 条`)
  if (pause)
    lines.push(
      `暂停中（${pause.reason}）${pause.until ? `，到 ${formatMoment(pause.until, now)}` : '，恢复请发 /继续'}`,
    )
  return lines.join('\n')
}
