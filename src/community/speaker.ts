import type { Tx } from '../database/database.ts'
import type { GroupPurpose, RoleKind } from '../database/types.ts'
import type { AccountId, ChatId, PersonId } from '../ids.ts'
import { type BoundGroup, boundGroup } from './groups.ts'
import { type Actor, keepUpToDate, meet } from './people.ts'
import { grantOf, type RoleGrant } from './roles.ts'

/** Whoever has just said something, and where. */
export interface Speaker {
  readonly person: PersonId
  /** what they hold now, in all communities, the oldest first */
  readonly roles: readonly RoleGrant[]
  /** what the group is bound to that they spoke in; undefined in private, and where it is not bound (any more) */
  readonly group: BoundGroup | undefined
}

/** A row for each role they hold, or one without. */
interface Row {
  readonly groupId: number | null
  readonly topic: string
  readonly purpose: GroupPurpose
  readonly ofCommunity: number
  readonly ofGrid: number | null
  readonly ofUnit: number | null
  readonly suspendedAt: Date | null
  readonly identityId: number | null
  readonly personId: number
  readonly displayName: string
  readonly friend: boolean | 0 | 1
  readonly kind: RoleKind | null
  readonly communityId: number
  readonly gridId: number | null
  readonly unitId: number | null
  readonly lead: boolean | 0 | 1
}

/**
 * Who speaks, what they hold and what their group is: `ensurePerson`, `rolesOf` and `groupOf` in one question, as every
 * message that acts waits for the answer. It is SQL that both databases understand, since three questions of Prisma's take
 * three times as long.
 */
export async function speakerIn(tx: Tx, chatId: ChatId | undefined, actor: Actor): Promise<Speaker> {
  const { account, contactId } = actor
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "g"."id" AS "groupId", "g"."topic", CAST("g"."purpose" AS TEXT) AS "purpose", "g"."suspendedAt",
      "g"."communityId" AS "ofCommunity", "g"."gridId" AS "ofGrid", "g"."unitId" AS "ofUnit",
      "i"."id" AS "identityId", "i"."personId", "i"."displayName", "i"."friend",
      CAST("r"."kind" AS TEXT) AS "kind", "r"."communityId", "r"."gridId", "r"."unitId", "r"."lead"
    FROM (SELECT 1) AS "one"
    LEFT JOIN "ChatGroup" AS "g"
      ON "g"."account" = ${account} AND "g"."chatId" = ${chatId ?? ''} AND "g"."unboundAt" IS NULL
    LEFT JOIN "ChatIdentity" AS "i" ON "i"."account" = ${account} AND "i"."contactId" = ${contactId}
    LEFT JOIN "Role" AS "r" ON "r"."personId" = "i"."personId" AND "r"."until" IS NULL
    ORDER BY "r"."id"`
  const [row] = rows
  if (!row) throw new Error('a question without a condition had no answer')
  const group = chatId === undefined ? undefined : groupIn(row, account, chatId)
  // Their first act: nobody has given them a role.
  if (row.identityId === null) return { person: await meet(tx, actor), roles: [], group }
  await keepUpToDate(tx, { id: row.identityId, displayName: row.displayName, friend: Boolean(row.friend) }, actor)
  return { person: row.personId as PersonId, roles: rows.flatMap(roleIn), group }
}

function groupIn(row: Row, account: AccountId, chatId: ChatId): BoundGroup | undefined {
  const { groupId: id, ofCommunity: communityId, ofGrid: gridId, ofUnit: unitId } = row
  return id === null ? undefined : boundGroup({ ...row, id, account, chatId, communityId, gridId, unitId })
}

function roleIn({ kind, lead, ...row }: Row): RoleGrant[] {
  return kind === null ? [] : [grantOf({ ...row, kind, lead: Boolean(lead) })]
}
