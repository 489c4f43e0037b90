import { type Answer, answerReply, answerTo } from '../answers/answer.ts'
import {
  addFaq,
  changeFaq,
  type Editing,
  type FaqChange,
  faqByNumber,
  LIST_SOURCE,
  listFaqs,
  removeFaq,
  takeBackFaqChange,
} from '../answers/faq.ts'
import { faqSource, originOf } from '../answers/faq-source.ts'
import type { Call } from '../chat/call.ts'
import { command } from '../chat/command.ts'
import { normalise } from '../chat/normalise.ts'
import { relayedSource } from '../directives/relayed.ts'
import { UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { findPersonal } from '../redaction/find-personal.ts'
import { LABELS, type PersonalKind } from '../redaction/personal.ts'
import { Refusal } from '../refusal.ts'
import { cut } from '../telling/summary.ts'
import type { Reading } from '../understanding/reading.ts'
import { collectedNotice } from './collected-notice.ts'
import { noteAnswer, noteHandedOver } from './directives/note-question.ts'
import { FAQ_FORMS, type FaqRequest, faqRequest } from './faq-request.ts'
import { handOver } from './hand-over-question.ts'
import { communityFor, finish, type IssueDesk } from './issue-act.ts'
import { namesDanger } from './names-danger.ts'
import { askWhereIfUnknown, register } from './register.ts'

/** What an entry may not hold, since it is repeated in groups. An office's landline, door and address are for everybody. */
const NOT_IN_GROUPS: readonly PersonalKind[] = ['mobile', 'id', 'bank', 'plate', 'wechat']
/** A page of the list fits a phone's screen. */
const PAGE_LINES = 15
const PAGE_CHARACTERS = 380
const LINE_CHARACTERS = 30

/** 问答: what residents ask again and again, written down by the staff. */
export function faqCommands(desk: IssueDesk) {
  return [
    command({
      name: '问答',
      aliases: ['faq', 'wd'],
      what: '问社区，有写好的就答',
      usage: '/问答 问题（工作人员还可以：加 问题⏎答案 | 改 号 答案 | 删 号 | 收录 | 列表）',
      example: '/问答 居住证要什么材料',
      section: 'everybody',
      who: ['everybody'],
      where: 'both',
      args: { request: faqRequest() },
      run: (call: Call, { request }) => (isStaff(call) ? edit(call, desk, request) : read(call, desk, request)),
    }),
  ]
}

/**
 * What answers a question in somebody's own words: the 问答 list, and what was relayed lately to the grid it is asked in;
 * undefined when nothing that is written down fits.
 */
export async function writtenAnswer(
  { entryBook }: Pick<IssueDesk, 'entryBook'>,
  { tx, community, group, now }: Call,
  words: string,
): Promise<Answer | undefined> {
  if (community === undefined) return undefined
  const query = { communityId: community, text: normalise(words), now, book: entryBook }
  return answerTo(tx, query, [faqSource, relayedSource(group?.gridId, now)])
}

/** Takes back what 问答 changed. @throws Refusal when somebody has changed it since */
export async function takeBackFaq(call: Call, change: FaqChange): Promise<void> {
  await takeBackFaqChange(call.tx, change, editing(call))
  await call.reply('问答刚才那一步已撤销。')
}

async function read(call: Call, desk: IssueDesk, request: FaqRequest): Promise<void> {
  switch (request.do) {
    case 'list':
      throw new Refusal('想问什么，请写在后面，比如 /问答 居住证要什么材料。')
    case 'ask':
    case 'show':
    case 'unclear':
      return ask(call, desk, request.words)
    default:
      throw new Refusal('问答由社区工作人员来写。想问什么，请发 /问答 加上问题。')
  }
}

async function edit(call: Call, desk: IssueDesk, request: FaqRequest): Promise<void> {
  const here = editing(call)
  switch (request.do) {
    case 'ask':
      return ask(call, desk, request.words)
    case 'list':
      return call.reply(await listText(call, request.page))
    case 'show': {
      const faq = await faqByNumber(call.tx, here.communityId, request.number)
      const answer = { words: cut(faq.answer, PAGE_CHARACTERS), origin: originOf(faq.source, faq.updatedAt) }
      return call.reply(`第${faq.number}条 ${shortened(faq.question)}\n${answerReply(answer, call.now)}`)
    }
    case 'add':
      return add(call, { ...request, source: LIST_SOURCE })
    case 'collect':
      return add(call, await collectedNotice(call, request.question))
    case 'change': {
      checkPublic(request.answer)
      const { faq, change } = await changeFaq(call.tx, { ...here, ...request })
      undoable(call, change)
      return call.reply(`第${faq.number}条「${shortened(faq.question)}」的答案换好了。`)
    }
    case 'remove': {
      const faq = await removeFaq(call.tx, { ...here, number: request.number })
      undoable(call, { did: 'removed', faqId: faq.id, at: call.now.toISOString() })
      return call.reply(`第${faq.number}条「${shortened(faq.question)}」删掉了，两分钟内可以 /撤销。`)
    }
    case 'unclear':
      throw new Refusal(`没看全。请这样写：${request.write}`)
  }
}

async function ask(call: Call, desk: IssueDesk, words: string): Promise<void> {
  const reading = desk.understanding.glance(words)
  if (isEmergency(words, reading)) return callForHelp(call, desk, words, reading)
  const answer = await writtenAnswer(desk, call, words)
  if (answer !== undefined) {
    await noteAnswer(call, words, answer)
    return call.reply(answerReply(answer, call.now))
  }
  if (isStaff(call)) throw new Refusal(`没有写好的答案。要写一条，请发 ${FAQ_FORMS.add}。`)
  const { isNew, issueId } = await handOver(call, desk, words, reading)
  await noteHandedOver(call, desk, words, issueId)
  await call.reply(isNew ? '这个问题社区还没有写好答案，已经转给网格员看。' : '已经转给网格员了，有回音告诉您。')
}

/** Danger that the words themselves name waits for no answer; what only sounds like it may be asked about. */
function isEmergency(words: string, { danger, register: sure }: Reading): boolean {
  return danger === 2 && (sure === 'yes' || namesDanger(words))
}

/** 着火了怎么办 is no question to be looked up: it goes the way of 报事, and of what is private nobody else reads. */
async function callForHelp(call: Call, desk: IssueDesk, words: string, reading: Reading): Promise<void> {
  const { kind, confidence, category = UNKNOWN_CATEGORY } = reading
  // What it was taken for is a guess, so what to do first is read from the words.
  const guess = { kind, confidence, register: 'yes' } as const
  const done = await register(call, desk, { words, category, dangerous: true, reporter: call.person, guess })
  await finish(call, done)
  await askWhereIfUnknown(call, done)
}

async function add(call: Call, entry: { question: string; answer: string; source: string }): Promise<void> {
  checkPublic(`${entry.question}\n${entry.answer}`)
  const { question, answer, source } = entry
  const faq = await addFaq(call.tx, { ...editing(call), question, answer, source })
  undoable(call, { did: 'added', faqId: faq.id, at: call.now.toISOString() })
  await call.reply(`记下了，问答第${faq.number}条「${shortened(faq.question)}」。`)
}

/** In a group of residents nobody wants to scroll past the list. */
async function listText(call: Call, page: number): Promise<string> {
  const faqs = await listFaqs(call.tx, communityFor(call))
  if (faqs.length === 0) return `还没有问答。要写一条，请发 ${FAQ_FORMS.add}。`
  const { chat } = call.message
  if (chat.kind === 'group' && call.group?.purpose !== 'STAFF') {
    return `问答有${faqs.length}条，要看列表请私聊小格发 /问答。`
  }
  const pages = pagesOf(faqs.map(({ number, question }) => `${number}. ${shortened(question)}`))
  const lines = pages[page - 1]
  if (!lines) throw new Refusal(`问答列表只有${pages.length}页。`)
  const next = page < pages.length ? `\n下一页发 /问答 列表 ${page + 1}，` : '\n'
  return `问答有${faqs.length}条：\n${lines.join('\n')}${next}看一条发 /问答 加号码。`
}

function pagesOf(lines: readonly string[]): string[][] {
  const pages: string[][] = [[]]
  let length = 0
  for (const line of lines) {
    const page = pages.at(-1) ?? []
    if (page.length === PAGE_LINES || length + line.length > PAGE_CHARACTERS) {
      pages.push([line])
      length = 0
    } else {
      page.push(line)
    }
    length += line.length + 1
  }
  return pages
}

function shortened(text: string): string {
  return cut(text.replace(/\s+/g, ' '), LINE_CHARACTERS)
}

/** @throws Refusal when the text holds what must not be said in a group */
function checkPublic(text: string): void {
  const found = findPersonal(text).find(({ kind }) => NOT_IN_GROUPS.includes(kind))
  if (!found) return
  const what = found.kind === 'mobile' ? '手机号' : LABELS[found.kind]
  throw new Refusal(`问答会在群里说出来，里面不能有${what}。请改成办公电话，或者去掉再发。`)
}

function editing(call: Call): Editing {
  return { communityId: communityFor(call), by: call.person, now: call.now }
}

function undoable(call: Call, change: FaqChange): void {
  call.undoable({ kind: 'faq', ...change, ...(change.was ? { was: { ...change.was } } : {}) })
}

/** Staff of this community; whoever is staff elsewhere reads here like everybody. */
function isStaff({ roles, community }: Call): boolean {
  return roles.some(({ kind, communityId }) => communityId === community && (kind === 'STAFF' || kind === 'SECRETARY'))
}
