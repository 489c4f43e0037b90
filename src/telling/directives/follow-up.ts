import { put } from '../../chat/outbox.ts'
import type { Db, Tx } from '../../database/database.ts'
import { type Order, orderOf, WITH_FILES } from '../../directives/directive.ts'
import { deliveriesOf } from '../../directives/ledger.ts'
import { type GridStanding, standingOf } from '../../directives/standing.ts'
import type { TableToDraw } from '../../drawing/table.ts'
import { awakeAfter, type QuietHours } from '../../time/quiet-hours.ts'
import { authorSpot } from './author.ts'
import { tellMissing } from './missing.ts'
import { promptThoseOnIt, remindSilent } from './remind.ts'
import { orderTable, tableText } from './table.ts'

/** Later nobody is reminded of a morning any more: the process was away too long. */
const WORTH_FOLLOWING_MS = 24 * 60 * 60_000

export interface FollowUpTerms {
  readonly now: Date
  readonly quietHours: QuietHours | undefined
}

/** The orders whose clock may still run. */
export async function followedOrders(db: Db, now: Date): Promise<Order[]> {
  const rows = await db.directive.findMany({
    where: {
      kind: 'DIRECTIVE',
      state: 'RELAYED',
      // The minutes of the night do not count, so a clock may run over it.
      relayedAt: { gt: new Date(now.getTime() - 2 * WORTH_FOLLOWING_MS) },
    },
    include: WITH_FILES,
    orderBy: { id: 'asc' },
  })
  return rows.map(orderOf).filter(({ asks }) => asks.length > 0)
}

interface DueSteps {
  /** ids of deliveries, of which those who have said nothing are to be reminded, and those on it to be asked */
  readonly remind: readonly number[]
  readonly prompt: readonly number[]
  readonly missing: boolean
  readonly table: boolean
}

/** What the clock of an order says: a grid's minutes begin when it has it, the order's when it was relayed. */
async function dueSteps(db: Db, order: Order, { now, quietHours }: FollowUpTerms): Promise<DueSteps> {
  const { times, relayedAt, missingToldAt, tableToldAt } = order
  const quiet = order.urgent ? undefined : quietHours
  const isDue = (from: Date | null, minutes: number) => {
    if (!from) return false
    const due = awakeAfter(quiet, from, minutes)
    return due <= now && now.getTime() - due.getTime() < WORTH_FOLLOWING_MS
  }
  const deliveries = await deliveriesOf(db, order)
  const due = (done: 'remindedAt' | 'promptedAt', minutes: number) =>
    deliveries.filter((each) => each[done] === null && isDue(each.saidAt, minutes)).map(({ id }) => id)
  return {
    remind: due('remindedAt', times.remind),
    prompt: due('promptedAt', times.prompt),
    missing: missingToldAt === null && isDue(relayedAt, times.missing),
    table: tableToldAt === null && isDue(relayedAt, times.table),
  }
}

/**
 * Does what the clock of an order says, but for the table: reminds, asks how far, tells who is missing, each once. To be
 * called in a transaction. Resolves with whether something was said.
 */
export async function followUp(tx: Tx, known: Order, terms: FollowUpTerms): Promise<boolean> {
  const order = await again(tx, known)
  if (!order) return false
  const { remind, prompt, missing } = await dueSteps(tx, order, terms)
  if (remind.length + prompt.length === 0 && !missing) return false
  const { now } = terms
  const standing = await standingOf(tx, order)
  let said = false
  if (remind.length > 0) {
    const { told } = await remindSilent(tx, order, withOneOf(standing, remind), { now })
    await tx.directiveDelivery.updateMany({ where: { id: { in: [...remind] } }, data: { remindedAt: now } })
    said ||= told.length > 0
  }
  if (prompt.length > 0) {
    const asked = await promptThoseOnIt(tx, order, withOneOf(standing, prompt), { now })
    await tx.directiveDelivery.updateMany({ where: { id: { in: [...prompt] } }, data: { promptedAt: now } })
    said ||= asked > 0
  }
  if (missing) {
    const told = await tellMissing(tx, order, standing, now)
    await tx.directive.update({ where: { id: order.id }, data: { missingToldAt: now } })
    said ||= told
  }
  return said
}

/**
 * The people of the grids that are due are written to; who has other grids that have the order too is told of all of them
 * in the same message.
 */
function withOneOf(standing: readonly GridStanding[], due: readonly number[]): GridStanding[] {
  const ids = new Set(due)
  const isDue = (grid: GridStanding) => grid.deliveries.some(({ id }) => ids.has(id))
  const people = new Set(standing.filter(isDue).flatMap(({ asked }) => asked.map(({ personId }) => personId)))
  return standing
    .map((grid) =>
      isDue(grid)
        ? grid
        : {
            ...grid,
            asked: grid.asked.filter(({ personId }) => people.has(personId)),
            posts: grid.posts.map((post) => ({
              ...post,
              holders: post.holders.filter(({ personId }) => people.has(personId)),
            })),
          },
    )
    .filter(({ asked }) => asked.length > 0)
}

/** How an order stands, ready to be told: drawn before the transaction that tells it. */
export interface DrawnTable {
  readonly texts: readonly string[]
  readonly pictures: readonly string[]
}

/** Draws an order's table, and keeps the pictures. @param keepTable resolves with the hashes of the pictures as files */
export async function drawOrder(
  db: Db,
  order: Order,
  keepTable: (table: TableToDraw) => Promise<string[]>,
  now: Date,
): Promise<DrawnTable> {
  const standing = await standingOf(db, order)
  const pictures = await keepTable(orderTable(order, standing, now))
  return { texts: tableText(order, standing, now), pictures }
}

/** Whether the table of an order is due. */
export async function isTableDue(db: Db, order: Order, terms: FollowUpTerms): Promise<boolean> {
  return (await dueSteps(db, order, terms)).table
}

/** Gives whoever sent an order its table, once. Resolves with whether something was said. */
export async function tellTable(tx: Tx, known: Order, { texts, pictures }: DrawnTable, now: Date): Promise<boolean> {
  const order = await again(tx, known)
  if (!order || order.tableToldAt) return false
  const spot = await authorSpot(tx, order)
  await tx.directive.update({ where: { id: order.id }, data: { tableToldAt: now } })
  if (!spot) return false
  for (const text of texts) await put(tx, { ...spot, text, priority: 'reply' }, now)
  for (const sha256 of pictures) await put(tx, { ...spot, text: '', sha256, priority: 'reply' }, now)
  return true
}

/** As it stands in this transaction; undefined where it is not followed up any more. */
async function again(tx: Tx, { id }: Order): Promise<Order | undefined> {
  const row = await tx.directive.findUnique({ where: { id }, include: WITH_FILES })
  return row && row.state === 'RELAYED' ? orderOf(row) : undefined
}
