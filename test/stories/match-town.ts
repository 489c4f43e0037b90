import { ensurePerson } from '../../src/community/people.ts'
import { grantRole } from '../../src/community/roles.ts'
import type { AccountId, CommunityId, ContactId, MessageId, PersonId } from '../../src/ids.ts'
import { confirmAssessment } from '../../src/matchmaking/assessment.ts'
import { shippedAssessment } from '../../src/matchmaking/assessment-file.ts'
import type { Fields } from '../../src/matchmaking/fields.ts'
import { activate, beginProfile, profileOf, saveContact, saveFields } from '../../src/matchmaking/profile.ts'
import { tagOf } from '../../src/matchmaking/tag.ts'
import type { Sealing } from '../../src/sealing/sealing.ts'
import { testSealer } from '../sealing/keys.ts'
import { heardIn, Town, type TownOptions } from './town.ts'

export const sealer = testSealer()
export const SEALING: Sealing = {
  state: { kind: 'right', keyId: 'test', resealed: 0, damaged: 0 },
  sealer,
  opener: sealer,
}

/** The matchmaker of the stories. */
export const MATCHMAKER = 'volunteer-03'

/** The example community with matchmaking switched on and a matchmaker. */
export async function openMatchTown(options: TownOptions = {}): Promise<MatchTown> {
  const town = await Town.open({ ...options, sealing: SEALING })
  await town.database.transaction(async (tx) => {
    const { id } = await tx.community.findFirstOrThrow()
    const communityId = id as CommunityId
    const known = { account: town.puppet.accountId as AccountId, messageId: 'm' as MessageId, at: town.now() }
    const secretary = await personIn(tx, town, 'secretary')
    await confirmAssessment(tx, { ...known, communityId, version: shippedAssessment().version, personId: secretary })
    const personId = await personIn(tx, town, MATCHMAKER)
    const role = { kind: 'MATCHMAKER' } as const
    await grantRole(tx, { communityId, personId, role, by: undefined, now: town.now() })
  })
  return new MatchTown(town)
}

function personIn(tx: Parameters<typeof ensurePerson>[0], town: Town, who: string): Promise<PersonId> {
  const [account, contactId] = [town.puppet.accountId as AccountId, who as ContactId]
  return ensurePerson(tx, { account, contactId, displayName: who, friend: true, now: town.now() })
}

/** What is told about matchmaking in private, and what is written down of it. */
export class MatchTown {
  readonly town: Town

  constructor(town: Town) {
    this.town = town
  }

  /** In private chat; what the bot says there. */
  async tells(who: string, text: string): Promise<string> {
    return heardIn(who, await this.town.says(who, who, text))
  }

  /** What somebody was told in private, whoever caused it. */
  async hears(who: string, act: () => Promise<unknown>): Promise<string> {
    const since = this.town.mark()
    await act()
    return heardIn(who, this.town.said.slice(since))
  }

  /** Some days go by in which nobody says anything. */
  async daysLater(days: number): Promise<void> {
    this.town.clock.moveBy(days * 24 * 60 * 60_000)
    await this.town.minutesLater(10)
  }

  /** Somebody takes part, as after the whole conversation. Resolves with the number that the matchmaker sees. */
  async takesPart(who: string, fields: Partial<Fields>, contact = `${who} 13800001111`): Promise<number> {
    const { town } = this
    return town.database.transaction(async (tx) => {
      const community = await tx.community.findFirstOrThrow()
      const account = town.puppet.accountId as AccountId
      const personId = await personIn(tx, town, who)
      const yes = { personId, account, messageId: `yes-${who}` as MessageId, at: town.now(), textVersion: 'test' }
      const begun = await beginProfile(tx, sealer, {
        communityId: community.id as CommunityId,
        tag: tagOf(sealer, account, who as ContactId),
        birthYear: fields.birthYear ?? 1991,
        yes,
        now: town.now(),
      })
      await saveFields(tx, sealer, begun, fields, town.now())
      await saveContact(tx, sealer, begun, contact, town.now())
      const profile = await profileOf(tx, sealer, personId)
      if (!profile) throw new Error('no profile')
      await activate(tx, profile, town.now())
      return profile.id
    })
  }

  /** Three women and three men who are alike, so that no card needs an approval. The first two are returned. */
  async sixTakePart(): Promise<{ readonly woman: number; readonly man: number }> {
    const woman = await this.takesPart('he', { gender: 'F', birthYear: 1991, education: 3 }, '小何 13800002222')
    const man = await this.takesPart('wu', { gender: 'M', birthYear: 1989, education: 3 }, '老吴 13900003333')
    for (const who of ['deng', 'xu']) await this.takesPart(who, { gender: 'F', birthYear: 1990, education: 3 })
    for (const who of ['tang', 'ma']) await this.takesPart(who, { gender: 'M', birthYear: 1990, education: 3 })
    return { woman, man }
  }

  /** The matchmaker introduces two. Resolves with the code by which each of them calls it. */
  async introduces(woman: number, man: number): Promise<{ readonly he: string; readonly wu: string }> {
    await this.tells(MATCHMAKER, `/发卡 ${woman} ${man}`)
    const since = this.town.mark()
    await this.tells(MATCHMAKER, '发')
    const said = this.town.said.slice(since)
    const codeIn = (who: string) => /【卡片 (\S{4})】/.exec(heardIn(who, said))?.[1] ?? ''
    return { he: codeIn('he'), wu: codeIn('wu') }
  }

  async rows(model: 'matchProfile' | 'introduction' | 'consent'): Promise<number> {
    return (this.town.database.client[model] as { count(): Promise<number> }).count()
  }
}
