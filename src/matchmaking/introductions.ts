import { writeAudit } from '../community/audit.ts'
import type { Db, Tx } from '../database/database.ts'
import type { IntroductionSide, Introduction as Row } from '../database/types.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { newCode } from './code.ts'
import {
  act,
  type Introduction,
  type Outcome,
  otherSide,
  proposed,
  type Side,
  type SideAction,
} from './introduction.ts'
import type { Profile } from './profile.ts'
import type { Tag } from './tag.ts'

/** One of the two, as they stand in the database. */
export interface KnownSide {
  /** undefined: they have had everything about themselves deleted */
  readonly personId: PersonId | undefined
  readonly tag: Tag
  /** on their card; the other calls the introduction by it */
  readonly code: string
}

/** An introduction with its two people. */
export interface KnownIntroduction {
  readonly id: number
  readonly communityId: CommunityId
  readonly proposedBy: PersonId | undefined
  readonly createdAt: Date
  readonly now: Introduction
  readonly people: Readonly<Record<Side, KnownSide>>
}

/** Somebody's place in an introduction. */
export interface Place {
  readonly introduction: KnownIntroduction
  readonly side: Side
}

const UNDER_WAY = { in: ['APPROVING', 'OPEN'] } satisfies { in: Row['state'][] }
const LIVE = { state: UNDER_WAY, endedAt: null }
const SIDES = { sides: { orderBy: { side: 'asc' } } } as const
/** What is sealed of a side. */
export const sideContext = (code: string, column: 'card' | 'note') => `IntroductionSide:${code}:${column}`

export interface Proposal {
  readonly communityId: CommunityId
  readonly by: PersonId
  readonly people: Readonly<Record<Side, Pick<Profile, 'personId' | 'tag'>>>
  /** which card waits for its owner's yes to exactly it */
  readonly approval: Readonly<Record<Side, boolean>>
  /** writes the card of one of the two under its code */
  readonly card: (side: Side, code: string) => string
  readonly now: Date
}

/** Writes down an introduction that a matchmaker has decided on, each card under a new code. */
export async function propose(tx: Tx, sealer: Sealer, proposal: Proposal): Promise<KnownIntroduction> {
  const { communityId, by, people, approval, card, now } = proposal
  const begun = proposed(approval, now)
  const codes = { a: await freeCode(tx), b: await freeCode(tx) }
  if (codes.a === codes.b) return propose(tx, sealer, proposal)
  const side = (which: Side) => ({
    side: which,
    personId: people[which].personId,
    tag: people[which].tag,
    code: codes[which],
    card: sealer.seal(card(which, codes[which]), sideContext(codes[which], 'card')),
    approval: begun[which].approval,
  })
  const row = await tx.introduction.create({
    data: {
      communityId,
      proposedById: by,
      state: begun.state,
      createdAt: now,
      endsAt: begun.endsAt,
      sides: { create: [side('a'), side('b')] },
    },
    include: SIDES,
  })
  await writeAudit(tx, {
    at: now,
    by,
    action: 'match.propose',
    subject: `introduction:${row.id}`,
    data: { approval: { ...approval } },
  })
  return known(row)
}

async function freeCode(tx: Tx): Promise<string> {
  for (;;) {
    const code = newCode()
    if (!(await tx.introductionSide.findUnique({ where: { code }, select: { id: true } }))) return code
  }
}

/** The card of one side, as it was when it was proposed; undefined once the introduction is over. */
export async function cardOf(tx: Db, sealer: Sealer, { introduction, side }: Place): Promise<string | undefined> {
  const { code } = introduction.people[side]
  const row = await tx.introductionSide.findUnique({ where: { code }, select: { card: true } })
  return row?.card ? sealer.open(row.card, sideContext(code, 'card')) : undefined
}

/** What one side said with their yes; undefined where nothing. */
export async function noteOf(tx: Db, sealer: Sealer, { introduction, side }: Place): Promise<string | undefined> {
  const { code } = introduction.people[side]
  const row = await tx.introductionSide.findUnique({ where: { code }, select: { note: true } })
  return row?.note ? sealer.open(row.note, sideContext(code, 'note')) : undefined
}

/** Keeps what goes to the other with a yes, or takes it away. */
export async function saveNote(tx: Tx, sealer: Sealer, { introduction, side }: Place, note: string | undefined) {
  const { code } = introduction.people[side]
  const sealed = note === undefined ? null : sealer.seal(note, sideContext(code, 'note'))
  await tx.introductionSide.update({ where: { code }, data: { note: sealed } })
}

/** Where somebody stands in introductions that are under way, the newest first. */
export async function placesOf(tx: Db, personId: PersonId): Promise<Place[]> {
  return places(tx, personId, LIVE)
}

/**
 * The introduction that somebody means by the code of the other's card, or of their own. Undefined where it is none of
 * theirs, whosever it may be.
 */
export async function placeByCode(tx: Db, personId: PersonId, code: string): Promise<Place | undefined> {
  const [found] = await places(tx, personId, { sides: { some: { code } } })
  return found
}

async function places(tx: Db, personId: PersonId, where: object): Promise<Place[]> {
  const rows = await tx.introduction.findMany({
    where: { AND: [{ sides: { some: { personId } } }, where] },
    include: SIDES,
    orderBy: { id: 'desc' },
  })
  return rows.map((row) => {
    const introduction = known(row)
    return { introduction, side: introduction.people.a.personId === personId ? 'a' : 'b' }
  })
}

