import { expect, it } from 'vitest'
import { type Call, openCall } from '../../src/chat/call.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { ensurePerson } from '../../src/community/people.ts'
import { type Database, openDatabase, type Tx } from '../../src/database/database.ts'
import { speaks } from '../../src/database/many-rows.ts'
import { answerByCommand } from '../../src/handlers/matchmaking/answer-card.ts'
import type { AccountId, ChatId, CommunityId, ContactId, MessageId, PersonId } from '../../src/ids.ts'
import { propose } from '../../src/matchmaking/introductions.ts'
import { activate, beginProfile, profileOf, saveContact, saveFields } from '../../src/matchmaking/profile.ts'
import { tagOf } from '../../src/matchmaking/tag.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { makeWorld } from '../issues/world.ts'
import { testSealer } from '../sealing/keys.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)
const ACCOUNT = 'bot' as AccountId
const sealer = testSealer()
const TWO = ['anna', 'bert'] as const
type Who = (typeof TWO)[number]

describeOnBoth('privacy 6: a release', (open, { dialect, url }) => {
  interface Met {
    readonly communityId: CommunityId
    readonly people: Readonly<Record<Who, PersonId>>
  }

  /** Two who take part. */
  async function two(database: Database): Promise<Met> {
    return database.transaction(async (tx) => {
      const communityId = (await makeWorld(tx)).communityId as CommunityId
      const people = { anna: await takesPart(tx, communityId, 'anna'), bert: await takesPart(tx, communityId, 'bert') }
      return { communityId, people }
    })
  }

  async function takesPart(tx: Tx, communityId: CommunityId, who: Who): Promise<PersonId> {
    const contactId = who as string as ContactId
    const personId = await ensurePerson(tx, { account: ACCOUNT, contactId, displayName: who, friend: true, now: NOW })
    const yes = { personId, account: ACCOUNT, messageId: who as string as MessageId, at: NOW, textVersion: '1' }
    const tag = tagOf(sealer, ACCOUNT, contactId)
    const begun = await beginProfile(tx, sealer, { communityId, tag, birthYear: 1990, yes, now: NOW })
    await saveFields(tx, sealer, begun, { gender: who === 'anna' ? 'F' : 'M' }, NOW)
    await activate(tx, await saveContact(tx, sealer, begun, `${who} 13800001111`, NOW), NOW)
    return personId
  }

  /** Introduces them, as often as it takes: here it is asked by nobody whether they were before. */
  function introduce(database: Database, { communityId, people }: Met) {
    return database.transaction(async (tx) => {
      const sides = { a: people.anna, b: people.bert }
      const known = { a: await profileOf(tx, sealer, sides.a), b: await profileOf(tx, sealer, sides.b) }
      if (!known.a || !known.b) throw new Error('no profile')
      await propose(tx, sealer, {
        communityId,
        by: sides.a,
        people: { a: known.a, b: known.b },
        approval: { a: false, b: false },
        card: (_, code) => `card ${code}`,
        now: NOW,
      })
    })
  }

  /** One of them says yes, in a transaction of its own that ends before its nth statement. */
  function saysYes(
    database: Database,
    { people }: Met,
    who: Who,
    endsBefore = Number.POSITIVE_INFINITY,
    at = NOW,
  ): Promise<void> {
    return database.transaction((tx) => {
      const failing = endingBefore(tx, dialect, endsBefore)
      return answerByCommand(callOf(failing, people[who], who, at), sealer, 'yes', '')
    })
  }

  async function releasedTo(database: Database): Promise<string[]> {
    const rows = await database.client.outboxMessage.findMany({ where: { key: { contains: ':release:' } } })
    return rows.map(({ chatId }) => chatId).sort()
  }

  it('is one transaction: wherever the power fails, nobody has a contact, or both have', async () => {
    const database = await open()
    const met = await two(database)
    await introduce(database, met)
    await saysYes(database, met, 'anna')
    expect(await releasedTo(database)).toEqual([])
    let cuts = 0
    for (let at = 1; ; at += 1) {
      try {
        await saysYes(database, met, 'bert', at)
        break
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error
        cuts += 1
        expect(await releasedTo(database)).toEqual([])
        expect(await database.client.introduction.findMany()).toMatchObject([{ state: 'OPEN', endedAt: null }])
        const answers = await database.client.introductionSide.findMany({ orderBy: { side: 'asc' } })
        expect(answers.map(({ answer }) => answer)).toEqual(['YES', 'NONE'])
      }
    }
    expect(cuts).toBeGreaterThan(20)
    expect(await releasedTo(database)).toEqual(['anna', 'bert'])
    expect(await database.client.introduction.findMany()).toMatchObject([{ state: 'RELEASED' }])
    expect(await database.client.auditEntry.count({ where: { action: 'match.release' } })).toBe(1)
    // Once more, by both: nothing is released a second time.
    for (const who of TWO) await saysYes(database, met, who)
    expect(await releasedTo(database)).toEqual(['anna', 'bert'])
    expect(await database.client.auditEntry.count({ where: { action: 'match.release' } })).toBe(1)
  }, 60_000)

  it('is one when both say yes at the same moment, in two processes where there can be two', async () => {
    const place = await url()
    const one = await openDatabase({ url: place })
    const other = dialect === 'postgresql' ? await openDatabase({ url: place }) : one
    const met = await two(one)
    for (let round = 1; round <= 8; round += 1) {
      await introduce(one, met)
      await Promise.all([saysYes(one, met, 'anna'), saysYes(other, met, 'bert')])
      expect(await one.client.introduction.count({ where: { state: 'RELEASED' } }), `round ${round}`).toBe(round)
      expect(await one.client.auditEntry.count({ where: { action: 'match.release' } })).toBe(round)
      expect(await releasedTo(one)).toEqual([...Array(round).fill('anna'), ...Array(round).fill('bert')])
    }
    if (other !== one) await other.close()
    await one.close()
  }, 60_000)

  it('takes no bare yes that was said before the card went out, however late it is delivered', async () => {
    const database = await open()
    const met = await two(database)
    await introduce(database, met)
    await saysYes(database, met, 'anna', undefined, new Date(NOW.getTime() - 60 * 60_000))
    await saysYes(database, met, 'bert')
    expect(await releasedTo(database)).toEqual([])
    await saysYes(database, met, 'anna', undefined, new Date(NOW.getTime() - 60_000))
    expect(await releasedTo(database), 'clocks differ a little').toEqual(['anna', 'bert'])
  })

  it('gives nothing to anybody where one of them cannot be written to any more, and nobody can tell', async () => {
    const database = await open()
    const met = await two(database)
    await introduce(database, met)
    await saysYes(database, met, 'anna')
    await database.transaction((tx) =>
      tx.chatIdentity.updateMany({ where: { contactId: 'anna' }, data: { friend: false } }),
    )
    await saysYes(database, met, 'bert')
    expect(await releasedTo(database)).toEqual([])
    expect(await database.client.introduction.findMany()).toMatchObject([{ state: 'OPEN' }])
    // Whoever comes back and says it again is no worse off.
    await database.transaction((tx) => tx.chatIdentity.updateMany({ where: {}, data: { friend: true } }))
    await saysYes(database, met, 'anna')
    expect(await releasedTo(database)).toEqual(['anna', 'bert'])
  })
})

