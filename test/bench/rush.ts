import { type Database, openDatabase } from '../../src/database/database.ts'
import { makePeople, makeTerm } from '../courses/term.ts'
import { startFreshDatabases } from '../database/fresh-databases.ts'
import { Town } from '../stories/town.ts'
import { settle } from './settle.ts'
import { atMost, type Findings, quantile, type Row, type Verdict } from './table.ts'

const SIZES = [200, 1_000, 2_000]
const PLACES = 20
const GROUPS = 12
const MINUTE = 60_000

interface Outcome {
  readonly confirmed: number
  readonly oversold: number
  readonly lost: number
  readonly duplicates: number
  readonly inversions: number
  readonly emptyWhileWaiting: number
  readonly decisions: number
  readonly seconds: number
  /** of one processor, in all that this process did meanwhile */
  readonly cpuSeconds: number
  readonly latencies: readonly number[]
  readonly messages: number
  readonly mostInAGroup: number
}

/**
 * (k) the rush for a course of 20 places: so many residents in 12 groups ask at the same moment, each twice, through a puppet,
 * Wechaty and the whole bot; and the same number of requests decided without the lock, which must oversell.
 */
export async function rushes(): Promise<Findings> {
  const rows: Row[] = []
  const verdicts: Verdict[] = []
  const on = async (where: string, open: () => Promise<Database>) => {
    for (const size of SIZES) {
      const database = await open()
      const outcome = await rush(database, size)
      await database.close()
      rows.push(rowOf(`${size} ask twice for ${PLACES} places, ${where}`, outcome))
      verdicts.push(...verdictsOf(`${size}, ${where}`, outcome, size, where))
    }
    const database = await open()
    const sold = await withoutLock(database, SIZES[0] ?? 0)
    await database.close()
    rows.push({ part: 'k', what: `control, lock off, ${where}`, count: SIZES[0] ?? 0, note: `confirmed ${sold}` })
    verdicts.push({
      what: `control oversells, ${where}`,
      figure: `${sold} of ${PLACES}`,
      aim: `> ${PLACES}`,
      met: sold > PLACES,
    })
  }
  const databases = await startFreshDatabases()
  try {
    await on('SQLite', async () => openDatabase({ url: await databases.make('sqlite') }))
    await on('PostgreSQL', async () => openDatabase({ url: await databases.make('postgresql') }))
  } finally {
    await databases.stop()
  }
  return { rows, verdicts }
}

function rowOf(what: string, outcome: Outcome): Row {
  const { confirmed, oversold, lost, duplicates, inversions, emptyWhileWaiting, decisions, seconds, latencies } =
    outcome
  return {
    part: 'k',
    what,
    count: decisions,
    perSecond: decisions / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    note: `confirmed ${confirmed}, oversold ${oversold}, lost ${lost}, duplicates ${duplicates}, inversions ${inversions}, empty while waiting ${emptyWhileWaiting}, messages sent ${outcome.messages}, ${outcome.cpuSeconds.toFixed(1)} s of CPU`,
  }
}

function verdictsOf(what: string, outcome: Outcome, size: number, where: string): Verdict[] {
  const { confirmed, oversold, lost, duplicates, inversions, emptyWhileWaiting, decisions, seconds, latencies } =
    outcome
  const wrong = oversold + lost + duplicates + inversions + emptyWhileWaiting
  const exact = {
    what: `nothing wrong, ${what}`,
    figure: `${wrong}`,
    aim: `0, and ${PLACES} confirmed`,
    met: wrong === 0 && confirmed === PLACES,
  }
  const groups = atMost(`messages to a group, ${what}`, outcome.mostInAGroup, 2, 'messages')
  const p99 = size === 1_000 ? [atMost(`p99, ${what}`, quantile(latencies, 0.99) / 1000, 2, 's')] : []
  const rate = Math.round(decisions / seconds)
  const quick =
    where === 'SQLite' ? [{ what: `decisions/s, ${what}`, figure: String(rate), aim: '≥ 800', met: rate >= 800 }] : []
  return [exact, groups, ...p99, ...quick]
}

/** Tells when each message was decided: how many were when a transaction had been committed. */
class Watch implements Database {
  readonly commits: { readonly handled: number; readonly at: number }[] = []
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }
  get dialect() {
    return this.#database.dialect
  }
  get client() {
    return this.#database.client
  }
  snapshot: Database['snapshot'] = (work) => this.#database.snapshot(work)
  scrub: Database['scrub'] = (what) => this.#database.scrub(what)
  async close() {}
  async transaction<T>(work: Parameters<Database['transaction']>[0]): Promise<T> {
    let handled = 0
    const result = await this.#database.transaction(async (tx) => {
      const made = await work(tx)
      handled = (await tx.handledMessage.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? 0
      return made
    })
    this.commits.push({ handled, at: performance.now() })
    return result as T
  }
}

