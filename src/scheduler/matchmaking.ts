import type { Database } from '../database/database.ts'
import type { MatchProfile } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import { expired, takeAsking, toBeAsked } from '../matchmaking/due.ts'
import { endProfile, hashesOf } from '../matchmaking/end-profile.ts'
import { dueIntroductions, endIntroduction, type KnownIntroduction } from '../matchmaking/introductions.ts'
import { opened, type Profile, profileOf } from '../matchmaking/profile.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'
import { askRenewal, tellExpired } from '../telling/matchmaking/expiry.ts'
import { tellEnd, tellMatchmaker } from '../telling/matchmaking/introduced.ts'
import { Apart } from './apart.ts'
import type { Job } from './job.ts'
import { schedule } from './schedule.ts'

const MINUTE = 60_000
/** So many of each kind at a time; what is left is done ten minutes later. */
const BATCH = 100

export interface MatchmakingJobOptions {
  readonly database: Database
  /** without it nothing can be told, so introductions wait for their end; what has expired goes all the same */
  readonly sealer: Sealer | undefined
  /** called when something was put into the outbox */
  readonly spoke: () => void
}

/**
 * Every ten minutes: ends introductions whose seven days are over and tells both at once, asks who is to renew, deletes what
 * was not renewed.
 */
export function matchmakingJob({ database, sealer, spoke }: MatchmakingJobOptions): Job {
  return {
    name: 'matchmaking',
    title: '红娘',
    schedule: schedule('*/10 * * * *'),
    graceMs: 10 * MINUTE,
    missed: 'latest',
    limitMs: 5 * MINUTE,
    async run(_slot, now) {
      const apart = new Apart()
      const each = async <T>(all: readonly T[], work: (one: T) => Promise<unknown>) => {
        for (const one of all) await apart.do(() => work(one))
        return all.length
      }
      const gone = await each(await expired(database.client, now, BATCH), (one) => expire(database, sealer, one, now))
      const told = { ended: 0, asked: 0 }
      if (sealer) {
        told.ended = await each(await dueIntroductions(database.client, now, BATCH), (one) =>
          end(database, sealer, one, now),
        )
        told.asked = await each(await toBeAsked(database.client, now, BATCH), (one) => ask(database, sealer, one, now))
      }
      if (told.ended + told.asked + gone > 0) spoke()
      return apart.outcome(`${told.ended} ended, ${told.asked} asked to renew, ${gone} expired`)
    },
  }
}

/** Both are told in one transaction, so that neither hears of it before the other. */
function end(database: Database, sealer: Sealer, introduction: KnownIntroduction, now: Date): Promise<void> {
  return database.transaction(async (tx) => {
    if (!(await endIntroduction(tx, introduction, now))) return
    await tellEnd(tx, introduction, { sealer, now })
    await tellMatchmaker(tx, introduction, { sealer, now })
  })
}

function ask(database: Database, sealer: Sealer, person: PersonId, now: Date): Promise<void> {
  return database.transaction(async (tx) => {
    const profile = await profileOf(tx, sealer, person)
    if (profile && (await takeAsking(tx, person, now))) await askRenewal(tx, sealer, profile, now)
  })
}

/** Deletes what was not renewed; also where the key is away: then it cannot be opened, hashed or told of, but it goes. */
function expire(database: Database, sealer: Sealer | undefined, person: PersonId, now: Date): Promise<void> {
  return database.transaction(async (tx) => {
    const row = await tx.matchProfile.findUnique({ where: { personId: person } })
    if (!row || row.expiresAt > now) return
    const profile = sealer && readable(sealer, row)
    const hashes = sealer && profile ? hashesOf(sealer, profile) : {}
    await endProfile(tx, { id: row.id, personId: person }, { why: 'expire', hashes, now })
    if (sealer && profile) await tellExpired(tx, sealer, profile, now)
  })
}

function readable(sealer: Sealer, row: MatchProfile): Profile | undefined {
  try {
    return opened(row, sealer)
  } catch (error) {
    if (error instanceof Unsealable) return undefined
    throw error
  }
}
