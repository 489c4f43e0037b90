import type { Tx } from '../database/database.ts'
import { type Occasion, OccasionState, type PostKind } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { DayKey } from '../time/shanghai.ts'

/** What goes on the wall of an occasion that is open; an idea or a thank-you stays what it is on any other day. */
const FOR_THE_WALL: ReadonlySet<PostKind> = new Set<PostKind>(['BLESSING', 'WISH'])

export function occasionKey(title: string, lastDay: DayKey): string {
  return `${lastDay.slice(0, 4)} ${title}`
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

/** Notes that the staff are asked about an occasion. False: they were asked before, or have opened or stopped it themselves. */
export async function noteAsked(tx: Tx, { now, ...occasion }: NewOccasion): Promise<boolean> {
  const key = occasionKey(occasion.title, occasion.lastDay)
  const known = await tx.occasion.findUnique({
    where: { communityId_key: { communityId: occasion.communityId, key } },
    select: { id: true },
  })
  if (known) return false
  await tx.occasion.create({ data: { ...occasion, key, state: 'ASKED', createdAt: now } })
  return true
}

/**
 * Opens an occasion, or moves the days of one that is open.
 * @throws Refusal for one whose wall went out, and for days that would leave nobody time to say anything
 */
export async function openOccasion(tx: Tx, { now, ...occasion }: NewOccasion): Promise<Occasion> {
  const key = occasionKey(occasion.title, occasion.lastDay)
  const known = await tx.occasion.findUnique({
    where: { communityId_key: { communityId: occasion.communityId, key } },
  })
  if (known?.state === 'PUBLISHED') throw new Refusal(`今年的${occasion.title}祝福墙已经发过了。`)
  const { firstDay, lastDay } = occasion
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
