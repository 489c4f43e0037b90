import type { Pace } from '../config.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** What ordinary messages leave of the day's allowance for danger. */
const RESERVED_FOR_DANGER = 0.1

/**
 * Keeps one account at a speed at which it is not taken for a machine: a gap between messages, so many a minute, so
 * many a minute in one group, so many in 24 hours.
 */
export class Pacer {
  readonly #pace: Pace
  readonly #random: () => number
  #sent: { at: number; chat: string }[] = []
  #nextAt = 0

  constructor(pace: Pace, random: () => number = Math.random) {
    this.#pace = pace
    this.#random = random
  }

  /** Takes up what was said before a restart, the oldest first, in place of what was noted until now. */
  restore(said: readonly { readonly at: Date; readonly chat: string }[]): void {
    this.#sent = []
    for (const { at, chat } of said) this.note(at, chat)
  }

  /** Notes that a message was said. Call in the order of time. */
  note(at: Date, chat: string): void {
    const { gapMs, perMinute, groupPerMinute, perDay } = this.#pace
    this.#nextAt = at.getTime() + gapMs * (1 + this.#random() / 2)
    if (perMinute || groupPerMinute || perDay) this.#sent.push({ at: at.getTime(), chat })
  }

  /** When a message may be said in `chat`, in milliseconds from `now`: 0 is at once. */
  wait(now: Date, chat: string, danger: boolean): number {
    const time = now.getTime()
    // A clock that was moved back (the sandbox's) must not silence the bot until the old time comes round again.
    this.#sent = this.#sent.filter((sent) => sent.at > time - DAY && sent.at <= time)
    const { perMinute, groupPerMinute, perDay, gapMs } = this.#pace
    const gap = Math.min(Math.max(0, this.#nextAt - time), gapMs * 1.5)
    const lastMinute = this.#sent.filter((sent) => sent.at > time - MINUTE)
    const here = lastMinute.filter((sent) => sent.chat === chat)
    const allowance = danger ? perDay : Math.floor(perDay * (1 - RESERVED_FOR_DANGER))
    return Math.max(
      gap,
      untilFree(lastMinute, perMinute, time, MINUTE),
      untilFree(here, groupPerMinute, time, MINUTE),
      perDay ? untilFree(this.#sent, allowance, time, DAY) : 0,
    )
  }
}

/** How long until fewer than `limit` of `sent` lie within the last `span`; 0 where there is no limit. */
function untilFree(sent: readonly { at: number }[], limit: number, time: number, span: number): number {
  if (limit <= 0 || sent.length < limit) return 0
  const oldest = sent[sent.length - limit]
  return oldest ? Math.max(0, oldest.at + span - time) : 0
}
