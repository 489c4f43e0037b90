import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { sealedColumns } from '../../src/sealed-columns.ts'
import { dataKey } from '../../src/sealing/data-key.ts'
import { openSealing, type Sealing } from '../../src/sealing/sealing.ts'
import { wholeDatabase } from '../database/whole-database.ts'
import { runFolder } from '../run-folder.ts'
import { testKey } from '../sealing/keys.ts'
import { GRID_3, heardIn, Town } from './town.ts'

const SECRETARY = 'secretary'
const OFF = /现在没有开/
const SENTENCE = '我已读过影响评估，同意启用红娘'
/** What a resident confides, as it is said. */
const CONFIDED = ['1987', '女', '163', '本科', '老师', '养金丝雀', '跳过', '要属虎的', '同意 离异', '都跳过']
const CONTACT = '金小姐 13955550001'
const CANARIES = ['金丝雀', '属虎', '金小姐', '13955550001', '1987', '离异', 'divorced']

describe('privacy 9: what a resident confides to the matchmaker', () => {
  it('is read by whoever has the key, through its loss and its change, and by nobody else', async () => {
    const folder = await mkdtemp(join(runFolder(), 'confided-'))
    const place = `file:${join(folder, 'town.db')}`
    const database = await openDatabase({ url: place })
    let town = await Town.open({ database })
    const tells = async (who: string, text: string) => heardIn(who, await town.says(who, who, text))
    const logged: string[] = []
    const restart = async (key?: string, before: string[] = [], lostForGood: string[] = []) => {
      logged.push(...town.logged)
      await town.close()
      town = await Town.open({
        database,
        again: town,
        sealing: await sealingOf(database, { key, before, lostForGood, now: town.now() }),
      })
    }

    expect(await tells('he', '/红娘'), 'without a key').toMatch(OFF)
    expect(await tells(SECRETARY, '/红娘 启用')).toContain('DATA_KEY')
    await restart('A')
    expect(await tells('he', '/红娘'), 'without the secretary').toMatch(OFF)
    expect(await tells('he', '/红娘 启用')).toBe('启用红娘由社区书记来做。')
    expect(await tells(SECRETARY, '/红娘 启用')).toMatch(
      /^\[文件\] 红娘服务个人信息保护影响评估\.txt\n[\s\S]*请回一整句/,
    )
    expect(await tells(SECRETARY, SENTENCE)).toContain('红娘启用了')

    for (const words of ['/红娘', '同意', ...CONFIDED]) await tells('he', words)
    expect(await tells('he', CONTACT)).toMatch(/爱好：.*金丝雀[\s\S]*确认/)
    await tells('he', '确认')
    const standing = await tells('he', '/红娘 看')
    for (const canary of ['金丝雀', '属虎', '1987', '离异']) expect(standing).toContain(canary)
    const all = await wholeDatabase(place)
    for (const canary of CANARIES) expect(all.includes(canary), canary).toBe(false)
    expect(all.includes('sealed1.'), 'the look finds what is there').toBe(true)

    await restart('B')
    expect(await tells('he', '/红娘 看'), 'a wrong key').toMatch(OFF)
    expect(await tells('staff-1', '/状态')).toContain('数据密钥')
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮'))).toContain('已登记')

    await restart('B', ['A'])
    expect(await tells('he', '/红娘 看'), 'a changed key').toBe(standing)
    const later = await wholeDatabase(place)
    for (const canary of CANARIES) expect(later.includes(canary), canary).toBe(false)

    await restart('C', [], [dataKey(testKey('B')).id])
    expect(await tells('he', '/红娘 看'), 'the key will never come back: as one who never took part').toMatch(
      /请回「同意」/,
    )
    expect(await database.client.matchProfile.count()).toBe(0)
    logged.push(...town.logged)
    for (const canary of CANARIES) expect(logged.join()).not.toContain(canary)
    await town.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
})

interface Keys {
  readonly key: string | undefined
  readonly before: readonly string[]
  readonly lostForGood: readonly string[]
  readonly now: Date
}

function sealingOf(database: Database, { key, before, lostForGood, now }: Keys): Promise<Sealing> {
  return openSealing({
    database,
    columns: sealedColumns,
    key: key === undefined ? undefined : testKey(key),
    before: before.map(testKey),
    lostForGood,
    now,
  })
}
