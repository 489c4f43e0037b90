import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, PROPERTY, Town } from './town.ts'

describe('asking a resident', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
    await town.says('ma', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    await town.says('worker-03', 'worker-03', '/追问 1 是几楼的灯')
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const state = async () => (await town.database.client.issue.findFirstOrThrow()).state

  it('asks where it was reported, and says how to answer', () => {
    expect(town.last(GRID_3)).toBe('@马先生 #1 3号网格员想再问一句：是几楼的灯\n引用这条直接回答就行，照片也可以。')
    expect(town.last('worker-03')).toMatch(/^#1 3号网格员想再问一句：是几楼的灯\n/)
  })

  it('takes an answer that quotes the question, and tells the worker', async () => {
    const said = await town.says('ma', GRID_3, '四楼，靠电梯那盏', town.last(GRID_3))
    expect(heardIn(GRID_3, said)).toMatch(/^@马先生 #1 已补充，谢谢/)
    expect(heardIn('worker-03', said)).toMatch(/^#1 居民补充：四楼，靠电梯那盏\n可以：\/受理 1/)
    expect(await state()).toBe('REPORTED')
  })

  it('puts what was answered on the card of whoever gets it next', async () => {
    await town.says('ma', GRID_3, '四楼，靠电梯那盏', town.last(GRID_3))
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.says('worker-03', 'worker-03', '/派单 1 物业 明天10:00')
    expect(town.last(PROPERTY)).toContain('补充：四楼，靠电梯那盏')
  })

  it('takes what the reporter says to the card of an open issue, but not thanks, nor somebody else’s words', async () => {
    const card = '#1 已登记：3号楼2单元楼道灯不亮'
    await town.says('ma', GRID_3, '四楼', town.last(GRID_3))
    expect(heardIn(GRID_3, await town.says('ma', GRID_3, '五楼的也灭了', card))).toMatch(/#1 已补充/)
    expect(await town.says('ma', GRID_3, '好的谢谢', card)).toEqual([])
    expect(await town.says('chen', GRID_3, '什么时候来修', card)).toEqual([])
  })

  it('takes /补充, plain words in private, and a picture', async () => {
    expect(await says('ma', GRID_3, '/补充 1 四楼')).toMatch(/已补充/)
    await town.says('worker-03', 'worker-03', '/追问 1 哪一盏')
    expect(await says('ma', 'ma', '靠电梯那盏')).toMatch(/已补充/)
    await town.says('worker-03', 'worker-03', '/追问 1 有照片吗')
    const said = await town.sendsPicture('ma', GRID_3)
    expect(heardIn(GRID_3, said)).toMatch(/已补充/)
    expect(heardIn('worker-03', said)).toMatch(/#1 居民补充了照片/)
    expect(await state()).toBe('REPORTED')
  })

  it('does not take what other people say, nor talk in the group, for an answer', async () => {
    expect(await says('chen', GRID_3, '四楼吧', town.last(GRID_3))).toBe('')
    expect(await says('ma', GRID_3, '四楼有人吗')).toBe('')
    expect(await state()).toBe('NEED_INFO')
  })

  it('goes on without an answer after two days', async () => {
    await town.moveClock('+1d')
    expect(await state()).toBe('NEED_INFO')
    await town.moveClock('+1d')
    expect(await state()).toBe('REPORTED')
    expect(heardIn('worker-03', town.said)).toMatch(/#1 等了两天没有补充，先按已有的情况继续办。\n可以：\/受理 1/)
  })
})
