import type { Db } from '../../database/database.ts'
import type { OutboxState, Prisma } from '../../database/types.ts'
import { POST_LABELS, type Post, STEP_LABELS } from '../../directives/directive.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'
import type { SheetCell } from '../../spreadsheet/spreadsheet.ts'
import { ORDER_STATES } from '../directives/archive-text.ts'
import { problemWords } from '../directives/progress-text.ts'
import { type Exported, type ExportOf, inPieces, MOST_ROWS } from './export.ts'
import { maskedName } from './masked-name.ts'

// biome-ignore format: a table
const COLUMNS = {
  orders: ['编号', '种类', '范围', '正文', '状态', '紧急', '批准人', '下达时间', '下达人', '确认时间', '确认人', '定在', '开始发', '结束', '群', '发到', '没发成', '不知道', '问题', '立项'],
  deliveries: ['编号', '网格', '群', '状态', '发到时间', '原因', '提醒没回的', '问进度'],
  receipts: ['编号', '网格', '谁', '岗位', '回了', '时间', '备注', '照片'],
  questions: ['编号', '网格', '问', '答', '事项', '时间'],
}

const DELIVERY_STATES: Readonly<Record<OutboxState, string>> = {
  PENDING: '等着发',
  SENDING: '正在发',
  SENT: '发到了',
  ECHOED: '发到了',
  FAILED: '没发成',
  UNKNOWN: '不知道发没发到',
  CANCELLED: '没有发',
}

type OrderRow = Prisma.DirectiveGetPayload<{
  include: {
    author: { select: { name: true } }
    confirmedBy: { select: { name: true } }
    _count: { select: { deliveries: true; receipts: true; questions: true; issues: true } }
  }
}>

/**
 * What was ordered in a period with all its stamps: who ordered and confirmed it, what became of it in each group, who said
 * what of it when, what was asked. Those at work are named where that is asked for; residents never are.
 */
export async function exportOrders(
  db: Db,
  { communityId, from, to, named = false }: ExportOf,
  most = MOST_ROWS,
): Promise<Exported> {
  const called = named ? (name: string) => name : maskedName
  const all = await db.directive.findMany({
    where: { communityId, createdAt: { gte: from, lt: to } },
    include: {
      author: { select: { name: true } },
      confirmedBy: { select: { name: true } },
      _count: { select: { deliveries: true, receipts: true, questions: true, issues: true } },
    },
    orderBy: { number: 'desc' },
    take: most + 1,
  })
  const orders = fitting(all, most).reverse()
  const sheets: Record<keyof typeof COLUMNS, SheetCell[][]> = {
    orders: [],
    deliveries: [],
    receipts: [],
    questions: [],
  }
  for (const piece of inPieces(orders)) {
    const numberOf = new Map(piece.map(({ id, number }) => [id, number]))
    const where = { directiveId: { in: piece.map(({ id }) => id) } }
    const deliveries = await deliveriesFor(db, where)
    sheets.orders.push(...piece.map((order) => orderRow(order, deliveries, called)))
    sheets.deliveries.push(...deliveries.map((row) => deliveryRow(row, numberOf)))
    sheets.receipts.push(...(await receiptRows(db, where, numberOf, called)))
    sheets.questions.push(...(await questionRows(db, where, numberOf)))
  }
  const names = { orders: '任务和通知', deliveries: '各群', receipts: '回执', questions: '问题' } as const
  const keys = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
  return {
    sheets: keys.map((key) => ({ name: names[key], columns: COLUMNS[key], rows: sheets[key] })),
    words: `${orders.length} 件任务和通知`,
    rows: keys.reduce((sum, key) => sum + sheets[key].length, 0),
    cut: orders.length < all.length,
    unmasked: named,
  }
}

/** The newest whose rows fit into one export, whole. */
function fitting(all: readonly OrderRow[], most: number): OrderRow[] {
  let rows = 0
  const taken: OrderRow[] = []
  for (const order of all) {
    const { deliveries, receipts, questions } = order._count
    rows += 1 + deliveries + receipts + questions
    if (rows > most) break
    taken.push(order)
  }
  return taken
}

