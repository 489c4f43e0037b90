import type { Tx } from '../database/database.ts'
import type { DirectiveKind } from '../database/types.ts'
import type { AccountId, ChatId, CommunityId, GridId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import {
  type FollowUp,
  nameOf,
  type Order,
  orderOf,
  POSTS,
  type Point,
  type Post,
  type Repeat,
  USUAL_FOLLOW_UP,
  WITH_FILES,
} from './directive.ts'

/** So long after it was shown a preview may be confirmed, in milliseconds; later somebody should look once more. */
export const PREVIEW_MS = 30 * 60_000

/** What may be changed until it is said. */
export interface Content {
  readonly text: string
  readonly urgent: boolean
  readonly points: readonly Point[]
  readonly scope: string
  readonly gridIds: readonly GridId[]
  readonly asks: readonly Post[]
  readonly times: FollowUp
  readonly sendAt: Date | null
  readonly repeat: Repeat | null
}

export interface NewDraft extends Pick<Content, 'text' | 'scope' | 'gridIds' | 'points' | 'sendAt' | 'repeat'> {
  readonly kind: DirectiveKind
  readonly urgent?: boolean
  readonly communityId: CommunityId
  readonly author: PersonId
  /** where it was ordered: there its author is told how it goes */
  readonly origin: { readonly account: AccountId; readonly chatKind: 'GROUP' | 'PRIVATE'; readonly chatId: ChatId }
  readonly files: readonly {
    readonly sha256: string
    readonly name?: string | undefined
    readonly mime: string
    readonly bytes: number
  }[]
  readonly now: Date
}

/** Writes a draft down under the next number of the community. Nobody hears of it before `confirm`. */
export async function makeDraft(tx: Tx, draft: NewDraft): Promise<Order> {
  const { communityId, author, origin, files, now, kind, points, gridIds, repeat, ...content } = draft
  const { directiveCounter: number } = await tx.community.update({
    where: { id: communityId },
    data: { directiveCounter: { increment: 1 } },
    select: { directiveCounter: true },
  })
  await keepAttachments(tx, files, now)
  const row = await tx.directive.create({
    data: {
      ...content,
      ...origin,
      communityId,
      number,
      kind,
      points: asJson(points),
      gridIds: [...gridIds],
      // Of a notice nobody is asked anything.
      asks: kind === 'DIRECTIVE' ? [...POSTS] : [],
      times: { ...USUAL_FOLLOW_UP },
      ...(repeat ? { repeat: { ...repeat } } : {}),
      authorId: author,
      createdAt: now,
      previewedAt: now,
      files: { create: files.map(({ sha256, name }, seq) => ({ seq, sha256, name: name ?? null })) },
    },
    include: WITH_FILES,
  })
  return orderOf(row)
}

/** The order with this number in a community; undefined when there is none. */
export async function orderByNumber(tx: Tx, communityId: CommunityId, number: number): Promise<Order | undefined> {
  const row = await tx.directive.findUnique({
    where: { communityId_number: { communityId, number } },
    include: WITH_FILES,
  })
  return row ? orderOf(row) : undefined
}

/** The same, where somebody wrote the number. @throws Refusal when there is none */
export async function orderNumbered(tx: Tx, communityId: CommunityId, number: number): Promise<Order> {
  const order = await orderByNumber(tx, communityId, number)
  if (order) return order
  throw new Refusal(`没有编号 ${number} 的任务或通知。发 /转发 记录 可以看最近的。`)
}

/**
 * Changes what has not been said yet, and makes it a draft again that somebody has to confirm.
 * @throws Refusal when it is too late for that
 */
export async function changeOrder(tx: Tx, order: Order, change: Partial<Content>, now: Date): Promise<Order> {
  if (order.state !== 'DRAFT' && order.state !== 'SCHEDULED') throw tooLate(order)
  const { points, gridIds, asks, times, repeat, ...plain } = change
  const row = await tx.directive.update({
    where: { id: order.id },
    data: {
      ...plain,
      ...(points ? { points: asJson(points) } : {}),
      ...(gridIds ? { gridIds: [...gridIds] } : {}),
      ...(asks ? { asks: [...asks] } : {}),
      ...(times ? { times: { ...times } } : {}),
      ...(repeat ? { repeat: { ...repeat } } : {}),
      state: 'DRAFT',
      previewedAt: now,
      version: { increment: 1 },
    },
    include: WITH_FILES,
  })
  return orderOf(row)
}

/** So many pictures and files go with one order. */
export const MOST_FILES = 9

/** Adds what goes out after the text. @throws Refusal when it would be too many */
export async function addFiles(tx: Tx, order: Order, files: NewDraft['files'], now: Date): Promise<Order> {
  const seq = (order.files.at(-1)?.seq ?? -1) + 1
  if (order.files.length + files.length > MOST_FILES) throw new Refusal(`图片和文件一共最多${MOST_FILES}个。`)
  await keepAttachments(tx, files, now)
  await tx.directiveFile.createMany({
    data: files.map(({ sha256, name }, at) => ({ directiveId: order.id, seq: seq + at, sha256, name: name ?? null })),
  })
  return orderOf(await tx.directive.findUniqueOrThrow({ where: { id: order.id }, include: WITH_FILES }))
}

async function keepAttachments(tx: Tx, files: NewDraft['files'], now: Date): Promise<void> {
  for (const { sha256, mime, bytes } of files) {
    await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
  }
}

/** Shows it again: from now on it may be confirmed for half an hour. @throws Refusal when it is no draft any more */
export async function previewAgain(tx: Tx, order: Order, now: Date): Promise<Order> {
  if (order.state !== 'DRAFT') throw settled(order)
  const row = await tx.directive.update({ where: { id: order.id }, data: { previewedAt: now }, include: WITH_FILES })
  return orderOf(row)
}

export interface Confirmation {
  readonly order: Order
  readonly by: PersonId
  /** who answers for something urgent, as it was said */
  readonly approvedBy?: string | undefined
  /** the state of the draft that was shown, where the message tells: 第2稿 */
  readonly shown?: number | undefined
  readonly now: Date
}

/**
 * Confirms a draft: it is to be said now, or waits for its time. Of two who confirm, the second is told who was first.
 * @throws Refusal when it was confirmed, cancelled, changed since it was shown, or shown too long ago
 */
export async function confirm(tx: Tx, { order, by, approvedBy, shown, now }: Confirmation): Promise<Order> {
  if (order.state !== 'DRAFT') {
    const first =
      order.confirmedById === null ? null : await tx.person.findUnique({ where: { id: order.confirmedById } })
    throw order.confirmedById !== null && order.confirmedById !== by
      ? new Refusal(`${nameOf(order)} 已经由${first?.name ?? '同事'}确认了，不用再确认。`)
      : settled(order)
  }
  if (shown !== undefined && shown !== order.version) {
    throw new Refusal(
      `这是${nameOf(order)}的第${shown + 1}稿，后来改过了。请看最新一稿再确认，发 /转发 预览 ${order.number} 可以再看。`,
    )
  }
  if (isStale(order, now)) {
    throw new Refusal(`${nameOf(order)} 的预览已经过了半小时，没有发。发 /转发 预览 ${order.number} 看一遍再确认。`)
  }
  if (order.sendAt && order.sendAt < now) {
    throw new Refusal(`${nameOf(order)} 定的时间已经过了。回「现在发」，或者回「时间 明天9点」这样改个时间。`)
  }
  const row = await tx.directive.update({
    where: { id: order.id },
    data: {
      state: 'SCHEDULED',
      confirmedAt: now,
      confirmedById: by,
      approvedBy: approvedBy ?? null,
      version: { increment: 1 },
    },
    include: WITH_FILES,
  })
  return orderOf(row)
}

/** Whether a preview was shown too long ago to be confirmed. */
function isStale({ previewedAt }: Pick<Order, 'previewedAt'>, now: Date): boolean {
  return now.getTime() - previewedAt.getTime() > PREVIEW_MS
}

/** It will not be said (again). @throws Refusal when it has been said */
export async function cancelOrder(tx: Tx, order: Order): Promise<void> {
  if (order.state !== 'DRAFT' && order.state !== 'SCHEDULED') throw tooLate(order)
  await tx.directive.update({ where: { id: order.id }, data: { state: 'CANCELLED', version: { increment: 1 } } })
}

function settled(order: Order): Refusal {
  return new Refusal(`${nameOf(order)} ${SETTLED[order.state]}。`)
}

function tooLate(order: Order): Refusal {
  return order.state === 'CANCELLED'
    ? settled(order)
    : new Refusal(`${nameOf(order)} 已经发出去了，不能再改。要收回请发 /转发 撤回 ${order.number}。`)
}

const SETTLED: Readonly<Record<Order['state'], string>> = {
  DRAFT: '还没有确认',
  SCHEDULED: '已经确认，到时间就发',
  RELAYED: '已经确认，发出去了',
  CLOSED: '已经发过了',
  CANCELLED: '已经取消了',
}

function asJson(points: readonly Point[]) {
  return points.map(({ who, what, until }) => ({
    what,
    ...(who ? { who } : {}),
    ...(until ? { until: { ...until } } : {}),
  }))
}
