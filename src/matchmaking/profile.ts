import { writeAudit } from '../community/audit.ts'
import type { Db, Tx } from '../database/database.ts'
import type { MatchProfile, ProfileState } from '../database/types.ts'
import type { AccountId, CommunityId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { hasConsent, noteConsent, withdrawConsent, type Yes } from './consents.ts'
import { FIELD_KEYS, type Fields, fieldsShape, isSensitive, REQUIRED, type SensitiveKey } from './fields.ts'
import type { Tag } from './tag.ts'

const DAY_MS = 24 * 60 * 60_000
/** Without renewal a profile ends after 180 days; its owner is asked 14 days before (privacy 8). */
export const KEEP_MS = 180 * DAY_MS
export const ASK_BEFORE_MS = 14 * DAY_MS
/** One that was begun and not finished is let go of sooner. */
const KEEP_DRAFT_MS = 30 * DAY_MS

/** Somebody's profile, opened. */
export interface Profile {
  readonly id: number
  readonly communityId: CommunityId
  readonly personId: PersonId
  readonly tag: Tag
  readonly state: ProfileState
  readonly fields: Fields
  readonly hasContact: boolean
  readonly account: AccountId
  readonly expiresAt: Date
  /** how often a matchmaker has looked at it */
  readonly readings: number
}

/** What the sealed columns of a profile are sealed for. */
export const profileContext = (personId: number, column: 'fields' | 'contact') => `MatchProfile:${personId}:${column}`

/** Somebody's profile, whatever its state. @throws Unsealable where it cannot be opened */
export async function profileOf(tx: Db, sealer: Sealer, personId: PersonId): Promise<Profile | undefined> {
  const row = await tx.matchProfile.findUnique({ where: { personId } })
  return row ? opened(row, sealer) : undefined
}

/** The profiles of a community that can be introduced now. */
export async function participants(tx: Db, sealer: Sealer, communityId: CommunityId): Promise<Profile[]> {
  const rows = await tx.matchProfile.findMany({ where: { communityId, state: 'ACTIVE' }, orderBy: { id: 'asc' } })
  return rows.map((row) => opened(row, sealer))
}

export interface Beginning {
  readonly communityId: CommunityId
  readonly tag: Tag
  /** known to make them of age */
  readonly birthYear: number
  readonly yes: Yes
  readonly now: Date
}

/** Begins a profile with the yes that it rests on, in one go: there is never one without the other (privacy 1). */
export async function beginProfile(tx: Tx, sealer: Sealer, beginning: Beginning): Promise<Profile> {
  const { communityId, tag, birthYear, yes, now } = beginning
  const plain = FIELD_KEYS.filter((key) => !isSensitive(key))
  await noteConsent(tx, yes, plain)
  const row = await tx.matchProfile.create({
    data: {
      communityId,
      personId: yes.personId,
      tag,
      fields: sealed(sealer, yes.personId, { birthYear }),
      account: yes.account,
      createdAt: now,
      expiresAt: new Date(now.getTime() + KEEP_DRAFT_MS),
    },
  })
  await noted(tx, row, 'begin', now)
  return opened(row, sealer)
}

/** Puts fields in the place of those that were there; undefined takes one away. */
export async function saveFields(
  tx: Tx,
  sealer: Sealer,
  profile: Profile,
  changed: Partial<Fields>,
  now: Date,
): Promise<Profile> {
  const fields = fieldsShape.parse({ ...profile.fields, ...changed })
  const { personId } = profile
  const row = await tx.matchProfile.update({
    where: { id: profile.id },
    data: { fields: sealed(sealer, personId, fields) },
  })
  await noted(tx, row, 'change', now, { fields: Object.keys(changed) })
  return opened(row, sealer)
}

/** Keeps a sensitive field with its own yes. */
export async function saveSensitive(
  tx: Tx,
  sealer: Sealer,
  profile: Profile,
  change: { readonly key: SensitiveKey; readonly part: Partial<Fields>; readonly yes: Yes; readonly now: Date },
): Promise<Profile> {
  const { key, part, yes, now } = change
  if (!(await hasConsent(tx, profile.personId, key))) await noteConsent(tx, yes, [key], key)
  return saveFields(tx, sealer, profile, part, now)
}

/** Takes a field away; a sensitive one with the yes to it. */
export async function removeField(
  tx: Tx,
  sealer: Sealer,
  profile: Profile,
  key: Exclude<keyof Fields, (typeof REQUIRED)[number]>,
  now: Date,
): Promise<Profile> {
  if (isSensitive(key)) await withdrawConsent(tx, profile.personId, now, key)
  return saveFields(tx, sealer, profile, { [key]: undefined }, now)
}

/** Keeps how somebody is reached when both said yes. */
export async function saveContact(
  tx: Tx,
  sealer: Sealer,
  profile: Profile,
  contact: string,
  now: Date,
): Promise<Profile> {
  const row = await tx.matchProfile.update({
    where: { id: profile.id },
    data: { contact: sealer.seal(contact, profileContext(profile.personId, 'contact')) },
  })
  await noted(tx, row, 'change', now, { fields: ['contact'] })
  return opened(row, sealer)
}

/** How somebody is reached, for a release and for themselves; undefined where it is gone. */
export async function contactFor(tx: Db, sealer: Sealer, personId: PersonId): Promise<string | undefined> {
  const row = await tx.matchProfile.findUnique({ where: { personId }, select: { contact: true } })
  return row?.contact ? sealer.open(row.contact, profileContext(personId, 'contact')) : undefined
}

/** What a profile still lacks before it can take part. */
export function lacks({ fields, hasContact }: Pick<Profile, 'fields' | 'hasContact'>): (keyof Fields | 'contact')[] {
  const missing = REQUIRED.filter((key) => fields[key] === undefined)
  return hasContact ? [...missing] : [...missing, 'contact']
}

/** From now on its owner can be introduced, for 180 days. @throws Refusal where something is missing */
export async function activate(tx: Tx, profile: Profile, now: Date): Promise<void> {
  if (lacks(profile).length > 0) throw new Refusal('资料还没填完。发 /红娘 接着填。')
  if (!(await hasConsent(tx, profile.personId))) throw new Error('a profile without a consent')
  await changeState(tx, profile, { state: 'ACTIVE', expiresAt: new Date(now.getTime() + KEEP_MS) }, 'activate', now)
}

/** Kept, and not introduced to anybody anew. */
export async function pause(tx: Tx, profile: Profile, now: Date): Promise<void> {
  await changeState(tx, profile, { state: 'PAUSED' }, 'pause', now)
}

/** Another 180 days, until the day that it resolves with; one that is paused stays so. */
export async function renew(tx: Tx, profile: Profile, now: Date): Promise<Date> {
  const expiresAt = new Date(now.getTime() + KEEP_MS)
  await changeState(tx, profile, { expiresAt, renewAskedAt: null }, 'renew', now)
  return expiresAt
}

/** Staff have to look at it before anybody is introduced to its owner again. */
export async function freeze(tx: Tx, profile: Pick<Profile, 'id' | 'personId'>, now: Date): Promise<void> {
  await changeState(tx, profile, { state: 'FROZEN' }, 'freeze', now)
}

async function changeState(
  tx: Tx,
  { id, personId }: Pick<Profile, 'id' | 'personId'>,
  data: Partial<Pick<MatchProfile, 'state' | 'expiresAt' | 'renewAskedAt'>>,
  what: string,
  now: Date,
): Promise<void> {
  await tx.matchProfile.update({ where: { id }, data })
  await noted(tx, { id, personId }, what, now)
}

/** A matchmaker, or staff over a report, looks at a profile: each time is a row of the record (privacy 9). */
export async function noteReading(tx: Tx, profile: Pick<Profile, 'id'>, by: PersonId, now: Date): Promise<void> {
  await tx.matchProfile.update({ where: { id: profile.id }, data: { readings: { increment: 1 } } })
  await writeAudit(tx, { at: now, by, action: 'match.read', subject: `match-profile:${profile.id}` })
}

/** Writes down what its owner, or the program in their stead, did with a profile: which fields, never what was in them. */
export async function noted(
  tx: Tx,
  { id, personId }: Pick<MatchProfile, 'id' | 'personId'>,
  what: string,
  now: Date,
  data: Parameters<typeof writeAudit>[1]['data'] = {},
): Promise<void> {
  const fact = { at: now, by: personId as PersonId, action: `match.${what}`, subject: `match-profile:${id}`, data }
  await writeAudit(tx, fact)
}

function sealed(sealer: Sealer, personId: PersonId, fields: Fields): string {
  return sealer.seal(JSON.stringify(fields), profileContext(personId, 'fields'))
}

/** A row, opened. @throws Unsealable */
export function opened(row: MatchProfile, sealer: Pick<Sealer, 'open'>): Profile {
  return {
    id: row.id,
    communityId: row.communityId as CommunityId,
    personId: row.personId as PersonId,
    tag: row.tag,
    state: row.state,
    fields: fieldsShape.parse(JSON.parse(sealer.open(row.fields, profileContext(row.personId, 'fields')))),
    hasContact: row.contact !== null,
    account: row.account as AccountId,
    expiresAt: row.expiresAt,
    readings: row.readings,
  }
}
