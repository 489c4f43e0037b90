import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import { nameOf, type Order, POST_LABELS } from '../../directives/directive.ts'
import { type GridStanding, silentPosts } from '../../directives/standing.ts'
import { formatDuration, formatTime } from '../../time/format.ts'
import { authorAlone, authorSpot } from './author.ts'
import { privateSpots } from './people.ts'
import { notSaidWords, whyNotSaid } from './table.ts'

/** A grid that had it so much later than the order was given is told of with its time, in milliseconds. */
const LATE_MS = 5 * 60_000
/** So many signs the list of who is missing may have: a telephone shows no more at once. */
const LONGEST = 380

/**
 * Tells whoever sent an order who has not answered, by grid, post and name, and where nobody can be reminded: in private, for
 * who is late is nobody else's business. In the staff's group, where the author cannot be written to, without names. Says
 * nothing where nothing is missing. Resolves with whether something was said.
 */
export async function tellMissing(
  tx: Tx,
  order: Order,
  standing: readonly GridStanding[],
  now: Date,
): Promise<boolean> {
  const alone = await authorAlone(tx, order)
  const spot = alone ?? (await authorSpot(tx, order))
  const lines = await missingLines(tx, order, standing, { named: alone !== undefined })
  if (!spot || lines.length === 0) return false
  const since = order.relayedAt ? `发出${formatDuration((now.getTime() - order.relayedAt.getTime()) / 60_000)}了，` : ''
  const text = [
    `${nameOf(order)} ${since}还没回齐：`,
    ...lines,
    `要再提醒一次，发 /催办 任务${order.number}；看全表，发 /转发 表 ${order.number}。`,
  ].join('\n')
  await put(tx, { ...spot, text, priority: 'reply' }, now)
  return true
}

/** What is missing, a grid a line; nothing where nothing is. */
async function missingLines(
  tx: Tx,
  order: Order,
  standing: readonly GridStanding[],
  { named }: { readonly named: boolean },
): Promise<string[]> {
  const silent = silentPosts(standing)
  const people = silent.flatMap(({ post }) => post.holders)
  const reachable = await privateSpots(
    tx,
    people.map(({ personId }) => personId),
    order.account,
  )
  const lines: string[] = []
  for (const grid of standing) {
    const posts = silent.filter((each) => each.grid === grid).map(({ post }) => post)
    if (posts.length === 0) continue
    const late =
      grid.saidAt && order.relayedAt && grid.saidAt.getTime() - order.relayedAt.getTime() > LATE_MS
        ? `（${formatTime(grid.saidAt)}才发到）`
        : ''
    const who = posts.map(({ post, holders }) =>
      named ? `${POST_LABELS[post]}${holders.map(({ name }) => name).join('/')}` : POST_LABELS[post],
    )
    lines.push(`${grid.number}号网格${late}：${who.join('、')}`)
  }
  const strangers = [...new Set(people.filter(({ personId }) => !reachable.has(personId)).map(({ name }) => name))]
  const vacant = standing
    .filter(({ saidAt }) => saidAt)
    .flatMap(({ number, posts }) =>
      posts
        .filter(({ holders, step }) => holders.length === 0 && step === undefined)
        .map(({ post }) => `${number}号网格${POST_LABELS[post]}`),
    )
  const unsaid = standing
    .filter(({ saidAt }) => !saidAt)
    .map((grid) => `${grid.number}号（${whyNotSaid(grid) ?? notSaidWords(grid)}）`)
  return [
    ...shortened(lines),
    ...(strangers.length === 0
      ? []
      : [
          named
            ? `没加小格好友、提醒不到的：${few(strangers)}。`
            : `其中 ${strangers.length} 位没加小格好友，提醒不到。`,
        ]),
    ...(vacant.length > 0 ? [`还没有任命人的：${few(vacant)}。`] : []),
    ...(unsaid.length > 0 ? [`没发到的网格：${few(unsaid)}。`] : []),
  ]
}

function shortened(lines: readonly string[]): string[] {
  const shown: string[] = []
  let length = 0
  for (const line of lines) {
    length += line.length + 1
    if (length > LONGEST) return [...shown, `等，一共 ${lines.length} 个网格。`]
    shown.push(line)
  }
  return shown
}

const MOST_NAMED = 8
function few(words: readonly string[]): string {
  return `${words.slice(0, MOST_NAMED).join('、')}${words.length > MOST_NAMED ? `等${words.length}个` : ''}`
}
