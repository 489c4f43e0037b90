import { expect, it } from 'vitest'
import { noteLogin } from '../../src/chat/accounts.ts'
import { cancelLeftBehind, moveWaiting } from '../../src/chat/move-waiting.ts'
import { put } from '../../src/chat/outbox.ts'
import { claim, codesAfterNewIds } from '../../src/community/claim.ts'
import { keptMarks, marksOf } from '../../src/community/group-marks.ts'
import { groupOf, putBinding } from '../../src/community/groups.ts'
import { ensurePerson } from '../../src/community/people.ts'
import {
  moveBinding,
  openProposals,
  proposeGroups,
  refuseProposal,
  type SeenGroup,
  suspendedFor,
} from '../../src/community/regroup.ts'
import { appoint } from '../../src/community/roles.ts'
import { isOutOfReach, presentAccount } from '../../src/community/seats.ts'
import { suspendedChats, suspendedGroups } from '../../src/community/suspended.ts'
import type { AccountId, ChatId, ContactId } from '../../src/ids.ts'
import { describeOnBoth } from '../database/both.ts'
import { account, minutesLater, now, openTown } from './town.ts'

const THIRD = 'grid-03@chatroom' as ChatId
const NEW = 'bot-2' as AccountId
const TOPIC = '玉成社区3网格群'
const MEMBERS = ['杨静', '马先生', '陈阿姨', '周师傅', '刘女士']
const seat = 'main'

const seen = (id: string, topic = TOPIC, names = MEMBERS): SeenGroup => ({ id: id as ChatId, topic, names })

