import { BotProcess } from '../bot-process.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { Crowd } from './crowd.ts'
import { type Life, type Moment, pickMoment } from './moments.ts'
import { OutboxWindow } from './outbox-window.ts'
import { crowdedWorld, settleIn } from './place.ts'
import { SeededRandom } from './random.ts'
import { judge, type Verdict } from './verdict.ts'

export interface Plan {
  /** an empty database: `file:…` or `postgresql://…` */
  readonly url: string
  readonly seed: number
  readonly kills: number
  readonly reports: number
  /** in how many grids people speak; all of them unless said otherwise */
  readonly grids?: number
  readonly residentsPerGroup: number
  /** one report of so many is told without a command; none unless said otherwise */
  readonly freeOf?: number
  /** least time between two messages of the bot, in milliseconds */
  readonly paceMs: number
  /** the run gives up after this, in milliseconds */
  readonly limitMs: number
  /** told now and then how far the run is */
  readonly progress?: (line: string) => void
}

export interface Outcome extends Verdict {
  readonly kills: number
  /** how often it was killed at which kind of moment */
  readonly moments: Readonly<Record<string, number>>
  /** reports made before the last kill */
  readonly reportsUnderFire: number
  /** how long each start that was let finish took until somebody was logged in, in milliseconds, ascending */
  readonly readyMs: readonly number[]
  readonly tookMs: number
}

/** On a machine with a lot else to do. */
const LONGEST_START_MS = 90_000
/** A life whose moment does not come ends after this. */
const LONGEST_LIFE_MS = 8_000

/**
 * Runs the bot over a real gateway while people write to it, kills it again and again, starts it again at once, lets it
 * finish in the end, and compares what it did with what it was told.
 */
export async function runLives(plan: Plan): Promise<Outcome> {
  const began = performance.now()
  await settleIn(plan.url)
  const gateway = await startGateway(await crowdedWorld(plan.residentsPerGroup))
  const bot = await BotProcess.prepare({
    ...gateway.env,
    DATABASE_URL: plan.url,
    PACE_GAP_MS: String(plan.paceMs),
    PACE_PER_MINUTE: '0',
    PACE_GROUP_PER_MINUTE: '0',
    PACE_PER_DAY: '0',
  })
  try {
    const run = new Run(plan, gateway, bot)
    await run.within(plan.limitMs)
    const verdict = await judge(plan.url, bot.dataDir, run.crowd.told, gateway.said())
    return {
      ...verdict,
      wrong: [...verdict.wrong, ...errorsIn(bot.stderr)],
      kills: plan.kills,
      moments: run.moments,
      reportsUnderFire: run.reportsUnderFire,
      readyMs: run.readyMs.toSorted((a, b) => a - b),
      tookMs: performance.now() - began,
    }
  } finally {
    await bot.remove()
    await gateway.stop()
  }
}

class Run {
  readonly crowd: Crowd
  readonly moments: Record<string, number> = {}
  readonly readyMs: number[] = []
  reportsUnderFire = 0
  #givenUp = false
  readonly #plan: Plan
  readonly #gateway: Gateway
  readonly #bot: BotProcess
  readonly #random: SeededRandom

  constructor(plan: Plan, gateway: Gateway, bot: BotProcess) {
    this.#plan = plan
    this.#gateway = gateway
    this.#bot = bot
    this.#random = new SeededRandom(plan.seed)
    const { reports, grids, residentsPerGroup, freeOf } = plan
    this.crowd = new Crowd({
      gateway,
      // Of its own, as what people do depends on when the bot answers.
      random: new SeededRandom(plan.seed + 1),
      reports,
      grids,
      residentsPerGroup,
      freeOf,
      accepted: 0.3,
      resolved: 0.4,
    })
  }

