import { put } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { Profile } from '../../matchmaking/profile.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { formatDay } from '../../time/format.ts'
import { privateSpots } from '../directives/people.ts'

/** Asks the owner of a profile, in private and once, whether they want to go on. */
export function askRenewal(tx: Tx, sealer: Sealer, profile: Profile, now: Date): Promise<void> {
  const until = formatDay(profile.expiresAt, now)
  const text = `💐 您的红娘资料留到${until}。想接着参加，回「续期」；不回到时就自动删掉。`
  return tellOwner(tx, sealer, profile, { text, what: 'renew', now })
}

/** Tells the owner that it has ended and is deleted. */
export function tellExpired(tx: Tx, sealer: Sealer, profile: Profile, now: Date): Promise<void> {
  const text =
    profile.state === 'DRAFT'
      ? '您的红娘资料一直没填完，已经删掉了。以后想参加，发 /红娘 就行。'
      : '您的红娘资料到期了，已经全部删掉。以后想再来，发 /红娘 就行。'
  return tellOwner(tx, sealer, profile, { text, what: 'expired', now })
}

async function tellOwner(
  tx: Tx,
  sealer: Sealer,
  { id, personId, account, expiresAt }: Profile,
  { text, what, now }: { readonly text: string; readonly what: string; readonly now: Date },
): Promise<void> {
  const spot = (await privateSpots(tx, [personId], account)).get(personId)
  if (!spot) return
  const key = `match-profile:${id}:${what}:${expiresAt.getTime()}`
  await put(tx, { ...spot, text, priority: 'news', key, secret: { sealer, about: [personId] } }, now)
}
