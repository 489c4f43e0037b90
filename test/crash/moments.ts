import type { SeededRandom } from './random.ts'

/** What can be seen of one life of the bot from outside. Each hears of what comes, and returns how to stop hearing. */
export interface Life {
  /** the bot is connected and hears what is said */
  readonly onReady: (hear: () => void) => () => void
  /** the gateway has delivered a new message to it */
  readonly onMessage: (hear: () => void) => () => void
  /** the gateway has delivered a message to it once more */
  readonly onRepeated: (hear: () => void) => () => void
  /** the gateway is saying something for it, and has not answered yet */
  readonly onSaid: (hear: () => void) => () => void
}

/** When a life ends. */
export interface Moment {
  /** in a few words, for the record */
  readonly name: string
  /** Calls `strike` when the moment has come, in the very turn. Returns how to give it up. */
  readonly watch: (life: Life, strike: () => void) => () => void
}

export interface MomentOptions {
  /** how many new messages the bot may get to hear before it dies, at most */
  readonly most: number
  /** how long a start takes, in milliseconds */
  readonly startMs: number
}

/**
 * Picks when to kill: while the bot starts, as soon as it is there, right after a message was delivered to it, also in the
 * burst of those that it missed, or while it says something (the gateway has the words, the bot has no answer yet).
 */
export function pickMoment(random: SeededRandom, { most, startMs }: MomentOptions): Moment {
  const dice = random.next()
  if (dice < 0.12) return after('while it starts', (startMs * random.whole(5, 100)) / 100)
  if (dice < 0.2) return counting('as soon as it hears', 'onReady', 1)
  if (dice < 0.26) return counting('at the first word', 'onSaid', 1)
  if (dice < 0.32) return counting('in the backlog', 'onRepeated', random.whole(1, 40), random.whole(1, 200))
  const count = random.whole(1, most)
  if (dice < 0.55) return counting('at a message', 'onMessage', count)
  // A few milliseconds later the message has been read, or is being handled, or its transaction is being written.
  if (dice < 0.75) return counting('soon after a message', 'onMessage', count, random.whole(1, 60))
  if (dice < 0.9) return counting('at a word', 'onSaid', count)
  return counting('soon after a word', 'onSaid', count, random.whole(1, 30))
}

function after(name: string, milliseconds: number): Moment {
  return {
    name,
    watch: (_life, strike) => {
      const timer = setTimeout(strike, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}

function counting(name: string, what: keyof Life, count: number, delayMs?: number): Moment {
  return {
    name,
    watch: (life, strike) => {
      let left = count
      let timer: NodeJS.Timeout | undefined
      const stop = life[what](() => {
        left -= 1
        if (left !== 0) return
        if (delayMs === undefined) strike()
        else timer = setTimeout(strike, delayMs)
      })
      return () => {
        stop()
        clearTimeout(timer)
      }
    },
  }
}
