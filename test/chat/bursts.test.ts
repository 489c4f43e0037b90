import pino from 'pino'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Weight } from '../../src/chat/burst.ts'
import { type Burst, folded, MOST_PARTS } from '../../src/chat/burst.ts'
import { Bursts } from '../../src/chat/bursts.ts'
import { markHandled } from '../../src/chat/inbox.ts'
import type { AttachmentKind, IncomingMessage } from '../../src/chat/incoming.ts'
import { Lanes } from '../../src/chat/lanes.ts'
import type { Database } from '../../src/database/database.ts'
import type { AccountId, ChatId, ContactId, MessageId } from '../../src/ids.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'

const NINE = shanghai(2026, 6, 3, 9, 0)
const account = 'bot' as AccountId
const group = { kind: 'group', id: 'g@chatroom' as ChatId } as const

describeOnBoth('what people say one thing after the other', (open) => {
  let database: Database
  let clock: MovableClock
  let lanes: Lanes
  let read: { readonly who: string; readonly text: string; readonly over: boolean }[]
  let bursts: Bursts
  let fails: number
  /** a reading that could not wait is answered, but that cannot be written */
  let unwritten: boolean
  /** the database cannot be written, and nothing else is wrong */
  let away: boolean
  /** what a reading waits for before it writes: a second opinion */
  let opinion: Promise<void> | undefined
  let count = 0

  beforeAll(async () => {
    database = await open()
  })

  /** 灯 may be something, 着火 cannot wait, everything else is talk. */
  const weigh = (burst: Burst): Weight => {
    const { text } = folded(burst)
    return text.includes('着火') ? 'now' : text.includes('灯') ? 'maybe' : 'nothing'
  }

  function begin(): Bursts {
    return new Bursts({
      database: {
        ...database,
        transaction: (work) => (away ? Promise.reject(new Error('away')) : database.transaction(work)),
      },
      clock,
      lanes,
      log: pino({ level: 'silent' }),
      weigh,
      read: async (burst, over, settle) => {
        await opinion
        if (fails > 0) {
          fails -= 1
          throw new Error('it cannot be read')
        }
        if (away) throw new Error('away')
        const { sender, text } = folded(burst)
        const issueId = text.includes('着火') ? 7 : undefined
        if (over || issueId !== undefined) {
          await database.transaction(async (tx) => {
            await settle(tx, over || unwritten ? undefined : issueId)
            if (unwritten) throw new Error('it cannot be written')
          })
        }
        read.push({ who: sender.name, text, over })
        return issueId
      },
    })
  }

  beforeEach(async () => {
    clock = MovableClock.frozen(NINE)
    lanes = new Lanes()
    read = []
    fails = 0
    unwritten = false
    away = false
    opinion = undefined
    bursts = begin()
    await database.transaction(async (tx) => void (await tx.burst.deleteMany()))
  })

  function message(who: string, text: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
    count += 1
    return {
      account,
      id: `m${count}` as MessageId,
      chat: group,
      topic: '三网格',
      sender: { id: who as ContactId, name: who },
      at: clock.now(),
      text,
      mentionsBot: false,
      mentions: [],
      ...more,
    }
  }
  const says = (who: string, text: string) => bursts.hear(message(who, text))
  const sends = (who: string, attachment: AttachmentKind) => bursts.hear(message(who, '', { attachment }))
  const later = async (seconds: number) => {
    clock.moveBy(seconds * 1000)
    await bursts.pass()
  }
  const kept = () => database.client.burst.count()

  it('reads what one person says in several messages as one, when they have been quiet for half a minute', async () => {
    await says('李婶', '哎')
    await later(10)
    await says('李婶', '三号楼的灯')
    await later(20)
    await says('李婶', '又不亮了')
    await later(29)
    expect(read).toEqual([])
    await later(1)
    expect(read).toEqual([{ who: '李婶', text: '哎\n三号楼的灯\n又不亮了', over: true }])
    expect(await kept()).toBe(0)
  })

  it('keeps two people apart who speak at once', async () => {
    for (const [who, text] of [
      ['李婶', '灯'],
      ['老王', '我也说个灯'],
      ['李婶', '不亮'],
      ['老王', '掉下来了'],
    ] as const)
      await says(who, text)
    await later(30)
    expect(read.map(({ who, text }) => `${who} ${text}`).sort()).toEqual(['李婶 灯\n不亮', '老王 我也说个灯\n掉下来了'])
  })

  it('reads somebody who never stops after three minutes', async () => {
    for (let spoken = 0; spoken < 9; spoken++) {
      await says('李婶', `灯${spoken}`)
      await later(20)
    }
    expect(read).toHaveLength(1)
    expect(read[0]?.text).toContain('灯8')
  })

  describe('when somebody takes back what they said', () => {
    const takesBack = ({ id }: IncomingMessage) => bursts.recall({ account, chat: group, id })

    it('reads what is left', async () => {
      const [first, second] = [message('李婶', '三号楼的灯坏了'), message('李婶', '五号楼的灯坏了')]
      await bursts.hear(first)
      await bursts.hear(second)
      await takesBack(first)
      await later(30)
      expect(read).toEqual([{ who: '李婶', text: '五号楼的灯坏了', over: true }])
      expect(await kept()).toBe(0)
    })

    it('reads nothing where nothing is left, also after a restart', async () => {
      const only = message('李婶', '灯坏了')
      await bursts.hear(only)
      expect(await kept()).toBe(1)
      await takesBack(only)
      expect(await kept()).toBe(0)
      bursts = begin()
      await bursts.restore(account)
      await later(60)
      expect(read).toEqual([])
    })

    it('takes no notice of a reading that had begun', async () => {
      const [first, second] = [message('李婶', '灯坏了'), message('李婶', '灯还掉下来了')]
      await bursts.hear(first)
      await bursts.hear(second)
      let say = () => {}
      opinion = new Promise((resolve) => {
        say = resolve
      })
      const reading = later(30)
      await takesBack(first)
      say()
      await reading
      expect(read).toEqual([])
      await later(1)
      expect(read).toEqual([{ who: '李婶', text: '灯还掉下来了', over: true }])
    })

    it('does so too after it was read at once and what came of it could not be written', async () => {
      unwritten = true
      const fire = message('李婶', '着火了')
      await bursts.hear(fire)
      unwritten = false
      expect(await kept(), 'it is to be read again').toBe(1)
      await takesBack(fire)
      await later(30)
      expect(read).toEqual([])
      expect(await kept()).toBe(0)
    })

    it('leaves what it became, and what others said', async () => {
      const gone = message('李婶', '灯坏了')
      await bursts.hear(gone)
      await says('老王', '我家的灯也坏了')
      await later(30)
      expect(read).toHaveLength(2)
      await takesBack(gone)
      await later(60)
      expect(read).toHaveLength(2)
    })
  })

  it('keeps nothing of people’s talk, and forgets it', async () => {
    await says('李婶', '吃了吗')
    expect(await kept()).toBe(0)
    await later(31)
    await says('李婶', '灯坏了')
    await later(31)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了'])
  })

  it('keeps of what is quoted the numbers of issues only: the rest may have been for one person alone', async () => {
    const quotation = { author: '小格', text: '#12 办好了；联系方式 13800138000 #13', fromBot: true }
    await bursts.hear(message('李婶', '灯坏了', { quotation }))
    await bursts.hear(message('老王', '灯坏了', { quotation: { author: '孙姐', text: '#14 私房话', fromBot: false } }))
    const rows = await database.client.burst.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map((row) => row.quotation)).toEqual([
      { author: '小格', text: '#12 #13', fromBot: true },
      { author: '孙姐', text: '', fromBot: false },
    ])
  })

  it('lets a picture wait for words for a minute and a half', async () => {
    await sends('李婶', 'image')
    await later(85)
    await says('李婶', '这个灯')
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['这个灯'])
    await sends('老王', 'image')
    await later(95)
    expect(read).toHaveLength(1)
  })

  it('does not wait with what cannot wait, and reads the rest when its author is quiet', async () => {
    await says('李婶', '三号楼')
    await says('李婶', '着火了')
    expect(read).toEqual([{ who: '李婶', text: '三号楼\n着火了', over: false }])
    await says('李婶', '二单元')
    expect(read).toHaveLength(1)
    await later(30)
    expect(read[1]).toEqual({ who: '李婶', text: '三号楼\n着火了\n二单元', over: true })
  })

  it('goes on after the program has ended, with what may be something', async () => {
    await says('李婶', '看看')
    await says('李婶', '灯坏了')
    await says('老王', '吃了吗')
    bursts = begin()
    await bursts.restore(account)
    await says('李婶', '二单元的')
    await later(30)
    expect(read).toEqual([{ who: '李婶', text: '看看\n灯坏了\n二单元的', over: true }])
  })

  it('hears a message once that is delivered twice, also when it was handled before', async () => {
    const once = message('李婶', '灯坏了')
    await bursts.hear(once)
    await bursts.hear(once)
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了'])
    const handled = message('李婶', '灯又坏了')
    await database.transaction((tx) => markHandled(tx, handled, clock.now()))
    await bursts.hear(handled)
    await later(30)
    expect(read).toHaveLength(1)
  })

  it('does not fold what was said with an hour in between, though it arrives at once', async () => {
    await bursts.hear(message('李婶', '灯坏了', { at: shanghai(2026, 6, 3, 7, 0) }))
    await bursts.hear(message('李婶', '门口的灯也坏了', { at: shanghai(2026, 6, 3, 8, 0) }))
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了', '门口的灯也坏了'])
  })

  it('tries again what could not be read', async () => {
    fails = 2
    await says('李婶', '灯坏了')
    await later(30)
    await later(30)
    expect(read).toEqual([])
    expect(await kept()).toBe(1)
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了'])
    expect(await kept()).toBe(0)
  })

  it('reads again, when its author is quiet, what could not wait and could not be read', async () => {
    fails = 1
    await says('李婶', '着火了')
    expect(read).toEqual([])
    await later(30)
    expect(read).toEqual([{ who: '李婶', text: '着火了', over: true }])
  })

  /** Begins to read what is over, and does not come to an end before `goOn`. */
  function slowly(): { goOn: () => void } {
    let goOn = () => {}
    opinion = new Promise((resolve) => {
      goOn = resolve
    })
    return { goOn }
  }

  it('begins anew where its author says more while it is being read, and loses none of it', async () => {
    await says('李婶', '灯坏了')
    const { goOn } = slowly()
    const reading = later(30)
    await says('李婶', '三号楼的灯')
    expect(await kept(), 'all of it is in one place').toBe(1)
    goOn()
    await reading
    expect(read, 'what was read is not all that was said').toEqual([])

    bursts = begin()
    await bursts.restore(account)
    await later(30)
    expect(read).toEqual([{ who: '李婶', text: '灯坏了\n三号楼的灯', over: true }])
    expect(await kept()).toBe(0)
  })

  it('does not let somebody who never stops put off the reading for ever', async () => {
    await says('李婶', '灯坏了')
    for (let spoken = 0; spoken < 7; spoken++) {
      clock.moveBy(25_000)
      await says('李婶', `灯${spoken}`)
    }
    const { goOn } = slowly()
    const reading = later(10)
    await says('李婶', '还有一盏灯')
    expect(await kept()).toBe(2)
    goOn()
    await reading
    expect(read).toHaveLength(1)
    expect(read[0]?.text).toMatch(/灯6$/)
    await later(30)
    expect(read[1]?.text).toBe('还有一盏灯')
    expect(await kept()).toBe(0)
  })

  it('takes up everything that was waiting when the program ended', async () => {
    for (let spoken = 0; spoken < 9; spoken++) {
      await says('李婶', `灯${spoken}`)
      clock.moveBy(25_000)
    }
    expect(await kept()).toBe(2)
    bursts = begin()
    await bursts.restore(account)
    await bursts.restore(account)
    await later(30)
    expect(read.map(({ text }) => text.split('\n').length).sort()).toEqual([1, 8])
    expect(await kept()).toBe(0)
  })

  it('waits for a database that is away, however long', async () => {
    await says('李婶', '灯坏了')
    away = true
    for (let time = 0; time < 12; time++) await later(60)
    expect(read).toEqual([])
    away = false
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了'])
    expect(await kept()).toBe(0)
  })

  it('gives up what cannot be read although the database works, until the program starts anew', async () => {
    await says('李婶', '灯坏了')
    fails = 5
    for (let time = 0; time < 8; time++) await later(30)
    expect(read).toEqual([])
    bursts = begin()
    await bursts.restore(account)
    await later(30)
    expect(read.map(({ text }) => text)).toEqual(['灯坏了'])
  })

  it('hears again what came while the database was away, and does not wait with what cannot wait', async () => {
    const fire = message('李婶', '着火了')
    away = true
    await expect(bursts.hear(fire)).rejects.toThrow('away')
    away = false
    await bursts.hear(fire)
    expect(read).toEqual([{ who: '李婶', text: '着火了', over: false }])
  })

  it('keeps what could not wait as what it became from the moment it is that', async () => {
    await says('李婶', '着火了')
    expect(await database.client.burst.findMany()).toMatchObject([{ issueId: 7 }])
    bursts = begin()
    await bursts.restore(account)
    await says('李婶', '又着火了')
    expect(read).toHaveLength(1)
  })

  it('reads a burst once, though it is looked at twice', async () => {
    await says('李婶', '灯坏了')
    const { goOn } = slowly()
    const passes = [later(30), later(1)]
    goOn()
    await Promise.all(passes)
    expect(read).toHaveLength(1)
  })

  it('folds no more than so much into one, and weighs no more', async () => {
    let weighed = 0
    bursts = new Bursts({
      database,
      clock,
      lanes,
      log: pino({ level: 'silent' }),
      weigh: ({ parts }) => {
        weighed = Math.max(weighed, parts.length)
        return 'maybe'
      },
      read: async (burst, _over, settle) => {
        await database.transaction((tx) => settle(tx))
        read.push({ who: burst.sender.name, text: folded(burst).text, over: true })
        return undefined
      },
    })
    for (let spoken = 0; spoken < 2 * MOST_PARTS + 1; spoken++) await says('李婶', `灯${spoken}`)
    await later(30)
    expect(weighed).toBe(MOST_PARTS)
    const lines = read.flatMap(({ text }) => text.split('\n'))
    expect(new Set(lines).size, 'and leaves nothing out').toBe(2 * MOST_PARTS + 1)
    expect(await kept()).toBe(0)
  })
})
