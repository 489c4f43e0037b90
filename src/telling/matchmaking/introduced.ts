import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { MessageId, PersonId } from '../../ids.ts'
import { otherSide, type Side, toldAtEnd } from '../../matchmaking/introduction.ts'
import { cardOf, type KnownIntroduction, noteOf } from '../../matchmaking/introductions.ts'
import { contactFor } from '../../matchmaking/profile.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { formatDay } from '../../time/format.ts'
import { privateSpots } from '../directives/people.ts'
import type { Spot } from '../news.ts'
import { moneyWarning } from './field-text.ts'

const ENDED = '上次的介绍到期了，这次没有成。红娘会继续替您留意，不用做什么。'
const SIDES: readonly Side[] = ['a', 'b']

/** What is said because of an introduction. */
export interface Saying {
  readonly sealer: Sealer
  readonly now: Date
  readonly cause?: MessageId | undefined
}

/** Shows each whose card few could match that exact card, and asks whether it may go out (privacy 5). */
export async function askApproval(tx: Tx, introduction: KnownIntroduction, saying: Saying): Promise<void> {
  const { sealer, now } = saying
  for (const side of SIDES) {
    if (introduction.now[side].approval !== 'ASKED') continue
    const card = await cardOf(tx, sealer, { introduction, side })
    const text = [
      '💐 红娘想把您的卡片给一位邻居看。条件和您相近的人少，熟人也许能认出来，所以先请您看过，一个字不改：',
      card,
      `这样发可以，回「可以发」；不发，回「不发」。到${formatDay(introduction.now.endsAt, now)}没回就不发。`,
    ].join('\n')
    await tellSide(tx, { introduction, side }, { ...saying, text, what: 'approve' })
  }
}

/** Both cards go out, each to the other, in one transaction. */
export async function sendCards(tx: Tx, introduction: KnownIntroduction, saying: Saying): Promise<void> {
  const { sealer, now } = saying
  for (const side of SIDES) {
    const other = otherSide(side)
    const card = (await cardOf(tx, sealer, { introduction, side: other })) ?? ''
    const { code } = introduction.people[other]
    const text = [
      '💐 红娘想给您介绍一位邻居：',
      card,
      ...moneyWarning(card),
      `愿意认识，回「愿意 ${code}」；不合适，回「不合适 ${code}」。到${formatDay(introduction.now.endsAt, now)}为止，不回也没关系。`,
      '您怎么回的，对方和红娘都不知道；两边都愿意，才互相告诉联系方式。',
    ].join('\n')
    await tellSide(tx, { introduction, side }, { ...saying, text, what: 'card' })
  }
}

/** Whether both can be written to now: a release takes both. */
export async function bothReachable(tx: Tx, introduction: KnownIntroduction): Promise<boolean> {
  const spots = await Promise.all(SIDES.map((side) => spotOf(tx, introduction.people[side].personId)))
  return spots.every((spot) => spot !== undefined)
}

/** Gives each how the other is reached, in one transaction: both or neither. */
export async function release(tx: Tx, introduction: KnownIntroduction, saying: Saying): Promise<void> {
  const { sealer } = saying
  for (const side of SIDES) {
    const other = otherSide(side)
    const { personId, code } = introduction.people[other]
    const contact = personId === undefined ? undefined : await contactFor(tx, sealer, personId)
    if (contact === undefined) throw new Error('a release without a contact')
    const note = await noteOf(tx, sealer, { introduction, side: other })
    const text = [
      `💐 您和卡片 ${code} 两边都愿意认识。对方的联系方式：`,
      contact,
      ...(note === undefined ? [] : [`对方说：${note}`]),
      ...moneyWarning(contact, note),
      '头一回见面选人多的地方，跟家里说一声。谁提转账、借钱、投资都别答应。',
      `不对劲就发 /红娘 举报 ${code} 加上情况；不想再联系，发 /红娘 拉黑 ${code}。`,
    ].join('\n')
    await tellSide(tx, { introduction, side }, { ...saying, text, what: 'release' })
  }
}

/**
 * Nothing came of it in its seven days. Whoever is told reads the same to the byte at the same time, whatever the other has
 * done (privacy 6).
 */
export async function tellEnd(tx: Tx, introduction: KnownIntroduction, saying: Saying): Promise<number> {
  let told = 0
  for (const side of SIDES) {
    if (!toldAtEnd(introduction.now, side)) continue
    await tellSide(tx, { introduction, side }, { ...saying, text: ENDED, what: 'end' })
    told += 1
  }
  return told
}

interface ToSide extends Saying {
  readonly text: string
  readonly what: 'approve' | 'card' | 'release' | 'end'
}

/** What of whom a text holds: a card and a contact are the other's, the rest is nobody's but the reader's. */
const HOLDS_OTHER: ReadonlySet<ToSide['what']> = new Set(['card', 'release'])

async function tellSide(
  tx: Tx,
  { introduction, side }: { readonly introduction: KnownIntroduction; readonly side: Side },
  { sealer, now, cause, text, what }: ToSide,
): Promise<void> {
  const { personId } = introduction.people[side]
  const spot = await spotOf(tx, personId)
  if (!spot || personId === undefined) return
  const others = introduction.people[otherSide(side)].personId
  const about = others !== undefined && HOLDS_OTHER.has(what) ? [personId, others] : [personId]
  const key = `introduction:${introduction.id}:${what}:${side}`
  await put(tx, { ...spot, text, priority: 'news', key, cause, secret: { sealer, about } }, now)
}

/** Tells the matchmaker what became of it: that it came about, or that it did not; never what either of them said. */
export async function tellMatchmaker(tx: Tx, introduction: KnownIntroduction, saying: Saying): Promise<void> {
  const { sealer, now, cause } = saying
  const by = introduction.proposedBy
  const spot = await spotOf(tx, by)
  if (!spot || by === undefined) return
  const came = introduction.now.state === 'RELEASED'
  const text = `介绍${introduction.id}${came ? '成了，两边都愿意，已经互相告诉联系方式。' : '到期了，没有成。'}`
  const key = `introduction:${introduction.id}:matchmaker`
  await put(tx, { ...spot, text, priority: 'news', key, cause, secret: { sealer, about: [by] } }, now)
}

async function spotOf(tx: Tx, personId: PersonId | undefined): Promise<Spot | undefined> {
  return personId === undefined ? undefined : (await privateSpots(tx, [personId])).get(personId)
}
