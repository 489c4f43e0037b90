import { festivalsAhead } from '../board/festivals.ts'
import { isKnown, type NewOccasion, noteAsked, stopOccasion } from '../board/occasions.ts'
import { dropProofs, type KnownProof, wantedProofs, wantProof } from '../board/proofs.ts'
import { wallPosts } from '../board/wall-posts.ts'
import { put } from '../chat/outbox.ts'
import type { Database, Tx } from '../database/database.ts'
import type { Occasion } from '../database/types.ts'
import type { CommunityId } from '../ids.ts'
import { inviteToWall } from '../telling/board/open-wall.ts'
import { isInFlux } from '../telling/board/published-groups.ts'
import { postsOfProof, showProof, staffSpots } from '../telling/board/show-proof.ts'
import { drawWallOf, type PictureShelf } from '../telling/board/wall-picture.ts'
import { askText, emptyWallText } from '../telling/board/wall-text.ts'
import { addDays, dayKey, minutesIntoDay } from '../time/shanghai.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
/** So many days before a festival the staff are asked. */
const ASKED_BEFORE_DAYS = 7
/** In minutes: at nine the staff are at work, and residents still have the day before them. */
const SHOWN_AT = 9 * 60
/** A wall to which nobody has said yes so many days later is no wall any more. */
const GIVEN_UP_AFTER_DAYS = 7

export interface WallJobOptions extends PictureShelf {
  readonly database: Database
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every minute: asks the staff some days before a festival whether there is to be a wall, invites to one whose first day has
 * come, shows the staff the wall on its day, and draws what was wanted meanwhile. Each is a transaction of its own, marked in
 * it: done twice or late it does no harm.
 */
export function wallJob(options: WallJobOptions): Job {
  const { database, spoke } = options
  return {
    name: 'wall',
    title: '祝福墙',
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const apart = new Apart()
      const asked = (await apart.do(() => askAboutFestivals(database, now))) ?? 0
      const moved = (await apart.do(() => moveOccasions(database, apart, now))) ?? 0
      const shown = (await apart.do(() => showWanted(options, apart, now))) ?? 0
      if (asked + moved + shown > 0) spoke()
      return apart.outcome(`${asked} asked about, ${moved} invited to or due, ${shown} shown`)
    },
  }
}

async function askAboutFestivals(database: Database, now: Date): Promise<number> {
  const ahead = festivalsAhead(dayKey(now), ASKED_BEFORE_DAYS)
  if (ahead.length === 0) return 0
  let asked = 0
  for (const { id } of await database.client.community.findMany({ select: { id: true } })) {
    for (const { festival, day } of ahead) {
      const about = { communityId: id as CommunityId, title: festival.name, lastDay: day }
      // It is looked for every minute of a week: no transaction where there is nothing to do.
      if (await isKnown(database.client, about)) continue
      if (await database.transaction((tx) => ask(tx, about, now))) asked += 1
    }
  }
  return asked
}

async function ask(
  tx: Tx,
  { communityId, title, lastDay }: Pick<NewOccasion, 'communityId' | 'title' | 'lastDay'>,
  now: Date,
): Promise<boolean> {
  const spots = await staffSpots(tx, communityId)
  // Nobody would read it: it is asked once there is somebody.
  if (spots.length === 0) return false
  if (!(await noteAsked(tx, { communityId, title, firstDay: dayKey(now), lastDay, now }))) return false
  for (const spot of spots) await put(tx, { ...spot, text: askText(title, lastDay, now), priority: 'news' }, now)
  return true
}

/** Resolves with how many had something said about them, or are to be shown. */
async function moveOccasions(database: Database, apart: Apart, now: Date): Promise<number> {
  const today = dayKey(now)
  const rows = await database.client.occasion.findMany({
    where: {
      state: { in: ['ASKED', 'OPEN'] },
      OR: [{ state: 'OPEN', invitedAt: null, firstDay: { lte: today } }, { lastDay: { lte: today } }],
    },
    orderBy: { id: 'asc' },
  })
  let moved = 0
  for (const row of rows) {
    const done = await apart.do(() =>
      database.transaction(async (tx) => {
        const occasion = await tx.occasion.findUniqueOrThrow({ where: { id: row.id } })
        return moveOccasion(tx, occasion, now)
      }),
    )
    if (done) moved += 1
  }
  return moved
}

async function moveOccasion(tx: Tx, occasion: Occasion, now: Date): Promise<boolean> {
  const today = dayKey(now)
  if (occasion.state === 'ASKED') {
    if (occasion.lastDay < today) await stopOccasion(tx, occasion, now)
    return false
  }
  if (occasion.state !== 'OPEN') return false
  if (addDays(occasion.lastDay, GIVEN_UP_AFTER_DAYS) < today) {
    const proofs = await tx.proof.findMany({
      where: { occasionId: occasion.id, state: { in: ['WANTED', 'SHOWN', 'STALE'] } },
      select: { id: true },
    })
    await dropProofs(
      tx,
      proofs.map(({ id }) => id),
      now,
    )
    await stopOccasion(tx, occasion, now)
    return false
  }
  const invited = (await inviteToWall(tx, occasion, { now })) !== undefined
  // On a later day too, where the program was not running on its own.
  const isDue = occasion.lastDay <= today && occasion.shownOn === null && minutesIntoDay(now) >= SHOWN_AT
  return isDue ? showOnItsDay(tx, occasion, now) : invited
}

/** What is on it is drawn next; where nothing is, the staff hear that. */
async function showOnItsDay(tx: Tx, occasion: Occasion, now: Date): Promise<boolean> {
  const communityId = occasion.communityId as CommunityId
  await tx.occasion.update({ where: { id: occasion.id }, data: { shownOn: dayKey(now) } })
  const posts = await wallPosts(tx, occasion)
  if (posts.length > 0) {
    await wantProof(tx, { communityId, occasionId: occasion.id, posts, now })
    return true
  }
  for (const spot of await staffSpots(tx, communityId)) {
    await put(tx, { ...spot, text: emptyWallText(occasion), priority: 'news' }, now)
  }
  return true
}

/** Draws what is to be shown, before the transaction that shows it: nobody's message has to wait for that. */
async function showWanted({ database, ...shelf }: WallJobOptions, apart: Apart, now: Date): Promise<number> {
  const { client } = database
  let shown = 0
  for (const proof of await wantedProofs(client)) {
    const done = await apart.do(async () => {
      // What becomes of the copies before it is not known yet: who lacks it neither.
      if (proof.followsId !== null && (await isInFlux(client, proof.followsId))) return false
      const posts = await postsOfProof(client, proof)
      const { occasion } = proof
      const pages = occasion && posts.length > 0 ? await drawWallOf(client, shelf, occasion, posts, now) : []
      return database.transaction((tx) => showDrawn(tx, proof, { posts, pages }, now))
    })
    if (done) shown += 1
  }
  return shown
}

async function showDrawn(
  tx: Tx,
  proof: KnownProof,
  {
    posts,
    pages,
  }: {
    readonly posts: Awaited<ReturnType<typeof postsOfProof>>
    readonly pages: Awaited<ReturnType<typeof drawWallOf>>
  },
  now: Date,
): Promise<boolean> {
  const present = await postsOfProof(tx, proof)
  if (present.length === 0) {
    await dropProofs(tx, [proof.id], now)
    return false
  }
  // Something was said or taken back while it was drawn: the next minute draws it anew.
  if (JSON.stringify(present) !== JSON.stringify(posts)) return false
  const spots = await staffSpots(tx, proof.communityId)
  return showProof(tx, proof, spots, { posts, pages, priority: 'news', now })
}
