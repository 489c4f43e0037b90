import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Call, openCall } from '../../src/chat/call.ts'
import type { Command } from '../../src/chat/command.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { wordsOf } from '../../src/chat/secret-words.ts'
import { ensurePerson } from '../../src/community/people.ts'
import { grantRole, rolesOf } from '../../src/community/roles.ts'
import type { Database } from '../../src/database/database.ts'
import { cardsCommand } from '../../src/handlers/matchmaking/cards.ts'
import type { MatchDesk } from '../../src/handlers/matchmaking/desk.ts'
import { matchCommand } from '../../src/handlers/matchmaking/match.ts'
import { proposeDialog } from '../../src/handlers/matchmaking/propose.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId } from '../../src/ids.ts'
import { confirmAssessment } from '../../src/matchmaking/assessment.ts'
import { activate, beginProfile, saveContact, saveFields } from '../../src/matchmaking/profile.ts'
import { tagOf } from '../../src/matchmaking/tag.ts'
import { Refusal } from '../../src/refusal.ts'
import { matchmakingJob } from '../../src/scheduler/matchmaking.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeWorld } from '../issues/world.ts'
import { testSealer } from '../sealing/keys.ts'

const ACCOUNT = 'bot' as AccountId
const HOUR = 60 * 60_000
const sealer = testSealer()
const desk: MatchDesk = {
  sealer,
  keyState: { kind: 'right', keyId: 'test', resealed: 0, damaged: 0 },
  assessment: { version: 'v', name: 'a.txt', bytes: new Uint8Array() },
  keepFile: () => Promise.reject(new Error('nothing is kept here')),
  understanding: { glance: () => Promise.reject(new Error('nothing is read here')) as never },
}
const commands: Readonly<Record<'红娘' | '发卡', Command<Call>>> = {
  红娘: matchCommand(desk),
  发卡: cardsCommand(desk),
}
const propose = proposeDialog(desk)

type Step =
  | { readonly who: 'a' | 'b'; readonly says: string }
  | { readonly who: 'matchmaker' }
  | { readonly hours: number }

const residents = ['愿意', '愿意', '不合适', '可以发', '可以发', '不发', '拉黑', '举报', '暂停', '恢复', '退出', '再来']
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ who: fc.constantFrom('a', 'b'), says: fc.constantFrom(...residents) }) },
  { weight: 3, arbitrary: fc.constant({ who: 'matchmaker' } as const) },
  { weight: 2, arbitrary: fc.record({ hours: fc.integer({ min: 1, max: 24 * 5 }) }) },
)

/** One in which it comes about, so that there is something to hold the others against. */
const MEETING: Step[] = [
  { who: 'matchmaker' },
  ...(['可以发', '愿意'] as const).flatMap((says) => (['a', 'b'] as const).map((who) => ({ who, says }))),
]

/** Two residents and a matchmaker, as they are in the database; every run has its own. */
class Story {
  now = shanghai(2026, 6, 3, 9, 0)
  readonly #database: Database
  readonly #community: CommunityId
  readonly #run: number
  #messages = 0

  constructor(database: Database, community: CommunityId, run: number) {
    this.#database = database
    this.#community = community
    this.#run = run
  }

  contact = (who: string) => `${who}${this.#run}` as string as ContactId

