import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import { readScope } from '../../community/scope.ts'
import { nameOf, numberNamed, type Order, type Point } from '../../directives/directive.ts'
import {
  addFiles,
  type Content,
  cancelOrder,
  changeOrder,
  confirm,
  makeDraft,
  type NewDraft,
  orderByNumber,
  PREVIEW_MS,
  previewAgain,
} from '../../directives/draft.ts'
import type { CommunityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { goesAsFile, sayableInGroups } from '../../telling/directives/group-text.ts'
import { previewOf, whenWords } from '../../telling/directives/preview.ts'
import { relay } from '../../telling/directives/relay.ts'
import { communityFor } from '../issue-act.ts'
import { type DirectiveDesk, isStaffHere, pointsFrom } from './desk.ts'
import { type DraftAnswer, draftAnswer } from './draft-answer.ts'
import { readWanted, type Wanted } from './wanted.ts'

const DRAFT_DIALOG = 'directive-draft'
/** So much a text may have: a booklet is sent as a file of its own. */
export const LONGEST_TEXT = 50_000
const LONGEST_POINT = 100
const MOST_POINTS = 20

/** What goes into a new draft beside what was wanted of it. */
export interface DraftParts {
  readonly kind: NewDraft['kind']
  readonly wanted: Wanted
  readonly points: readonly Point[]
  readonly files: NewDraft['files']
}

/** Writes a draft and shows it to whoever wants it sent. @throws Refusal where there is nothing to say, or too much */
export async function draftAndShow(call: Call, desk: DirectiveDesk, parts: DraftParts): Promise<Order> {
  const { message, now } = call
  const { scope, urgent, sendAt, repeat, text } = parts.wanted
  const words = sayableInGroups(text)
  if (words === '' && parts.files.length === 0) throw new Refusal('还没有内容。请把要发的话写在下一行。')
  if (words.length > LONGEST_TEXT)
    throw new Refusal(`内容太长（${words.length}字），最多${LONGEST_TEXT}字。请分开发，或者当文件发。`)
  const order = await makeDraft(call.tx, {
    kind: parts.kind,
    communityId: communityFor(call),
    author: call.person,
    origin: {
      account: message.account,
      chatKind: message.chat.kind === 'group' ? 'GROUP' : 'PRIVATE',
      chatId: message.chat.id,
    },
    text: words,
    scope: scope.words,
    gridIds: scope.gridIds,
    points: parts.points,
    urgent,
    sendAt,
    repeat,
    files: parts.files,
    now,
  })
  await show(call, desk, order)
  return order
}

/** Shows a draft: first what the groups will see, message by message, then the card that is answered. */
async function show(call: Call, desk: DirectiveDesk, order: Order): Promise<void> {
  const { tx, message, now } = call
  const { messages, card } = await previewOf(tx, order, { pace: desk.pace, quietHours: desk.quietHours, now })
  const say = { chat: message.chat, priority: 'reply' } as const
  for (const text of messages) await call.say({ ...say, text })
  for (const { sha256, name } of order.files) {
    await call.say({ ...say, text: '', ...(name === null ? { sha256 } : { file: { sha256, name } }) })
  }
  await openDialog(tx, dialogPlace(message), {
    kind: DRAFT_DIALOG,
    state: { number: order.number },
    expiresAt: new Date(now.getTime() + PREVIEW_MS),
  })
  await call.reply(card)
}

/** Answers to the preview, by whoever it was shown to. */
export function draftDialog(desk: DirectiveDesk): Dialog {
  return {
    kind: DRAFT_DIALOG,
    waitMs: PREVIEW_MS,
    takesPhotos: true,
    takesFiles: true,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const { number } = state as { number: number }
      const sent = [...call.photos, ...call.files]
      if (sent.length > 0) return (await addSent(call, number, sent)) ? 'open' : 'not mine'
      const answer = draftAnswer(call.message.text)
      if (!answer && NEARLY_YES.test(call.message.text.trim()) && isStaffHere(call)) return askForTheWord(call, number)
      const quoted = numberNamed(call.message.quotation?.text ?? '')
      if (!answer || (quoted !== undefined && quoted !== number) || !isStaffHere(call)) return 'not mine'
      const order = await orderByNumber(call.tx, communityFor(call), number)
      if (!order) return 'not mine'
      await answerWith(call, desk, order, answer)
      const after = await orderByNumber(call.tx, communityFor(call), number)
      return after?.state === 'DRAFT' ? 'open' : 'done'
    },
  }
}

