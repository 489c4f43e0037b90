import type { Db, Tx } from '../database/database.ts'
import type { DirectiveReceipt, ReceiptStep } from '../database/types.ts'
import type { AccountId, GridId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { nameOf, type Order, type Post, STEPS } from './directive.ts'

/** A picture that came with a receipt, kept as a file. */
export interface ReceiptPicture {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
  readonly account: AccountId
  readonly messageId: MessageId
}

export interface NewReceipts {
  readonly order: Pick<Order, 'id'>
  readonly personId: PersonId
  /** in which grids, in what capacity: what one person says counts in each */
  readonly hats: readonly { readonly gridId: GridId; readonly post: Post }[]
  readonly step: ReceiptStep
  readonly note: string | undefined
  readonly photos: readonly ReceiptPicture[]
  readonly account: AccountId
  readonly messageId: MessageId
  readonly now: Date
}

/**
 * Writes down what somebody has said of an order, a row for each grid and capacity. The rows are never changed: who is
 * further on says so in another. The same message a second time writes nothing. Resolves with the ids of the rows.
 */
export async function writeReceipts(tx: Tx, receipts: NewReceipts): Promise<number[]> {
  const { order, personId, hats, step, note, photos, account, messageId, now } = receipts
  const written: number[] = []
  for (const { gridId, post } of hats) {
    const key = { directiveId: order.id, gridId, hat: post, account, messageId }
    const { id } = await tx.directiveReceipt.upsert({
      where: { directiveId_gridId_hat_account_messageId: key },
      create: { ...key, personId, step, note: note ?? null, at: now },
      update: {},
    })
    written.push(id)
  }
  await addReceiptPhotos(tx, written, photos, now)
  return written
}

/** Puts pictures to receipts. The same message's picture is taken once. Resolves with how many were new. */
export async function addReceiptPhotos(
  tx: Tx,
  receiptIds: readonly number[],
  photos: readonly ReceiptPicture[],
  now: Date,
): Promise<number> {
  let added = 0
  for (const { sha256, mime, bytes, account, messageId } of photos) {
    await tx.attachment.upsert({ where: { sha256 }, create: { sha256, mime, bytes, createdAt: now }, update: {} })
    let fresh = false
    for (const receiptId of receiptIds) {
      const key = { receiptId, account, messageId }
      if (await tx.receiptPhoto.findUnique({ where: { receiptId_account_messageId: key } })) continue
      await tx.receiptPhoto.create({ data: { ...key, sha256, at: now } })
      fresh = true
    }
    if (fresh) added += 1
  }
  return added
}

/** A receipt with how many pictures belong to it, by the messages that brought them. */
export interface Receipt extends DirectiveReceipt {
  readonly photos: readonly { readonly account: string; readonly messageId: string }[]
}

/** What was said of an order, in the order in which it was said. */
export async function receiptsOf(db: Db, order: Pick<Order, 'id'>, of?: PersonId): Promise<Receipt[]> {
  return db.directiveReceipt.findMany({
    where: { directiveId: order.id, ...(of === undefined ? {} : { personId: of }) },
    include: { photos: { select: { account: true, messageId: true } } },
    orderBy: { id: 'asc' },
  })
}

/** The furthest of several steps; undefined of none. */
export function furthest(steps: readonly ReceiptStep[]): ReceiptStep | undefined {
  return steps.reduce<ReceiptStep | undefined>(
    (far, step) => (far === undefined || isFurther(step, far) ? step : far),
    undefined,
  )
}

export function isFurther(step: ReceiptStep, than: ReceiptStep): boolean {
  return STEPS.indexOf(step) > STEPS.indexOf(than)
}

/**
 * Takes back what somebody has just said of an order by mistake. Resolves with the order.
 *
 * @throws Refusal when the table has been given since, or they have gone on
 */
export async function takeBackReceipts(tx: Tx, ids: readonly number[]): Promise<Pick<Order, 'kind' | 'number'>> {
  const rows = await tx.directiveReceipt.findMany({
    where: { id: { in: [...ids] } },
    include: { directive: { select: { id: true, kind: true, number: true, tableToldAt: true } } },
  })
  const [first] = rows
  if (!first) throw new Refusal('没有可以撤销的回执。')
  const { directive } = first
  const later = await tx.directiveReceipt.count({
    where: { directiveId: directive.id, personId: first.personId, id: { gt: Math.max(...ids) } },
  })
  if (later > 0 || (directive.tableToldAt && directive.tableToldAt > first.at)) {
    throw new Refusal(`${nameOf(directive)} 的回执已经汇总了，不能撤销。说错了请再回一条说明。`)
  }
  await tx.receiptPhoto.deleteMany({ where: { receiptId: { in: [...ids] } } })
  await tx.directiveReceipt.deleteMany({ where: { id: { in: [...ids] } } })
  return directive
}