describeOnBoth('groups after a login with new ids', (open) => {
  async function moved() {
    const town = await openTown(open)
    const { run } = town
    const db = town.database.client
    await run(async (tx) => {
      const { id } = await tx.chatGroup.findFirstOrThrow({ where: { chatId: THIRD } })
      await tx.chatGroup.update({ where: { id }, data: { topic: TOPIC, memberMarks: keptMarks(marksOf(MEMBERS)) } })
      await noteLogin(tx, { account, name: '小格', seat, now })
    })
    const login = await run((tx) => noteLogin(tx, { account: NEW, name: '小格', seat, now }))
    const propose = (...groups: SeenGroup[]) => run((tx) => proposeGroups(tx, { account: NEW, seen: groups }))
    const likely = async () => (await openProposals(db, NEW)).map(({ chatId, agreeing }) => [chatId, agreeing])
    return {
      ...town,
      db,
      login,
      propose,
      likely,
      third: async () => db.chatGroup.findFirst({ where: { topic: TOPIC } }),
    }
  }

  it('are suspended with the account of before, which is the present one no more', async () => {
    const { login, db, communityId, person, run } = await moved()
    expect(login).toEqual({ predecessor: account, heardUntil: undefined })
    expect(await suspendedGroups(db, communityId)).toHaveLength(4)
    expect(await suspendedChats(db, account)).toContain(THIRD)
    expect([await presentAccount(db, account), await presentAccount(db, NEW)]).toEqual([NEW, NEW])
    expect(await isOutOfReach(db, await person('worker-03'))).toBe(true)
    expect(await run((tx) => noteLogin(tx, { account: NEW, name: '小格', seat, now }))).toMatchObject({
      predecessor: undefined,
    })
    // An account that comes back sits here again, and what the other one was bound to is suspended in turn.
    expect(await run((tx) => noteLogin(tx, { account, name: '小格', seat, now }))).toMatchObject({ predecessor: NEW })
    expect(await presentAccount(db, NEW)).toBe(account)
    // Another seat is another matter.
    const other = { account: 'other' as AccountId, name: '', seat: 'second', now }
    expect(await run((tx) => noteLogin(tx, other))).toMatchObject({ predecessor: undefined })
  })

  it('stay paused as they were', async () => {
    const { run, db } = await openTown(open).then((town) => ({ ...town, db: town.database.client }))
    const until = minutesLater(60)
    await run(async (tx) => {
      await noteLogin(tx, { account, name: '', seat, now })
      await tx.accountPause.create({
        data: { account, kind: 'RATE_LIMIT', since: now, until, reason: 'r', strikes: 2 },
      })
      await noteLogin(tx, { account: NEW, name: '', seat, now })
    })
    expect(await db.accountPause.findFirst({ where: { account: NEW } })).toMatchObject({ until, strikes: 2 })
  })

  it('are proposed by name and members, where both are one group’s only', async () => {
    const { propose, likely } = await moved()
    expect(await propose(seen('x@chatroom', '别的群'), seen('n3@chatroom', ' 玉成社区３网格群'))).toBe(1)
    expect(await likely()).toEqual([['n3@chatroom', 5]])
    // A puppet that shows nothing for a while has not refuted it; a namesake has.
    expect(await propose(seen('x@chatroom', '别的群'))).toBe(1)
    expect(await propose(seen('n3@chatroom'), seen('n4@chatroom'))).toBe(0)
    expect(await likely()).toEqual([])
    expect(await propose(seen('n3@chatroom', TOPIC, ['甲', '乙', '丙']))).toBe(0)
    expect(await propose(seen('n3@chatroom', '改了名'))).toBe(0)
  })

  it('are proposed by their id where that is the same, whatever else has changed', async () => {
    const { propose, likely } = await moved()
    expect(await propose(seen(THIRD, '改了名', ['甲', '马先生']))).toBe(1)
    expect(await likely()).toEqual([[THIRD, 1]])
  })

  it('are not proposed a second time after a no, nor where something else is bound', async () => {
    const { run, db, person, propose, likely, communityId } = await moved()
    await propose(seen('n3@chatroom'))
    const [proposal] = await openProposals(db, NEW)
    if (!proposal) throw new Error('nothing was proposed')
    const by = await person('worker-03')
    await run((tx) => refuseProposal(tx, proposal, by, now))
    expect(await propose(seen('n3@chatroom'))).toBe(0)
    expect(await propose(seen('n5@chatroom'))).toBe(1)
    const binding = { account: NEW, chatId: 'n5@chatroom' as ChatId, topic: TOPIC, communityId, by, now }
    await run((tx) => putBinding(tx, { ...binding, scope: { purpose: 'STAFF' } }))
    expect(await propose(seen('n5@chatroom'))).toBe(0)
    expect(await likely()).toEqual([])
  })

  it('move with what waits for them, once', async () => {
    const { run, db, person, third, communityId, grid } = await moved()
    const hours = (count: number) => minutesLater(-60 * count)
    const chat = { kind: 'group', id: THIRD } as const
    const say = (text: string, priority: 'reply' | 'news' | 'digest', at: Date, key?: string) =>
      run((tx) =>
        put(tx, { account, chat, text, priority, mentions: ['ma' as ContactId], ...(key ? { key } : {}) }, at),
      )
    await say('新答复', 'reply', hours(5))
    await say('旧答复', 'reply', hours(7))
    await say('消息', 'news', hours(100))
    await say('旧消息', 'news', hours(24 * 8))
    await say('漏听', 'news', hours(1), 'gap:1')
    await say('没发成', 'news', hours(2))
    await say('放弃了', 'news', hours(2))
    await say('发了一半', 'news', hours(2))
    await run(async (tx) => {
      const set = (text: string, data: object) => tx.outboxMessage.updateMany({ where: { text }, data })
      await set('没发成', { state: 'FAILED', attempts: 5, notBefore: minutesLater(60) })
      await set('放弃了', { state: 'FAILED', givenUpAt: now })
      await set('发了一半', { state: 'SENDING', leaseUntil: hours(1) })
    })
    const group = await third()
    if (!group) throw new Error('no group')
    const by = await person('worker-03')
    const chatId = 'n3@chatroom' as ChatId
    const move = { groupId: group.id, account: NEW, chatId, topic: '新群名', by, now }
    // Bound by mistake and unbound again.
    const mistake = { account: NEW, chatId, topic: '', communityId, scope: { purpose: 'STAFF' }, by, now } as const
    await run((tx) => putBinding(tx, mistake))
    await expect(run((tx) => moveBinding(tx, move))).rejects.toThrow('另外绑定')
    await run((tx) => tx.chatGroup.updateMany({ where: { chatId }, data: { unboundAt: now } }))

    const counts = await run(async (tx) => {
      const was = await moveBinding(tx, move)
      return moveWaiting(tx, was, { account: NEW, chatId }, { now, notBefore: minutesLater(2) })
    })
    expect(counts).toMatchObject({ moved: 3, cancelled: 3, rows: { length: 4 } })
    expect(await groupOf(db, NEW, chatId)).toMatchObject({ gridId: await grid(3), topic: '新群名' })
    expect(await groupOf(db, account, THIRD)).toBeUndefined()
    const rows = await db.outboxMessage.findMany({ where: { account: NEW }, orderBy: { id: 'asc' } })
    expect(rows.map(({ text, state, chatId: at, mentions }) => [text, state, at, mentions])).toEqual([
      ['新答复', 'PENDING', chatId, []],
      ['消息', 'PENDING', chatId, []],
      ['没发成', 'PENDING', chatId, []],
      ['发了一半', 'UNKNOWN', chatId, []],
    ])
    expect(rows.slice(0, 3).map(({ notBefore }) => notBefore)).toEqual(Array(3).fill(minutesLater(2)))
    await expect(run((tx) => moveBinding(tx, move))).rejects.toThrow('不用再确认')
  })

  it('are found by staff who bind by hand, as far as it is clear which is meant', async () => {
    const { run, db, communityId, grid, propose } = await moved()
    const where = { communityId, scope: { purpose: 'GRID', gridId: await grid(3) } } as const
    const here = { account: NEW, chatId: 'n3@chatroom' as ChatId, topic: '' }
    expect(await suspendedFor(db, here, where)).toMatchObject({ kind: 'perhaps', group: { chatId: THIRD } })
    const second = { account, chatId: 'second@chatroom' as ChatId, topic: '3网格二群', communityId, by: undefined, now }
    await run(async (tx) => {
      const { id } = await putBinding(tx, { ...second, scope: where.scope })
      await tx.chatGroup.update({ where: { id }, data: { suspendedAt: now } })
    })
    expect(await suspendedFor(db, here, where)).toEqual({ kind: 'none' })
    expect(await suspendedFor(db, { ...here, topic: '3网格二群' }, where)).toMatchObject({
      kind: 'sure',
      group: { chatId: 'second@chatroom' },
    })
    await propose(seen('n3@chatroom'))
    expect(await suspendedFor(db, here, where)).toMatchObject({ kind: 'sure', group: { chatId: THIRD } })
    expect(await suspendedFor(db, here, { ...where, scope: { purpose: 'UNIT', unitId: 999 as never } })).toEqual({
      kind: 'none',
    })
  })

  it('leave a vacancy: whoever is appointed leads the grid, and the secretary needs a new code', async () => {
    const { run, communityId, grid, db } = await moved()
    const codes = await run((tx) => codesAfterNewIds(tx, NEW, now))
    expect(codes.map(({ name }) => name)).toEqual(['玉成社区'])
    const [by, personId] = await run(async (tx) => {
      const actor = { account: NEW, displayName: '杨静', now }
      return [
        await ensurePerson(tx, { ...actor, contactId: 'new-secretary' as ContactId }),
        await ensurePerson(tx, { ...actor, contactId: 'new-worker' as ContactId }),
      ] as const
    })
    expect(await run((tx) => claim(tx, { code: codes[0]?.code ?? '', personId: by, now }))).toMatchObject({ ok: true })
    expect(await run((tx) => codesAfterNewIds(tx, NEW, now))).toEqual([])
    expect(await db.claimCode.count({ where: { usedAt: null } })).toBe(0)
    const role = { kind: 'GRID_WORKER', gridId: await grid(3) } as const
    const { grant } = await run((tx) => appoint(tx, { communityId, personId, role, by, now }))
    expect(grant.lead).toBe(true)
  })

  it('leave behind what nobody claims within a week', async () => {
    const { run, db } = await moved()
    const chat = { kind: 'private', id: 'ma' as ChatId } as const
    await run((tx) => put(tx, { account, chat, text: '旧', priority: 'news' }, minutesLater(-8 * 24 * 60)))
    await run((tx) => put(tx, { account, chat, text: '新', priority: 'news' }, now))
    await run((tx) => put(tx, { account: NEW, chat, text: '现在的', priority: 'news' }, minutesLater(-8 * 24 * 60)))
    const say = (text: string, minutes: number, data: object) =>
      run(async (tx) => {
        await put(tx, { account, chat, text, priority: 'news' }, minutesLater(minutes))
        await tx.outboxMessage.updateMany({ where: { text }, data })
      })
    await say('正在发', -1, { state: 'SENDING', leaseUntil: minutesLater(1) })
    await say('发了一半', -5, { state: 'SENDING', leaseUntil: minutesLater(-4) })
    await say('说不准', -8 * 24 * 60, { state: 'UNKNOWN' })
    await say('放弃了', -8 * 24 * 60, { state: 'FAILED', givenUpAt: now })
    expect(await run((tx) => cancelLeftBehind(tx, now))).toEqual({ unknown: 1, cancelled: 3 })
    const texts = async (state: 'CANCELLED' | 'SENDING' | 'UNKNOWN') =>
      (await db.outboxMessage.findMany({ where: { state }, orderBy: { id: 'asc' } })).map(({ text }) => text)
    expect(await texts('CANCELLED')).toEqual(['旧', '说不准', '放弃了'])
    expect([await texts('SENDING'), await texts('UNKNOWN')]).toEqual([['正在发'], ['发了一半']])
  })
})
