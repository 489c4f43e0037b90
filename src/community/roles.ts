import type { Tx } from '../database/database.ts'
import type { Prisma, Role, RoleKind } from '../database/types.ts'
import type { AccountId, CommunityId, ContactId, GridId, PersonId, UnitId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { writeAudit } from './audit.ts'
import { type Contact, newestContact } from './people.ts'
import { roleName } from './role-words.ts'
import { isOutOfReach } from './seats.ts'

/** What a person may do now, and where. */
export interface RoleGrant {
  readonly kind: RoleKind
  readonly communityId: CommunityId
  readonly gridId?: GridId
  readonly unitId?: UnitId
  /** the one grid worker who answers for the grid; always false for other roles */
  readonly lead: boolean
}

/** Somebody who holds a role. */
export interface Holder {
  readonly personId: PersonId
  readonly name: string
  readonly lead: boolean
}

/** A role to give or to take. `post` is there when it was said which grid worker is meant. */
export type RoleTarget =
  | { readonly kind: 'GRID_WORKER'; readonly gridId: GridId; readonly post?: 'lead' | 'deputy' | undefined }
  /** for everything the unit does, or for its work in one grid (a caretaker of a property company) */
  | { readonly kind: 'UNIT_CONTACT'; readonly unitId: UnitId; readonly gridId?: GridId | undefined }
  /** of one grid, or of the whole community */
  | { readonly kind: 'VOLUNTEER'; readonly gridId?: GridId | undefined }
  | { readonly kind: Exclude<RoleKind, 'GRID_WORKER' | 'UNIT_CONTACT' | 'VOLUNTEER'> }

/** The roles a person holds now, in all communities, the oldest first. Names and groups have no say in it. */
export async function rolesOf(tx: Tx, personId: PersonId): Promise<RoleGrant[]> {
  const rows = await tx.role.findMany({ where: { personId, until: null }, orderBy: { id: 'asc' } })
  return rows.map(grantOf)
}

/** A role somewhere, whoever holds it. */
export type Post =
  | { readonly kind: 'GRID_WORKER' | 'VOLUNTEER'; readonly gridId: GridId }
  | { readonly kind: 'UNIT_CONTACT'; readonly unitId: UnitId }
  | { readonly kind: 'STAFF' | 'SECRETARY'; readonly communityId: CommunityId }

/** Who holds a role now, the lead first. */
export async function holdersOf(tx: Tx, post: Post): Promise<Holder[]> {
  const rows = await tx.role.findMany({ ...holding(post), include: { person: { select: { name: true } } } })
  return rows.map((row) => ({ personId: row.personId as PersonId, name: row.person.name, lead: row.lead }))
}

/**
 * How to reach those who hold a role now, on this account, the lead first; who is not on the account is left out. One question
 * in SQL that both databases understand, as every report waits for it.
 */
export async function contactsInPost(tx: Tx, account: AccountId, post: Post): Promise<Contact[]> {
  const { kind, gridId = null, unitId = null, communityId = null } = { ...NOWHERE, ...post }
  // A LEFT JOIN begins with the few roles; by any other SQLite would look through everybody on the account.
  const rows = await tx.$queryRaw<ContactRow[]>`
    SELECT "r"."id" AS "roleId", "i"."contactId", "i"."displayName", "i"."friend"
    FROM "Role" AS "r" LEFT JOIN "ChatIdentity" AS "i" ON "i"."personId" = "r"."personId" AND "i"."account" = ${account}
    WHERE "r"."until" IS NULL AND CAST("r"."kind" AS TEXT) = ${kind}
      AND ("r"."gridId" = ${gridId} OR "r"."unitId" = ${unitId} OR "r"."communityId" = ${communityId})
    ORDER BY "r"."lead" DESC, "r"."id", "i"."createdAt" DESC, "i"."id" DESC`
  // Of somebody's several identities the newest.
  const newest = rows.filter(({ roleId }, at) => roleId !== rows[at - 1]?.roleId)
  return newest.flatMap(({ contactId, displayName, friend }) =>
    contactId === null ? [] : { contactId, displayName, friend: Boolean(friend) },
  )
}

const NOWHERE: { readonly gridId?: GridId; readonly unitId?: UnitId; readonly communityId?: CommunityId } = {}

interface ContactRow {
  readonly roleId: number
  /** nobody, where they are not on the account */
  readonly contactId: ContactId | null
  readonly displayName: string
  /** as the database says it */
  readonly friend: boolean | 0 | 1
}

/** The same for each of several roles, in two questions however many they are. */
export async function contactsInPosts(tx: Tx, account: AccountId, posts: readonly Post[]): Promise<Contact[][]> {
  const inGrids = posts.filter((post) => 'gridId' in post)
  const inUnits = posts.filter((post) => 'unitId' in post)
  const inCommunities = posts.filter((post) => 'communityId' in post)
  const rows = await tx.role.findMany({
    where: {
      until: null,
      // Always the same question, and a few rows too many.
      OR: [
        { kind: { in: inGrids.map(({ kind }) => kind) }, gridId: { in: inGrids.map(({ gridId }) => gridId) } },
        { kind: { in: inUnits.map(({ kind }) => kind) }, unitId: { in: inUnits.map(({ unitId }) => unitId) } },
        {
          kind: { in: inCommunities.map(({ kind }) => kind) },
          communityId: { in: inCommunities.map(({ communityId }) => communityId) },
        },
      ],
    },
    orderBy: LEAD_FIRST,
  })
  const contacts = await contactsOf(tx, account, rows)
  return posts.map((post) => contacts(rows.filter((row) => isIn(post, row))))
}

function isIn(post: Post, row: Role): boolean {
  if (row.kind !== post.kind) return false
  if ('gridId' in post) return row.gridId === post.gridId
  return 'unitId' in post ? row.unitId === post.unitId : row.communityId === post.communityId
}

/** How to reach those whose roles these are. By the way of the people it would be a query more, and every report asks this. */
async function contactsOf(tx: Tx, account: AccountId, roles: readonly Pick<Role, 'personId'>[]) {
  const holders = [...new Set(roles.map(({ personId }) => personId))]
  const identities = await tx.chatIdentity.findMany({ where: { account, personId: { in: holders } } })
  return (some: readonly Pick<Role, 'personId'>[]): Contact[] =>
    some.flatMap((role) => newestContact(identities.filter(({ personId }) => personId === role.personId)) ?? [])
}

export interface RoleChange {
  readonly communityId: CommunityId
  readonly personId: PersonId
  readonly role: RoleTarget
  /** who decides it */
  readonly by: PersonId
  readonly now: Date
}

export interface Appointment {
  readonly grant: RoleGrant
  /** `already`: the person had exactly this, nothing was changed. `promoted`: a deputy became the lead. */
  readonly outcome: 'appointed' | 'promoted' | 'already'
  /** the lead until now, who has become a deputy */
  readonly formerLead?: PersonId
}

/**
 * Gives somebody a role. The secretary gives every role; staff give all but staff and secretary; anybody else gets a
 * `Refusal`. A grid has one lead: who is appointed beside a lead is a deputy, unless `post` asks for the lead, who then
 * changes places with the old one.
 */
export async function appoint(tx: Tx, change: RoleChange): Promise<Appointment> {
  await checkMayDecide(tx, change)
  return await grantRole(tx, change)
}

/**
 * Gives a role without asking who may: for `appoint`, for the claim code and for the community file (`by` undefined).
 */
export async function grantRole(
  tx: Tx,
  change: Omit<RoleChange, 'by'> & { readonly by: PersonId | undefined },
): Promise<Appointment> {
  const { communityId, personId, role, by, now } = change
  await checkScope(tx, communityId, role)
  const where = scopeOf(communityId, role)
  const held = await tx.role.findFirst({ where: { ...where, personId, until: null } })
  const lead =
    role.kind === 'GRID_WORKER' ? await tx.role.findFirst({ where: { ...where, lead: true, until: null } }) : null
  const asked = role.kind === 'GRID_WORKER' ? role.post : undefined
  if (held?.lead && asked === 'deputy') {
    throw new Refusal('这位现在是这个网格的负责人。要改成副网格员，请先任命另一位负责人。')
  }
  // A lead whom nobody can speak as any more, because ids have changed, does not keep the place from anybody.
  const vacant = !lead || (lead.personId !== personId && (await isOutOfReach(tx, lead.personId as PersonId)))
  const becomesLead = role.kind === 'GRID_WORKER' && (asked === 'lead' || (asked === undefined && vacant))
  if (held && (held.lead || !becomesLead)) return { grant: grantOf(held), outcome: 'already' }

  const make = async (whose: number, isLead: boolean): Promise<Role> => {
    const row = await tx.role.create({
      data: { ...where, personId: whose, lead: isLead, since: now, grantedById: by ?? null },
    })
    await writeAudit(tx, { at: now, by, action: 'role.appoint', subject: `person:${whose}`, data: factOf(row) })
    return row
  }
  if (held) await end(tx, held, by, now)
  if (becomesLead && lead) {
    await end(tx, lead, by, now)
    await make(lead.personId, false)
  }
  const made = await make(personId, becomesLead)
  return {
    grant: grantOf(made),
    outcome: held ? 'promoted' : 'appointed',
    ...(becomesLead && lead ? { formerLead: lead.personId as PersonId } : {}),
  }
}

export interface Dismissal {
  readonly grant: RoleGrant
  /** the grid has no lead any more: somebody should be appointed */
  readonly leadless: boolean
}

/**
 * Takes a role away, at once. Who may give a role may take it; the last secretary stays. For a grid worker `post` does
 * not matter: a person has one place in a grid. `Refusal` when the person does not hold the role.
 */
export async function dismiss(tx: Tx, change: RoleChange): Promise<Dismissal> {
  await checkMayDecide(tx, change)
  const { communityId, personId, role, by, now } = change
  await checkScope(tx, communityId, role)
  const held = await tx.role.findFirst({ where: { ...scopeOf(communityId, role), personId, until: null } })
  if (!held) throw new Refusal(`对方现在没有${roleName(role.kind)}这项职务，不用免去。发 /名册 可以看现在的名单。`)
  if (role.kind === 'SECRETARY' && !(await hasOtherSecretary(tx, communityId, personId))) {
    throw new Refusal('这是社区唯一的书记，请先任命另一位书记，再免去这位。')
  }
  await end(tx, held, by, now)
  return { grant: grantOf(held), leadless: held.lead }
}

/** Whether there is a secretary beside this one who can still speak. */
export async function hasOtherSecretary(tx: Tx, communityId: CommunityId, personId: PersonId): Promise<boolean> {
  for (const other of await holdersOf(tx, { kind: 'SECRETARY', communityId })) {
    if (other.personId !== personId && !(await isOutOfReach(tx, other.personId))) return true
  }
  return false
}

/** Whether somebody with these roles may give and take roles of this kind in the community. */
export function mayDecideRole(roles: readonly RoleGrant[], communityId: CommunityId, kind: RoleKind): boolean {
  const hats = roles.filter((role) => role.communityId === communityId).map((role) => role.kind)
  return hats.includes('SECRETARY') || (hats.includes('STAFF') && kind !== 'STAFF' && kind !== 'SECRETARY')
}

async function checkMayDecide(tx: Tx, { communityId, role, by }: RoleChange): Promise<void> {
  const roles = await rolesOf(tx, by)
  if (mayDecideRole(roles, communityId, role.kind)) return
  const ofStaff = mayDecideRole(roles, communityId, 'GRID_WORKER')
  throw new Refusal(ofStaff ? `${roleName(role.kind)}由书记任免。` : '任命和免去由社区工作人员或书记来做。')
}

async function checkScope(tx: Tx, communityId: CommunityId, role: RoleTarget): Promise<void> {
  const gridId = gridOf(role)
  if (gridId !== null) {
    if (await tx.grid.findFirst({ where: { id: gridId, communityId } })) return
    throw new Refusal('这个网格不在本社区。')
  }
  if (role.kind !== 'UNIT_CONTACT') return
  if (await tx.unit.findFirst({ where: { id: role.unitId, communityId } })) return
  throw new Refusal('这个单位不在本社区的名单里。')
}

/**
 * Ends whatever somebody holds, without asking who may: for who leaves of their own accord. Resolves with what it was.
 */
export async function endRoles(tx: Tx, personId: PersonId, now: Date): Promise<RoleGrant[]> {
  const held = await tx.role.findMany({ where: { personId, until: null }, orderBy: { id: 'asc' } })
  for (const role of held) await end(tx, role, personId, now)
  return held.map(grantOf)
}

async function end(tx: Tx, role: Role, by: PersonId | undefined, now: Date): Promise<void> {
  await tx.role.update({ where: { id: role.id }, data: { until: now } })
  await writeAudit(tx, { at: now, by, action: 'role.dismiss', subject: `person:${role.personId}`, data: factOf(role) })
}

const LEAD_FIRST = [{ lead: 'desc' as const }, { id: 'asc' as const }]

function holding(post: Post) {
  return {
    where: { ...post, until: null },
    orderBy: LEAD_FIRST,
  } satisfies Prisma.RoleFindManyArgs
}

/** The columns that say which role it is, whoever holds it. */
export function scopeOf(communityId: CommunityId, role: RoleTarget) {
  return {
    communityId,
    kind: role.kind,
    gridId: gridOf(role),
    unitId: role.kind === 'UNIT_CONTACT' ? role.unitId : null,
  }
}

function gridOf(role: RoleTarget): GridId | null {
  return 'gridId' in role ? (role.gridId ?? null) : null
}

function factOf(role: Role) {
  const { kind, communityId, gridId, unitId, lead } = role
  return { roleId: role.id, kind, communityId, gridId, unitId, lead }
}

/** A row of a role, as the rest of the program knows it. */
export function grantOf(row: Pick<Role, 'kind' | 'communityId' | 'gridId' | 'unitId' | 'lead'>): RoleGrant {
  return {
    kind: row.kind,
    communityId: row.communityId as CommunityId,
    ...(row.gridId === null ? {} : { gridId: row.gridId as GridId }),
    ...(row.unitId === null ? {} : { unitId: row.unitId as UnitId }),
    lead: row.lead,
  }
}
