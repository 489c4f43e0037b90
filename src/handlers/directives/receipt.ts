import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import { quotedIssueNumbers } from '../../chat/issue-number.ts'
import { groupOf } from '../../community/groups.ts'
import { communityOf } from '../../community/membership.ts'
import { findPerson } from '../../community/people.ts'
import { rolesOf } from '../../community/roles.ts'
import type { Database } from '../../database/database.ts'
import type { Asked } from '../../directives/asked.ts'
import { nameOf, STEP_LABELS } from '../../directives/directive.ts'
import { orderByNumber } from '../../directives/draft.ts'
import { anyOpen, anyOpenIn, asOpen, type OpenOrder, openOrders } from '../../directives/open.ts'
import { receiptsOf, writeReceipts } from '../../directives/receipts.ts'
import { Refusal } from '../../refusal.ts'
import { gridsWords } from '../../telling/directives/remind.ts'
import type { Understanding } from '../../understanding/understanding.ts'
import { communityFor, forgetPhotos } from '../issue-act.ts'
import { optionalOrderNumber, orderWords } from './order-number.ts'
import { type ReceiptWords, receiptWords } from './receipt-words.ts'

const MINUTE = 60_000

export interface ReceiptDesk {
  readonly understanding: Pick<Understanding, 'isJustTalk' | 'glance'>
}

/** Hears 收到, 到场, 处理中, 完成 without a command. */
export interface ReceiptReader {
  /** whether it may be one, by its words */
  readonly mayBe: (message: IncomingMessage) => boolean
  /** whether there is anything to answer */
  readonly wanted: (message: IncomingMessage, now: Date) => Promise<boolean>
  /** false: it was none after all */
  readonly read: (call: Call) => Promise<boolean>
}

/**
 * Reads what those who are asked to act say of an order: to the message that relayed it, in private, or, a mere 收到, in the
 * grid's group while it is new. Nobody else's 收到 means anything, and the group hears nothing because of it.
 */
export function receiptReader(database: Database, desk: ReceiptDesk): ReceiptReader {
  return {
    mayBe: (message) => wordsIn(message) !== undefined,
    wanted: async (message, now) => {
      const words = wordsIn(message)
      if (!words || isUrgent(desk, message.text)) return false
      const { account, chat, sender } = message
      const { client } = database
      if (chat.kind === 'group') {
        if (words.number === undefined) return anyOpenIn(client, { account, chatId: chat.id }, now)
        return (await groupOf(client, account, chat.id)) !== undefined
      }
      const person = await findPerson(client, account, sender.id)
      const roles = person === undefined ? [] : await rolesOf(client, person)
      const community = person === undefined ? undefined : await communityOf(client, person, roles)
      if (roles.length === 0 || community === undefined) return false
      return words.number === undefined ? anyOpen(client, community, now) : true
    },
    read: async (call) => {
      const words = wordsIn(call.message)
      return words !== undefined && (await readReceipt(call, words))
    },
  }
}

