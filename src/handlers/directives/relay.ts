import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { dialogPlace } from '../../chat/dialog.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Database } from '../../database/database.ts'
import { nameOf, type Order, type Point } from '../../directives/directive.ts'
import type { NewDraft } from '../../directives/draft.ts'
import { holdOrder, retryOrder, stampDeliveries } from '../../directives/ledger.ts'
import { Refusal } from '../../refusal.ts'
import type { DrawnTable } from '../../telling/directives/follow-up.ts'
import { FULL_TEXT, goesAsFile } from '../../telling/directives/group-text.ts'
import { progressText } from '../../telling/directives/progress-text.ts'
import { communityFor } from '../issue-act.ts'
import { archiveSubcommands } from './archive.ts'
import { correctOrder } from './correction.ts'
import { type DirectiveDesk, isStaffHere, pointsFrom } from './desk.ts'
import { answerWith, draftAndShow, showAgain } from './draft.ts'
import { type DraftAnswer, draftAnswer } from './draft-answer.ts'
import { materialAt, takeMaterial, waitForMaterial } from './material.ts'
import { numbered, numberIn, type Subcommand, wordsAfterNumber } from './numbered.ts'
import { drawNumbered, showTable } from './order-table.ts'
import { recallOrder } from './recall.ts'
import { showQuestions } from './show-questions.ts'
import { readWanted, type Wanted } from './wanted.ts'

const OFFICE = { section: 'staff', who: ['staff'], where: 'both' } as const
const USAGE = '<全部|网格号,…|小区、楼号> [时间]⏎正文'

/** What is found out before the transaction: lines of what is wanted, and a file where the text is too long. */
interface Prepared {
  readonly text: string
  readonly points: readonly Point[]
  readonly file: NewDraft['files'][number] | undefined
}

/** 转发, 通知: the district's directives into the groups, and what the staff tell residents. */
export function relayCommands(desk: DirectiveDesk, database: Database) {
  const make = (
    kind: NewDraft['kind'],
    definition: { name: string; aliases: string[]; what: string; example: string },
  ) =>
    command({
      ...OFFICE,
      ...definition,
      usage: `/${definition.name} ${USAGE}`,
      takesPhotos: true,
      takesFiles: true,
      args: { words: optionalWords('发给谁、什么内容') },
      prepare: (message: IncomingMessage, { words }, now: Date) => prepare(desk, database, message, words ?? '', now),
      run: async (call: Call, { words }, prepared) => {
        checkStaffHere(call)
        if (words === undefined) return call.reply(HOW[kind])
        const asked = subcommandOf(words)
        if (asked) return asked.run(call, desk, asked.rest, prepared as DrawnTable | undefined)
        await begin(call, desk, { kind, words, prepared: prepared as Prepared })
      },
    })
  return [
    make('DIRECTIVE', {
      name: '转发',
      aliases: ['relay', 'zf'],
      what: '把要求发到各群',
      example: '/转发 全部 明早9点',
    }),
    make('NOTICE', {
      name: '通知',
      aliases: ['notice', 'tz'],
      what: '给居民发通知',
      example: '/通知 3,5 周五14:00',
    }),
  ]
}

const HOW: Readonly<Record<NewDraft['kind'], string>> = {
  DIRECTIVE:
    '请写发给谁，换行写内容，例如：\n/转发 全部 明早9点\n各网格今天17:00前清理楼道堆物…\n也可以先把原文转给小格，再发 /转发 全部。',
  NOTICE:
    '请写发给谁，换行写内容，例如：\n/通知 3,5\n明天9:00到11:00停水，请提前储水。\n会重复的写：/通知 全部 每周一 8:00 到12月31日',
}

/** Reads what may take long (a model's key points) and keeps what is too long as a file; nothing is written yet. */
async function prepare(
  desk: DirectiveDesk,
  database: Database,
  message: IncomingMessage,
  words: string,
  now: Date,
): Promise<Prepared | DrawnTable | undefined> {
  const asked = subcommandOf(words)
  if (words === '' || (asked && asked.name !== TABLE) || !(await isStaff(database, message))) return undefined
  if (asked) return drawNumbered(desk, database, message, numberIn(asked.rest), now)
  const material = await materialAt(database.client, dialogPlace(message), now)
  const quoted = message.quotation?.text ?? ''
  const text = [words.split('\n').slice(1).join('\n'), quoted, ...(material?.texts ?? [])].filter(Boolean).join('\n\n')
  const whole = text === '' ? words : text
  const points = pointsFrom(await desk.boilDown(whole, now))
  const file = goesAsFile(whole) ? { ...(await desk.keepText(whole)), name: FULL_TEXT } : undefined
  return { text: whole, points, file }
}

