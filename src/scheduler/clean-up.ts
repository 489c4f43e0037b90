import type { AttachmentStore } from '../attachments/store.ts'
import { forgetLapsed } from '../chat/dialog.ts'
import { forgetLastWords } from '../chat/last-words.ts'
import { cancelLeftBehind } from '../chat/move-waiting.ts'
import { forgetSettledSecrets } from '../chat/secret-words.ts'
import type { Database, Tx } from '../database/database.ts'
import { forgetGuesses, lapseGuesses } from '../issues/guess.ts'
import { letGoOfPicture, loosePictures, picturesKept } from '../issues/loose-pictures.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A replay after a broken connection brings messages of hours, not of weeks. */
export const KEEP_HANDLED_MS = 30 * DAY
export const KEEP_JOB_RUNS_MS = 7 * DAY
export const KEEP_PHOTO_NOTES_MS = 10 * MINUTE
/** Guesses that were given up before have been forgotten, as long as this comes round. */
const LOOKED_BACK_MS = 7 * DAY
/** Rows after which a transaction ends, so that a message that comes in between does not wait for all of them. */
const BATCH = 500

/**
 * Removes every ten minutes what was only kept for a while: notes of pictures, dialogs that ran out, the words of guesses
 * that were none, pictures to which nothing points, what secret messages said, last words, old ledgers; and takes what was
 * deleted out of the log of a SQLite file.
 *
 * @param files where pictures are kept
 */
export function cleanUp(database: Database, files: Pick<AttachmentStore, 'remove' | 'sweep'>): Job {
  /** whether guesses were forgotten however old they are, and nothing has failed since */
  let caughtUp = false

  /** Removes one thing after the other; resolves with how many rows of each. */
  async function inBatches<Name extends string>(what: Readonly<Record<Name, Removal>>): Promise<Record<Name, number>> {
    const names = Object.keys(what) as Name[]
    const totals = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
    let together = names.length
    for (let left = names; left.length > 0; ) {
      const next = left.slice(0, together).map((name) => what[name])
      const counts = await database
        .transaction((tx) => oneBatch(tx, next))
        .catch((error: unknown) => {
          if (next.length === 1) throw error
          // One by one, so that what comes before the one that fails is not undone with it.
          together = 1
          return []
        })
      for (const [index, count] of counts.entries()) totals[left[index] as Name] += count
      // Of the last there may be more.
      left = left.slice((counts.at(-1) ?? 0) < BATCH ? counts.length : counts.length - 1)
    }
    return totals
  }

  return {
    name: 'clean-up',
    title: '清理旧记录',
    schedule: schedule('*/10 * * * *'),
    graceMs: 10 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const before = (age: number) => new Date(now.getTime() - age)
      const limit = BATCH
      // A job's newest row stays however old it is: it tells from when on slots were missed.
      const newest = await database.client.jobRun.groupBy({ by: ['job'], _max: { slot: true } })
      const stay = newest.flatMap(({ job, _max }) => (_max.slot ? [{ job, slot: _max.slot }] : []))
      const since = caughtUp ? before(LOOKED_BACK_MS) : undefined
      caughtUp = false
      const { photos, dialogs, handled, runs, lapsed, guesses, words, secrets } = await inBatches({
        photos: (tx) => tx.recentPhoto.deleteMany({ where: { at: { lt: before(KEEP_PHOTO_NOTES_MS) } }, limit }),
        dialogs: (tx) => forgetLapsed(tx, now, limit),
        handled: (tx) => tx.handledMessage.deleteMany({ where: { at: { lt: before(KEEP_HANDLED_MS) } }, limit }),
        runs: (tx) =>
          tx.jobRun.deleteMany({ where: { slot: { lt: before(KEEP_JOB_RUNS_MS) }, NOT: { OR: stay } }, limit }),
        lapsed: (tx) => lapseGuesses(tx, now, limit),
        guesses: (tx) => forgetGuesses(tx, now, limit, since),
        words: (tx) => forgetLastWords(tx, now, limit),
        secrets: async (tx) => ({ count: await forgetSettledSecrets(tx, now, limit) }),
      })
      caughtUp = true
      const pictures = await pictureFiles(database, files, now)
      const leftBehind = await database.transaction((tx) => cancelLeftBehind(tx, now))
      const overwritten = await database.scrub('log')
      return `${photos} photo notes, ${dialogs} dialogs, ${handled} ids, ${runs} job runs, ${lapsed} guesses given up and ${guesses} forgotten, ${words} last words, ${secrets} secrets, ${pictures} pictures, ${leftBehind.cancelled} messages of former logins cancelled, ${leftBehind.unknown} unknown, ${overwritten ? 'log emptied' : 'log being read'}`
    },
  }
}

type Removal = (tx: Tx) => Promise<{ count: number }>

/** Removes until there are enough rows for one transaction; resolves with how many by each removal that had its turn. */
async function oneBatch(tx: Tx, removals: readonly Removal[]): Promise<number[]> {
  const counts: number[] = []
  for (let rows = 0; counts.length < removals.length && rows < BATCH; rows += counts.at(-1) ?? 0) {
    const removal = removals[counts.length]
    if (removal) counts.push((await removal(tx)).count)
  }
  return counts
}

/** The folders of the pictures are gone through in so many turns: in a bit more than two and a half hours all of them. */
const TURNS = 16

/**
 * Removes pictures to which nothing points: the row first, then the file, so that a crash in between leaves a file without
 * a row, which is found when its folder's turn comes. Resolves with how many files were removed.
 */
async function pictureFiles(
  database: Database,
  files: Pick<AttachmentStore, 'remove' | 'sweep'>,
  now: Date,
): Promise<number> {
  const { client } = database
  const gone: string[] = []
  for (const sha256 of await loosePictures(client, BATCH)) {
    if (await letGoOfPicture(database, sha256)) gone.push(sha256)
  }
  const removed = await files.remove(gone)
  const turn = Math.floor(now.getTime() / (10 * MINUTE)) % TURNS
  return removed + (await files.sweep(turn, TURNS, (sha256s) => picturesKept(client, sha256s)))
}
