import type { Issue } from '../database/types.ts'
import type { Category } from '../issues/categories.ts'
import { eventLabel } from '../issues/event-labels.ts'
import { isGuess } from '../issues/guess.ts'
import { type Action, MOVES, RATING_LABELS } from '../issues/lifecycle.ts'
import type { Done } from '../issues/result.ts'
import { OFFICE, redact } from '../redaction/redact.ts'
import { formatMoment } from '../time/format.ts'
import { firstAid, firstAidIn } from './emergency.ts'
import { cut, summary } from './summary.ts'

/** Everything a line may speak of. */
export interface Told extends Done {
  /** what residents added last, for the cards */
  readonly added?: string | undefined
  readonly category: Category
  /** those at work cannot be told at present */
  readonly unheard?: boolean
  readonly now: Date
}

/** The moves of the table, and the events beside it. */
export type Milestone = Action | 'report' | 'support' | 'recategorise' | 'undo' | 'settle-limit'

/** One message stays readable on a telephone, whatever was typed. */
const LONGEST_NOTE = 300
/** The line reads back only so much of a report that it is known again. */
const LONGEST_WORDS = 24
/** In a group it is read by neighbours who joined in too, and rating is for the reporter alone. */
const rate = ({ issue }: Told) =>
  `请引用这条回「满意」「基本满意」或「不满意」${issue.chatKind === 'GROUP' ? '，由报事的邻居来评' : ''}`
const FURTHER = (told: Told) => `还有问题，7天内发 /重开 ${told.issue.number} 原因。`

/**
 * What residents hear of a milestone: one or two lines that begin with the number. Nothing here names a resident or
 * repeats more of a private matter than that it moved on; who hears it is decided in `routes.ts`.
 */
const LINES: Readonly<Record<Milestone, (told: Told) => string>> = {
  report: registered,
  confirm: registered,
  accept: (told) => `${by(told)}已受理，正在办理。${dueText(told)}`,
  ask: (told) => `${by(told)}想再问一句：${note(told)}\n引用这条直接回答就行，照片也可以。`,
  supply: (told) =>
    told.facts.unanswered ? '等了两天没有补充，先按已有的情况继续办。' : '已补充，谢谢，会转给网格员。',
  start: (told) => `${by(told)}开始处置。`,
  escalate: (told) => `网格员已上报社区：${redact(note(told), OFFICE)}`,
  dispatch: (told) => `已派给${told.issue.unit?.name ?? '责任单位'}${arrivalText(told)}。`,
  arrive: (told) => `${told.issue.unit?.name ?? '责任单位'}已接单，到场处置。`,
  return: (told) => `${told.facts.unit?.name ?? '责任单位'}退回，社区会重新安排。`,
  progress: (told) => `有进展：${note(told)}`,
  extend: extension,
  hold: (told) => `暂时挂账到${at(told.issue.holdUntil, told)}，原因：${note(told)}。到时会恢复办理。`,
  resume: () => '恢复办理。',
  resolve: (told) => `${by(told)}已处置：${note(told)}\n${rate(told)}；三天没有回音，就按办好结案。`,
  witness: (told) => `请您来看看办得怎么样：${witness(told)}。来不了也没关系。`,
  verify: (told) => `${by(told)}已核查，这件事办好结案了。${told.issue.rating ? '' : `${rate(told)}。`}`,
  rework: (told) => `还没办好，返工：${redact(note(told), OFFICE)}`,
  answer: (told) => `${by(told)}答复：${note(told)}\n这件事办结了。${FURTHER(told)}`,
  merge: (told) =>
    `和 #${told.facts.merged?.parent.number} 是同一件事，并在一起办，进展看 #${told.facts.merged?.parent.number}。`,
  transfer: (told) => `已转介：${note(told)}，那边的编号或联系人：${reference(told)}。`,
  decline: (told) => `不予受理，原因：${note(told)}\n${FURTHER(told)}`,
  void: (told) => `已作废，原因：${note(told)}`,
  withdraw: () => '已撤回，不再办理。',
  rate: rated,
  reopen: (told) => `重新办理，原因：${said(told.issue, note(told))}`,
  silence: (told) => `办好已有三天，没有新的情况，按办好结案。${FURTHER(told)}`,
  support: (told) =>
    `记下了，您也有同样的情况（共${(told.facts.supported?.supporters ?? 0) + 1}人）。办好时一起告诉您。`,
  recategorise: (told) => `类别改为「${told.category.kind}」。${dueText(told)}`,
  'settle-limit': (told) => `放假安排公布了，${dueText(told)}`,
  undo: ({ event, issue }) =>
    isGuess(issue)
      ? '刚才的登记已收回，先不办。'
      : `刚才的${eventLabel((event.data as { action: string }).action)}已撤销。`,
}

/** The milestone in words, beginning with the number. */
export function line(told: Told): string {
  const milestone = told.event.action as Milestone
  return `#${told.issue.number} ${LINES[milestone](told)}`
}

/** For those who may not read what it is about here: only that it moved on. */
export function neutralLine({ issue, event, category }: Told): string {
  const what = event.action === 'report' ? '记下了，不方便在群里细说' : '有新的情况，不方便在群里说'
  // What it is about stays unsaid; that help is a call away does not. What to do in a fire or in a lift tells nothing of
  // somebody's illness.
  const known = category.isPrivate ? undefined : firstAidIn(issue.words, category)
  const aid = event.action === 'report' && issue.dangerous ? (known ?? '有危险请先打110。') : ''
  return `#${issue.number} ${what}。${aid}请加小格为好友，在私聊里发 /进度 ${issue.number} 查看。`
}

