/** Milliseconds of the processor that the cheapest of several runs took: what else the machine does at the time only adds. */
export function timeOf(act: () => void, runs = 7): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    act()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}
