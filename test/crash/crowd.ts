import { zebraCrossing } from '../../src/sandbox/stories/zebra-crossing.ts'
import type { Gateway, OutgoingRecord } from '../gateway/gateway.ts'
import { GRIDS, groupOf, residentsOf, SENTINEL, workerOf } from './place.ts'
import type { SeededRandom } from './random.ts'

/** Something a person said to the bot and expects an answer to. */
export interface Told {
  readonly id: string
  readonly what: 'report' | 'accept' | 'resolve' | 'picture' | 'sentinel'
  readonly chat: string
  /** of a report: the sign in its words that no other report has; otherwise the number */
  readonly mark: string
  /** of a report: the message of the picture that belongs to it */
  readonly pictureId?: string
  /** told without a command: the bot answers once its author has been quiet for a while */
  readonly free?: true
  answered: boolean
}

interface Waiting extends Told {
  /** how often the bot came back without an answer to this */
  returns: number
  readonly goOn: () => void
}

/** So often somebody says a thing again; then they let it be. */
const PATIENCE = 3
/** Who spoke without a command waits longer than any quiet takes: then the test ends and tells what got no answer. */
const PATIENCE_WITHOUT_COMMAND = 200
/** One report of so many comes with a picture. */
const PICTURE_OF = 12
const MISSED = 200

export interface CrowdOptions {
  readonly gateway: Gateway
  readonly random: SeededRandom
  /** how many reports are made in all */
  readonly reports: number
  /** in how many grids people speak; all of them unless said otherwise */
  readonly grids?: number | undefined
  readonly residentsPerGroup: number
  /** one report of so many is told without a command; none unless said otherwise */
  readonly freeOf?: number | undefined
  /** the share of issues that a worker accepts, and of those the share that is resolved too */
  readonly accepted: number
  readonly resolved: number
}

/**
 * Residents who report, one thing after the other, and workers who take some of it up. Everybody waits for the bot's
 * answer before saying the next thing. What got no answer is delivered again, with the same id, when the bot has come
 * back; so are a few things that had their answer.
 */
export class Crowd {
  readonly told: Told[] = []
  readonly #options: CrowdOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #saysListeners = new Set<() => void>()
  readonly #repeatsListeners = new Set<() => void>()
  readonly #known = new Set<number>()
  readonly #atWork = new Map<string, Promise<void>>()
  #begun = 0
  #busy = 0
  #sentinels = 900_000

  constructor(options: CrowdOptions) {
    this.#options = options
    options.gateway.puppet.onSaid((said) => {
      if (said.from === options.gateway.puppet.accountId) this.#hear(said)
    })
  }

  get #grids(): readonly number[] {
    return GRIDS.slice(0, this.#options.grids)
  }

  /** how many reports have been made */
  get reports(): number {
    return this.#begun
  }

  /** how many people wait for an answer or have something left to do */
  get busy(): number {
    return this.#busy
  }

  /** Hears when somebody has said something new. Returns how to stop. */
  onSays(hear: () => void): () => void {
    this.#saysListeners.add(hear)
    return () => this.#saysListeners.delete(hear)
  }

  /** Hears when something is delivered again. Returns how to stop. */
  onRepeats(hear: () => void): () => void {
    this.#repeatsListeners.add(hear)
    return () => this.#repeatsListeners.delete(hear)
  }

