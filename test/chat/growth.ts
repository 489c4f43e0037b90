/** Milliseconds of the fastest of several runs: what else the machine does at the time only adds. */
export function timeOf(act: () => void, runs = 7): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    act()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
