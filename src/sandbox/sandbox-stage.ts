import type { Clock } from '../time/clock.ts'
import type { ClockMove } from './clock-move.ts'
import type { WireLine } from './page/wire.ts'
import type { SandboxPuppet } from './puppet.ts'
import type { StoryStage } from './story.ts'
import type { World } from './world.ts'

export interface SandboxStageOptions {
  readonly world: World
  readonly puppet: SandboxPuppet
  readonly clock: Clock
  readonly moveClock: (move: ClockMove) => Promise<unknown>
  /** how long the bot may take to say what is expected, in milliseconds of real time */
  readonly patience: number
  readonly signal: AbortSignal
}

/** Plays stories in the sandbox: people's words go over the puppet, the bot's are read where everybody reads them. */
export function sandboxStage(options: SandboxStageOptions): StoryStage {
  const { world, puppet, clock, patience, signal } = options
  const botSaid = (line: WireLine, chat: string, pattern: RegExp) =>
    line.bot && line.chat === chat && pattern.test(line.text)

  return {
    now: () => clock.now(),
    async says(who, chat, text, quoted) {
      if (quoted === undefined) puppet.say({ from: who, chat, text })
      else puppet.quote({ from: who, chat, author: puppet.accountId, quoted, text })
    },
    async sendsPicture(who, chat, picture) {
      puppet.sendPicture({ from: who, chat, picture })
    },
    async moveClock(move) {
      await options.moveClock(move)
    },
    mark: () => world.seq,
    latest(chat, pattern) {
      return world.lines(chat).findLast((line) => botSaid(line, chat, pattern))?.text
    },
    waitFor(chat, pattern, since) {
      const there = world.lines(chat).find((line) => line.seq > since && botSaid(line, chat, pattern))
      if (there) return Promise.resolve(there.text)
      return new Promise((resolve) => {
        const finish = (text: string | undefined) => {
          stop()
          clearTimeout(timer)
          signal.removeEventListener('abort', aborted)
          resolve(text)
        }
        const aborted = () => finish(undefined)
        const stop = world.onLine((line) => {
          if (line.seq > since && botSaid(line, chat, pattern)) finish(line.text)
        })
        const timer = setTimeout(finish, patience, undefined)
        signal.addEventListener('abort', aborted)
        if (signal.aborted) aborted()
      })
    },
  }
}
