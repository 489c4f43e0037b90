import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AttachmentStore } from '../../src/attachments/store.ts'
import { cleanUp } from '../../src/scheduler/clean-up.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { makeTerm } from '../courses/term.ts'
import { standsIn } from '../database/whole-database.ts'
import { GRID_3, GRID_7, heardIn, Town } from './town.ts'

/** In everything she says. */
const CANARY = '夜莺'
const PHONE = '13912345678'
const NAME = '马先生'

describe('somebody who has had to do with the bot in every way', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open({ at: shanghai(2026, 6, 3, 9, 0), level: 'info' })
  })
  afterEach(() => town.close())

  const says = async (who: string, text: string, chat = who) => heardIn(chat, await town.says(who, chat, text))
  const files = async () => {
    const all = await readdir(join(town.dataDir, 'attachments'), { recursive: true, withFileTypes: true })
    return all.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  }

  /** A day of one resident, in all areas. */
  async function lives(): Promise<{ runId: number }> {
    const { client } = town.database
    await town.sendsPicture('ma', GRID_3, { name: 'a.png', bytes: picture(1) })
    await says('ma', `/报事 3号楼2单元${CANARY}灯不亮，电话${PHONE}`, GRID_3)
    await says('worker-03', '/受理 1')
    await says('worker-03', '/追问 1 哪一盏')
    await says('ma', `/补充 1 ${CANARY}那一盏`)
    await says('chen', '/报事 3号楼垃圾桶满了', GRID_3)
    await says('ma', '/附议 2', GRID_3)
    await says('ma', `/补充 2 ${CANARY}桶也满了`, GRID_3)
    await says('ma', `/报事 隔壁${CANARY}天天吵，我住3号楼2单元501`)
    await town.tells('ma', GRID_3, `3号楼的${CANARY}宣传栏玻璃碎了没人管`)
    const { id } = await client.community.findFirstOrThrow()
    const { runId } = await town.database.transaction((tx) =>
      makeTerm(tx, { communityId: id, opensAt: shanghai(2026, 6, 3, 8, 0), capacity: 1, resultToldAt: town.now() }),
    )
    await says('ma', '/报名 乐高', GRID_3)
    await says('chen', '/报名 乐高', GRID_3)
    await says('staff-1', '/问卷 发 学习需求 全部 到 6月20日')
    await says('ma', '/问卷')
    await says('ma', '1C 2A 3A')
    await says('ma', '先停')
    await says('ma', `/留言 谢谢${CANARY}志愿者`)
    await says('ma', `署名 ${CANARY}老马`)
    await says('ma', '好')
    await says('ma', `/开课 申请`)
    await says('ma', `${CANARY}书法`)
    await says('ma', '/我的资料')
    return { runId }
  }

  it('privacy 7, 19: is in no row, byte, file or line of the log once forgotten, and the next in line is called', async () => {
    const { runId } = await lives()
    const url = `file:${join(town.dataDir, 'town.db')}`
    expect(await standsIn(url, CANARY)).toBe(true)
    expect((await files()).length).toBeGreaterThan(0)
    const before = await counts()

    // What she has just said, and is not read yet, becomes nothing.
    await says('ma', `3号楼的${CANARY}路灯也坏了`, GRID_3)
    expect(await says('ma', '/删除我的资料')).toMatch(/#1.*接着办/)
    const said = await town.says('ma', 'ma', '确认')
    expect(heardIn('ma', said)).toMatch(/^删好了/)
    expect(heardIn('chen', said)).toMatch(/乐高/)
    expect(await town.database.client.courseRun.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      enrolled: 1,
    })

    // Files are old enough to be taken for what nobody is about to point to; then it is night.
    for (const file of await files()) await utimes(file, new Date(0), new Date(0))
    const job = cleanUp(town.database, new AttachmentStore(town.dataDir))
    for (let turn = 0; turn < 16; turn++) {
      town.clock.moveBy(10 * 60_000)
      await job.run(town.now(), town.now())
    }
    expect(await files(), 'pictures, and what was written for them').toEqual([])
    await town.moveClock('+18h')
    const dump = await everything()
    for (const value of [CANARY, PHONE, NAME, '"ma"']) {
      expect(
        dump.filter((row) => row.includes(value)),
        value,
      ).toEqual([])
    }
    for (const value of [CANARY, PHONE, NAME]) expect(await standsIn(url, value), `${value} in a byte`).toBe(false)
    expect(await standsIn(url, '陈阿姨'), 'others are found there').toBe(true)
    expect(town.logged.length).toBeGreaterThan(0)
    for (const value of [CANARY, PHONE, NAME, '灯不亮', '陈阿姨', '垃圾桶']) {
      expect(
        town.logged.filter((line) => line.includes(value)),
        value,
      ).toEqual([])
    }
    const after = await counts()
    expect(after.others).toEqual(before.others)

    // The next day they are somebody new, with nothing behind them.
    expect(await says('ma', '/进度')).not.toMatch(/#1/)
    expect(await says('ma', '/我的课')).not.toMatch(/乐高/)
    expect(await says('ma', '/报事 3号楼门口的灯不亮', GRID_3)).toMatch(/^@马先生\s#\d+ 已登记/)
    expect(heardIn(GRID_7, town.said)).not.toMatch(new RegExp(CANARY))
  }, 120_000)

  /** What others have. */
  async function counts() {
    const { client } = town.database
    const other = { identities: { some: { contactId: { not: 'ma' } } } }
    return {
      others: {
        people: await client.person.count({ where: other }),
        issues: await client.issue.count({ where: { reporter: other } }),
        enrolments: await client.enrolment.count({ where: { person: other } }),
        roles: await client.role.count({ where: { person: other } }),
      },
    }
  }

  async function everything(): Promise<string[]> {
    return town.database.snapshot(async ({ tables, pages }) => {
      const rows: string[] = []
      for (const table of tables) {
        for await (const page of pages(table)) rows.push(...page.map((row) => `${table.name} ${JSON.stringify(row)}`))
      }
      return rows
    })
  }
})

/** A picture of her own: nobody else has sent the same. */
function picture(n: number): Uint8Array {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return Buffer.concat([Buffer.from(png, 'base64'), Buffer.from(`own ${n}`)])
}