  async begin(rare: boolean): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const personId = await this.#person(tx, 'matchmaker')
      const role = { kind: 'MATCHMAKER' } as const
      await grantRole(tx, { communityId: this.#community, personId, role, by: undefined, now: this.now })
    })
    for (const who of ['a', 'b']) await this.takesPart(who, rare)
  }

  #person(tx: Parameters<typeof ensurePerson>[0], who: string) {
    const contactId = this.contact(who)
    return ensurePerson(tx, { account: ACCOUNT, contactId, displayName: who, friend: true, now: this.now })
  }

  /** Unless they do already. */
  async takesPart(who: string, rare: boolean): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const personId = await this.#person(tx, who)
      if (await tx.matchProfile.findUnique({ where: { personId } })) return
      const yes = { personId, account: ACCOUNT, messageId: 'y' as MessageId, at: this.now, textVersion: '1' }
      const tag = tagOf(sealer, ACCOUNT, this.contact(who))
      const begun = await beginProfile(tx, sealer, {
        ...{ communityId: this.#community, tag, birthYear: 1990, yes, now: this.now },
      })
      const gender = who === 'a' ? 'F' : 'M'
      // Nobody else is of such an education in such a place.
      const own = rare
        ? ({ gender, hobbies: ['下棋'], education: this.#run % 6, income: who === 'a' ? 1 : 2 } as const)
        : { gender }
      const filled = await saveFields(tx, sealer, begun, own as Parameters<typeof saveFields>[3], this.now)
      await activate(tx, await saveContact(tx, sealer, filled, `tel-of-${this.contact(who)}`, this.now), this.now)
    })
  }

  async says(who: string, name: '红娘' | '发卡', words: string): Promise<void> {
    await this.#act(who, (call) => commands[name].run(call, { words }))
  }

  async #act(who: string, act: (call: Call) => Promise<unknown>): Promise<void> {
    try {
      await this.#database.transaction(async (tx) => {
        const person = await this.#person(tx, who)
        const call = openCall({
          ...{ tx, now: this.now, message: this.#message(who), person, roles: await rolesOf(tx, person) },
          ...{ group: undefined, community: this.#community, photos: [], files: [] },
        })
        await act(call)
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }

  #message(who: string): IncomingMessage {
    this.#messages += 1
    const [sender, chat] = [this.contact(who), this.contact(who) as string as ChatId]
    return {
      ...{ account: ACCOUNT, id: `${this.#run}-${this.#messages}` as MessageId, chat: { kind: 'private', id: chat } },
      ...{ topic: '', sender: { id: sender, name: who, friend: true }, at: this.now, text: '发', mentionsBot: false },
      mentions: [],
    }
  }

  async matchmakerIntroduces(): Promise<void> {
    const { client } = this.#database
    const numbers: number[] = []
    for (const who of ['a', 'b']) {
      const known = await client.chatIdentity.findFirst({ where: { contactId: this.contact(who) } })
      const profile = await client.matchProfile.findUnique({ where: { personId: known?.personId ?? 0 } })
      if (profile) numbers.push(profile.id)
    }
    const [first, second] = numbers
    if (first === undefined || second === undefined) return
    await this.says('matchmaker', '发卡', `${first} ${second}`)
    await this.#act('matchmaker', (call) => propose.answer(call, { first, second, communityId: this.#community }))
  }

  async later(hours: number): Promise<void> {
    this.now = new Date(this.now.getTime() + hours * HOUR)
    await matchmakingJob({ database: this.#database, sealer, spoke: () => undefined }).run(this.now, this.now)
  }

  /** The code by which somebody calls the newest introduction they were in. */
  async code(who: string): Promise<string> {
    const identity = await this.#database.client.chatIdentity.findFirst({ where: { contactId: this.contact(who) } })
    const mine = await this.#database.client.introductionSide.findFirst({
      where: { personId: identity?.personId ?? 0 },
      orderBy: { id: 'desc' },
      include: { introduction: { include: { sides: true } } },
    })
    return mine?.introduction.sides.find(({ id }) => id !== mine.id)?.code ?? 'Z9Z9'
  }

  /** Everything that was said to these three, opened. */
  async said(): Promise<{ to: string; text: string; key: string | null; at: number }[]> {
    const rows = await this.#database.client.outboxMessage.findMany({
      where: { chatId: { in: ['a', 'b', 'matchmaker'].map(this.contact) } },
      orderBy: { id: 'asc' },
    })
    return rows.map((row) => ({
      ...{ to: row.chatId, text: wordsOf(row, sealer), key: row.key, at: row.createdAt.getTime() },
    }))
  }
}