/** Words with the order they are about, said or quoted; undefined where they are about something else, or no receipt. */
function wordsIn({ text, quotation, mentions, chat }: IncomingMessage): ReceiptWords | undefined {
  const quoted = quotation && orderWords(quotation.text)
  // Whoever quotes something else, or speaks to somebody, has not answered an order; nor who speaks of an issue.
  if (quotation && (quoted === undefined || quotedIssueNumbers(quotation).length > 0)) return undefined
  if ((mentions.length > 0 && quoted === undefined) || /#\d/.test(text)) return undefined
  const words = receiptWords(text, quoted !== undefined)
  if (!words) return undefined
  const number = words.number ?? quoted
  // In a group only what says nothing else is taken for a receipt where no order is named.
  if (chat.kind === 'group' && number === undefined && !words.alone) return undefined
  return { ...words, number }
}

/** A fire is told of, whatever it answers. */
function isUrgent({ understanding }: ReceiptDesk, text: string): boolean {
  if (understanding.isJustTalk(text)) return false
  const { danger, register } = understanding.glance(text)
  return danger === 2 && register !== 'no'
}

async function readReceipt(call: Call, words: ReceiptWords): Promise<boolean> {
  const { community, message, group } = call
  if (community === undefined) return false
  if (words.number !== undefined) {
    const order = await orderByNumber(call.tx, community, words.number)
    const open =
      order && (order.state === 'RELAYED' || order.state === 'CLOSED')
        ? await asOpen(call.tx, order, call.person)
        : undefined
    const hats = open ? hatsHere(call, open) : []
    if (!open || hats.length === 0) return false
    await note(call, [{ open, hats }], words)
    return true
  }
  if (message.chat.kind === 'group') {
    if (group?.purpose !== 'GRID') return false
    const meant = await meantInGroup(call, words)
    if (!meant) return false
    await note(call, [meant], words)
    return true
  }
  const waiting = await waitingFor(call, words)
  if (waiting.length === 0) return false
  if (waiting.length > 1 && !words.every) {
    await call.reply(whichOf(waiting, words))
    return true
  }
  await note(call, waiting, words)
  return true
}

interface Meant {
  readonly open: OpenOrder
  readonly hats: readonly Asked[]
}

/** 回执: the same in so many words, answered as commands are. */
export function receiptCommand() {
  return command({
    name: '回执',
    aliases: ['ack', 'hz'],
    what: '回任务：收到、办到哪',
    example: '/回执 3 已完成，清运两车',
    section: 'worker',
    who: ['worker', 'unit', 'volunteer', 'staff'],
    where: 'both',
    takesPhotos: true,
    usage: '/回执 <任务号> <话>',
    args: { number: optionalOrderNumber(), words: optionalWords('话') },
    run: async (call: Call, { number, words: own }) => {
      // What cannot be read as a step is a remark of somebody who has at least heard of it.
      const said = receiptWords(own ?? '收到', true) ?? {
        step: 'ACKNOWLEDGED' as const,
        note: own,
        alone: false,
        every: false,
      }
      const words = { ...said, number }
      if (number === undefined) {
        const [meant, another] = await waitingFor(call, words)
        if (!meant) throw new Refusal('没有等您回的任务。要回哪一个，请写上号，比如 /回执 3 收到。')
        if (another) throw new Refusal(whichOf(await waitingFor(call, words), words))
        return note(call, [meant], words, true)
      }
      const order = await orderByNumber(call.tx, communityFor(call), number)
      if (!order) throw new Refusal(`没有编号 ${number} 的任务。请看一下号码有没有写错。`)
      if (order.state !== 'RELAYED' && order.state !== 'CLOSED') throw new Refusal(`${nameOf(order)} 还没有发。`)
      const open = await asOpen(call.tx, order, call.person)
      const hats = hatsHere(call, open)
      if (hats.length === 0) throw new Refusal(notAsked(call, open))
      await note(call, [{ open, hats }], words, true)
    },
  })
}

function notAsked({ group }: Call, { order, hats }: OpenOrder): string {
  if (order.asks.length === 0) return `${nameOf(order)} 不用回执。`
  const elsewhere = group?.purpose === 'GRID' && hats.length > 0
  return elsewhere ? `${nameOf(order)} 请到您自己网格的群里回，或者私聊小格。` : `${nameOf(order)} 没有请您回执。`
}

/**
 * In which grids what somebody says of an order counts: in a grid's group for that grid alone; elsewhere for all grids in
 * which they are reminded and that have the order, or, where there is no such grid, for all of theirs.
 */
function hatsHere({ group }: Call, { hats, saidAt }: OpenOrder): readonly Asked[] {
  if (group?.purpose === 'GRID') return hats.filter(({ gridId }) => gridId === group.gridId)
  const first = hats.filter(({ first }) => first)
  const nearest = first.length > 0 ? first : hats
  const heard = nearest.filter(({ gridId }) => saidAt.has(gridId))
  return heard.length > 0 ? heard : nearest
}

/**
 * What a word in a grid's group that names no order is about: the newest one there of which its author has not said it yet,
 * as long as its table is not made; of more than 收到 only where that is the only one.
 */
async function meantInGroup(call: Call, words: ReceiptWords): Promise<Meant | undefined> {
  const candidates: Meant[] = []
  for (const meant of await waitingFor(call, words)) {
    const at = call.group?.gridId && meant.open.saidAt.get(call.group.gridId)
    const until = at && at.getTime() + meant.open.order.times.table * MINUTE
    if (until && call.message.at.getTime() <= until) candidates.push(meant)
  }
  return words.step === 'ACKNOWLEDGED' || candidates.length === 1 ? candidates[0] : undefined
}

/** The orders relayed lately of which the sender has not said this yet, the newest first. */
async function waitingFor(call: Call, { step }: ReceiptWords): Promise<Meant[]> {
  const { tx, person, now } = call
  const waiting: Meant[] = []
  for (const open of await openOrders(tx, { communityId: communityFor(call), personId: person, now })) {
    // In private only those are meant who would be reminded.
    const hats = hatsHere(call, open).filter(
      ({ gridId, first }) => open.saidAt.has(gridId) && (first || call.group?.purpose === 'GRID'),
    )
    const said = await receiptsOf(tx, open.order, person)
    const left = hats.filter(({ gridId, post }) => {
      const theirs = said.filter((each) => each.gridId === gridId && each.hat === post)
      return step === 'ACKNOWLEDGED' ? theirs.length === 0 : !theirs.some((each) => each.step === 'DONE')
    })
    if (left.length > 0) waiting.push({ open, hats: left })
  }
  return waiting
}

/** Writes it down. In private it is read back in a line; a group hears nothing. */
async function note(call: Call, all: readonly Meant[], words: ReceiptWords, answered = false): Promise<void> {
  const { tx, person, message, photos, now } = call
  const ids: number[] = []
  for (const { open, hats } of all) {
    ids.push(
      ...(await writeReceipts(tx, {
        order: open.order,
        personId: person,
        hats,
        step: words.step,
        note: words.note,
        photos,
        account: message.account,
        messageId: message.id,
        now,
      })),
    )
  }
  call.undoable({ kind: 'receipt', receiptIds: ids })
  await forgetPhotos(call)
  if (message.chat.kind === 'group' && !answered) return
  const told: string[] = []
  for (const { open, hats } of all) told.push(`${nameOf(open.order)}（${await gridsOf(call, hats)}）`)
  const pictures = photos.length > 0 ? `，照片${photos.length}张` : ''
  await call.reply(`记下了：${told.join('、')}${STEP_LABELS[words.step]}${pictures}。`)
}

/** 3、4号网格 */
async function gridsOf({ tx }: Call, hats: readonly Asked[]): Promise<string> {
  const grids = await tx.grid.findMany({
    where: { id: { in: [...new Set(hats.map(({ gridId }) => gridId))] } },
    select: { number: true },
  })
  return gridsWords(grids.map(({ number }) => number))
}

function whichOf(waiting: readonly Meant[], { step }: ReceiptWords): string {
  const names = waiting.map(({ open }) => nameOf(open.order))
  return `现在有 ${names.join('、')} 等您回，是哪一个？请回「${names[0]} ${STEP_LABELS[step]}」；都是就回「都${step === 'ACKNOWLEDGED' ? '收到' : '完成'}」。`
}