class PowerCut extends Error {}

/** The transaction, in which the statement with this number is not reached any more. */
function endingBefore(tx: Tx, dialect: Database['dialect'], limit: number): Tx {
  let count = 0
  const counted =
    (work: (...args: unknown[]) => unknown, on: object) =>
    (...args: unknown[]) => {
      count += 1
      if (count >= limit) throw new PowerCut()
      return work.apply(on, args)
    }
  const watched = <T extends object>(of: T, inside: boolean): T =>
    new Proxy(of, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value === 'function') return counted(value as () => unknown, target)
        return inside && typeof value === 'object' && value !== null ? watched(value, false) : value
      },
    })
  const made = watched(tx, true)
  speaks(made, dialect)
  return made
}

function callOf(tx: Tx, person: PersonId, who: Who, at: Date): Call {
  const message: IncomingMessage = {
    account: ACCOUNT,
    id: `yes of ${who}` as MessageId,
    chat: { kind: 'private', id: who as string as ChatId },
    topic: '',
    sender: { id: who as string as ContactId, name: who, friend: true },
    at,
    text: '愿意',
    mentionsBot: false,
    mentions: [],
  }
  return openCall({
    tx,
    now: NOW,
    message,
    person,
    roles: [],
    group: undefined,
    community: undefined,
    photos: [],
    files: [],
  })
}