describeOnBoth('any story of two residents and a matchmaker', (open, { dialect }) => {
  it('privacy 4, 5, 6, 12: releases only what both wanted, sends no card unasked, and introduces nobody who is blocked', async () => {
    const database = await open()
    const { client } = database
    const community = await database.transaction(async (tx) => {
      const { communityId, people } = await makeWorld(tx)
      const known = { account: ACCOUNT, messageId: 'm' as MessageId, at: shanghai(2026, 6, 3) }
      await confirmAssessment(tx, { ...known, communityId, version: 'v', personId: people.secretary.personId })
      return communityId
    })
    let run = 0
    let released = 0
    let cards = 0
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 5, maxLength: 25 }), async (rare, steps) => {
        run += 1
        const story = new Story(database, community, run)
        await story.begin(rare)
        let blockedAt: number | undefined
        for (const each of steps) {
          if ('hours' in each) await story.later(each.hours)
          else if (each.who === 'matchmaker') await story.matchmakerIntroduces()
          else if (each.says === '再来') await story.takesPart(each.who, rare)
          else {
            const code = await story.code(each.who)
            const known = code !== 'Z9Z9'
            await story.says(each.who, '红娘', `${each.says} ${code}${each.says === '举报' ? ' 乱来' : ''}`)
            if (each.says === '拉黑' && known)
              blockedAt ??= (await client.introduction.findFirst({ orderBy: { id: 'desc' } }))?.id
          }
        }
        await story.later(24 * 8)
        const said = await story.said()
        const ours = await client.introduction.findMany({
          where: { sides: { some: { tag: tagOf(sealer, ACCOUNT, story.contact('a')) } } },
          include: { sides: true },
        })
        // A contact is in nobody's hands but the other's, after both yeses and within the seven days.
        const both = ours.filter(({ sides }) =>
          sides.every(({ answer, goneAt }) => answer === 'YES' && goneAt === null),
        )
        const telling = said.filter(({ text }) => /tel-of-/.test(text))
        expect(telling.length).toBe(2 * both.length)
        expect(
          both.every(({ state, endedAt, endsAt }) => state === 'RELEASED' && endedAt !== null && endedAt < endsAt),
        ).toBe(true)
        expect(ours.filter(({ state }) => state === 'RELEASED')).toHaveLength(both.length)
        for (const { to, text } of telling) expect(text).not.toContain(`tel-of-${to}`)
        // No card goes out unasked, nor one that is not the exact text its owner said yes to.
        for (const { id, sides } of ours) {
          const sent = said.filter(({ key }) => key?.startsWith(`introduction:${id}:card:`))
          expect([0, 2]).toContain(sent.length)
          if (sent.length > 0)
            expect(sides.every(({ approval }) => approval === 'NOT_NEEDED' || approval === 'GIVEN')).toBe(true)
          const asked = said.find(({ key }) => key === `introduction:${id}:approve:a`)
          const shown = sent.find(({ to }) => to === story.contact('b'))
          const cardIn = (text: string) => /【卡片[\s\S]*?(?=\n(?:这样发|愿意认识|小心))/.exec(text)?.[0]
          if (asked && shown) expect(cardIn(shown.text)).toBe(cardIn(asked.text))
          cards += sent.length
        }
        // Nobody is introduced again whom one of them has blocked.
        if (blockedAt !== undefined) expect(Math.max(...ours.map(({ id }) => id))).toBeLessThanOrEqual(blockedAt)
        // Nothing that ended without coming about is told in other words, or at another time than the seven days after.
        const ends = said.filter(({ key }) => /:end:/.test(key ?? ''))
        expect(new Set(ends.map(({ text }) => text)).size).toBeLessThanOrEqual(1)
        released += both.length
      }),
      { numRuns: dialect === 'sqlite' ? 25 : 5, examples: [[false, MEETING]] },
    )
    expect(await client.outboxMessage.count({ where: { chatKind: 'GROUP' } })).toBe(0)
    // The stories were worth telling.
    expect(cards).toBeGreaterThan(0)
    expect(released).toBeGreaterThan(0)
  }, 120_000)
})