/** 好的 may be said of anything, and what goes into every group is not sent on it. */
const NEARLY_YES = /^(?:好+|行|可以|中|成|对|嗯+|ok|没问题|没错|发)(?:的|了|吧|啊|呀)*[。.！!~]*$/i

async function askForTheWord(call: Call, number: number): Promise<DialogResult> {
  const order = await orderByNumber(call.tx, communityFor(call), number)
  if (order?.state !== 'DRAFT') return 'not mine'
  await call.reply(`${nameOf(order)} 还没有发。要发请回「确认」，不发回「取消」。`)
  return 'open'
}

/** Pictures and files sent after the preview go along with it, unless it is settled already. */
async function addSent(call: Call, number: number, sent: NewDraft['files']): Promise<boolean> {
  const order = isStaffHere(call) ? await orderByNumber(call.tx, communityFor(call), number) : undefined
  if (order?.state !== 'DRAFT') return false
  const { files } = await addFiles(call.tx, order, sent, call.now)
  await call.reply(`加到${nameOf(order)}里了，现在有 ${files.length} 个附件。`)
  return true
}

/**
 * The same by a colleague who quotes the preview, or after its half hour is over. False: it is no answer to one.
 */
export async function answerDraft(call: Call, desk: DirectiveDesk): Promise<boolean> {
  const { message, community } = call
  if (community === undefined || !isStaffHere(call)) return false
  const answer = draftAnswer(message.text)
  if (!answer) return false
  const quoted = message.quotation?.fromBot ? numberNamed(message.quotation.text) : undefined
  const order =
    quoted === undefined ? await staleDraftOf(call, community) : await orderByNumber(call.tx, community, quoted)
  if (!order || (quoted !== undefined && !isPreview(message.quotation?.text ?? ''))) return false
  await answerWith(call, desk, order, answer)
  return true
}

/** The card of a preview, or what is told of it. */
function isPreview(quoted: string): boolean {
  return DRAFT_MARK.test(quoted)
}
const DRAFT_MARK = /第(\d{1,6})稿/

/** A bare 确认 in the chat of a preview that has run out is answered with why nothing happens. */
async function staleDraftOf(call: Call, community: CommunityId): Promise<Order | undefined> {
  const { message, now } = call
  if (message.chat.kind !== 'private' && !message.mentionsBot) return undefined
  const last = await call.tx.directive.findFirst({
    where: { communityId: community, chatId: message.chat.id, authorId: call.person, state: 'DRAFT' },
    orderBy: { previewedAt: 'desc' },
    select: { number: true, previewedAt: true },
  })
  const recent = last && now.getTime() - last.previewedAt.getTime() < STILL_MEANT_MS
  return recent ? orderByNumber(call.tx, community, last.number) : undefined
}
const STILL_MEANT_MS = 12 * 60 * 60_000

/** Does what an answer says, as a member of the staff. */
export async function answerWith(call: Call, desk: DirectiveDesk, order: Order, answer: DraftAnswer): Promise<void> {
  const { tx, now } = call
  switch (answer.do) {
    case 'confirm':
      return confirmAndRelay(call, desk, order, answer.approvedBy)
    case 'cancel':
      await cancelOrder(tx, order)
      await writeAudit(tx, { at: now, by: call.person, action: 'directive.cancel', subject: `directive:${order.id}` })
      return call.reply(`好的，${nameOf(order)} 不发了。`)
    case 'text':
      return change(call, desk, order, changedText(desk, answer.text, now))
    case 'when': {
      const wanted = readWanted(`全部 ${answer.words}\n正文`, await readingOf(call, desk))
      if (wanted.text !== '正文') throw new Refusal('没看懂时间，可以这样写：时间 明天9点。')
      return change(call, desk, order, { sendAt: wanted.sendAt, ...(wanted.repeat ? { repeat: wanted.repeat } : {}) })
    }
    case 'scope': {
      const found = readScope(wordingOf(answer.words).text, (await readingOf(call, desk)).places)
      if (!found.ok) throw new Refusal(found.problem)
      return change(call, desk, order, { scope: found.scope.words, gridIds: found.scope.gridIds })
    }
    case 'point':
      return change(call, desk, order, { points: withPoint(order.points, answer.number, answer.words) })
    case 'add point':
      if (order.points.length >= MOST_POINTS) throw new Refusal(`要点最多${MOST_POINTS}条。`)
      return change(call, desk, order, { points: [...order.points, pointOf(answer.words)] })
    case 'asks':
      if (order.kind === 'NOTICE') throw new Refusal('通知不用回执。要各岗位回执，请用 /转发。')
      return change(call, desk, order, { asks: answer.asks })
    case 'times':
      return change(call, desk, order, { times: answer.times })
    case 'urgent':
      return change(call, desk, order, { urgent: answer.urgent })
  }
}

