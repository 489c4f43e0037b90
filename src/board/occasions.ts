import type { Db, Tx } from '../database/database.ts'
import { type Occasion, OccasionState, type PostKind } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { addDays, type DayKey } from '../time/shanghai.ts'

/** What goes on the wall of an occasion that is open; an idea or a thank-you stays what it is on any other day. */
const FOR_THE_WALL: ReadonlySet<PostKind> = new Set<PostKind>(['BLESSING', 'WISH'])

function occasionKey(title: string, lastDay: DayKey): string {
  return `${lastDay} ${title}`
}

/** The occasion for which something of this kind is said today: of several the one that ends first. */
export async function occasionFor(
  tx: Tx,
  communityId: CommunityId,
  kind: PostKind,
  today: DayKey,
): Promise<Occasion | undefined> {
  if (!FOR_THE_WALL.has(kind)) return undefined
  const [first] = await openOccasions(tx, communityId, today)
  return first
}

/** Those to which something can be said today, the one that ends first at the head. */
export function openOccasions(tx: Tx, communityId: CommunityId, today: DayKey): Promise<Occasion[]> {
  return tx.occasion.findMany({
    where: { communityId, state: 'OPEN', firstDay: { lte: today }, lastDay: { gte: today } },
    orderBy: [{ lastDay: 'asc' }, { id: 'asc' }],
  })
}

/** The last occasion of that name, or without one the last there was; undefined where there was none. */
export async function lastOccasion(
  tx: Tx,
  communityId: CommunityId,
  title: string | undefined,
  states: readonly OccasionState[] = Object.values(OccasionState),
): Promise<Occasion | undefined> {
  const row = await tx.occasion.findFirst({
    where: { communityId, state: { in: [...states] }, ...(title === undefined ? {} : { title }) },
    orderBy: [{ lastDay: 'desc' }, { id: 'desc' }],
  })
  return row ?? undefined
}

export interface NewOccasion {
  readonly communityId: CommunityId
  readonly title: string
  readonly firstDay: DayKey
  readonly lastDay: DayKey
  readonly now: Date
}

/** A festival of a year that the staff have given days of their own is not asked about again. */
const SAME_FESTIVAL_DAYS = 30

/** Whether the staff were asked about a festival, or have opened or stopped its wall themselves. */
export async function isKnown(
  db: Db,
  { communityId, title, lastDay }: Pick<NewOccasion, 'communityId' | 'title' | 'lastDay'>,
): Promise<boolean> {
  const near = { gte: addDays(lastDay, -SAME_FESTIVAL_DAYS), lte: addDays(lastDay, SAME_FESTIVAL_DAYS) }
  return (await db.occasion.count({ where: { communityId, title, lastDay: near } })) > 0
}

/** Notes that the staff are asked about an occasion. False: it is known already. */
export async function noteAsked(tx: Tx, { now, ...occasion }: NewOccasion): Promise<boolean> {
  if (await isKnown(tx, occasion)) return false
  const key = occasionKey(occasion.title, occasion.lastDay)
  await tx.occasion.create({ data: { ...occasion, key, state: 'ASKED', createdAt: now } })
  return true
}

/**
 * Opens an occasion, or moves the days of one that is open or was asked about.
 * @throws Refusal for one whose wall went out
 */
export async function openOccasion(tx: Tx, { now, ...occasion }: NewOccasion): Promise<Occasion> {
  const { communityId, title, firstDay, lastDay } = occasion
  const key = occasionKey(title, lastDay)
  const known =
    (await tx.occasion.findFirst({
      where: { communityId, title, state: { in: ['ASKED', 'OPEN'] } },
      orderBy: { id: 'desc' },
    })) ?? (await tx.occasion.findUnique({ where: { communityId_key: { communityId, key } } }))
  if (known?.state === 'PUBLISHED') throw new Refusal(`这次的${title}祝福墙已经发过了。`)
  const set = { firstDay, lastDay, state: 'OPEN', endedAt: null, shownOn: null } as const
  return known
    ? tx.occasion.update({ where: { id: known.id }, data: set })
    : tx.occasion.create({ data: { ...occasion, key, createdAt: now, ...set } })
}

/** Ends it without a wall, or the wall it has. False: it was ended already. */
export async function stopOccasion(tx: Tx, { id }: Pick<Occasion, 'id'>, now: Date): Promise<boolean> {
  const { count } = await tx.occasion.updateMany({
    where: { id, state: { not: 'STOPPED' } },
    data: { state: 'STOPPED', endedAt: now },
  })
  return count > 0
}
