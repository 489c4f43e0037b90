import { GRID_3, type Town } from '../stories/town.ts'

/** Somebody reports something in their group; resolves with how long it took until the reply was handed to the puppet. */
export async function reportOnce(town: Town, n: number): Promise<number> {
  const began = performance.now()
  const said = new Promise<void>((resolve) => {
    const stop = town.puppet.onSaid(({ from, chat }) => {
      if (from !== town.puppet.accountId || chat !== GRID_3) return
      stop()
      resolve()
    })
  })
  town.puppet.say({ from: 'ma', chat: GRID_3, text: `/报事 3号楼2单元楼道灯不亮 第${n}次` })
  await said
  return performance.now() - began
}

/** One report by itself: everything before it has been said, has come back and is written down. */
export async function loneReport(town: Town, n: number): Promise<number> {
  await nothingLeft(town)
  return reportOnce(town, n)
}

/** An echo that is not there after so long, in milliseconds, is not waited for. */
const ECHO_PATIENCE_MS = 200

/** Resolves when nothing is left to do, not even an echo to write down, which would come in the way of what is measured next. */
export async function nothingLeft(town: Town): Promise<void> {
  const where = { account: town.puppet.accountId, state: 'SENT' } as const
  const until = performance.now() + ECHO_PATIENCE_MS
  do {
    await town.settled()
    // SQLite answers at once: without a turn of the event loop no echo would ever arrive.
    await new Promise<void>((resolve) => setImmediate(resolve))
  } while (performance.now() < until && (await town.database.client.outboxMessage.count({ where })) > 0)
}

/** Reports one right after the other; resolves with the time for each, with all that is said and written because of it. */
export async function reportsInARow(town: Town, from: number, count: number): Promise<number> {
  await town.settled()
  const began = performance.now()
  for (let n = from; n < from + count; n++) await reportOnce(town, n)
  await town.settled()
  return (performance.now() - began) / count
}

/**
 * How many rows one report writes until all is said, by what is in the database afterwards: what was added, the counter, and
 * for each message that it was claimed and was sent. That it came back is left out: it may be written long after.
 */
export async function writesOfReport(town: Town): Promise<number> {
  const { client } = town.database
  const written = async () => {
    const said = await client.outboxMessage.findMany({ select: { attempts: true, sentAt: true } })
    return [
      await client.handledMessage.count(),
      await client.issue.count(),
      await client.issueEvent.count(),
      said.length,
      ...said.map(({ attempts, sentAt }) => attempts + (sentAt ? 1 : 0)),
    ].reduce((sum, count) => sum + count, 0)
  }
  // The first report of a person writes the person as well.
  await loneReport(town, 0)
  await town.settled()
  const before = await written()
  await loneReport(town, 0)
  await town.settled()
  return (await written()) - before + 1
}
