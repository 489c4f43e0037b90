import type { Db, Tx } from '../database/database.ts'
import type { AccountId, CommunityId, MessageId, PersonId } from '../ids.ts'
import type { KeyState } from '../sealing/sealing.ts'
import type { Assessment } from './assessment-file.ts'

/** Whether matchmaking is on in a community, or what it is off for. */
export type MatchmakingState = 'open' | 'no key' | 'wrong key' | 'not assessed'

/** What it hangs on: the data key, and the impact assessment as it is now. */
export interface MatchmakingSwitch {
  readonly keyState: KeyState
  readonly assessment: Pick<Assessment, 'version'>
}

/** Whether matchmaking is on in this community: with the right data key, and the assessment confirmed as it is now. */
export async function matchmakingState(
  db: Db,
  community: CommunityId,
  { keyState, assessment }: MatchmakingSwitch,
): Promise<MatchmakingState> {
  if (keyState.kind === 'none' || keyState.kind === 'lost') return 'no key'
  if (keyState.kind === 'wrong') return 'wrong key'
  return (await confirmationOf(db, community, assessment)) ? 'open' : 'not assessed'
}

/** Who confirmed this version of the assessment and when; undefined where nobody has. */
export async function confirmationOf(
  db: Db,
  communityId: CommunityId,
  { version }: Pick<Assessment, 'version'>,
): Promise<{ readonly by: PersonId | undefined; readonly at: Date } | undefined> {
  const row = await db.assessmentConfirmation.findUnique({
    where: { communityId_version: { communityId, version } },
    select: { personId: true, at: true },
  })
  return row ? { by: (row.personId ?? undefined) as PersonId | undefined, at: row.at } : undefined
}

/** Writes down that a secretary has read and confirmed this version. Once: whoever was first stands there. */
export async function confirmAssessment(
  tx: Tx,
  confirmation: {
    readonly communityId: CommunityId
    readonly version: string
    readonly personId: PersonId
    readonly account: AccountId
    readonly messageId: MessageId
    readonly at: Date
  },
): Promise<void> {
  const { communityId, version } = confirmation
  await tx.assessmentConfirmation.upsert({
    where: { communityId_version: { communityId, version } },
    create: confirmation,
    update: {},
  })
}
