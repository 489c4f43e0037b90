import { expect, it } from 'vitest'
import type { Prisma } from '../../src/database/types.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { describeOnBoth } from '../database/both.ts'
import { GRID_3, GRID_7, STAFF, Town } from './town.ts'
import { writes } from './wall-writer.ts'

const CARD = /^🏮 中秋祝福墙（墙稿\d+），\d+条，/

describeOnBoth('what an author takes back', (open) => {
  it('is reached in every copy: what waits is not said, what was just said is recalled, the others are shown and sent anew', async () => {
    // Eight messages a minute: when somebody changes their mind, half of the groups have not got it yet.
    const pace = { gapMs: 0, perMinute: 8, groupPerMinute: 0, perDay: 0 }
    const town = await Town.open({ at: shanghai(2026, 9, 25, 8, 40), pace, database: await open() })
    const { client } = town.database
    const later = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) await town.minutesLater(1)
    }
    const rows = (where: Prisma.OutboxMessageWhereInput) => client.outboxMessage.findMany({ where })
    const toldIn = (since: number, pattern: RegExp) =>
      new Set(town.said.slice(since).flatMap(({ chat, text }) => (pattern.test(text) ? [chat] : [])))

    await town.says('staff-1', 'staff-1', '/留言墙 开 中秋')
    await later(3)
    const deleted = await writes(town, 'ma', '/留言 祝邻居们中秋团圆')
    await later(1)
    const edited = await writes(town, 'ma', '/留言 祝大家月圆人圆')
    await later(1)
    await writes(town, 'chen', '/留言 祝老邻居们身体健康')
    await later(1)
    await town.says('staff-1', STAFF, '/留言墙 发')
    await later(1)
    const card = town.latest(STAFF, CARD) ?? ''
    const since = town.mark()
    await town.says('staff-1', STAFF, '确认', card)
    // Somebody looks at the board itself meanwhile.
    await town.says('chen', GRID_3, '/留言墙 祝福')
    await later(1)
    expect(town.latest(GRID_3, /祝邻居们中秋团圆/)).toBeDefined()
    const reached = toldIn(since, /祝福墙：邻居们写下的3句话/).size
    expect(reached).toBeGreaterThan(0)
    expect(reached).toBeLessThan(12)

    // The bot has said its share of this minute: its answers come with the next.
    await town.says('ma', 'ma', `/留言 删 ${deleted}`)
    await town.says('ma', 'ma', `/留言 改 ${edited} 祝天下的月亮都圆`)
    await later(1)
    expect(town.latest('ma', /已经删掉，内容不再保留。刚发出去的正在收回。$/)).toBeDefined()
    await town.says('ma', 'ma', '好')
    const [held] = await client.post.findMany({ where: { number: edited, state: 'HELD' } })
    expect(await client.postCopy.count({ where: { post: { number: { in: [deleted, edited] } }, goneAt: null } })).toBe(
      0,
    )
    await later(4)
    const first = await client.proof.findFirstOrThrow({ where: { state: 'SENT' } })
    const gone = [
      ...(await rows({ key: { startsWith: `proof:${first.id}:` } })),
      ...(await rows({ text: { contains: '祝邻居们中秋团圆' }, chatId: GRID_3 })),
      ...(await rows({ text: { contains: '祝大家月圆人圆' }, chatId: GRID_3 })),
    ]
    expect(gone.length).toBeGreaterThan(24)
    expect(gone.filter(({ state, recall }) => state !== 'CANCELLED' && recall !== 'DONE')).toEqual([])

    const again = town.latest(STAFF, /没收到的群要补发/) ?? ''
    expect(again).toContain(held ? '，1条，' : '，2条，')
    const second = town.mark()
    await town.says('staff-2', STAFF, '确认', again)
    await later(5)
    const told = [...toldIn(second, /^🏮 中秋祝福墙：邻居们写下的\d句话都在图上。$/)]
    expect(told.filter((chat) => chat.startsWith('grid-'))).toHaveLength(12)
    for (const chat of [GRID_3, GRID_7]) {
      expect(town.said.slice(second).filter((said) => said.chat === chat && said.picture)).toHaveLength(1)
    }
    // Days later nothing can be recalled any more; that is said, and nobody is asked to send anything again.
    await later(10)
    const last = await client.post.findFirstOrThrow({ where: { words: '祝老邻居们身体健康' } })
    await town.says('chen', 'chen', `/留言 删 ${last.number}`)
    await later(1)
    expect(town.latest('chen', /以前发到\d+个聊天里的，微信收不回来/)).toBeDefined()
    const quiet = town.mark()
    await later(2)
    expect(toldIn(quiet, CARD).size).toBe(0)
    await town.close()
  }, 120_000)
})