async function readingOf(call: Call, desk: DirectiveDesk) {
  return { places: await desk.places.of(call.tx, communityFor(call)), calendar: desk.calendar, now: call.now }
}

function changedText(desk: DirectiveDesk, own: string, now: Date): Partial<Content> {
  const text = sayableInGroups(own)
  if (text === '') throw new Refusal('请把新的正文写在“改”后面。')
  if (text.length > LONGEST_TEXT) throw new Refusal(`内容太长（${text.length}字），最多${LONGEST_TEXT}字。`)
  if (goesAsFile(text)) throw new Refusal('这么长的内容要当文件发，请取消这份，重新发 /转发。')
  return { text, points: pointsFrom(desk.keyPoints(text, now)) }
}

function withPoint(points: readonly Point[], number: number, words: string | undefined): Point[] {
  if (!points[number - 1]) throw new Refusal(`没有要点${number}。`)
  return points.flatMap((point, index) => {
    if (index !== number - 1) return [point]
    return words === undefined || words === '' ? [] : [pointOf(words)]
  })
}

/** A line as somebody wrote it: nobody reads anything else into it. */
function pointOf(words: string): Point {
  if (words === '') throw new Refusal('请写上这条要点的话。')
  return { what: words.slice(0, LONGEST_POINT) }
}

async function change(call: Call, desk: DirectiveDesk, order: Order, content: Partial<Content>): Promise<void> {
  await show(call, desk, await changeOrder(call.tx, order, content, call.now))
}

async function confirmAndRelay(
  call: Call,
  desk: DirectiveDesk,
  order: Order,
  approver: string | undefined,
): Promise<void> {
  const { tx, now, message, person } = call
  const shown = DRAFT_MARK.exec(message.quotation?.text ?? '')?.[1]
  const confirmed = await confirm(tx, {
    order,
    by: person,
    approvedBy: order.urgent ? await approverOf(call, order, approver) : undefined,
    shown: shown === undefined ? undefined : Number(shown) - 1,
    now,
  })
  if (confirmed.sendAt) {
    const when = whenWords(confirmed, { pace: desk.pace, quietHours: desk.quietHours, now })
    call.undoable({ kind: 'directive', directiveId: order.id })
    return call.reply(
      `好的，${nameOf(order)} 定好了：${when}。\n要改发 /转发 改 ${order.number} 时间 …，不发了发 /转发 取消 ${order.number}。`,
    )
  }
  const { groups } = await relay(tx, confirmed, { now, cause: message.id })
  call.undoable({ kind: 'directive', directiveId: order.id })
  await call.reply(
    groups.length === 0
      ? `${nameOf(order)} 一个群也发不到：这些网格都还没有绑定群。`
      : `好的，${nameOf(order)} 开始往 ${groups.length} 个群发，都发到了告诉您。${order.urgent ? `批准人：${confirmed.approvedBy}。` : ''}`,
  )
}

/** Who answers for what goes out at any hour: the secretary, or somebody who is named. */
async function approverOf(call: Call, order: Order, named: string | undefined): Promise<string> {
  if (named) return named
  const isSecretary = call.roles.some(
    ({ kind, communityId }) => kind === 'SECRETARY' && communityId === order.communityId,
  )
  if (!isSecretary) throw new Refusal(`紧急的要写明谁批准，请回：确认 批准人姓名，例如：确认 方书记。`)
  const { name } = await call.tx.person.findUniqueOrThrow({ where: { id: call.person }, select: { name: true } })
  return name
}

/** Shows a draft once more, so that it may be confirmed from now on. */
export async function showAgain(call: Call, desk: DirectiveDesk, order: Order): Promise<void> {
  await show(call, desk, await previewAgain(call.tx, order, call.now))
}
