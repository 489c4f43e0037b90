import { Town } from '../stories/town.ts'
import { nothingLeft } from './report.ts'
import { atMost, type Findings, median, type Row, timed, type Verdict } from './table.ts'
import { ACTS, type Act, ONCE } from './years/acts.ts'
import { fillWithYears } from './years/fill.ts'

const ROUNDS = 7
/** Until what is asked has been compiled. */
const WARM_UP = 2
/** What a year may cost: so many times as long as in a fresh town, or so few milliseconds that nobody notices. */
const TIMES = 3
const UNNOTICED_MS = 30
const ONCE_MS = 5_000

/** (l) what people do in a town whose database holds a year, beside one that has just been begun. */
export async function years(): Promise<Findings> {
  const fresh = await Town.open()
  const old = await Town.open()
  await fillWithYears(old.database)
  const rows: Row[] = []
  const verdicts: Verdict[] = []
  for (const act of ACTS) {
    const beside = await timesOf(fresh, act, ROUNDS)
    const times = await timesOf(old, act, ROUNDS)
    rows.push(timed('l', act.what, times, `fresh: ${median(beside).toFixed(2)} ms`))
    verdicts.push(asWhenFresh(act.what, median(times), median(beside)))
  }
  for (const act of ONCE) {
    const times = await timesOf(old, act, 1)
    rows.push(timed('l', act.what, times))
    verdicts.push(atMost(`${act.what}, after a year`, median(times), ONCE_MS, 'ms'))
  }
  await fresh.close()
  await old.close()
  return { rows, verdicts }
}

async function timesOf(town: Town, { run }: Act, rounds: number): Promise<number[]> {
  const times: number[] = []
  const warmUp = rounds === 1 ? 0 : WARM_UP
  for (let n = 0; n < warmUp + rounds; n++) {
    await nothingLeft(town)
    const began = performance.now()
    await run(town, n)
    if (n >= warmUp) times.push(performance.now() - began)
  }
  return times
}

function asWhenFresh(what: string, ms: number, fresh: number): Verdict {
  return {
    what: `${what}, after a year`,
    figure: `${(ms / fresh).toFixed(1)} times, ${ms.toFixed(1)} ms`,
    aim: `≤ ${TIMES} times or ≤ ${UNNOTICED_MS} ms`,
    met: ms <= fresh * TIMES || ms <= UNNOTICED_MS,
  }
}