  /** All of it. Gives up after `limitMs`, saying how far it came, so that everything can still be ended in order. */
  async within(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#givenUp = true
        reject(new Error(`not done after ${limitMs} ms: ${this.standing()}`))
      }, limitMs)
    })
    const all = this.#underFire().then(() => this.#inPeace())
    await Promise.race([all, overdue]).finally(() => clearTimeout(timer))
  }

  /** How far it is. */
  standing(): string {
    const unanswered = this.crowd.unanswered().map(({ what, mark }) => `${what} ${mark}`)
    return `${this.crowd.reports} reports, ${this.#gateway.said().length} messages said, ${unanswered.length} unanswered (${unanswered.slice(0, 10).join(', ')}), last start ${Math.round(this.readyMs.at(-1) ?? 0)} ms`
  }

  /** Lets the bot live and die as often as was planned. */
  async #underFire(): Promise<void> {
    const { kills, reports, progress } = this.#plan
    // Some reports are repeated, and the workers speak too: enough for all reports to be spread over all lives.
    const most = Math.ceil((3 * reports) / kills)
    for (let killed = 1; killed <= kills; killed++) {
      const moment = pickMoment(this.#random, { most, startMs: this.readyMs.at(-1) ?? 2000 })
      await this.#live(moment)
      this.moments[moment.name] = (this.moments[moment.name] ?? 0) + 1
      if (killed % 10 === 0) {
        progress?.(`${killed} kills, ${this.standing()}`)
      }
    }
    this.reportsUnderFire = this.crowd.reports
  }

  /** Starts it for good, waits until everybody has had their answer, and ends it with Ctrl-C. */
  async #inPeace(): Promise<void> {
    const { url, progress } = this.#plan
    await this.#start()
    this.#speak()
    const outbox = await OutboxWindow.open(url)
    try {
      do {
        await this.#caughtUp(outbox)
        if (this.crowd.isListenedTo) await new Promise((resolve) => setTimeout(resolve, 1_000))
        this.crowd.sayAgain()
      } while (this.crowd.busy > 0)
      progress?.(`in peace, ${this.crowd.reports} reports; now everything is delivered once more`)
      await this.crowd.sayEverythingAgain()
      await this.#caughtUp(outbox)
    } finally {
      await outbox.close()
    }
    const { code } = await this.#bot.interrupt()
    if (code !== 0) throw new Error(`the bot ended with ${code}\n${this.#bot.stderr}`)
  }

  /** Everything said so far has been handled, and what the bot had to say about it is said: it has no more words. */
  async #caughtUp(outbox: OutboxWindow): Promise<void> {
    const before = this.crowd.unanswered()
    for (;;) {
      const words = this.#gateway.said().length
      const answers = await this.crowd.heardByBot()
      const last = await outbox.last()
      while (!this.#givenUp && (await outbox.left(last)) > 0) await this.#nextWord()
      if (this.#gateway.said().length === words + answers) break
    }
    this.crowd.letBe(before)
  }

  async #nextWord(): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
      const stop = this.#gateway.puppet.onSaid(done)
      // The last word may have been said before anybody listened; its row is written a moment later.
      const timer = setTimeout(done, 200)
    })
  }

  /** One life, from the start to the kill. */
  async #live(moment: Moment): Promise<void> {
    const bot = this.#bot
    const stops: (() => void)[] = []
    // A gateway delivers again what was missed as soon as somebody is connected; people, when they see that it is back.
    const byGateway = this.#random.chance(0.5)
    if (byGateway) stops.push(this.#gateway.onConnected(() => this.#speak()))
    const ready = this.#start()
    try {
      await new Promise<void>((resolve, reject) => {
        let struck = false
        const strike = () => {
          if (struck) return
          struck = true
          bot.kill().then(resolve, reject)
        }
        stops.push(moment.watch(this.#life, strike))
        // When everybody is content the moment will not come any more.
        const content = () => this.crowd.reports > 0 && this.crowd.busy === 0 && strike()
        stops.push(this.#gateway.puppet.onSaid(() => setImmediate(content)))
        ready.then(
          () => {
            if (!byGateway) this.#speak()
            const longest = setTimeout(strike, LONGEST_LIFE_MS)
            stops.push(() => clearTimeout(longest))
          },
          (error) => {
            // It was killed before it was ready, or ended by itself.
            if (!struck) reject(error)
          },
        )
        void bot.ended().then((code) => {
          if (!struck) reject(new Error(`the bot ended by itself with ${code}\n${bot.stderr.slice(-5000)}`))
        })
      })
    } finally {
      for (const stop of stops) stop()
    }
  }

  get #life(): Life {
    const { puppet } = this.#gateway
    return {
      onReady: (hear) => this.#gateway.onConnected(hear),
      onMessage: (hear) => this.crowd.onSays(hear),
      onRepeated: (hear) => this.crowd.onRepeats(hear),
      onSaid: (hear) => puppet.onSaid(({ from }) => from === puppet.accountId && hear()),
    }
  }

  async #start(): Promise<void> {
    if (this.#givenUp) throw new Error('given up')
    const began = performance.now()
    this.#bot.start()
    await this.#bot.prints(/logged in/, LONGEST_START_MS)
    this.readyMs.push(performance.now() - began)
  }

  /** The first time everybody begins; later they repeat what they got no answer to. */
  #speak(): void {
    if (this.crowd.reports === 0) this.crowd.begin()
    else this.crowd.sayAgain()
  }
}

/** What the bot logged as an error, and whatever else it wrote that is no line of its log. */
function errorsIn(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [`on standard error: ${line}`]
    const { level, msg, err } = JSON.parse(line) as { level: number; msg: string; err?: { message?: string } }
    return level >= 50 ? [`logged: ${msg}${err ? `: ${err.message}` : ''}`] : []
  })
}
