/** How fast an account speaks: the settings of its pace that matter here; 0 is no limit. */
export interface Speed {
  readonly gapMs: number
  readonly perMinute: number
  readonly perDay: number
}

/** How long a relay takes, on paper. */
export interface Plan {
  /** minutes until the last group has it */
  readonly minutes: number
  /** how many accounts would be needed to be done within the target */
  readonly accounts: number
  /** the day's allowance of an account is not enough for it: the rest goes out the next day */
  readonly beyondDay: boolean
}

/** The gap between two messages has up to half of itself added by chance (`Pacer`): on average a quarter. */
const JITTER = 1.25
/** What of a day's allowance is left to danger (`Pacer`). */
const ORDINARY = 0.9

/** Messages a minute at that speed; infinite without limits. */
function rate({ gapMs, perMinute }: Speed): number {
  const byGap = gapMs > 0 ? 60_000 / (gapMs * JITTER) : Number.POSITIVE_INFINITY
  return Math.min(byGap, perMinute > 0 ? perMinute : Number.POSITIVE_INFINITY)
}

/**
 * When the last of so many groups is reached, and how many accounts would do it within `targetMinutes`.
 *
 * @param groups how many groups each account speaks to
 * @param parts messages for each group: the text and what goes with it
 */
export function planRelay(groups: readonly number[], parts: number, speed: Speed, targetMinutes = 30): Plan {
  const each = rate(speed)
  const most = Math.max(0, ...groups) * parts
  const all = groups.reduce((sum, count) => sum + count, 0) * parts
  const aDay = speed.perDay > 0 ? Math.floor(speed.perDay * ORDINARY) : Number.POSITIVE_INFINITY
  const inTarget = Math.min(each * targetMinutes, aDay)
  return {
    minutes: Number.isFinite(each) ? most / each : 0,
    accounts: Number.isFinite(inTarget) ? Math.max(1, Math.ceil(all / inTarget)) : 1,
    beyondDay: most > aDay,
  }
}