/** What the person who did it reads where the line itself may not be said. */
export function discreetAck(told: Told): string {
  const move = MOVES[told.event.action as Action]
  return `#${told.issue.number} 已记下${move ? `：${move.label}` : ''}。`
}

function registered(told: Told): string {
  const { issue, category, now, unheard } = told
  const aid = issue.dangerous ? aidFor(told) : undefined
  if (!issue.grid)
    return [
      `记下了：${wordsOf(issue)}`,
      ...(aid ? [aid] : []),
      ...(unheard ? [NOBODY_TOLD] : []),
      whereIsIt(told),
    ].join('\n')
  const where = [`${issue.grid.number}号网格`, issue.place].filter(Boolean)
  if (told.event.action === 'report' && issue.guess !== null) return registeredUnasked(told, where.join(' '), aid)
  const answer = issue.responseDueAt ? `，${formatMoment(issue.responseDueAt, now)} 前答复` : ''
  const coming = unheard ? NOBODY_TOLD : `网格员会来办${answer}。`
  return [
    `已登记：${wordsOf(issue)}`,
    ...(aid ? [aid] : []),
    `${[category.kind, ...where].join(' · ')}。${coming}`,
    ...(issue.chatKind === 'GROUP' && !issue.isPrivate ? ['有同样情况的邻居，引用这条回「我也有」。'] : []),
  ].join('\n')
}

/** Without a command somebody's words are all there is: what they were taken for may be wrong. */
function aidFor({ issue, category }: Told): string | undefined {
  return issue.guess === null && !issue.dangerous ? firstAid(category.code) : firstAidIn(issue.words, category)
}

/** Nobody asked for it, so it is one line, with a way out; what helps in danger goes first. */
function registeredUnasked({ issue, facts, unheard, now }: Told, where: string, aid: string | undefined): string {
  const answer = issue.responseDueAt ? `，${formatMoment(issue.responseDueAt, now)} 前答复` : ''
  const coming = unheard ? NOBODY_TOLD : `网格员会来办${answer}。`
  const out = aid ? '' : `不用登记就发 /撤回 ${issue.number}。`
  const again = facts.again === undefined ? '' : `像是 #${facts.again} 又出现了。`
  const words = `已登记：${summary(issue.words)}（${where}）。${again}${coming}${out}`
  return aid ? `${aid}\n${words}` : words
}

/** Somebody speaks of what may be an issue already. */
export function likeLine({ number, words }: Pick<Issue, 'number' | 'words'>): string {
  return `这和 #${number}「${summary(words)}」像是同一件事。是的话回 +1，办好一起告诉您。`
}

/** What happens after a login with new ids until somebody has been appointed. */
const NOBODY_TOLD = '小格刚重新登录，眼下还通知不到网格员和社区工作人员。急事请直接打电话给他们。'

/** The answer is read by the dialog that was opened with it; in a group only what quotes the bot is. */
function whereIsIt({ issue: { state, chatKind }, unheard }: Told): string {
  const how = chatKind === 'GROUP' ? '引用这条回' : '直接回'
  const ask = `请问在哪里？${how}小区和几号楼就行，例如：向阳小区3号楼。`
  if (unheard) return ask
  return state === 'DRAFT' ? `${ask}不清楚也没关系，社区会联系您。` : `已经转给社区工作人员。${ask}`
}

function extension(told: Told): string {
  const { facts, issue, now } = told
  if (!facts.extension) return '期限有变化。'
  const { step, until, reason } = facts.extension
  if (step === 'asked') return `申请延期到${formatMoment(until, now)}：${reason}`
  return `${issue.unit?.name ?? '网格员'}承诺${formatMoment(until, now)}前办好：${reason}`
}

function rated(told: Told): string {
  const { rating } = told.issue
  const words = rating ? RATING_LABELS[rating] : ''
  if (told.facts.asksRework) return `收到评价：${words}。已经请网格员再处理，办好再告诉您。`
  return `谢谢评价：${words}。这件事结案了。`
}

function witness({ facts, now }: Told): string {
  if (!facts.witness) return ''
  const { at, place } = facts.witness
  return `${formatMoment(at, now)}，${place ?? '就在您反映的地方'}`
}

function dueText({ issue, facts, now }: Told): string {
  if (facts.due?.kind === 'unknown') return '那一年的放假安排还没有公布，期限等公布后再定。'
  return issue.dueAt ? `办结期限 ${formatMoment(issue.dueAt, now)}。` : ''
}

function arrivalText({ issue, now }: Told): string {
  return issue.arrivalDueAt ? `，${formatMoment(issue.arrivalDueAt, now)} 前到场` : ''
}

/** What was said in a group is told there again; what was said in private, or is private, the reporter reads alone. */
const isReadByAll = ({ chatKind, isPrivate }: Told['issue']) => chatKind === 'GROUP' && !isPrivate
const said = (issue: Told['issue'], words: string) => (isReadByAll(issue) ? redact(words, [], { names: true }) : words)
const wordsOf = (issue: Told['issue']) =>
  isReadByAll(issue) ? summary(issue.words) : cut(issue.words.replace(/\s+/g, ' '), LONGEST_WORDS)
const note = ({ event }: Told) => cut(event.note ?? '', LONGEST_NOTE)
const reference = ({ event }: Told) => (event.data as { reference?: string }).reference ?? ''
const by = ({ facts }: Told) => facts.by
const at = (moment: Date | null, { now }: Told) => (moment ? formatMoment(moment, now) : '')
