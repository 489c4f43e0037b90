import { expect, it } from 'vitest'
import { groupOf } from '../../src/community/groups.ts'
import { ensurePerson, findPerson } from '../../src/community/people.ts'
import { contactsInPost, contactsInPosts, dismiss, grantRole, type Post, rolesOf } from '../../src/community/roles.ts'
import { speakerIn } from '../../src/community/speaker.ts'
import type { AccountId, ChatId, ContactId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, minutesLater, now, openTown } from './town.ts'

const other = 'other' as AccountId
const third = 'grid-03@chatroom' as ChatId
const staff = 'staff@chatroom' as ChatId
const traffic = 'traffic@chatroom' as ChatId
const fresh = 'fresh@chatroom' as ChatId

describeOnBoth('whoever speaks', (open) => {
  async function town() {
    const its = await openTown(open)
    const { run } = its
    const says = (contact: string, chatId?: ChatId, more: { name?: string; friend?: boolean; on?: AccountId } = {}) => {
      const { name: displayName = contact, friend, on = account } = more
      const actor = { account: on, contactId: contact as ContactId, displayName, friend, now: minutesLater(1) }
      return run((tx) => speakerIn(tx, chatId, actor))
    }
    return { ...its, db: its.database.client, says }
  }

  it('is found as three questions would find them, in every kind of chat', async () => {
    const { db, run, says, communityId, person, grid, unit } = await town()
    const secretary = await person('secretary')
    const role = { communityId, personId: await person('worker-03'), by: secretary, now }
    // Several roles, one of them given back, one in a unit.
    await run((tx) => grantRole(tx, { ...role, role: { kind: 'VOLUNTEER' } }))
    await run((tx) => dismiss(tx, { ...role, role: { kind: 'VOLUNTEER' } }))
    const gridId = await grid(7)
    await run((tx) => grantRole(tx, { ...role, role: { kind: 'GRID_WORKER', gridId, post: 'deputy' } }))
    await run(async (tx) =>
      grantRole(tx, { ...role, role: { kind: 'UNIT_CONTACT', unitId: await unit('traffic'), gridId } }),
    )
    await run((tx) => tx.chatGroup.updateMany({ where: { chatId: staff }, data: { suspendedAt: minutesLater(2) } }))
    await run((tx) =>
      tx.chatGroup.updateMany({ where: { chatId: 'property@chatroom' }, data: { unboundAt: minutesLater(2) } }),
    )

    for (const contact of ['worker-03', 'worker-07', 'secretary', 'staff-1', 'traffic', 'ma']) {
      for (const chatId of [third, staff, traffic, 'property@chatroom' as ChatId, fresh]) {
        const found = await says(contact, chatId)
        const id = await person(contact)
        expect(found).toEqual({ person: id, roles: await rolesOf(db, id), group: await groupOf(db, account, chatId) })
      }
      expect((await says(contact)).group).toBeUndefined()
    }
    expect((await says('worker-03')).roles).toHaveLength(3)
    expect((await says('ma', staff)).group?.suspendedAt).toEqual(minutesLater(2))
    expect((await says('ma', traffic)).group).toMatchObject({ purpose: 'UNIT', unitId: await unit('traffic') })
  })

  it('is made a person with their first act, and is nobody on another account', async () => {
    const { db, says, communityId } = await town()
    const before = await db.person.count()
    const first = await says('newcomer', third, { friend: true })
    expect(first).toMatchObject({ roles: [], group: { communityId, chatId: third } })
    expect((await says('newcomer', third)).person).toBe(first.person)
    expect(await db.person.count()).toBe(before + 1)
    // The same ids on another account are other people and other groups.
    const there = await says('worker-03', third, { on: other })
    expect(there).toEqual({
      person: await findPerson(db, other, 'worker-03' as ContactId),
      roles: [],
      group: undefined,
    })
    expect(there.person).not.toBe(await findPerson(db, account, 'worker-03' as ContactId))
  })

  it('is called as the chat calls them now, and stays a friend where it cannot tell', async () => {
    const { db, says } = await town()
    const identity = () =>
      db.chatIdentity.findUnique({
        where: { account_contactId: { account, contactId: 'chen' } },
        select: { displayName: true, friend: true },
      })
    await says('chen', third, { name: '老陈', friend: true })
    expect(await identity()).toEqual({ displayName: '老陈', friend: true })
    await says('chen', third, { name: '书记' })
    expect(await identity()).toEqual({ displayName: '书记', friend: true })
    expect(await says('chen', third, { name: '书记', friend: false })).toMatchObject({ roles: [] })
    expect(await identity()).toEqual({ displayName: '书记', friend: false })
  })

  it('is nothing but a name, whatever it holds', async () => {
    const { db, says } = await town()
    const before = await db.chatGroup.count()
    const name = `x'); DROP TABLE "Role"; --`
    const { person } = await says(name, `${name}@chatroom` as ChatId, { name })
    expect(await findPerson(db, account, name as ContactId)).toBe(person)
    expect(await db.chatGroup.count()).toBe(before)
  })
})

describeOnBoth('those in a post', (open) => {
  it('are reached by the newest of their identities, the lead first, one by one as all at once', async () => {
    const { database, run, communityId, person, grid, unit } = await openTown(open)
    const [lead, deputy, secretary] = [await person('worker-03'), await person('worker-07'), await person('secretary')]
    const gridId = await grid(3)
    const change = { communityId, by: secretary, now }
    const worker = { kind: 'GRID_WORKER', gridId } as const
    await run((tx) => grantRole(tx, { ...change, personId: deputy, role: { ...worker, post: 'deputy' } }))
    // Somebody who is on another account only, and somebody whose post is over.
    const away = await run((tx) =>
      ensurePerson(tx, { account: other, contactId: 'away' as ContactId, displayName: '在外', now }),
    )
    await run((tx) => grantRole(tx, { ...change, personId: away, role: { ...worker, post: 'deputy' } }))
    const over = await person('ma')
    await run((tx) => grantRole(tx, { ...change, personId: over, role: { ...worker, post: 'deputy' } }))
    await run((tx) => dismiss(tx, { ...change, personId: over, role: worker }))
    // The lead has got a second telephone.
    await run((tx) =>
      tx.chatIdentity.create({
        data: {
          ...{ account, contactId: 'worker-03-new', displayName: '新手机', friend: true },
          ...{ personId: lead, createdAt: minutesLater(5) },
        },
      }),
    )

    const db = database.client
    expect((await contactsInPost(db, account, worker)).map(({ contactId }) => contactId)).toEqual([
      'worker-03-new',
      'worker-07',
    ])
    expect((await contactsInPost(db, other, worker)).map(({ contactId }) => contactId)).toEqual(['away'])
    const posts: Post[] = [
      worker,
      { kind: 'GRID_WORKER', gridId: await grid(7) },
      { kind: 'VOLUNTEER', gridId },
      { kind: 'UNIT_CONTACT', unitId: await unit('traffic') },
      { kind: 'STAFF', communityId },
      { kind: 'SECRETARY', communityId },
    ]
    const each = await Promise.all(posts.map((post) => contactsInPost(db, account, post)))
    expect(each).toEqual(await contactsInPosts(db, account, posts))
    expect(each.map((contacts) => contacts.length)).toEqual([2, 1, 0, 1, 2, 1])
  })
})
