import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SendRejected } from '../../src/chat/gateway.ts'
import { retryFailed } from '../../src/chat/retries.ts'
import type { Sender } from '../../src/chat/sender.ts'
import { sayAgain } from '../../src/chat/stuck.ts'
import type { Database } from '../../src/database/database.ts'
import type { MessageId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { GROUP, ME, MINUTE, OTHER, SendingDesk } from './sending-desk.ts'

/** Something that happens to a bot. */
type Step =
  | { do: 'put'; count: number; chat: 0 | 1; priority: 'danger' | 'reply' | 'news' }
  | { do: 'pass' }
  /** a message has the bot say something, in the transaction in which it is handled; or the process dies before it is said */
  | { do: 'hear'; chat: 0 | 1; priority: 'danger' | 'reply' | 'news'; killed: boolean }
  /** the next messages: refused, without an answer though said or not, or with a process that dies while it says it */
  | { do: 'fail'; how: 'refused' | 'said, no answer' | 'lost, no answer' | 'said, killed' | 'lost, killed' }
  /** the database takes nothing for a while: so many transactions fail, before or after they are written */
  | { do: 'locked'; count: number; written: boolean }
  | { do: 'echo'; which: number }
  | { do: 'later'; minutes: number }
  | { do: 'pause'; running: boolean }
  | { do: 'retry' }
  | { do: 'restart' }
  | { do: 'staff say again' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: putting() },
  { weight: 8, arbitrary: fc.constant<Step>({ do: 'pass' }) },
  { weight: 8, arbitrary: hearing() },
  { weight: 5, arbitrary: failing() },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('locked' as const),
      count: fc.integer({ min: 1, max: 3 }),
      written: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('echo' as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('later' as const), minutes: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), running: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'retry' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'restart' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'staff say again' }) },
)

function putting() {
  return fc.record({
    do: fc.constant('put' as const),
    count: fc.integer({ min: 1, max: 3 }),
    chat: fc.constantFrom<0 | 1>(0, 1),
    priority: fc.constantFrom<'danger' | 'reply' | 'news'>('danger', 'reply', 'news', 'news'),
  })
}

function hearing() {
  return fc.record({
    do: fc.constant('hear' as const),
    chat: fc.constantFrom<0 | 1>(0, 1),
    priority: fc.constantFrom<'danger' | 'reply' | 'news'>('danger', 'reply', 'reply', 'news'),
    killed: fc.constantFrom(false, false, false, true),
  })
}

function failing() {
  return fc.record({
    do: fc.constant('fail' as const),
    how: fc.constantFrom<Extract<Step, { do: 'fail' }>['how']>(
      'refused',
      'refused',
      'said, no answer',
      'lost, no answer',
      'said, killed',
      'lost, killed',
    ),
  })
}

describeOnBoth('whatever happens', (open, { dialect }) => {
  it('says nothing twice on a guess, a chat’s messages in order, and danger before news', async () => {
    const database = await open()
    let worlds = 0
    let firstWords = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const world = await World.begin(database, ++worlds)
        for (const each of steps) await world.take(each)
        await world.calmDown()
        world.check()
        firstWords += world.firstWords
      }),
      { numRuns: dialect === 'sqlite' ? 25 : 8 },
    )
    // In eight worlds it can happen that nobody is answered first.
    if (dialect === 'sqlite') expect(firstWords).toBeGreaterThan(0)
  }, 120_000)
})

interface Handed {
  readonly text: string
  readonly chat: string
  readonly priority: number
  /** certainly not taken */
  rejected: boolean
  /** whether it reached the chat */
  readonly arrived: boolean
}

