import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, type Order, POST_LABELS, type Post } from '../../directives/directive.ts'
import { type GridStanding, saidNothingSince, silentPosts } from '../../directives/standing.ts'
import type { MessageId, PersonId } from '../../ids.ts'
import { privateSpots } from './people.ts'

/** So much of the text stands in a reminder. */
const BEGINNING = 60

interface Occasion {
  readonly now: Date
  /** the message that asked for it; without it each is reminded once */
  readonly cause?: MessageId
}

/** What became of reminding: who was written to, and who is no friend of the account. */
export interface Reminded {
  readonly told: readonly PersonId[]
  readonly unreachable: readonly { readonly name: string; readonly grid: number }[]
}

/**
 * Reminds those in private who should have answered for a post that has said nothing: one message each, with all their grids.
 * Nobody is named in it, and nothing is said in a group.
 */
export async function remindSilent(
  tx: Tx,
  order: Order,
  standing: readonly GridStanding[],
  { now, cause }: Occasion,
): Promise<Reminded> {
  const mine = new Map<PersonId, { name: string; grids: number[]; posts: Set<Post> }>()
  for (const { grid, post } of silentPosts(standing)) {
    for (const { personId, name } of post.holders) {
      const known = mine.get(personId) ?? { name, grids: [], posts: new Set<Post>() }
      mine.set(personId, known)
      if (!known.grids.includes(grid.number)) known.grids.push(grid.number)
      known.posts.add(post.post)
    }
  }
  const spots = await privateSpots(tx, [...mine.keys()], order.account)
  const told: PersonId[] = []
  for (const [person, { grids, posts }] of mine) {
    const spot = spots.get(person)
    if (!spot) continue
    const who = [...posts].map((post) => POST_LABELS[post]).join('、')
    const text = [
      `📌 ${nameOf(order)} 等您回一声：${gridsWords(grids)}，${who}。`,
      ...beginningOf(order),
      '看到了回「收到」，到了回「到场」，办好回「完成」，可以带照片。',
    ].join('\n')
    await put(tx, { ...spot, text, ...louder(order), ...once(order, 'remind', person, cause) }, now)
    told.push(person)
  }
  const unreachable = [...mine]
    .filter(([person]) => !spots.has(person))
    .flatMap(([, { name, grids }]) => grids.map((grid) => ({ name, grid })))
  return { told, unreachable }
}

/** Asks those in private how far they are who have said 收到 and nothing since. Resolves with how many were asked. */
export async function promptThoseOnIt(
  tx: Tx,
  order: Order,
  standing: readonly GridStanding[],
  { now }: Occasion,
): Promise<number> {
  const mine = new Map<PersonId, number[]>()
  for (const { grid, personId } of saidNothingSince(standing)) {
    mine.set(personId, [...(mine.get(personId) ?? []), grid.number])
  }
  const spots = await privateSpots(tx, [...mine.keys()], order.account)
  for (const [person, spot] of spots) {
    const text = `📌 ${nameOf(order)} 您那边怎么样了？（${gridsWords(mine.get(person) ?? [])}）\n到了回「到场」，在办回「处理中」，办好回「完成」，可以带照片。`
    await put(tx, { ...spot, text, ...louder(order), ...once(order, 'prompt', person, undefined) }, now)
  }
  return spots.size
}

/** 3、4、5号网格 */
export function gridsWords(numbers: readonly number[]): string {
  return `${[...numbers].sort((a, b) => a - b).join('、')}号网格`
}

function beginningOf({ text }: Order): string[] {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return []
  return [line.length > BEGINNING ? `${[...line].slice(0, BEGINNING).join('')}…` : line]
}

/** What is urgent is said at night too. */
function louder({ urgent }: Order) {
  return { priority: urgent ? ('danger' as const) : ('news' as const) }
}

function once(order: Order, what: string, person: PersonId, cause: MessageId | undefined) {
  return cause === undefined ? { key: `directive:${order.id}:${what}:${person}` } : { cause }
}
