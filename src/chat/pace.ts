import type { Pace } from '../config.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** What ordinary messages leave of the day's allowance for danger. */
const RESERVED_FOR_DANGER = 0.1
/** So many messages of the last minute are looked at after a restart where the settings set no limit of their own. */
const MOST_OF_A_MINUTE = 1000

interface Said {
  readonly at: number
  readonly chat: string
}

/**
 * Keeps one account at a speed at which it is not taken for a machine: a gap between messages, so many a minute, so
 * many a minute in one group, so many in 24 hours. Danger goes first and has the last tenth of the day to itself (but for
 * answers to staff who ask why), and keeps the gap and the limits of a minute like everything else: they cost it a minute
 * at most, while an account that the chat has shut out says nothing at all, to nobody.
 */
export class Pacer {
  readonly #pace: Pace
  readonly #random: () => number
  /** the oldest first; no further back than a limit reaches */
  #sent: Said[] = []
  #nextAt = 0

  constructor(pace: Pace, random: () => number = Math.random) {
    this.#pace = pace
    this.#random = random
  }

  /** How much of what was said before a restart `restore` wants to know: since when, and the newest so many. */
  reach(now: Date): { readonly since: Date; readonly newest: number } {
    const { gapMs, perMinute, groupPerMinute, perDay } = this.#pace
    if (perDay > 0) return { since: new Date(now.getTime() - DAY), newest: Math.max(perDay, perMinute) }
    const ofAMinute = groupPerMinute > 0 ? MOST_OF_A_MINUTE : perMinute
    return { since: new Date(now.getTime() - Math.max(MINUTE, gapMs * 1.5)), newest: Math.max(1, ofAMinute) }
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

  /** When anything may be said in any chat, in milliseconds from `now`: 0 is at once, if the chat's own limit lets it. */
  waitAnywhere(now: Date, danger: boolean): number {
    const time = now.getTime()
    this.#forget(time)
    const { perMinute, gapMs } = this.#pace
    const gap = Math.min(Math.max(0, this.#nextAt - time), gapMs * 1.5)
    return Math.max(gap, untilFree(this.#lastMinute(time), perMinute, time, MINUTE), this.#restOfDay(time, danger))
  }

  /** Until when ordinary messages have had their share of the 24 hours; undefined while they have not. */
  dayIsFullUntil(now: Date): Date | undefined {
    const time = now.getTime()
    this.#forget(time)
    const wait = this.#restOfDay(time, false)
    return wait > 0 ? new Date(time + wait) : undefined
  }

  #restOfDay(time: number, danger: boolean): number {
    const { perDay } = this.#pace
    // Of one a day nothing can be kept back; an allowance of none would be taken for no limit.
    const allowance = danger ? perDay : Math.max(1, Math.floor(perDay * (1 - RESERVED_FOR_DANGER)))
    return perDay > 0 ? untilFree(this.#sent, allowance, time, DAY) : 0
  }

  /** When a message may be said in `chat`, in milliseconds from `now`: 0 is at once. */
  wait(now: Date, chat: string, danger: boolean): number {
    const anywhere = this.waitAnywhere(now, danger)
    const { groupPerMinute } = this.#pace
    if (groupPerMinute <= 0) return anywhere
    const time = now.getTime()
    const here = this.#lastMinute(time).filter((said) => said.chat === chat)
    return Math.max(anywhere, untilFree(here, groupPerMinute, time, MINUTE))
  }

  /** The chats that have had their messages of this minute, each with the milliseconds until the next may be said there. */
  crowded(now: Date): ReadonlyMap<string, number> {
    const { groupPerMinute } = this.#pace
    if (groupPerMinute <= 0) return NONE
    const time = now.getTime()
    this.#forget(time)
    const byChat = new Map<string, Said[]>()
    for (const said of this.#lastMinute(time)) {
      const here = byChat.get(said.chat)
      if (here) here.push(said)
      else byChat.set(said.chat, [said])
    }
    const crowded = new Map<string, number>()
    for (const [chat, said] of byChat) {
      const wait = untilFree(said, groupPerMinute, time, MINUTE)
      if (wait > 0) crowded.set(chat, wait)
    }
    return crowded
  }

  #lastMinute(time: number): readonly Said[] {
    let first = this.#sent.length
    while (first > 0 && (this.#sent[first - 1]?.at ?? 0) > time - MINUTE) first--
    return this.#sent.slice(first)
  }

  /** Drops what no limit reaches any more. */
  #forget(time: number): void {
    const horizon = time - (this.#pace.perDay > 0 ? DAY : MINUTE)
    const stale = this.#sent.findIndex(({ at }) => at > horizon)
    if (stale !== 0) this.#sent.splice(0, stale < 0 ? this.#sent.length : stale)
    // A clock that was moved back (the sandbox's) must not silence the bot until the old time comes round again.
    while ((this.#sent.at(-1)?.at ?? 0) > time) this.#sent.pop()
  }
}

const NONE: ReadonlyMap<string, number> = new Map()

/** How long until fewer than `limit` of `sent` lie within the last `span`; 0 where there is no limit. */
function untilFree(sent: readonly Said[], limit: number, time: number, span: number): number {
  if (limit <= 0 || sent.length < limit) return 0
  const oldest = sent[sent.length - limit]
  return oldest ? Math.max(0, oldest.at + span - time) : 0
}