  /** Everybody begins to speak. */
  begin(): void {
    for (const grid of this.#grids) {
      for (const who of residentsOf(grid, this.#options.residentsPerGroup)) this.#does(() => this.#reports(who, grid))
    }
  }

  /** The bot is back: everything without an answer is delivered again, and some of what had one. */
  sayAgain(): void {
    const { random } = this.#options
    for (const waiting of [...this.#waiting.values()]) {
      waiting.returns += 1
      // Who spoke without a command does not expect an answer at once; nor would they say the next thing into the same.
      if (waiting.returns > (waiting.free ? PATIENCE_WITHOUT_COMMAND : PATIENCE)) this.#over(waiting)
      else this.#repeat(waiting)
    }
    for (let count = Math.min(5, this.told.length); count > 0; count--) {
      const told = this.told[random.whole(0, this.told.length - 1)]
      if (told) this.#repeat(told)
    }
  }

  /** Everything that was ever said is delivered once more, as much at a time as a bot may have missed in some minutes. */
  async sayEverythingAgain(): Promise<void> {
    for (let from = 0; from < this.told.length; from += MISSED) {
      for (const told of this.told.slice(from, from + MISSED)) this.#repeat(told)
      await this.heardByBot()
    }
  }

  /**
   * Resolves when the bot has handled everything said so far: it handles the messages of a chat in their order, so in
   * each chat it is asked something of which the answer is known. Returns how many answers that were.
   */
  async heardByBot(): Promise<number> {
    const asked = this.#grids
      .flatMap((grid) => {
        const worker = workerOf(grid)
        return [
          { who: SENTINEL, chat: groupOf(grid) },
          { who: worker, chat: worker },
        ]
      })
      .map(({ who, chat }) => {
        const mark = String(++this.#sentinels)
        return this.#says({ what: 'sentinel', who, chat, mark, text: `/进度 ${mark}` })
      })
    await Promise.all(asked)
    return asked.length
  }

  /** What waits for an answer. */
  unanswered(): readonly Told[] {
    return [...this.#waiting.values()]
  }

  /** Nobody waits any longer for an answer to these. */
  letBe(told: readonly Told[]): void {
    for (const each of told) {
      const waiting = this.#waiting.get(keyOf(each))
      if (waiting && !waiting.free) this.#over(waiting)
    }
  }

  /** whether somebody waits who told something without a command */
  get isListenedTo(): boolean {
    return [...this.#waiting.values()].some(({ free }) => free)
  }

  async #reports(who: string, grid: number): Promise<void> {
    const { gateway, reports, freeOf } = this.#options
    while (this.#begun < reports) {
      const mark = `k${(this.#begun++).toString(36)}x`
      const chat = groupOf(grid)
      if (freeOf !== undefined && this.#begun % freeOf === 0) {
        const text = `${mark} ${1 + (this.#begun % 9)}号楼2单元的水管漏水了，请派人来修一下。`
        await this.#says({ what: 'report', who, chat, mark, text, free: true })
        continue
      }
      const pictureId =
        this.#begun % PICTURE_OF === 0 ? gateway.sendsPicture({ who, chat, bytes: picture(this.#begun) }) : undefined
      await this.#says({ what: 'report', who, chat, mark, text: `/报事 ${mark} 楼道灯不亮`, pictureId })
    }
  }

  /** A worker takes an issue up: accepts it, and of some says what was done, with the picture that the bot asks for. */
  async #works(grid: number, number: number, resolves: boolean): Promise<void> {
    const { gateway } = this.#options
    const who = workerOf(grid)
    const mark = String(number)
    const spot = { who, chat: who, mark }
    if (!(await this.#says({ ...spot, what: 'accept', text: `/受理 ${number}` })) || !resolves) return
    if (!(await this.#says({ ...spot, what: 'resolve', text: `/办结 ${number} 换了灯` }))) return
    await this.#says({ ...spot, what: 'picture' }, () =>
      gateway.sendsPicture({ who, chat: who, bytes: picture(1_000_000 + number) }),
    )
  }

  /** Says something and waits for the answer. False: none came. */
  async #says(
    words: Pick<Told, 'what' | 'chat' | 'mark' | 'free'> & {
      who: string
      text?: string
      pictureId?: string | undefined
    },
    say = () => this.#options.gateway.says({ who: words.who, chat: words.chat, text: words.text ?? '' }),
  ): Promise<boolean> {
    const { what, chat, mark, pictureId, free } = words
    return new Promise((resolve) => {
      const waiting: Waiting = {
        id: say(),
        what,
        chat,
        mark,
        ...(pictureId === undefined ? {} : { pictureId }),
        ...(free ? { free } : {}),
        answered: false,
        returns: 0,
        goOn: () => resolve(waiting.answered),
      }
      if (what !== 'sentinel') this.told.push(waiting)
      this.#waiting.set(keyOf(waiting), waiting)
      for (const hear of [...this.#saysListeners]) hear()
    })
  }

  #repeat({ id, pictureId }: Told): void {
    const { gateway } = this.#options
    if (pictureId !== undefined) gateway.repeats(pictureId)
    gateway.repeats(id)
    for (const hear of [...this.#repeatsListeners]) hear()
  }

  #hear(said: OutgoingRecord): void {
    const { text, chat } = said
    const number = /#(\d+)/.exec(text)?.[1] ?? ''
    const report = `report ${/k[0-9a-z]+x/.exec(text)?.[0]}`
    // What was told without a command may become more of an issue that is there, or a question to the worker.
    if (/已登记/.test(text) || this.#waiting.get(report)?.free) this.#answer(report)
    if (/没有找到/.test(text)) this.#answer(`sentinel ${number}`)
    if (/网格员已受理/.test(text)) this.#answer(`accept ${number}`)
    if (/还差一张/.test(text)) this.#answer(`resolve ${number}`)
    if (/网格员已处置/.test(text)) {
      this.#answer(`resolve ${number}`)
      this.#answer(`picture ${number}`)
    }
    const grid = GRIDS.find((each) => workerOf(each) === chat)
    if (grid !== undefined && /^#\d+ 待受理/.test(text)) this.#card(grid, Number(number))
  }

  #card(grid: number, number: number): void {
    const { random, accepted, resolved } = this.#options
    if (this.#known.has(number)) return
    this.#known.add(number)
    if (!random.chance(accepted)) return
    const resolves = random.chance(resolved)
    // One thing after the other: a worker too waits for the answer.
    const before = this.#atWork.get(workerOf(grid)) ?? Promise.resolve()
    this.#atWork.set(
      workerOf(grid),
      this.#does(async () => {
        await before
        await this.#works(grid, number, resolves)
      }),
    )
  }

  #answer(key: string): void {
    const waiting = this.#waiting.get(key)
    if (!waiting) return
    waiting.answered = true
    this.#over(waiting)
  }

  #over(waiting: Waiting): void {
    this.#waiting.delete(keyOf(waiting))
    waiting.goOn()
  }

  async #does(work: () => Promise<void>): Promise<void> {
    this.#busy += 1
    try {
      await work()
    } finally {
      this.#busy -= 1
    }
  }
}

const keyOf = ({ what, mark }: Pick<Told, 'what' | 'mark'>) => `${what} ${mark}`

/** A picture that no other message brings: the bytes after a PNG's end are nobody's business. */
function picture(mark: number): Uint8Array {
  return Uint8Array.from([...zebraCrossing(), ...new TextEncoder().encode(String(mark))])
}