async function begin(
  call: Call,
  desk: DirectiveDesk,
  { kind, words, prepared }: { readonly kind: NewDraft['kind']; readonly words: string; readonly prepared: Prepared },
): Promise<void> {
  const places = await desk.places.of(call.tx, communityFor(call))
  const wanted = readWanted(words, { places, calendar: desk.calendar, now: call.now })
  if (wanted.repeat && kind === 'DIRECTIVE') throw new Refusal('会重复的请用 /通知；任务要一件一件发。')
  const material = wanted.text === '' ? await takeMaterial(call) : undefined
  const text =
    wanted.text || [call.message.quotation?.text ?? '', ...(material?.texts ?? [])].filter(Boolean).join('\n\n')
  const files = [...(material?.files ?? []), ...call.photos, ...call.files]
  if (text === '' && files.length === 0) return waitForMaterial(call, kind, words)
  const whole: Wanted = { ...wanted, text }
  // On one line with whom it is for, which was read as a part of it before that was known.
  const points =
    prepared.text === words && text !== words ? pointsFrom(desk.keyPoints(text, call.now)) : prepared.points
  const long = prepared.file && goesAsFile(text) ? [prepared.file] : []
  await draftAndShow(call, desk, { kind, wanted: whole, points, files: [...long, ...files] })
}

/** Who is of the staff of another community has no say here. */
function checkStaffHere(call: Call): void {
  if (!isStaffHere(call)) throw new Refusal('转发和通知由本社区的工作人员或书记来发。')
}

/** Whether a model need be asked at all; who may is decided in the transaction. */
async function isStaff(database: Database, { account, sender }: IncomingMessage): Promise<boolean> {
  const person = await findPerson(database.client, account, sender.id)
  const roles = person === undefined ? [] : await rolesOf(database.client, person)
  return roles.some(({ kind }) => kind === 'STAFF' || kind === 'SECRETARY')
}

const TABLE = '表'

/** What can be said of an order that is there: the first word after /转发 or /通知. */
const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  进度: async (call, _, rest) => {
    const order = await numbered(call, rest)
    await stampDeliveries(call.tx, { directiveId: order.id })
    await call.reply(await progressText(call.tx, order, call.now))
  },
  [TABLE]: async (call, _, rest, drawn) => showTable(call, await running(call, rest), drawn),
  预览: async (call, desk, rest) => showAgain(call, desk, await numbered(call, rest)),
  改: async (call, desk, rest) => {
    const order = await numbered(call, rest)
    await answerWith(call, desk, order, changeIn(wordsAfterNumber(rest)))
  },
  推迟: async (call, desk, rest) => {
    const order = await numbered(call, rest)
    await answerWith(call, desk, order, { do: 'when', words: wordsAfterNumber(rest) })
  },
  取消: async (call, desk, rest) => answerWith(call, desk, await numbered(call, rest), { do: 'cancel' }),
  暂停: async (call, _, rest) => {
    const order = await running(call, rest)
    if (order.heldAt) throw new Refusal(`${nameOf(order)} 已经停着了。接着发请发 /转发 继续 ${order.number}。`)
    const held = await holdOrder(call.tx, order, true, call.now)
    await noted(call, order, 'hold')
    await call.reply(
      held > 0
        ? `${nameOf(order)} 先停住，还有 ${held} 条没发。接着发请发 /转发 继续 ${order.number}。`
        : `${nameOf(order)} 已经都发出去了，没有可以停的。`,
    )
  },
  继续: async (call, _, rest) => {
    const order = await running(call, rest)
    if (!order.heldAt) throw new Refusal(`${nameOf(order)} 没有停着。`)
    const going = await holdOrder(call.tx, order, false, call.now)
    await noted(call, order, 'go on')
    await call.reply(`${nameOf(order)} 接着发，还有 ${going} 条。`)
  },
  ...archiveSubcommands,
  问题: (call, _, rest) => showQuestions(call, rest),
  撤回: (call, _, rest) => recallOrder(call, rest),
  更正: (call, _, rest) => correctOrder(call, rest),
  重试: async (call, _, rest) => {
    const order = await running(call, rest)
    const again = await retryOrder(call.tx, order, call.now)
    await noted(call, order, 'retry')
    await call.reply(
      again > 0 ? `${nameOf(order)} 没发成的 ${again} 条马上再试。` : `${nameOf(order)} 没有没发成的，不用重试。`,
    )
  },
}

/** These are followed by words of any kind. */
const BEFORE_WORDS: ReadonlySet<string> = new Set(['记录', '找'])

/** 进度 3, 改 3 时间 明天9点: a subcommand and what follows it. 改 and 取消 alone could begin nothing else. */
function subcommandOf(
  words: string,
): { readonly name: string; readonly run: Subcommand; readonly rest: string } | undefined {
  const said = wordingOf(words)
  const name = Object.keys(SUBCOMMANDS).find((each) => said.text.startsWith(each))
  if (!name) return undefined
  const parted = /^(?:$|[\s,:#]|第?\d|任务|通知)/.test(said.text.slice(name.length))
  if (!parted && !BEFORE_WORDS.has(name)) return undefined
  const run = SUBCOMMANDS[name]
  return run && { name, run, rest: said.after(name.length).own }
}

async function running(call: Call, rest: string): Promise<Order> {
  const order = await numbered(call, rest)
  if (order.state === 'RELAYED' || order.state === 'CLOSED') return order
  throw new Refusal(`${nameOf(order)} 还没有发。`)
}

/** What is to be changed, in the words of an answer to the preview; anything else is the new text. */
function changeIn(words: string): DraftAnswer {
  const answer = draftAnswer(words)
  if (answer && answer.do !== 'confirm' && answer.do !== 'cancel') return answer
  return { do: 'text', text: words }
}

async function noted(call: Call, order: Order, what: string): Promise<void> {
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: `directive.${what}`,
    subject: `directive:${order.id}`,
  })
}
