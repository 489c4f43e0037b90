import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Database, openDatabase } from '../../src/database/database.ts'
import type { OutgoingRecord } from '../gateway/gateway.ts'
import type { Told } from './crowd.ts'
import { ACCOUNT } from './place.ts'

/** What came of a run. Everything in `wrong` breaks a promise; the counts are for reading. */
export interface Verdict {
  readonly reports: number
  /** of these, told without a command */
  readonly free: number
  readonly issues: number
  /** reports that were added to an issue that was there */
  readonly within: number
  readonly lost: number
  readonly doubled: number
  readonly milestones: number
  /** milestones that were not said, each with an UNKNOWN row that says so */
  readonly unsaid: number
  /** UNKNOWN rows in all, and how many of their words stand in the chat after all */
  readonly unknown: number
  readonly unknownSaid: number
  readonly pictures: number
  readonly filesWithoutRow: number
  readonly halfFiles: number
  readonly jobsUnfinished: number
  readonly wrong: readonly string[]
}

type Row = Awaited<ReturnType<Database['client']['outboxMessage']['findMany']>>[number]

/** What residents hear of the steps that are counted: the move, and how its line goes on after the number. */
const MILESTONES: readonly (readonly [action: string, line: RegExp])[] = [
  // Before it can stand what to do until somebody comes.
  ['report', /^#\d+ (?:[^\n]*\n)?已登记/],
  ['accept', /^#\d+ \d+号网格员已受理/],
  ['resolve', /^#\d+ \d+号网格员已处置/],
]

/** Compares what people said, what the database holds and what stands in the chats. The bot must have ended. */
export async function judge(
  url: string,
  dataDir: string,
  told: readonly Told[],
  said: readonly OutgoingRecord[],
): Promise<Verdict> {
  const database = await openDatabase({ url })
  try {
    const wrong: string[] = []
    const { client } = database
    const issues = await client.issue.findMany({ include: { events: true, attachments: true } })
    const pictures = issues.flatMap(({ attachments }) => attachments)
    const rows = await client.outboxMessage.findMany({ orderBy: { id: 'asc' } })
    const words = new Words(said, rows)

    const reports = told.filter(({ what }) => what === 'report')
    const supplied = issues.flatMap(({ events }) => events).filter(({ action }) => action === 'supply')
    let within = 0
    const byMark = grouped(issues, (issue) => marksIn(issue.words)[0] ?? '')
    let lost = 0
    let doubled = 0
    for (const report of reports) {
      // Of what was told without a command it is as well when it is added to what is there, once.
      const added = report.free ? supplied.filter(({ note }) => marksIn(note ?? '').includes(report.mark)) : []
      within += added.length
      const its = [...(byMark.get(report.mark) ?? []), ...added]
      if (its.length === 0) lost += 1
      if (its.length > 1) doubled += 1
      if (its.length !== 1) wrong.push(`report ${report.mark} has ${its.length} issues or places in one`)
      // With this report, or with what the same person had reported a moment before: in one place in any case.
      const taken = pictures.filter(({ messageId }) => messageId === report.pictureId).length
      if (report.pictureId && taken !== 1) wrong.push(`the picture of report ${report.mark} was taken ${taken} times`)
    }
    if (issues.length + within !== reports.length)
      wrong.push(`${reports.length} reports, ${issues.length} issues, ${within} added to one`)
    const numbers = issues.map(({ number }) => number).sort((a, b) => a - b)
    if (numbers.some((number, index) => number !== index + 1)) wrong.push('the numbers have a gap')

    for (const { id, what, mark } of told) {
      const events = issues.flatMap((issue) => issue.events).filter(({ messageId }) => messageId === id)
      if (what === 'accept' && events.length !== 1) wrong.push(`/受理 ${mark} has ${events.length} events`)
      // Who has the same trouble is counted with it, and what they say of it is added.
      const joined = events.length === 2 && events[0]?.action === 'support' && events[1]?.action === 'supply'
      if (events.length > 1 && !joined) wrong.push(`message ${id} (${what} ${mark}) has ${events.length} events`)
    }

    let milestones = 0
    let unsaid = 0
    for (const issue of issues) {
      for (const [action, line] of MILESTONES) {
        // A guess that waits for the worker's answer is nobody's news, nor is one that its author has answered by joining another.
        if (issue.state === 'DRAFT' || (issue.guess !== null && issue.outcome === 'VOID')) continue
        const happened = issue.events.filter((event) => event.action === action).length
        if (happened > 1) wrong.push(`#${issue.number} has ${happened} times ${action}`)
        const written = rows.filter(
          (row) => row.chatId === issue.chatId && row.issueId === issue.id && line.test(row.text),
        )
        if (written.length !== happened) {
          wrong.push(`#${issue.number} ${action}: happened ${happened}, written ${written.length}`)
        }
        if (happened === 0) continue
        milestones += 1
        const times = words.timesSaid(issue.chatId, (text) => line.test(text) && text.startsWith(`#${issue.number} `))
        if (times > 1) wrong.push(`#${issue.number} ${action} was said ${times} times`)
        if (times === 1) continue
        unsaid += 1
        if (written.some(({ state }) => state !== 'UNKNOWN')) {
          wrong.push(`#${issue.number} ${action} was not said, but is ${written.map(({ state }) => state)}`)
        }
      }
    }

    wrong.push(...words.compare())
    const files = await judgeFiles(client, dataDir, wrong)
    const unread = await client.burst.count()
    if (unread > 0) wrong.push(`${unread} times what somebody said is still to be read`)
    const jobsUnfinished = await client.jobRun.count({ where: { state: 'RUNNING' } })
    return {
      reports: reports.length,
      free: reports.filter(({ free }) => free).length,
      issues: issues.length,
      within,
      lost,
      doubled,
      milestones,
      unsaid,
      unknown: rows.filter(({ state }) => state === 'UNKNOWN').length,
      unknownSaid: words.unknownSaid,
      ...files,
      jobsUnfinished,
      wrong,
    }
  } finally {
    await database.close()
  }
}

/** The signs of reports that stand in a text. */
function marksIn(text: string): readonly string[] {
  return text.match(/\bk[0-9a-z]+x\b/g) ?? []
}

/** Every picture of an issue is a whole file. Files that no issue has, and halves, are rubbish and only counted. */
async function judgeFiles(client: Database['client'], dataDir: string, wrong: string[]) {
  const folder = join(dataDir, 'attachments')
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = all.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const rows = await client.attachment.findMany()
  for (const { sha256, bytes } of rows) {
    const kept = await readFile(join(folder, sha256.slice(0, 2), sha256)).catch(() => Buffer.alloc(0))
    const hash = createHash('sha256').update(kept).digest('hex')
    if (hash !== sha256 || kept.length !== bytes) wrong.push(`the file of attachment ${sha256} is not whole`)
  }
  const known = new Set(rows.map(({ sha256 }) => sha256))
  const whole = files.filter((file) => !file.endsWith('.part'))
  return {
    pictures: await client.issueAttachment.count(),
    filesWithoutRow: whole.filter((file) => !known.has(basename(file))).length,
    halfFiles: files.length - whole.length,
  }
}

/** The outbox beside what stands in the chats. */
class Words {
  readonly #rows: ReadonlyMap<string, readonly Row[]>
  readonly #said: ReadonlyMap<string, readonly OutgoingRecord[]>
  readonly #texts: ReadonlyMap<string, readonly { readonly text: string }[]>
  /** how many rows of unknown fate were said */
  unknownSaid = 0

  constructor(said: readonly OutgoingRecord[], rows: readonly Row[]) {
    const own = said.filter(({ from }) => from === ACCOUNT.id)
    this.#rows = grouped(rows, (row) => `${row.chatId}\n${row.sha256 ? 'stored' : row.text}`)
    this.#said = grouped(own, (each) => `${each.chat}\n${(each.picture ?? each.file) ? 'stored' : textOf(each)}`)
    this.#texts = grouped(
      own.map((each) => ({ chat: each.chat, text: textOf(each) })),
      ({ chat }) => chat,
    )
  }

  timesSaid(chat: string, fits: (text: string) => boolean): number {
    return (this.#texts.get(chat) ?? []).filter(({ text }) => fits(text)).length
  }

  /** Each row that counts as sent was said once; one of unknown fate once at most; nothing was said without a row. */
  compare(): string[] {
    const wrong: string[] = []
    for (const [key, rows] of this.#rows) {
      const times = this.#said.get(key)?.length ?? 0
      const sent = rows.filter(({ state }) => state === 'SENT' || state === 'ECHOED').length
      const unknown = rows.filter(({ state }) => state === 'UNKNOWN').length
      this.unknownSaid += Math.max(0, times - sent)
      if (times < sent || times > sent + unknown) {
        wrong.push(`said ${times} times, but ${rows.map(({ id, state }) => `${id} ${state}`)}: ${key}`)
      }
      const others = rows.filter(({ state }) => !['SENT', 'ECHOED', 'UNKNOWN'].includes(state))
      for (const { id, state } of others) wrong.push(`row ${id} is ${state} at the end: ${key}`)
    }
    for (const [key, said] of this.#said) {
      if (!this.#rows.has(key)) wrong.push(`said ${said.length} times without a row: ${key}`)
    }
    return wrong
  }
}

/** What was said without the @ at its head. */
function textOf({ text, mentions }: OutgoingRecord): string {
  return mentions.length === 0 ? text : text.replace(/^(@[^\s\u2005]+[\u2005 ])+/, '')
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
