import pino from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { noteLogin } from '../../src/chat/accounts.ts'
import { GroupWatch, type GroupWatchOptions } from '../../src/chat/group-watch.ts'
import { Wake } from '../../src/chat/wake.ts'
import type { SeenGroup } from '../../src/community/regroup.ts'
import type { AccountId, ChatId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { account, now, openTown } from '../community/town.ts'
import { describeOnBoth } from '../database/both.ts'

const NEW = 'bot-2' as AccountId
const NAMES = ['杨静', '马先生', '陈阿姨']

describeOnBoth('the watch over the groups', (open) => {
  let town: Awaited<ReturnType<typeof openTown>>
  let seen: readonly SeenGroup[] | Error
  let looks: number
  let asked: number
  let codes: string[]
  let alerts: string[]
  let waits: number[]
  let ending: AbortController
  let sitting: AccountId

  beforeEach(async () => {
    town = await openTown(open)
    seen = []
    looks = 0
    asked = 0
    codes = []
    alerts = []
    waits = []
    ending = new AbortController()
    sitting = account
    await town.run((tx) => noteLogin(tx, { account, name: '', seat: 'main', now }))
  })

  function watch(more: Partial<GroupWatchOptions> = {}): GroupWatch {
    return new GroupWatch({
      database: town.database,
      gateway: {
        account: () => sitting,
        groups: async () => {
          looks += 1
          if (seen instanceof Error) throw seen
          return seen
        },
      },
      unstableIds: true,
      ask: async () => {
        asked += 1
      },
      onClaimCode: (_, code) => void codes.push(code),
      alert: (text) => void alerts.push(text),
      wait: async (ms) => void waits.push(ms),
      ending: ending.signal,
      clock: MovableClock.frozen(now),
      wake: new Wake(),
      log: pino({ level: 'silent' }),
      ...more,
    })
  }

  const third = () => town.database.client.chatGroup.findFirstOrThrow({ where: { grid: { number: 3 } } })
  const group = (id: string, topic: string): SeenGroup => ({ id: id as ChatId, topic, names: NAMES })

  async function newIds(): Promise<void> {
    const { topic } = await third()
    seen = [group('grid-03@chatroom', topic)]
    await watch().refresh()
    sitting = NEW
    await town.run((tx) => noteLogin(tx, { account: NEW, name: '', seat: 'main', now }))
  }

  it('keeps marks of the groups as they are, and nothing else', async () => {
    seen = [group('grid-03@chatroom', '新的群名'), group('unknown@chatroom', '别的群')]
    expect(await watch().refresh()).toBe('2 groups seen, 1 marked, 0 to be confirmed')
    expect(await third()).toMatchObject({ topic: '新的群名', suspendedAt: null })
    expect(JSON.stringify(await third())).not.toMatch(/马先生/)
    expect(await watch().refresh()).toBe('2 groups seen, 0 marked, 0 to be confirmed')
  })

  it('looks at once at a group that was bound, and once only', async () => {
    const one = watch()
    seen = [group('grid-03@chatroom', '3网格群')]
    await watch({ unstableIds: false }).lookAtNew()
    expect(looks).toBe(0)
    await one.lookAtNew()
    expect(looks).toBe(1)
    expect((await third()).memberMarks).not.toBeNull()
    await one.lookAtNew()
    expect(looks).toBe(1)
  })

  it('asks the chat for nothing where ids are stable and nothing was lost', async () => {
    await watch({ unstableIds: false }).loggedIn(account)
    expect([looks, codes]).toEqual([0, []])
  })

  it('looks again for groups that come in late, and stops once all were found', async () => {
    await newIds()
    await town.run((tx) => tx.chatGroup.deleteMany({ where: { grid: null } }))
    const { topic } = await third()
    seen = new Error('not ready')
    looks = 0
    const wait = async (ms: number) => {
      waits.push(ms)
      seen = waits.length < 2 ? [group('other@chatroom', '别的群')] : [group('new-3@chatroom', topic)]
    }
    await watch({ wait }).loggedIn(NEW)
    expect([looks, waits]).toEqual([3, [5_000, 20_000]])
    expect(await third()).toMatchObject({ account, likelyAccount: NEW, likelyChatId: 'new-3@chatroom' })
    expect([asked, codes.length]).toEqual([1, 1])
  })

  it('prints one code in a run, however often the account logs in', async () => {
    await newIds()
    const one = watch()
    await one.loggedIn(NEW)
    await one.loggedIn(NEW)
    expect(codes).toHaveLength(1)
  })

  it('tells people by another way, once and without the code, that nobody at work can be reached', async () => {
    await watch().loggedIn(account)
    expect(alerts).toEqual([])
    await newIds()
    await watch().loggedIn(NEW)
    // Started again.
    await watch().loggedIn(NEW)
    expect(codes).toHaveLength(2)
    expect(alerts).toEqual([
      '小格重新登录过，玉成社区的群和人都认不出来了，群里要说的话先等着，工作人员也通知不到。请到运行小格的机器上看认领码，由书记私聊小格发 /认领 加上认领码，再任命大家、确认各个群。',
    ])
  })

  it('looks again, and lets a secretary in, after the database was away', async () => {
    await newIds()
    let away = 1
    const { database } = town
    const one = watch({
      database: {
        ...database,
        transaction: (work) => (away-- > 0 ? Promise.reject(new Error('away')) : database.transaction(work)),
      },
    })
    await one.loggedIn(NEW)
    expect(codes).toHaveLength(1)
    expect(await third()).toMatchObject({ likelyAccount: NEW })
  })

  it('ends with the program, even while the chat does not answer', async () => {
    await newIds()
    const gateway = { account: () => sitting, groups: () => new Promise<never>(() => {}) }
    const looking = watch({ gateway }).loggedIn(NEW)
    ending.abort()
    await looking
    expect(waits).toEqual([])
  })

  it('lets nothing be said in any group from a login on until it is seen, where the account kept its id', async () => {
    await town.run((tx) => noteLogin(tx, { account, name: '', seat: 'main', unstableIds: true, now }))
    const suspended = () => town.database.client.chatGroup.count({ where: { suspendedAt: { not: null } } })
    expect(await suspended()).toBe(4)
    seen = []
    await watch().refresh()
    expect(await suspended()).toBe(4)
    seen = [group('grid-03@chatroom', '新的群名'), group('new@chatroom', '别的群')]
    await watch().refresh()
    expect([await suspended(), (await third()).suspendedAt]).toEqual([3, null])
  })

  it('suspends groups of which none is there any more, and takes back when one shows itself', async () => {
    seen = [group('new-3@chatroom', '别的群')]
    await watch({ unstableIds: false }).refresh()
    expect((await third()).suspendedAt).toBeNull()
    await watch().refresh()
    expect((await third()).suspendedAt).toEqual(now)
    seen = [group('grid-03@chatroom', '别的群')]
    await watch().refresh()
    expect((await third()).suspendedAt).toBeNull()
  })
})