type Deliveries = Awaited<ReturnType<typeof deliveriesFor>>

function deliveriesFor(db: Db, where: Prisma.DirectiveDeliveryWhereInput) {
  return db.directiveDelivery.findMany({
    where,
    include: { grid: { select: { number: true } }, group: { select: { topic: true } } },
    orderBy: [{ directiveId: 'asc' }, { grid: { number: 'asc' } }, { groupId: 'asc' }],
  })
}

function orderRow(order: OrderRow, deliveries: Deliveries, called: Called): SheetCell[] {
  const own = deliveries.filter(({ directiveId }) => directiveId === order.id)
  const inState = (...states: OutboxState[]) => own.filter(({ state }) => states.includes(state)).length
  return [
    order.number,
    order.kind === 'DIRECTIVE' ? '任务' : '通知',
    order.scope,
    redact(order.text, OFFICE),
    ORDER_STATES[order.state],
    order.urgent ? '紧急' : undefined,
    order.approvedBy === null ? undefined : called(order.approvedBy),
    order.createdAt,
    called(order.author.name),
    order.confirmedAt ?? undefined,
    order.confirmedBy ? called(order.confirmedBy.name) : undefined,
    order.sendAt ?? undefined,
    order.relayedAt ?? undefined,
    order.closedAt ?? undefined,
    own.length,
    inState('SENT', 'ECHOED'),
    inState('FAILED'),
    inState('UNKNOWN'),
    order._count.questions,
    order._count.issues,
  ]
}

type Numbers = ReadonlyMap<number, number>
/** How somebody at work is called. */
type Called = (name: string) => string

function deliveryRow(row: Deliveries[number], numberOf: Numbers): SheetCell[] {
  return [
    numberOf.get(row.directiveId),
    row.grid.number,
    row.group.topic,
    DELIVERY_STATES[row.state],
    row.saidAt ?? undefined,
    row.state === 'FAILED' ? problemWords(row.problem) : undefined,
    row.remindedAt ?? undefined,
    row.promptedAt ?? undefined,
  ]
}

async function receiptRows(
  db: Db,
  where: Prisma.DirectiveReceiptWhereInput,
  numberOf: Numbers,
  called: Called,
): Promise<SheetCell[][]> {
  const rows = await db.directiveReceipt.findMany({
    where,
    include: {
      grid: { select: { number: true } },
      person: { select: { name: true } },
      _count: { select: { photos: true } },
    },
    orderBy: [{ directiveId: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => [
    numberOf.get(row.directiveId),
    row.grid.number,
    called(row.person.name),
    POST_LABELS[row.hat as Post] ?? row.hat,
    STEP_LABELS[row.step],
    row.at,
    row.note === null ? undefined : redact(row.note, [], { names: true }),
    row._count.photos || undefined,
  ])
}

async function questionRows(
  db: Db,
  where: Prisma.DirectiveQuestionWhereInput,
  numberOf: Numbers,
): Promise<SheetCell[][]> {
  const rows = await db.directiveQuestion.findMany({ where, orderBy: [{ directiveId: 'asc' }, { id: 'asc' }] })
  const ids = (of: (row: (typeof rows)[number]) => number | null) => [...new Set(rows.flatMap((row) => of(row) ?? []))]
  const issues = new Map<number, number>()
  const grids = new Map<number, number>()
  for (const some of inPieces(ids(({ issueId }) => issueId))) {
    const found = await db.issue.findMany({ where: { id: { in: some } }, select: { id: true, number: true } })
    for (const { id, number } of found) issues.set(id, number)
  }
  for (const some of inPieces(ids(({ gridId }) => gridId))) {
    const found = await db.grid.findMany({ where: { id: { in: some } }, select: { id: true, number: true } })
    for (const { id, number } of found) grids.set(id, number)
  }
  return rows.map((row) => [
    numberOf.get(row.directiveId),
    row.gridId === null ? undefined : grids.get(row.gridId),
    row.words,
    row.answer ?? undefined,
    row.issueId === null ? undefined : issues.get(row.issueId),
    row.at,
  ])
}
