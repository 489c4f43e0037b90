import { expect, it } from 'vitest'
import { communityOf } from '../../src/community/membership.ts'
import { contactOf, ensurePerson, findPerson, setFriend } from '../../src/community/people.ts'
import { rolesOf } from '../../src/community/roles.ts'
import type { AccountId, ContactId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, minutesLater, now, openTown } from './town.ts'

const newcomer = { account, contactId: 'newcomer' as ContactId, displayName: '小李', now }

describeOnBoth('people', (open) => {
  it('have no row until they act', async () => {
    const database = await open()
    expect(await findPerson(database.client, account, newcomer.contactId)).toBeUndefined()
    expect(await database.client.person.count()).toBe(0)
    const person = await database.transaction((tx) => ensurePerson(tx, newcomer))
    expect(await findPerson(database.client, account, newcomer.contactId)).toBe(person)
    expect(await database.transaction((tx) => ensurePerson(tx, newcomer))).toBe(person)
    expect(await database.client.person.count()).toBe(1)
  })

  it('are one person when they act twice at the same moment', async () => {
    const database = await open()
    const ids = await Promise.all(
      Array.from({ length: 8 }, () => database.transaction((tx) => ensurePerson(tx, newcomer))),
    )
    expect(new Set(ids).size).toBe(1)
    expect(await database.client.person.count()).toBe(1)
    expect(await database.client.chatIdentity.count()).toBe(1)
  })

  it('act under whatever name, even half a character', async () => {
    const database = await open()
    const half = { ...newcomer, displayName: '小李\ud83d' }
    expect(await database.transaction((tx) => ensurePerson(tx, half))).toBeGreaterThan(0)
    expect(await database.client.person.findMany({ select: { name: true } })).toEqual([{ name: '小李\ufffd' }])
  })

  it('are not the same on another account', async () => {
    const database = await open()
    const [here, there] = await database.transaction(async (tx) => [
      await ensurePerson(tx, newcomer),
      await ensurePerson(tx, { ...newcomer, account: 'other' as AccountId }),
    ])
    expect(here).not.toBe(there)
  })

  it('are called as the chat calls them now, under the name they came with', async () => {
    const database = await open()
    const person = await database.transaction((tx) => ensurePerson(tx, newcomer))
    await database.transaction((tx) => ensurePerson(tx, { ...newcomer, displayName: '晴天', now: minutesLater(5) }))
    expect(await contactOf(database.client, person, account)).toEqual({
      contactId: 'newcomer',
      displayName: '晴天',
      friend: false,
    })
    expect(await database.client.person.findFirst()).toMatchObject({ name: '小李' })
    expect(await contactOf(database.client, person, 'other' as AccountId)).toBeUndefined()
  })

  it('are friends when the chat says so, and stay what they were when it cannot tell', async () => {
    const database = await open()
    const run = database.transaction
    expect(await run((tx) => setFriend(tx, account, newcomer.contactId, true))).toBe(false)
    const person = await run((tx) => ensurePerson(tx, { ...newcomer, friend: true }))
    await run((tx) => ensurePerson(tx, newcomer))
    expect((await contactOf(database.client, person, account))?.friend).toBe(true)
    expect(await run((tx) => setFriend(tx, account, newcomer.contactId, false))).toBe(true)
    expect((await contactOf(database.client, person, account))?.friend).toBe(false)
  })

  it('get nothing from calling themselves 书记', async () => {
    const { database, run } = await openTown(open)
    const ma = { account, contactId: 'ma' as ContactId, displayName: '书记', now }
    const person = await run((tx) => ensurePerson(tx, ma))
    expect(await rolesOf(database.client, person)).toEqual([])
    expect(await database.client.person.findUnique({ where: { id: person } })).toMatchObject({ name: '马先生' })
  })

  it('belong to the only community, or to the one of their role', async () => {
    const { database, run, person, communityId } = await openTown(open)
    const ma = await person('ma')
    expect(await communityOf(database.client, ma, [])).toBe(communityId)
    await run((tx) => tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: now } }))
    expect(await communityOf(database.client, ma, [])).toBeUndefined()
    const worker = await person('worker-03')
    expect(await communityOf(database.client, worker, await rolesOf(database.client, worker))).toBe(communityId)
  })

  it('belong to the community they last reported in', async () => {
    const { database, run, person } = await openTown(open)
    const ma = await person('ma')
    const other = await run(async (tx) => {
      const made = await tx.community.create({ data: { code: 'other', name: '另一社区', createdAt: now } })
      await tx.issue.create({
        data: {
          communityId: made.id,
          number: 1,
          state: 'REPORTED',
          words: '灯不亮',
          category: 'D01',
          isPrivate: false,
          dangerous: false,
          reporterId: ma,
          account,
          chatKind: 'PRIVATE',
          chatId: 'ma',
          reportedAt: now,
        },
      })
      return made.id
    })
    expect(await communityOf(database.client, ma, [])).toBe(other)
  })
})