/** One account, with everything that was ever handed to the chat for it. */
class World {
  readonly desk: SendingDesk
  readonly #plain: Database
  readonly #number: number
  readonly #handed: Handed[] = []
  readonly #violations: string[] = []
  /** how often staff asked for a text to be said again */
  readonly #asked = new Map<string, number>()
  #sender: Sender
  #runs = 0
  #written = 0
  #locked: { count: number; written: boolean } = { count: 0, written: false }
  #next: Extract<Step, { do: 'fail' }>['how'] | undefined
  #paused = false
  #killed: () => void = () => undefined
  /** what is being handed to the chat, or was last */
  #handing: Promise<unknown> = Promise.resolve()
  /** how many of what was handed over were claimed in the transaction of their message */
  firstWords = 0

  private constructor(database: Database, number: number) {
    this.#number = number
    this.#plain = database
    this.desk = new SendingDesk({
      ...database,
      client: database.client,
      transaction: async (work) => {
        const { count, written } = this.#locked
        if (count > 0) {
          this.#locked = { count: count - 1, written }
          if (written) await database.transaction(work)
          throw new Error('database is locked')
        }
        return database.transaction(work)
      },
    })
    this.#sender = this.#start()
  }

  /** Words that no other world uses: a late echo of the one before must not be taken for one of this. */
  #newText(): string {
    this.#written += 1
    return `message ${this.#written} of world ${this.#number}`
  }

  static async begin(database: Database, number: number): Promise<World> {
    const now = new Date('2026-06-03T01:00:00Z')
    await database.transaction(async (tx) => {
      await tx.outboxMessage.deleteMany()
      await tx.accountPause.deleteMany()
      await tx.account.upsert({
        where: { account: ME },
        create: { account: ME, seat: 'main', name: '小格', since: now },
        update: {},
      })
    })
    return new World(database, number)
  }

  #start(): Sender {
    this.#runs += 1
    const run = this.#runs
    const send: SendingDesk['gateway']['send'] = async ({ text, chat }) => {
      // A process that was killed says nothing more.
      if (run !== this.#runs) return new Promise<never>(() => undefined)
      const how = this.#next
      this.#next = undefined
      await this.#look(text, chat.id, how)
      if (how === 'refused') throw new SendRejected('refused')
      if (how?.endsWith('no answer')) throw new Error('no answer')
      if (how?.endsWith('killed')) {
        this.#sender = this.#start()
        this.#killed()
        return new Promise<never>(() => undefined)
      }
      return {}
    }
    this.desk.gateway.send = (message) => {
      const handed = send(message)
      this.#handing = handed.catch(() => undefined)
      return handed
    }
    return this.desk.sender({ owner: `run ${run}`, alone: true })
  }

  /** Something is handed to the chat: is that as it has to be? */
  async #look(text: string, chat: string, how: string | undefined): Promise<void> {
    const rows = await this.desk.rows()
    const row = rows.find((each) => each.text === text)
    if (!row) throw new Error(`${text} is not in the outbox`)
    const before = this.#handed.filter((handed) => handed.text === text && !handed.rejected).length
    if (before > (this.#asked.get(text) ?? 0)) this.#violations.push(`${text} was said again on a guess`)
    const now = this.desk.clock.now()
    for (const other of rows.filter(({ state }) => state === 'PENDING')) {
      // Behind a message of danger that the same chat refused a moment ago, the next one waits.
      const held = rows.some((each) => each.state === 'PENDING' && each.notBefore > now && each.chatId === other.chatId)
      const due = other.notBefore <= now && !held
      const first = other.priority === row.priority && other.id < row.id
      // Not yet due is only what was refused a moment ago: it holds back what follows it.
      if (other.chatId === chat && first) this.#violations.push(`${text} overtook ${other.text} of its chat`)
      if (due && other.priority === 0 && row.priority > 0) this.#violations.push(`${text} went before danger`)
    }
    if (this.#paused) this.#violations.push(`${text} was said in a pause`)
    this.#handed.push({
      text,
      chat,
      priority: row.priority,
      rejected: how === 'refused',
      arrived: how === undefined || how.startsWith('said'),
    })
  }

  async take(step: Step): Promise<void> {
    const { desk } = this
    switch (step.do) {
      case 'put':
        for (let count = 0; count < step.count; count++) {
          const text = this.#newText()
          await this.#quietly(() => desk.tell(text, { chat: step.chat ? OTHER : GROUP, priority: step.priority }))
        }
        return
      case 'hear':
        return this.#hear(step)
      case 'pass':
        return this.#pass()
      case 'fail':
        this.#next = step.how
        return
      case 'locked':
        this.#locked = step
        return
      case 'echo': {
        const arrived = this.#handed.filter((handed) => handed.arrived)
        const said = arrived[step.which % Math.max(1, arrived.length)]
        const chat = said?.chat === OTHER.id ? OTHER : GROUP
        if (said) this.#sender.echoed({ account: ME, chat, id: `echo of ${said.text}` as MessageId, text: said.text })
        return
      }
      case 'later':
        desk.clock.moveBy(step.minutes * MINUTE)
        return
      case 'pause':
        await this.#plain.transaction(async (tx) => {
          await tx.accountPause.deleteMany()
          if (step.running) {
            await tx.accountPause.create({ data: { account: ME, kind: 'STAFF', since: desk.clock.now(), reason: 'x' } })
          }
        })
        this.#paused = step.running
        desk.wake.call()
        return
      case 'retry':
        await this.#plain.transaction((tx) => retryFailed(tx, desk.clock.now()))
        return
      case 'restart':
        this.#sender = this.#start()
        return
      case 'staff say again': {
        const again = await this.#plain.transaction((tx) => sayAgain(tx, ME, 'all', desk.clock.now()))
        const rows = await this.#plain.client.outboxMessage.findMany({
          where: { id: { in: again.map(({ id }) => id) } },
        })
        for (const { text } of rows) this.#asked.set(text, (this.#asked.get(text) ?? 0) + 1)
      }
    }
  }

  /** A pass of the present run; one that is killed in it never comes back. */
  async #pass(): Promise<void> {
    const killed = new Promise<void>((resolve) => {
      this.#killed = resolve
    })
    await Promise.race([this.#quietly(() => this.#sender.pass()), killed])
  }

  async #hear({ chat, priority, killed }: Extract<Step, { do: 'hear' }>): Promise<void> {
    const text = this.#newText()
    const entry = { chat: chat ? OTHER : GROUP, priority }
    const before = this.#handed.length
    this.#handing = Promise.resolve()
    const dying = new Promise<void>((resolve) => {
      this.#killed = resolve
    })
    const die = () => {
      this.#sender = this.#start()
      this.#killed()
      return new Promise<never>(() => undefined)
    }
    const hearing = this.#quietly(() => this.desk.hears(this.#sender, [text], killed ? die : undefined, entry))
    await Promise.race([hearing, dying])
    await Promise.race([this.#handing, dying])
    this.firstWords += this.#handed.length - before
  }

  async #quietly(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'database is locked')) throw error
    })
  }

  /** Nothing goes wrong any more, and everything gets its time. */
  async calmDown(): Promise<void> {
    this.#next = undefined
    this.#locked = { count: 0, written: false }
    await this.take({ do: 'pause', running: false })
    await this.take({ do: 'restart' })
    for (const minutes of [0, 31, 7 * 60]) {
      this.desk.clock.moveBy(minutes * MINUTE)
      await this.take({ do: 'retry' })
      await this.#pass()
    }
    const rows = await this.desk.rows()
    for (const { text, state } of rows) {
      const arrived = this.#handed.some((handed) => handed.text === text && handed.arrived)
      const settled = state === 'SENT' || state === 'ECHOED' || state === 'UNKNOWN' || state === 'FAILED'
      if (!settled) this.#violations.push(`${text} is ${state} for ever`)
      if (!arrived && (state === 'SENT' || state === 'ECHOED'))
        this.#violations.push(`${text} is ${state} and was lost`)
    }
  }

  check(): void {
    expect(this.#violations).toEqual([])
  }
}
