import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { runFolder } from '../run-folder.ts'
import { heardIn, STAFF, Town } from './town.ts'

describe('in private chat', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, text: string) => heardIn(who, await town.says(who, who, text))

  it('asks where it is, and registers it in the grid that the answer names', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    const asked = await town.says('ma', 'ma', '/报事 楼道灯不亮')
    expect(heardIn('ma', asked)).toMatch(/^#1 记下了：楼道灯不亮\n请问在哪里/)
    expect(heardIn(STAFF, asked), 'nobody has to do anything yet').toBe('')
    const said = await town.says('ma', 'ma', '槐荫小区2号楼')
    expect(heardIn('ma', said)).toMatch(/^#1 已登记：楼道灯不亮\n.*7号网格.*网格员会来办/)
    expect(heardIn('worker-07', said)).toMatch(/#1 待受理.*\n7号网格 槐荫小区2号楼/)
    expect(await says('ma', '谢谢')).toMatch(/小格在/)
  })

  it('asks again when several places are called so', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    await says('ma', '/报事 楼道灯不亮')
    expect(await says('ma', '3号楼')).toMatch(/有几个地方都像.*向阳小区3号楼/)
    expect(await says('ma', '就是我家楼下')).toMatch(/#1 还差地点/)
    expect(await says('ma', '向阳小区3号楼')).toMatch(/#1 已登记.*\n.*3号网格/)
  })

  it('gives it to the staff when there is no answer for half an hour', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    await says('ma', '/报事 楼道灯不亮')
    expect(await town.minutesLater(29)).toEqual([])
    expect(heardIn(STAFF, await town.minutesLater(1))).toMatch(/有人反映了一件事，还不知道在哪里：\n#1 待确认/)
    expect(await town.minutesLater(30)).toEqual([])
  })

  it('does not wait for the place of what is dangerous, but asks for it', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    const said = await town.says('ma', 'ma', '/报事 家里有煤气味')
    expect(heardIn('ma', said)).toMatch(/请先不要开关电器.*\n已经转给社区工作人员。请问在哪里/)
    expect(heardIn(STAFF, said)).toMatch(/#1 待受理 · 燃气泄漏/)
    expect(heardIn(STAFF, await town.says('ma', 'ma', '向阳小区3号楼'))).toMatch(/#1 居民补充：向阳小区3号楼/)
    expect(await says('ma', '谢谢')).toMatch(/小格在/)
  })

  it('lets a grid worker take what nobody else could place', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    await says('ma', '/报事 楼道灯不亮')
    await town.minutesLater(30)
    expect(town.last(STAFF)).toMatch(/知道在哪里的网格员，发 \/确认 1/)
    const said = await town.says('worker-07', STAFF, '/确认 1 槐荫小区2号楼')
    expect(heardIn('ma', said)).toMatch(/#1 已登记：楼道灯不亮\n.*7号网格/)
  })

  it('asks for words where a picture comes alone, once', async () => {
    await town.says('ma', 'grid-03@chatroom', '/进度')
    expect(heardIn('ma', await town.sendsPicture('ma', 'ma'))).toMatch(/照片收到。请再发一句 \/报事/)
    expect(await town.sendsPicture('ma', 'ma')).toEqual([])
    expect(await says('ma', '/报事 向阳小区3号楼灯不亮')).toMatch(/#1 已登记/)
    expect(await town.database.client.issueAttachment.count()).toBe(2)
    expect(await town.sendsPicture('worker-03', 'worker-03')).toEqual([])
  })

  it('says who it is and how to begin to somebody who only chats', async () => {
    expect(await says('ma', '在吗')).toMatch(/小格在。要反映事情，发 \/报事/)
    expect(await says('ma', '/报')).toMatch(/\/报事/)
    expect(await says('ma', '/报事')).toMatch(/写法：\/报事/)
    expect(await says('ma', '/帮助')).toMatch(/\/报事/)
  })

  it('goes on with the question after a restart', async () => {
    const folder = await mkdtemp(join(runFolder(), 'restart-'))
    const database = await openDatabase({ url: `file:${join(folder, 'town.db')}` })
    const before = await Town.open({ database })
    await before.says('ma', 'grid-03@chatroom', '/进度')
    await before.says('ma', 'ma', '/报事 楼道灯不亮')
    await before.close()

    const after = await Town.open({ database, again: before })
    expect(heardIn('ma', await after.says('ma', 'ma', '向阳小区3号楼'))).toMatch(/#1 已登记.*\n.*3号网格/)
    await after.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })
})
