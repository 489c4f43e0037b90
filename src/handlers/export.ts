import type { StoredFile } from '../attachments/store.ts'
import { oneOf, optionalWords } from '../chat/arguments.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import { writeAudit } from '../community/audit.ts'
import type { Database, Db } from '../database/database.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { writeSpreadsheet } from '../spreadsheet/spreadsheet.ts'
import { exportCourses } from '../telling/exports/courses.ts'
import { type Exported, type ExportOf, MOST_ROWS } from '../telling/exports/export.ts'
import { exportIssues } from '../telling/exports/issues.ts'
import { exportOrders } from '../telling/exports/orders.ts'
import { dayKey } from '../time/shanghai.ts'
import { type DirectiveDesk, isStaffHere } from './directives/desk.ts'
import { communityFor } from './issue-act.ts'
import { periodIn, periodOf, periodWords } from './period.ts'
import { staffMember } from './staff-member.ts'

/** What can be exported: how its file is called, and who gathers it. */
const EXPORTS = {
  orders: { file: '任务和通知', gather: exportOrders },
  issues: { file: '事项', gather: exportIssues },
  courses: { file: '课程', gather: exportCourses },
} as const satisfies Record<
  string,
  { readonly file: string; readonly gather: (db: Db, of: ExportOf) => Promise<Exported> }
>

type Exporting = keyof typeof EXPORTS

interface Prepared extends Pick<Exported, 'words' | 'rows' | 'cut'> {
  readonly communityId: CommunityId
  /** undefined: there was nothing */
  readonly file: StoredFile | undefined
}

/** 导出: a spreadsheet of a period, in private chat, for the staff. */
export function exportCommand(desk: Pick<DirectiveDesk, 'keepFile'>, database: Database) {
  return command({
    section: 'staff',
    who: ['staff'],
    where: 'private',
    name: '导出',
    aliases: ['export', 'dc'],
    what: '导出表格',
    usage: '/导出 <转发|事项|课程> [日期..日期] [实名]',
    example: '/导出 转发 6月1日..6月30日',
    args: {
      what: oneOf('转发|事项|课程', {
        ...{ 转发: 'orders', 通知: 'orders', 任务: 'orders' },
        ...{ 事项: 'issues', 报事: 'issues' },
        ...{ 课程: 'courses', 学堂: 'courses' },
      }),
      period: optionalWords('时段'),
    },
    prepare: (message: IncomingMessage, { what, period }, now: Date) =>
      prepare(desk, database, message, { what, period, now }),
    run: (call: Call, { what, period }, prepared) => hand(call, { what, period }, prepared as Prepared | undefined),
  })
}

/**
 * Reads and writes the whole export before the transaction, which others wait for; for the staff alone. Undefined for
 * everybody else and for what cannot be read: `run` says why.
 */
async function prepare(
  { keepFile }: Pick<DirectiveDesk, 'keepFile'>,
  database: Database,
  message: IncomingMessage,
  { what, period, now }: { readonly what: Exporting; readonly period: string | undefined; readonly now: Date },
): Promise<Prepared | undefined> {
  const { named, days: said } = wished(period)
  const days = periodIn(said, now)
  const by = message.chat.kind === 'private' ? await staffMember(database.client, message) : undefined
  if (!days || !by) return undefined
  const { communityId, name } = by
  const gathered = await EXPORTS[what].gather(database.client, { communityId, ...days, now, named })
  const { sheets, unmasked, words, rows, cut } = gathered
  if (rows === 0) return { communityId, words, rows, cut, file: undefined }
  const file = await keepFile(await writeSpreadsheet(sheets, { by: name, at: now, unmasked }))
  return { communityId, words, rows, cut, file }
}

/** 6月1日..6月30日 实名: nobody is named unless that is asked for. */
function wished(period: string | undefined): { readonly days: string; readonly named: boolean } {
  const days = (period ?? '').trim().replace(/[\s,，]*实名$/, '')
  return { days: days === '' ? '本月' : days, named: days !== (period ?? '').trim() }
}

async function hand(
  call: Call,
  { what, period }: { readonly what: Exporting; readonly period: string | undefined },
  prepared: Prepared | undefined,
): Promise<void> {
  const communityId = communityFor(call)
  const { named, days: said } = wished(period)
  const days = periodOf(said, call.now)
  if (!isStaffHere(call)) throw new Refusal('/导出 由本社区的工作人员使用。')
  if (prepared?.communityId !== communityId) throw new Refusal('没有导出成，请再发一次。')
  const { file, words, rows, cut } = prepared
  const when = periodWords(days, call.now)
  if (!file) throw new Refusal(`${when}没有可以导出的。`)
  const last = dayKey(new Date(days.to.getTime() - 1))
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: `export.${what}`,
    subject: `community:${communityId}`,
    data: { from: days.from.toISOString(), to: days.to.toISOString(), rows, named, sha256: file.sha256 },
  })
  await call.reply(
    `${when}：${words}，在下面的表格里。${cut ? `最多导出 ${MOST_ROWS} 行，更早的没有放进去，请分几段导出。` : ''}`,
  )
  await call.say({
    chat: call.message.chat,
    text: '',
    priority: 'reply',
    file: { sha256: file.sha256, name: `${EXPORTS[what].file}_${dayKey(days.from)}_${last}.xlsx` },
  })
}
