import type { Tx } from '../../src/database/database.ts'
import type { World } from '../issues/world.ts'

/** Everything that matchmaking can hold about somebody. What stands sealed is planted as it would be without the seal. */
export async function plantMatch(
  tx: Tx,
  { communityId, people }: World,
  { own, personId, n, now }: { own: (what: string) => string; personId: number; n: number; now: Date },
): Promise<void> {
  const tag = `${n}`.repeat(64)
  const held = { communityId, account: 'xiaoge', createdAt: now }
  await tx.matchProfile.create({
    data: { ...held, personId, tag, state: 'ACTIVE', fields: own('年份'), contact: own('手机'), expiresAt: now },
  })
  const yes = { account: 'xiaoge', messageId: `yes${n}`, at: now, fields: ['birthYear'], textVersion: '1' }
  await tx.consent.create({ data: { ...yes, personId, purpose: 'matchmaking' } })
  await tx.introduction.create({
    data: {
      ...{ communityId, proposedById: personId, state: 'OPEN', createdAt: now, endsAt: new Date(now.getTime() + 1e9) },
      sides: {
        create: [
          { side: 'a', personId, tag, code: `A${n}B1`, card: own('卡片'), note: own('的话'), approval: 'NOT_NEEDED' },
          {
            ...{ side: 'b', personId: people.stranger.personId, tag: 'another', code: `A${n}B2` },
            ...{ card: 'another’s', approval: 'NOT_NEEDED' },
          },
        ],
      },
    },
  })
  await tx.matchBlock.create({ data: { byTag: tag, aboutTag: 'another', at: now } })
  const report = { communityId, byTag: tag, aboutTag: 'another', at: now }
  await tx.matchReport.create({ data: { ...report, reason: own('举报') } })
}
