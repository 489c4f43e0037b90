import { createHash, randomInt } from 'node:crypto'
import type { Tx } from '../database/database.ts'
import type { AccountId, CommunityId, PersonId } from '../ids.ts'
import { OperatorError } from '../operator-error.ts'
import { writeAudit } from './audit.ts'
import { contactsInPost, grantRole, holdersOf } from './roles.ts'
import { earlierAccounts } from './seats.ts'

/** Without 0 O 1 I, which are taken for each other when read aloud or off a screen. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const length = 8
const wrongPerHour = 5
const hour = 60 * 60 * 1000

/**
 * Makes sure that a community without a secretary can get one. Returns a newly made code to print; undefined when there
 * is nothing to print, because the community has a secretary, or an unused code, or `code` is given.
 *
 * `code` (the setting CLAIM_CODE) replaces an unused code. It is taken also where there is a secretary, so that whoever
 * runs the program can let somebody in again when the only secretary's contact id is lost; once used it stays used,
 * however often the program starts with it. Throws `OperatorError` when it is too short.
 */
export async function ensureClaimCode(
  tx: Tx,
  communityId: CommunityId,
  options: {
    readonly code?: string | undefined
    readonly now: Date
    /** an account on which a secretary helps nobody: the sandbox's, once a real account runs */
    readonly notOn?: AccountId | undefined
  },
): Promise<string | undefined> {
  const given = plain(options.code ?? '')
  if (given !== '') {
    if (given.length < 6) throw new OperatorError('CLAIM_CODE is too short: use at least 6 letters or digits')
    const known = await tx.claimCode.findUnique({ where: { hash: hashOf(given) } })
    if (known?.communityId === communityId) {
      await tx.claimCode.deleteMany({ where: { communityId, usedAt: null, id: { not: known.id } } })
      if (known.usedAt === null) return undefined
    }
    // A code that belongs to another community of the same file is not a second key: this one gets its own below.
    if (!known) {
      await tx.claimCode.deleteMany({ where: { communityId, usedAt: null } })
      await tx.claimCode.create({ data: { communityId, hash: hashOf(given), createdAt: options.now } })
      return undefined
    }
  }
  if (await hasSecretary(tx, communityId, options.notOn)) {
    // A code printed before the secretary came in another way must not lie about for somebody to find.
    await tx.claimCode.deleteMany({ where: { communityId, usedAt: null } })
    return undefined
  }
  if (await tx.claimCode.findFirst({ where: { communityId, usedAt: null } })) return undefined
  return makeCode(tx, communityId, options.now)
}

/**
 * Codes for the communities of this account's seat in which, after a login with new ids, no secretary is known by an id
 * of the account: nobody else could let anybody in. Each is a new one beside those made before, for the caller to print;
 * all of a community are void once one of them is used. `again`: one was made since that login already.
 */
export async function codesAfterNewIds(
  tx: Tx,
  account: AccountId,
  now: Date,
): Promise<{ readonly name: string; readonly code: string; readonly again: boolean }[]> {
  const earlier = await earlierAccounts(tx, account)
  if (earlier.length === 0) return []
  const { since } = await tx.account.findUniqueOrThrow({ where: { account } })
  const groups = await tx.chatGroup.findMany({
    where: { account: { in: [account, ...earlier] }, unboundAt: null },
    distinct: ['communityId'],
    select: { communityId: true },
  })
  const served = groups.map(({ communityId }) => communityId)
  const communities = await tx.community.findMany({
    ...(served.length > 0 ? { where: { id: { in: served } } } : {}),
    orderBy: { id: 'asc' },
  })
  const codes: { name: string; code: string; again: boolean }[] = []
  for (const { id, name } of communities) {
    const communityId = id as CommunityId
    const known = await contactsInPost(tx, account, { kind: 'SECRETARY', communityId })
    if (known.length > 0) continue
    const again = (await tx.claimCode.count({ where: { communityId, usedAt: null, createdAt: { gte: since } } })) > 0
    codes.push({ name, code: await makeCode(tx, communityId, now), again })
  }
  return codes
}

async function makeCode(tx: Tx, communityId: CommunityId, now: Date): Promise<string> {
  const code = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
  await tx.claimCode.create({ data: { communityId, hash: hashOf(code), createdAt: now } })
  return code
}

/** Whether somebody is secretary who is known on an account other than `notOn`. */
async function hasSecretary(tx: Tx, communityId: CommunityId, notOn: AccountId | undefined): Promise<boolean> {
  const people = (await holdersOf(tx, { kind: 'SECRETARY', communityId })).map(({ personId }) => personId)
  if (notOn === undefined) return people.length > 0
  return (await tx.chatIdentity.count({ where: { personId: { in: people }, account: { not: notOn } } })) > 0
}

/** What became of a claim. `why` is what to answer, in Chinese. */
export type Claim =
  | { readonly ok: true; readonly communityId: CommunityId }
  | { readonly ok: false; readonly why: string }

/**
 * Makes the person secretary of the community whose unused code this is, once. Blanks, hyphens and small letters do not
 * matter. A wrong code is answered and not thrown: the attempt is counted in this transaction, which has to be committed.
 * After 5 wrong codes within an hour a person has to wait, also with the right one.
 */
export async function claim(
  tx: Tx,
  { code, personId, now }: { readonly code: string; readonly personId: PersonId; readonly now: Date },
): Promise<Claim> {
  const wrong = await tx.auditEntry.count({
    where: { personId, action: 'claim.wrong', at: { gt: new Date(now.getTime() - hour) } },
  })
  if (wrong >= wrongPerHour) return { ok: false, why: '认领码输错太多次了，请过一小时再试。' }

  const found = await tx.claimCode.findUnique({ where: { hash: hashOf(plain(code)) } })
  if (!found || found.usedAt !== null) {
    await writeAudit(tx, { at: now, by: personId, action: 'claim.wrong', subject: `person:${personId}` })
    return { ok: false, why: '认领码不对，或者已经用过了。请看程序启动时打印的那一串，再发一次：/认领 认领码' }
  }
  const communityId = found.communityId as CommunityId
  await tx.claimCode.update({ where: { id: found.id }, data: { usedAt: now, usedById: personId } })
  await tx.claimCode.deleteMany({ where: { communityId, usedAt: null } })
  await writeAudit(tx, { at: now, by: personId, action: 'claim.use', subject: `community:${communityId}` })
  await grantRole(tx, { communityId, personId, role: { kind: 'SECRETARY' }, by: undefined, now })
  return { ok: true, communityId }
}

function plain(code: string): string {
  return code
    .normalize('NFKC')
    .replace(/[\s\-–—]/g, '')
    .toUpperCase()
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
