import { writeAudit } from '../community/audit.ts'
import type { Db, Tx } from '../database/database.ts'
import type { CommunityId, PersonId } from '../ids.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { leaveAll } from './introductions.ts'
import { freeze } from './profile.ts'
import type { Tag } from './tag.ts'

/** So many people, each for themselves, freeze a profile (privacy 12). */
const FREEZES = 2

/** What the reason of a report is sealed for. */
export const reportContext = (byTag: Tag, aboutTag: Tag) => `MatchReport:${byTag}:${aboutTag}`

export interface Reporting {
  readonly communityId: CommunityId
  readonly byTag: Tag
  readonly aboutTag: Tag
  readonly reason: string
  readonly now: Date
}

/**
 * Somebody finds something wrong with somebody they were introduced to; once more, it is the last that counts. Two of them
 * freeze the profile.
 */
export async function report(tx: Tx, sealer: Sealer, reporting: Reporting): Promise<void> {
  const { communityId, byTag, aboutTag, reason, now } = reporting
  const said = { reason: sealer.seal(reason, reportContext(byTag, aboutTag)), at: now, settledAt: null }
  await tx.matchReport.upsert({
    where: { byTag_aboutTag: { byTag, aboutTag } },
    create: { byTag, aboutTag, communityId, ...said },
    update: said,
  })
  await freezeIfReported(tx, aboutTag, now)
}

/** Freezes the profile of somebody whom enough have reported and staff have not cleared; also one that was begun anew. */
export async function freezeIfReported(tx: Tx, aboutTag: Tag, now: Date): Promise<void> {
  if ((await tx.matchReport.count({ where: { aboutTag, settledAt: null } })) < FREEZES) return
  const profile = await tx.matchProfile.findUnique({ where: { tag: aboutTag } })
  if (!profile || profile.state === 'FROZEN' || profile.state === 'DRAFT') return
  const personId = profile.personId as PersonId
  await freeze(tx, { id: profile.id, personId }, now)
  await leaveAll(tx, personId, now)
}

/** A report as staff read it. */
export interface KnownReport {
  /** whose profile it is about, and its number; undefined when it is gone */
  readonly profile: { readonly id: number; readonly personId: PersonId; readonly frozen: boolean } | undefined
  readonly reason: string
  readonly at: Date
}

/** The reports of a community that staff have not settled, the oldest first. */
export async function openReports(tx: Db, sealer: Sealer, communityId: CommunityId): Promise<KnownReport[]> {
  const rows = await tx.matchReport.findMany({ where: { communityId, settledAt: null }, orderBy: { id: 'asc' } })
  const profiles = await tx.matchProfile.findMany({
    where: { tag: { in: rows.map(({ aboutTag }) => aboutTag) } },
    select: { id: true, personId: true, tag: true, state: true },
  })
  return rows.map(({ byTag, aboutTag, reason, at }) => {
    const found = profiles.find(({ tag }) => tag === aboutTag)
    return {
      profile: found && { id: found.id, personId: found.personId as PersonId, frozen: found.state === 'FROZEN' },
      reason: reason === null ? '' : sealer.open(reason, reportContext(byTag, aboutTag)),
      at,
    }
  })
}

/** Staff have looked at what was reported of the owner of a profile. */
export async function settleReports(
  tx: Tx,
  { id, tag }: { readonly id: number; readonly tag: Tag },
  by: PersonId,
  now: Date,
): Promise<void> {
  await tx.matchReport.updateMany({ where: { aboutTag: tag, settledAt: null }, data: { settledAt: now } })
  await writeAudit(tx, { at: now, by, action: 'match.settle', subject: `match-profile:${id}` })
}