async function rush(database: Database, size: number): Promise<Outcome> {
  const watch = new Watch(database)
  const town = await Town.open({ database: watch })
  const groups = Array.from({ length: GROUPS }, (_, group) => ({
    chatId: chatOf(group),
    members: Array.from({ length: Math.ceil((size - group) / GROUPS) }, (_, n) => residentOf(group + n * GROUPS)),
  }))
  const communityId = await settle(town, groups)
  const opensAt = new Date(town.now().getTime() - MINUTE / 6)
  const { runId } = await database.transaction((tx) => makeTerm(tx, { communityId, capacity: PLACES, opensAt }))
  const decidedBefore = await database.client.handledMessage.count()
  const saidAt = new Map<string, number>()
  const order: string[] = []
  const cpu = process.cpuUsage()
  const began = performance.now()
  // Everybody once, and then everybody once more, as people do whose telephone shows nothing yet.
  for (let turn = 0; turn < 2; turn++) {
    for (let n = 0; n < size; n++) {
      const id = town.puppet.say({
        from: residentOf(n),
        chat: chatOf(n),
        text: turn === 0 ? '/报名 乐高' : '/报名 乐高智力开发',
      })
      saidAt.set(id, performance.now())
      order.push(id)
    }
  }
  while (town.handled < 2 * size) await new Promise<void>((resolve) => setImmediate(resolve))
  await town.bot.idle()
  const { user, system } = process.cpuUsage(cpu)
  const handled = await database.client.handledMessage.findMany({ orderBy: { id: 'asc' } })
  const ended = watch.commits.at(-1)?.at ?? performance.now()
  const latencies = handled.flatMap(({ id, messageId }) => {
    const from = saidAt.get(messageId)
    const to = watch.commits.find((commit) => commit.handled >= id)?.at
    return from === undefined || to === undefined ? [] : [to - from]
  })
  await town.minutesLater(1)
  await town.settled()
  const outcome = await judge(database, runId, order)
  const inGroups = new Map<string, number>()
  for (const { chat } of town.said) inGroups.set(chat, (inGroups.get(chat) ?? 0) + 1)
  await town.close()
  return {
    ...outcome,
    lost:
      size -
      (await database.client.enrolment.count({ where: { runId, state: { not: 'CANCELLED' } } })) +
      2 * size -
      (handled.length - decidedBefore),
    decisions: handled.length - decidedBefore,
    seconds: (ended - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
    latencies,
    messages: town.said.length,
    mostInAGroup: Math.max(0, ...inGroups.values()),
  }
}

/** What stands in the tables, compared with the order in which the requests were made. */
async function judge(database: Database, runId: number, order: readonly string[]) {
  const { client } = database
  const run = await client.courseRun.findUniqueOrThrow({ where: { id: runId } })
  const rows = await client.enrolment.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
  const confirmed = rows.filter(({ state }) => state === 'CONFIRMED')
  const waiting = rows.filter(({ state }) => state === 'WAITING')
  const at = new Map(order.map((id, index) => [id, index]))
  // The moment the bot heard it: messages of one moment may be heard in another order than they were said.
  const moments = rows.map(({ at }) => at.getTime())
  const inversions =
    moments.filter((moment, index) => index > 0 && moment < (moments[index - 1] ?? 0)).length +
    waiting.filter((row) => confirmed.some((other) => (at.get(other.messageId) ?? 0) > (at.get(row.messageId) ?? 0)))
      .length
  return {
    confirmed: confirmed.length,
    oversold: Math.max(0, confirmed.length - PLACES),
    duplicates: rows.length - new Set(rows.map(({ personId }) => personId)).size,
    inversions,
    emptyWhileWaiting: waiting.length > 0 ? run.capacity - confirmed.length : 0,
  }
}

const chatOf = (n: number) => `rush-${n % GROUPS}@chatroom`
const residentOf = (n: number) => `n${n}`

/** The same requests decided as one would without thinking of others: look how many there are, then add one. */
async function withoutLock(database: Database, size: number): Promise<number> {
  const { runId } = await database.transaction((tx) => makeTerm(tx, { capacity: PLACES }))
  const people = await database.transaction((tx) => makePeople(tx, size))
  await Promise.all(
    people.map(async (personId, n) => {
      const taken = await database.client.enrolment.count({ where: { runId, state: 'CONFIRMED' } })
      const row = {
        ...{
          runId,
          personId,
          party: 1,
          seq: n,
          account: 'bot',
          chatKind: 'GROUP' as const,
          chatId: 'g',
          contactId: `c${n}`,
        },
        ...{
          messageId: `m${n}`,
          at: new Date(),
          state: taken < PLACES ? ('CONFIRMED' as const) : ('WAITING' as const),
        },
      }
      await database.transaction((tx) => tx.enrolment.create({ data: row }))
    }),
  )
  return database.client.enrolment.count({ where: { runId, state: 'CONFIRMED' } })
}
