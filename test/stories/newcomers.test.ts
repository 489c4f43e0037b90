import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_7, heardIn, STAFF, Town } from './town.ts'

const LAMP = '/报事 4号楼3单元二楼的灯坏了'

describe('a resident who has never used a bot', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = async (who: string, chat: string, text: string) => heardIn(chat, await town.tells(who, chat, text))

  it('asks in their own words how far it is, under the card, of the bot and in private', async () => {
    const card = await says('sun', GRID_7, LAMP)
    const where = /#1 待受理 · .*槐荫小区4号楼/
    for (const asked of ['修到哪了', '怎么样了？', '什么时候能修啊']) {
      expect(heardIn(GRID_7, await town.says('sun', GRID_7, asked, card)), asked).toMatch(where)
    }
    expect(await says('sun', GRID_7, '@小格\u2005 我的灯修到哪了')).toMatch(where)
    expect(await says('sun', 'sun', '我那个灯修好了没有')).toMatch(where)
    expect(heardIn('worker-07', town.said), 'no question of that kind is something to add').not.toMatch(/补充/)
    await says('sun', GRID_7, '/报事 4号楼门口垃圾桶满了')
    expect(await says('sun', 'sun', '有消息了吗')).toMatch(/您报的、正在办的 2 件：\n.*#[12].*\n.*#[12]/)
  })

  it('is not told of neighbours’ issues, nor answered where nobody spoke to the bot', async () => {
    await says('sun', GRID_7, LAMP)
    expect(await tells('he', 'he', '修到哪了')).toMatch(/小格在/)
    expect(await tells('sun', GRID_7, '修到哪了')).toBe('')
    expect(heardIn(GRID_7, await town.says('wu', GRID_7, '啥时候能修', town.last(GRID_7)))).toBe('')
  })

  it('does not know where it is, and is left in peace', async () => {
    await says('sun', 'sun', '/报事 楼道灯坏了')
    expect(await says('sun', 'sun', '我也不知道，怎么说')).toBe('好的，#1 地点不清楚也没关系，社区会联系您。')
    expect(await says('sun', 'sun', '谢谢')).toMatch(/小格在/)
    expect(heardIn(STAFF, await town.minutesLater(31))).toMatch(/还不知道在哪里：\n#1/)
  })

  it('thinks better of it when asked where it is', async () => {
    await says('sun', 'sun', '/报事 楼道灯坏了')
    expect(await says('sun', 'sun', '算了吧')).toMatch(/#1 已撤回/)
    expect(heardIn(STAFF, await town.minutesLater(31))).toBe('')
  })

  it('tells of another trouble when asked where it is, and neither is lost', async () => {
    expect(await tells('sun', 'sun', '/报事 电梯老是坏')).toMatch(/#1 记下了/)
    expect(await tells('sun', 'sun', '槐荫小区4号楼1单元水管漏水了')).toMatch(
      /^#2 .*\n已登记：槐荫小区4号楼1单元水管漏水了/,
    )
    expect(heardIn(STAFF, await town.minutesLater(31))).toMatch(/还不知道在哪里：\n#1/)
  })
})