/** The introductions of a matchmaker, the newest first. */
export async function proposedBy(tx: Db, by: PersonId, limit: number): Promise<KnownIntroduction[]> {
  const rows = await tx.introduction.findMany({
    where: { proposedById: by },
    include: SIDES,
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(known)
}

/** Does what one of the two said, and writes it down with what it brings. What comes of it is told by the caller. */
export async function actOn(
  tx: Tx,
  { introduction, side }: Place,
  action: SideAction,
  now: Date,
  reachable = true,
): Promise<Outcome> {
  const before = introduction.now
  const outcome = act(before, side, action, now, reachable)
  if (outcome.kind === 'refused') return outcome
  const { next, brings } = outcome
  const { approval, answer, gone } = next[side]
  await tx.introductionSide.update({
    where: { code: introduction.people[side].code },
    data: { approval, answer, ...(gone ? { goneAt: now } : {}) },
  })
  if (brings) {
    const { count } = await tx.introduction.updateMany({
      where: { id: introduction.id, state: before.state },
      data: { state: next.state, endsAt: next.endsAt, ...(brings === 'release' ? { endedAt: now } : {}) },
    })
    if (count === 0) throw new Error('an introduction was changed meanwhile')
  }
  const by = introduction.people[side].personId
  await writeAudit(tx, { at: now, by, action: `match.${action}`, subject: `introduction:${introduction.id}` })
  if (brings === 'release')
    await writeAudit(tx, { at: now, by, action: 'match.release', subject: `introduction:${introduction.id}` })
  return outcome
}

/** Somebody is gone from everything that is under way: they left, or were frozen. Nobody hears of it before the end. */
export async function leaveAll(tx: Tx, personId: PersonId, now: Date): Promise<void> {
  for (const place of await placesOf(tx, personId)) await actOn(tx, place, 'leave', now)
}

/** Cards of somebody that wait for a yes are not sent any more: something on them is withdrawn. */
export async function withdrawCards(tx: Tx, personId: PersonId, now: Date): Promise<void> {
  const waiting = (await placesOf(tx, personId)).filter(({ introduction }) => introduction.now.state === 'APPROVING')
  for (const place of waiting) {
    await actOn(tx, place, 'leave', now)
    await emptyCards(tx, place.introduction.id)
  }
}

/** The introductions whose seven days are over, the oldest first. */
export async function dueIntroductions(tx: Db, now: Date, limit: number): Promise<KnownIntroduction[]> {
  const rows = await tx.introduction.findMany({
    where: { state: UNDER_WAY, endsAt: { lte: now } },
    include: SIDES,
    orderBy: [{ endsAt: 'asc' }, { id: 'asc' }],
    take: limit,
  })
  return rows.map(known)
}

/** Ends one, and empties what was on its cards. False: somebody else has. */
export async function endIntroduction(tx: Tx, { id }: KnownIntroduction, now: Date): Promise<boolean> {
  const { count } = await tx.introduction.updateMany({
    where: { id, state: UNDER_WAY },
    data: { state: 'ENDED', endedAt: now },
  })
  if (count === 0) return false
  await emptyCards(tx, id)
  await writeAudit(tx, { at: now, by: undefined, action: 'match.end', subject: `introduction:${id}` })
  return true
}

/** Takes the words off cards that have gone out, or will not any more. */
export async function emptyCards(tx: Tx, introductionId: number): Promise<void> {
  await tx.introductionSide.updateMany({ where: { introductionId }, data: { card: null, note: null } })
}

/** Whether somebody is in an introduction that is under way: until its end, whatever they have answered. */
export async function busyAmong(tx: Db, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  const rows = await tx.introductionSide.findMany({
    where: { personId: { in: [...people] }, introduction: { state: UNDER_WAY } },
    select: { personId: true },
  })
  return new Set(rows.map(({ personId }) => personId as PersonId))
}

/** With whom somebody has been in an introduction, over or not. */
export async function metBefore(tx: Db, tag: Tag): Promise<ReadonlySet<Tag>> {
  const rows = await tx.introduction.findMany({ where: { sides: { some: { tag } } }, include: { sides: true } })
  return new Set(rows.flatMap(({ sides }) => sides.flatMap((side) => (side.tag === tag ? [] : [side.tag]))))
}

function known(row: Row & { sides: IntroductionSide[] }): KnownIntroduction {
  const of = (side: Side) => {
    const found = row.sides.find((each) => each.side === side)
    if (!found) throw new Error('an introduction without a side')
    return found
  }
  const standing = ({ approval, answer, goneAt }: IntroductionSide) => ({ approval, answer, gone: goneAt !== null })
  const person = ({ personId, tag, code }: IntroductionSide): KnownSide => ({
    personId: (personId ?? undefined) as PersonId | undefined,
    tag,
    code,
  })
  return {
    id: row.id,
    communityId: row.communityId as CommunityId,
    proposedBy: (row.proposedById ?? undefined) as PersonId | undefined,
    createdAt: row.createdAt,
    now: { state: row.state, endsAt: row.endsAt, a: standing(of('a')), b: standing(of('b')) },
    people: { a: person(of('a')), b: person(of('b')) },
  }
}

/** Who is on the other side. */
export function otherOf({ introduction, side }: Place): KnownSide {
  return introduction.people[otherSide(side)]
}
