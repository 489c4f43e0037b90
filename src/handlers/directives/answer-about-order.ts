import { answerReply } from '../../answers/answer.ts'
import { answerWithin } from '../../answers/within.ts'
import type { Call } from '../../chat/call.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { normalise } from '../../chat/normalise.ts'
import { put } from '../../chat/outbox.ts'
import { nameOf, numberNamed, type Order } from '../../directives/directive.ts'
import { orderByNumber } from '../../directives/draft.ts'
import { entryOf, wasSaidIn } from '../../directives/relayed.ts'
import type { GridId } from '../../ids.ts'
import { authorSpot } from '../../telling/directives/author.ts'
import { summary } from '../../telling/summary.ts'
import { isPrivateMatter } from '../../understanding/private-words.ts'
import type { Reading } from '../../understanding/reading.ts'
import { handOver } from '../hand-over-question.ts'
import type { IssueDesk } from '../issue-act.ts'
import { isStaffHere } from './desk.ts'
import { noteQuestion } from './note-question.ts'

/** Who writes more has more on their mind than a question about a notice. */
const LONGEST_QUESTION = 200
const ASKS =
  /[?？]|([一-龥])[不没]\1|[吗么呢嘛](?:[。.…~～!！]|$)|几[点时号天楼个]|什么|甚么|啥|哪[天里儿个些]|多久|多少|怎么|如何|咋|谁|要不要|用不用|是不是|能不能|可不可以|行不行|有没有|算不算|需不需要/
/** Colleagues are asked how far they are, not the order what it says. */
const TO_PEOPLE =
  /(?:大家|各位|你们?|您|都).{0,8}(?:收到|回复|回执|到场|到位|到了|完成|办好|看到)|(?:收到|看到|到场|到位|完成)(?:了?没|了?吗|了?么)/

/**
 * Answers somebody who quotes a directive or notice and asks about it: with its own line where the answer stands in it,
 * else through a person, never with anything made up. False: it is no such question.
 */
export async function answerAboutOrder(call: Call, desk: IssueDesk): Promise<boolean> {
  const { text } = call.message
  const reading = desk.understanding.glance(text)
  if (!isQuestion(call.message, reading, call.roles.length > 0)) return false
  const order = await quotedOrder(call)
  if (!order) return false
  const answer = answerWithin(entryOf(order), normalise(text), call.now, desk.entryBook)
  if (answer) {
    await noteQuestion(call, order.id, text, { answer: answer.words })
    await call.reply(answerReply(answer, call.now))
    return true
  }
  if (isStaffHere(call)) {
    await call.reply(`${nameOf(order)} 里没有写这个。`)
    return true
  }
  const ownGrid = workedBy(call, order)
  if (ownGrid !== undefined) {
    await askAuthor(call, order, ownGrid)
    return true
  }
  const { isNew, issueId } = await handOver(call, desk, text, reading)
  await noteQuestion(call, order.id, text, { issueId })
  await call.reply(isNew ? `${nameOf(order)} 里没有写这个，已经转给网格员看。` : '已经转给网格员了，有回音告诉您。')
  return true
}

/** What tells of danger or of a trouble goes the way of a report, and what is private is nobody else's to answer. */
function isQuestion({ text }: IncomingMessage, { kind, register, danger, place }: Reading, atWork: boolean): boolean {
  if (danger === 2 || text.length > LONGEST_QUESTION || isPrivateMatter(text)) return false
  // 3号楼楼道堆物没人清吗 is a trouble at that place; 楼顶的堆物算不算 asks what is meant.
  const isTrouble = register === 'yes' && (place?.buildings.length ?? 0) > 0
  if (isTrouble && !atWork) return false
  const plain = normalise(text).trim()
  return !TO_PEOPLE.test(plain) && (kind === '咨询' || ASKS.test(plain))
}

/**
 * The order whose copy is quoted: in a group one that was said there, in private one that its reader is to act on. Anybody
 * can type a quotation, so it opens nothing that was not said to them.
 */
async function quotedOrder(call: Call): Promise<Order | undefined> {
  const { tx, message, community, group } = call
  const { quotation } = message
  if (!quotation?.fromBot || community === undefined) return undefined
  const number = numberNamed(quotation.text.trimStart().split('\n', 1)[0] ?? '')
  const order = number === undefined ? undefined : await orderByNumber(tx, community, number)
  if (!order || (order.state !== 'RELAYED' && order.state !== 'CLOSED')) return undefined
  if (message.chat.kind === 'private') return actsOn(call, order) ? order : undefined
  return group && (await wasSaidIn(tx, order, group)) ? order : undefined
}

function actsOn({ roles }: Call, { gridIds, communityId }: Order): boolean {
  return roles.some((role) => {
    if (role.communityId !== communityId) return false
    return role.gridId === undefined ? role.kind === 'UNIT_CONTACT' : gridIds.includes(role.gridId)
  })
}

/** The grid of the order that whoever asks works for. */
function workedBy({ roles, group }: Call, { gridIds }: Order): GridId | undefined {
  const own = roles.flatMap(({ kind, gridId }) => (kind === 'GRID_WORKER' && gridId !== undefined ? [gridId] : []))
  return own.find((id) => gridIds.includes(id) && (group?.gridId === undefined || group.gridId === id))
}

/** Who is to answer residents cannot be asked by them: whoever sent it is. */
async function askAuthor(call: Call, order: Order, gridId: GridId): Promise<void> {
  const { tx, message, now } = call
  const spot = await authorSpot(tx, order)
  await noteQuestion(call, order.id, message.text, undefined)
  if (!spot) return call.reply(`${nameOf(order)} 里没有写这个，请直接问社区。`)
  const { number } = await tx.grid.findUniqueOrThrow({ where: { id: gridId }, select: { number: true } })
  const text = `${number}号网格的网格员问${nameOf(order)}：「${summary(message.text, LONGEST_QUESTION)}」\n里面没有写，请您回他。`
  await put(tx, { ...spot, text, priority: 'news', cause: message.id }, now)
  await call.reply(`${nameOf(order)} 里没有写这个，已经转给发任务的同事。`)
}
