import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, heardIn, Town } from './town.ts'
import { halfSure, SURE } from './wordings.ts'

const WORKER = 'worker-03'
const SECRETARY = 'secretary'
const FIRE = '3号楼2单元着火了，好大的烟，快打119'
const [words = ''] = halfSure(1)

describe('answers to whether somebody’s words are to be an issue', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const issue = (number: number) => town.database.client.issue.findFirstOrThrow({ where: { number } })
  const asked = (number: number) => town.latest(WORKER, new RegExp(`#${number} 这是要反映的事吗`))

  it('are told that somebody else was faster', async () => {
    await town.tells('ma', GRID_3, words)
    await town.says(SECRETARY, SECRETARY, '不是 1')
    expect(await issue(1)).toMatchObject({ outcome: 'VOID' })
    expect(await says(WORKER, WORKER, '登记')).toMatch(/^#1 已被(社区工作人员|书记)作废，不用再答。$/)
    expect(await says(WORKER, WORKER, '登记', asked(1))).toMatch(/^#1 已被(社区工作人员|书记)作废，不用再答。$/)
    expect(await issue(1)).toMatchObject({ outcome: 'VOID' })
  })

  it('may be taken back and given once more with a word, and no neighbour hears of it', async () => {
    await town.tells('ma', GRID_3, words)
    await town.says(WORKER, WORKER, '不是')
    const back = await town.says(WORKER, WORKER, '/撤销')
    expect(heardIn(GRID_3, back)).toBe('')
    expect(heardIn(WORKER, back)).toMatch(/#1 刚才的答复已撤销，还在等/)
    expect(heardIn(GRID_3, await town.says(WORKER, WORKER, '是'))).toMatch(/#1 已登记/)
    // They heard of it, so they hear that it is off.
    const off = await town.says(WORKER, WORKER, '/撤销')
    expect(heardIn(GRID_3, off)).toMatch(/#1 刚才的登记已收回，先不办。/)
    await town.says(WORKER, WORKER, '不是')
    expect(await issue(1)).toMatchObject({ outcome: 'VOID' })
  })

  it('leave whose words they were free to take them back, once they have heard of it', async () => {
    await town.tells('ma', GRID_3, words)
    expect(await says('ma', GRID_3, '/撤回 1')).toMatch(/没有找到 #1/)
    await town.says(WORKER, WORKER, '登记')
    await town.says(WORKER, WORKER, '/撤销')
    expect(await says('chen', GRID_3, '/撤回 1')).toMatch(/没有找到 #1/)
    expect(await says('ma', GRID_3, '/撤回 1')).toMatch(/^@马先生 #1 已撤回，不再办理。$/)
    expect(await issue(1)).toMatchObject({ state: 'CLOSED', outcome: 'VOID' })
    expect(await says(WORKER, WORKER, '登记 1')).toMatch(/#1 .*不用再答|没有在等/)
    expect(await issue(1)).toMatchObject({ outcome: 'VOID' })
  })

  it('are understood as people write them, and each may be taken back', async () => {
    await town.tells('ma', GRID_3, words)
    for (const yes of ['登记吧', '登记。谢谢', '要登记的', '是的，登记', '好的', '嗯', '可以', '1 登记']) {
      await town.says(WORKER, WORKER, yes)
      expect(await issue(1), yes).toMatchObject({ state: 'REPORTED' })
      await town.says(WORKER, WORKER, '/撤销')
    }
    for (const no of ['不是吧', '不需要', '没有']) {
      await town.says(WORKER, WORKER, no)
      expect(await issue(1), no).toMatchObject({ outcome: 'VOID' })
      await town.says(WORKER, WORKER, '/撤销')
    }
    expect(await issue(1)).toMatchObject({ state: 'DRAFT' })
    expect(await town.database.client.lesson.count()).toBe(0)
  })

  it('are asked for again where a mere 好的 may be meant for something else, or a word for nothing', async () => {
    await town.tells('ma', GRID_3, words)
    await town.says('chen', GRID_3, '/报事 3号楼2单元楼道灯不亮')
    expect(await says(WORKER, WORKER, '好的')).toMatch(/请回「登记」或「不是」，说的是 #1/)
    expect(await says(WORKER, WORKER, '哈哈这个嘛')).toMatch(/请回「登记」或「不是」/)
    expect(await issue(1)).toMatchObject({ state: 'DRAFT' })
  })

  it('tell nobody else that there is such a question', async () => {
    await town.tells('ma', GRID_3, words)
    for (const who of ['ma', 'he']) {
      const none = await says(who, who, '登记 99')
      expect(await says(who, who, '登记 1')).toBe(none)
      expect(await says(who, who, '不是 1')).toBe(none)
    }
  })

  it('are asked for once, when three neighbours say the same', async () => {
    await town.tells('ma', GRID_3, words)
    const second = await town.tells('chen', GRID_3, `${words}啊`)
    expect(heardIn(GRID_3, second)).toBe('')
    expect(heardIn(WORKER, second)).toMatch(/^#1 还有1位居民也说：「[^\n]+」$/)
    expect(heardIn(WORKER, await town.tells('zhou', GRID_3, words))).toMatch(/^#1 还有2位居民也说：「[^\n]+」$/)
    expect(await town.tells('zhou', GRID_3, words), 'who says it again says nothing new').toEqual([])
    expect(await town.database.client.issue.count()).toBe(1)
    await town.says(WORKER, WORKER, '登记')
    expect(await issue(1)).toMatchObject({ state: 'REPORTED' })
  })

  it('repeat a voice note once, and what was forgotten is no empty quotation', async () => {
    await town.says('ma', GRID_3, words)
    await town.sendsVoice('ma', GRID_3)
    const said = heardIn(WORKER, await town.quiet(61))
    expect(said.match(/条语音/g)).toHaveLength(1)
    await town.says(WORKER, WORKER, '不是')
    await town.minutesLater(11)
    await town.minutesLater(10)
    expect(await says(WORKER, WORKER, '/进度 1')).not.toMatch(/「」/)
  })

  it('teach nothing where a fire was none: the next one is heard', async () => {
    expect(heardIn(GRID_3, await town.tells('ma', GRID_3, FIRE))).toMatch(/119/)
    await town.says(WORKER, WORKER, '/作废 1 误报')
    expect(await town.database.client.lesson.count()).toBe(0)
    expect(heardIn(GRID_3, await town.tells('chen', GRID_3, FIRE))).toMatch(/119/)
  })

  it('are wanted of whoever wrote to the bot, with the pictures sent before and any word for yes', async () => {
    await town.says('ma', GRID_3, '/进度')
    await town.sendsPicture('ma', 'ma')
    await town.tells('ma', 'ma', words)
    await town.minutesLater(5)
    await town.says('ma', 'ma', '好的')
    expect(await town.database.client.issueAttachment.count({ where: { issue: { number: 1 } } })).toBe(1)
  })
})

describe('what is nobody’s business', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  it('is not repeated in the group it was said in, and stays private', async () => {
    const said = await town.tells('ma', GRID_3, '3号楼2单元李建国家的狗又咬人了，楼道里到处是狗屎，没人管')
    expect(heardIn(GRID_3, said)).not.toMatch(/李建国|已登记/)
    expect(heardIn(WORKER, said)).toMatch(/李建国/)
    const row = await town.database.client.issue.findFirstOrThrow()
    expect(row.isPrivate).toBe(true)
    if (row.state === 'DRAFT') await town.says(WORKER, WORKER, '登记')
    await town.says(WORKER, WORKER, '/改类 1 路灯')
    expect(await town.database.client.issue.findFirstOrThrow()).toMatchObject({ isPrivate: true })
    expect(heardIn(GRID_3, await town.says('chen', GRID_3, '/进度 1'))).toMatch(/没有找到 #1/)
  })

  it('does not keep back what to do first', async () => {
    const said = await town.tells('ma', GRID_3, '3号楼电梯困人了，我妈有高血压，快来人')
    expect(`${heardIn(GRID_3, said)}${heardIn('ma', said)}`).toMatch(/不要扒门/)
    expect(heardIn(GRID_3, said)).not.toMatch(/高血压/)
    const fallen = '东门广场有个老人晕倒了，头上流血，快来人，打120'
    expect(heardIn(GRID_3, await town.tells('chen', GRID_3, fallen))).toMatch(/120/)
  })

  it('its author may tell by a command; and what others say of a lamp is for all', async () => {
    const told = await town.says('ma', GRID_3, '/报事 3号楼李建国家的狗又咬人了')
    expect(heardIn(GRID_3, told)).toMatch(/#1 已登记/)
    const lamp = await town.tells('chen', GRID_3, SURE.gear)
    expect(heardIn(GRID_3, lamp), JSON.stringify(lamp)).toMatch(/#2 已登记/)
  })
})
