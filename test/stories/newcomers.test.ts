import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heardIn, STAFF, Town } from './town.ts'

describe('a resident who has never used a bot', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string) => heardIn(chat, await town.says(who, chat, text))
  const tells = async (who: string, chat: string, text: string) => heardIn(chat, await town.tells(who, chat, text))

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
