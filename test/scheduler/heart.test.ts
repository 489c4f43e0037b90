import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { Heart } from '../../src/scheduler/heart.ts'
import type { Job } from '../../src/scheduler/job.ts'
import { nightlyBackup } from '../../src/scheduler/nightly-backup.ts'
import { reportJobs } from '../../src/scheduler/report.ts'
import { schedule } from '../../src/scheduler/schedule.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

function jobOf(name: string, run: Job['run'], changes: Partial<Job> = {}): Job {
  return {
    name,
    title: name,
    schedule: schedule('* * * * *'),
    graceMs: 5 * MINUTE,
    missed: 'latest',
    limitMs: 10_000,
    run,
    ...changes,
  }
}

function heartOf(database: Database, clock: MovableClock, jobs: readonly Job[], logged: string[] = []): Heart {
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) })
  return new Heart({ jobs, database, owner: `process-${clock.now().getTime()}`, clock, log })
}

describeOnBoth('the heart', (open) => {
  const rows = (database: Database, job: string) =>
    database.client.jobRun.findMany({ where: { job }, orderBy: { slot: 'asc' } })

  it('catches up the back-up of a night without power, and skips those of the nights before', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 18, 0))
    const made: Date[] = []
    const backup = nightlyBackup(async () => {
      made.push(clock.now())
      return 'backup.tar'
    })
    await heartOf(database, clock, [backup]).beat()
    expect(made).toEqual([])

    clock.moveTo(shanghai(2026, 6, 6, 8, 0))
    await heartOf(database, clock, [backup]).beat()
    clock.moveBy(MINUTE)
    await heartOf(database, clock, [backup]).beat()

    expect(made).toEqual([shanghai(2026, 6, 6, 8, 0)])
    expect((await rows(database, 'backup')).slice(1)).toMatchObject([
      { slot: shanghai(2026, 6, 5, 3, 20), state: 'SKIPPED', outcome: '2 missed since 2026-06-03T19:20:00.000Z' },
      { slot: shanghai(2026, 6, 6, 3, 20), state: 'DONE', outcome: 'backup.tar', attempts: 1 },
    ])
    // Off at night, every night: it is backed up all the same, but for what is left of the night after.
    clock.moveTo(shanghai(2026, 6, 7, 21, 0))
    await heartOf(database, clock, [backup]).beat()
    expect(made).toHaveLength(2)
    clock.moveTo(shanghai(2026, 6, 9, 2, 30))
    await heartOf(database, clock, [backup]).beat()
    expect(made).toHaveLength(2)
    expect((await rows(database, 'backup')).at(-1)).toMatchObject({ state: 'SKIPPED' })
    // And when it is not for two days, somebody is told.
    const failing = async () => (await reportJobs(database.client, [backup], clock.now())).map((job) => job.failing)
    expect(await failing()).toEqual([false])
    clock.moveTo(shanghai(2026, 6, 9, 3, 30))
    expect(await failing()).toEqual([true])
  })

  it('tries again what failed, later and later, and gives up after four times', async () => {
    const database = await open()
    const due = shanghai(2026, 6, 3, 3, 20)
    const clock = MovableClock.frozen(new Date(due.getTime() - MINUTE))
    const tries: number[] = []
    const job = jobOf(
      'fails',
      async (slot, now) => {
        tries.push((now.getTime() - slot.getTime()) / MINUTE)
        throw new Error('the disk is full\nand more of it')
      },
      { schedule: schedule('20 3 * * *'), graceMs: DAY / 4 },
    )
    const heart = heartOf(database, clock, [job])
    for (const minutes of [-1, 0, 0.5, 1, 2, 10, 11, 12, 70, 71, 72, 135, 359]) {
      clock.moveTo(new Date(due.getTime() + minutes * MINUTE))
      await heart.beat()
    }
    expect(tries).toEqual([0, 1, 11, 71])
    expect(await rows(database, 'fails')).toMatchObject([
      { outcome: null },
      { state: 'FAILED', attempts: 4, outcome: 'the disk is full' },
    ])
  })

  it('goes on with the others where one hangs, and writes down its end if it comes after all', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const logged: string[] = []
    let release = () => {}
    const hangs = jobOf(
      'hangs',
      async () => {
        begun += 1
        await new Promise<void>((resolve) => {
          release = resolve
        })
        return 'late'
      },
      { limitMs: 30 },
    )
    let begun = 0
    const seen: Date[] = []
    const works = jobOf('works', async (slot) => {
      seen.push(slot)
      return ''
    })
    const heart = heartOf(database, clock, [hangs, works], logged)
    await heart.beat()
    clock.moveBy(MINUTE)
    await heart.beat()
    expect(seen).toEqual([clock.now()])
    expect(logged.join('')).toMatch(/"job":"hangs".*a job hangs/)
    expect((await rows(database, 'hangs')).at(-1)).toMatchObject({ state: 'RUNNING' })
    clock.moveBy(100)
    const [report] = await reportJobs(database.client, [hangs], clock.now())
    expect(report?.failing).toBe(true)
    // While it lives it is begun no second time here, and its slot by nobody.
    const leased = async () => ((await rows(database, 'hangs')).at(-1)?.leaseUntil ?? 0) > clock.now()
    await expect.poll(leased).toBe(true)
    await Promise.all([heart.beat(), heartOf(database, clock, [hangs]).beat()])
    expect(begun).toBe(1)
    release()
    await expect
      .poll(async () => (await rows(database, 'hangs')).at(-1))
      .toMatchObject({ state: 'DONE', outcome: 'late', attempts: 1 })
  })

  it('takes up the slot of a process that died, once its time is over', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 3, 0))
    const daily = { schedule: schedule('20 3 * * *'), graceMs: DAY / 4, limitMs: 10 * MINUTE }
    const done: Date[] = []
    const job = jobOf(
      'daily',
      async (_, now) => {
        done.push(now)
        return ''
      },
      daily,
    )
    await heartOf(database, clock, [job]).beat()
    clock.moveTo(shanghai(2026, 6, 3, 3, 21))
    const slot = shanghai(2026, 6, 3, 3, 20)
    const leaseUntil = shanghai(2026, 6, 3, 3, 30)
    await database.transaction((tx) =>
      tx.jobRun.create({
        data: { job: 'daily', slot, state: 'RUNNING', claimedBy: 'dead', leaseUntil, startedAt: slot },
      }),
    )
    await heartOf(database, clock, [job]).beat()
    expect(done).toEqual([])
    clock.moveTo(leaseUntil)
    const [one, other] = [heartOf(database, clock, [job]), heartOf(database, clock, [job])]
    await Promise.all([one.beat(), other.beat()])
    expect(done).toEqual([leaseUntil])
    expect((await rows(database, 'daily')).at(-1)).toMatchObject({ state: 'DONE', attempts: 2 })
  })

  it('counts the time of a run from when its slot is written, however long that had to wait', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const waiting: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((tx) => {
          clock.moveBy(20_000)
          return work(tx)
        }),
    }
    const leases: (Date | null | undefined)[] = []
    const job = jobOf('waits', async () => {
      leases.push((await rows(database, 'waits')).at(-1)?.leaseUntil)
      return ''
    })
    const heart = heartOf(waiting, clock, [job])
    await heart.beat()
    clock.moveTo(shanghai(2026, 6, 3, 9, 1))
    await heart.beat()
    expect(leases).toEqual([new Date(shanghai(2026, 6, 3, 9, 1).getTime() + 20_000 + job.limitMs)])
  })

  it('works on a slot although another process has written down in the meantime what was missed before it', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const missed = shanghai(2026, 6, 3, 9, 14)
    const row = { job: 'each', slot: missed, state: 'SKIPPED' as const, startedAt: missed, finishedAt: missed }
    const late: Database = {
      ...database,
      transaction: async (work) => {
        const known = await rows(database, 'each')
        if (known.length === 1) await database.transaction((tx) => tx.jobRun.create({ data: row }))
        return database.transaction(work)
      },
    }
    const done: Date[] = []
    const run = async (slot: Date) => {
      done.push(slot)
      return ''
    }
    const each = jobOf('each', run, { missed: 'each' })
    await heartOf(database, clock, [each]).beat()
    clock.moveTo(shanghai(2026, 6, 3, 9, 20))
    await heartOf(late, clock, [each]).beat()
    expect(done).toEqual([15, 16, 17, 18, 19, 20].map((minute) => shanghai(2026, 6, 3, 9, minute)))
  })

  it('writes down the ends of all where one ends with words that no database keeps', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const fails = jobOf('fails', async () => {
      throw new Error('a\0b \ud83d')
    })
    const heart = heartOf(database, clock, [fails, jobOf('works', async () => 'well')])
    await heart.beat()
    clock.moveBy(MINUTE)
    await heart.beat()
    expect((await rows(database, 'fails')).at(-1)).toMatchObject({ state: 'FAILED', outcome: 'ab ' })
    expect((await rows(database, 'works')).at(-1)).toMatchObject({ state: 'DONE', outcome: 'well' })
  })

  it('needs one look for a month of minutes', async () => {
    const database = await open()
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const seen: Date[] = []
    const job = jobOf('minutes', async (slot) => {
      seen.push(slot)
      return ''
    })
    const heart = heartOf(database, clock, [job])
    await heart.beat()
    clock.moveBy(30 * DAY)
    await heart.beat()
    expect(seen).toEqual([clock.now()])
    expect(await rows(database, 'minutes')).toMatchObject([
      { outcome: null },
      { state: 'SKIPPED', outcome: expect.stringMatching(/^43199 missed/) },
      { state: 'DONE' },
    ])
  })

  it('is not brought down by a machine that took its first minutes for those of 1970', async () => {
    const database = await open()
    const clock = MovableClock.frozen(new Date('1970-01-01T00:00:20Z'))
    const jobs = Array.from({ length: 10 }, (_, index) => jobOf(`minutes ${index}`, async () => ''))
    const heart = heartOf(database, clock, jobs)
    await heart.beat()
    clock.moveTo(shanghai(2026, 6, 3, 9, 0))
    const before = process.memoryUsage().heapUsed
    await heart.beat()
    // The slots themselves are 297 million.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
    const missed = clock.now().getTime() / MINUTE - 1
    expect(await rows(database, 'minutes 9')).toMatchObject([
      { outcome: null },
      { state: 'SKIPPED', outcome: `${missed} missed since 1970-01-01T00:01:00.000Z` },
      { state: 'DONE', slot: clock.now() },
    ])
  })
})

describe('a heart that is asked while it beats', () => {
  it('looks once more, with the clock as it is then, however often it is asked', async () => {
    const clock = MovableClock.frozen(shanghai(2026, 6, 3, 9, 0))
    const looks: Date[] = []
    let begun = () => {}
    const first = new Promise<void>((resolve) => {
      begun = resolve
    })
    // A ledger that cannot be read is asked again at every beat.
    const client = {
      jobRun: {
        findMany: async () => {
          looks.push(clock.now())
          begun()
          await new Promise(setImmediate)
          throw new Error('gone')
        },
      },
    }
    const database = { client } as unknown as Database
    const heart = heartOf(database, clock, [jobOf('any', async () => '')])
    const beating = heart.beat()
    await first
    clock.moveBy(MINUTE)
    await Promise.all([heart.beat(), heart.beat(), heart.beat(), beating])
    expect(looks).toEqual([shanghai(2026, 6, 3, 9, 0), shanghai(2026, 6, 3, 9, 1)])
    await heart.stop()
    await heart.beat()
    expect(looks).toHaveLength(2)
  })
})
