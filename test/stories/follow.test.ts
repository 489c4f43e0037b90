import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRID_3, GRID_7, heardIn, STAFF, Town } from './town.ts'

const LAMP = '/报事 3号楼2单元楼道灯不亮'
const QUARREL = '/报事 5号楼302和303邻居纠纷，天天吵架'

describe('following an issue', () => {
  let town: Town
  beforeEach(async () => {
    town = await Town.open()
  })
  afterEach(() => town.close())

  const says = async (who: string, chat: string, text: string, quoted?: string) =>
    heardIn(chat, await town.says(who, chat, text, quoted))
  const resolve = async () => {
    await town.says('worker-03', 'worker-03', '/受理 1')
    await town.sendsPicture('worker-03', 'worker-03')
    await town.says('worker-03', 'worker-03', '/办结 1 灯已换好')
  }

  it('shows where it is, with a number and without, in the group and in private', async () => {
    expect(await says('ma', GRID_3, '/进度')).toMatch(/这个群里没有正在办的事/)
    expect(await says('ma', 'ma', '/进度')).toMatch(/您没有正在办的事/)
    await town.says('ma', GRID_3, LAMP)
    await town.says('worker-03', 'worker-03', '/受理 1')

    expect(await says('chen', GRID_3, '/进度 1')).toMatch(/#1 网格办理中 · 公共部位报修|#1 网格办理中/)
    expect(await says('chen', GRID_3, '/进度')).toMatch(/正在办的 1 件：\n#1 网格办理中/)
    expect(await says('ma', 'ma', '/进度')).toMatch(/正在办的 1 件：\n#1 网格办理中/)
    expect(await says('ma', 'ma', '进度1')).toMatch(/「3号楼2单元楼道灯不亮」.*3号网格员受理.*办结期限/s)
    expect(await says('chen', 'chen', '/进度')).toMatch(/您没有正在办的事/)
    expect(await says('ma', GRID_3, '/进度 2')).toMatch(/没有找到 #2/)
  })

  it('keeps what is private out of the group', async () => {
    const said = await town.says('ma', GRID_3, QUARREL)
    expect(heardIn(GRID_3, said)).toBe('@马先生 #1 已记下。')
    expect(heardIn('ma', said)).toMatch(/#1 已登记：5号楼302和303邻居纠纷/)
    expect(heardIn('worker-03', said)).toMatch(/邻居纠纷/)

    for (const who of ['chen', 'worker-07']) {
      expect(await says(who, who, '/进度 1')).toMatch(/没有找到 #1/)
    }
    expect(await says('chen', GRID_3, '/附议 1')).toMatch(/没有找到 #1/)
    expect(await says('chen', GRID_3, '/进度')).toMatch(/没有正在办的事/)
    expect(await says('ma', GRID_3, '/进度 1')).toMatch(/不方便在群里说/)
    expect(await says('ma', 'ma', '/进度 1')).toMatch(/邻里纠纷/)

    const accepted = await town.says('worker-03', GRID_3, '/受理 1')
    expect(heardIn(GRID_3, accepted)).toBe('@杨静 #1 已记下：受理。')
    expect(heardIn('ma', accepted)).toMatch(/已受理/)
    const escalated = await town.says('worker-03', 'worker-03', '/上报 1 劝不住，302户主13812345678')
    expect(heardIn('ma', escalated)).toBe('#1 网格员已上报社区：劝不住，〔门牌〕户主〔电话〕')
    expect(heardIn(STAFF, escalated)).toMatch(/#1 已报社区 · 不公开的事\n.*\n内容不便在群里说/)
    expect(heardIn(GRID_3, town.said) + heardIn(STAFF, town.said)).not.toMatch(/纠纷|吵架|302/)
  })

  it('keeps from neighbours what somebody adds of a private matter', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('chen', GRID_3, '/附议 1')
    await town.says('ma', 'ma', '/补充 1 我妈得了糖尿病，看不清台阶')
    for (const [who, chat] of [
      ['chen', 'chen'],
      ['sun', 'sun'],
      ['chen', GRID_3],
      ['ma', GRID_3],
    ] as const) {
      expect(await says(who, chat, '/进度 1'), `${who} in ${chat}`).toMatch(/补充：不便公开/)
    }
    expect(await says('ma', 'ma', '/进度 1')).toMatch(/补充：我妈得了糖尿病/)
    expect(await says('worker-03', 'worker-03', '/进度 1')).toMatch(/补充：我妈得了糖尿病/)
    expect(heardIn(GRID_3, town.said)).not.toMatch(/糖尿病/)
  })

  it('tells who is no friend of the bot by a line that gives nothing away', async () => {
    const said = heardIn(GRID_3, await town.says('liu', GRID_3, QUARREL))
    expect(said).toMatch(/^@刘女士 #1 .*不方便在群里.*请加小格为好友/)
    expect(said).not.toMatch(/纠纷|吵架|302/)
    await town.says('worker-03', 'worker-03', '/受理 1')
    expect(town.last(GRID_3)).toMatch(/^@刘女士 #1 有新的情况，不方便在群里说/)
  })

  it('takes 我也有 and +1 in reply to the card, each neighbour once', async () => {
    await town.says('ma', GRID_3, LAMP)
    const card = town.last(GRID_3)
    expect(await says('chen', GRID_3, '我也有', card)).toMatch(/#1 记下了，您也有同样的情况（共2人）/)
    expect(await says('zhou', GRID_3, '+1', card)).toMatch(/共3人/)
    expect(await says('zhou', GRID_3, '/附议 1')).toMatch(/您已经附议过了/)
    expect(await says('ma', GRID_3, '我也有', card)).toMatch(/就是您报的/)
    // Said right after the card it means the card, and nobody has to be told.
    expect(await says('liu', GRID_3, '我也有')).toBe('')
    await resolve()
    expect(heardIn(GRID_3, town.said)).toMatch(/@马先生\s@陈阿姨\s@周师傅\s@刘女士\s#1 3号网格员已处置/)
  })

  it('is rated once, in reply to the card, by the reporter', async () => {
    await town.says('ma', GRID_3, LAMP)
    await resolve()
    const card = town.latest(GRID_3, /已处置/) ?? ''
    expect(await says('chen', GRID_3, '满意', card)).toMatch(/评价要由报事人本人来做/)
    expect(await says('ma', GRID_3, '满意', card)).toMatch(/#1 谢谢评价：满意/)
    expect(await says('ma', GRID_3, '不满意', card)).toMatch(/您已经评价过了/)
    expect(heardIn('worker-03', town.said)).toMatch(/#1 报事人评价：满意。已结案。/)
  })

  it('goes back to work when the reporter is not satisfied, and can be opened again', async () => {
    await town.says('ma', GRID_3, LAMP)
    await resolve()
    const said = await town.says('ma', GRID_3, '不满意，还是不亮', town.latest(GRID_3, /已处置/))
    expect(heardIn(GRID_3, said)).toMatch(/#1 收到评价：不满意。已经请网格员再处理/)
    expect(heardIn('worker-03', said)).toMatch(/还是不亮.*\/返工 1/s)
    await town.says('worker-03', 'worker-03', '/返工 1 换的灯泡不亮')
    expect(town.last(GRID_3)).toMatch(/还没办好，返工/)
    await town.minutesLater(5)
    await town.sendsPicture('worker-03', 'worker-03')
    await town.says('worker-03', 'worker-03', '/办结 1 又换了一个')
    await town.says('ma', GRID_3, '还可以吧', town.latest(GRID_3, /已处置/))
    expect(town.last('worker-03')).toBe('#1 报事人评价：基本满意。已结案。')
    expect(await says('ma', GRID_3, '/重开 1 灯又灭了')).toMatch(/#1 重新办理，原因：灯又灭了/)
  })

  it('cannot be withdrawn where it is dangerous or a neighbour waits too', async () => {
    await town.says('ma', GRID_3, LAMP)
    await town.says('chen', GRID_3, '/附议 1')
    expect(await says('ma', GRID_3, '/撤回 1')).toMatch(/还有1位邻居也在等，不能撤回/)
    await town.says('sun', GRID_7, '/报事 1号楼楼道里有煤气味')
    expect(await says('sun', GRID_7, '/撤回 2')).toMatch(/关系到安全.*不能撤回/)
    await town.says('he', GRID_7, '/报事 2号楼楼道灯不亮')
    expect(await says('he', GRID_7, '/撤回 3')).toMatch(/#3 已撤回，不再办理/)
  })

  it('repeats no phone number in a group', async () => {
    await town.says('ma', GRID_3, '/报事 3号楼漏水，找我13812345678，或者１３９００００１１１１')
    await town.says('worker-03', GRID_3, '/受理 1')
    await town.says('worker-03', GRID_3, '/进展 1 电工老李 138 1234 5678 下午来')
    expect(town.last(GRID_3)).toBe('#1 有进展：电工老李 〔电话〕 下午来')
    await town.says('ma', GRID_3, '/补充 1 打13812345678找我')
    await town.says('chen', GRID_3, '/进度 1')
    expect(heardIn(GRID_3, town.said)).not.toMatch(/5678|１１１１/)
    expect(heardIn('worker-03', town.said)).toMatch(/找我13812345678/)
    expect(await says('worker-03', 'worker-03', '/进度 1')).toMatch(/13812345678/)
  })

  it('repeats nothing personal of a resident’s words in a group (privacy 14), and all of it to who works on it', async () => {
    const words = '3号楼2单元501漏到401，车京A12345，微信号abc_123，身份证11010519491231002X，邮箱ma@example.com'
    await town.says('ma', GRID_3, `/报事 ${words}`)
    expect(heardIn(GRID_3, town.said)).toMatch(/已登记：3号楼2单元〔门牌〕漏到/)
    await town.says('ma', GRID_3, `/补充 1 ${words}，座机0571-88886666`)
    await town.says('worker-03', 'worker-03', '/上报 1 找不到501的人')
    await town.says('chen', GRID_3, '/进度 1')
    const inGroups = heardIn(GRID_3, town.said) + heardIn(STAFF, town.said)
    expect(inGroups).not.toMatch(/[54]01|12345|abc|110105|example|8888/)
    expect(heardIn(STAFF, town.said)).toMatch(/「3号楼2单元〔门牌〕漏到.*\n补充：/)
    expect(heardIn('worker-03', town.said)).toContain(words)
  })

  it('reads back to the reporter alone what they wrote alone', async () => {
    await town.says('ma', 'ma', '/报事 向阳小区3号楼漏水，打13812345678')
    expect(heardIn('ma', town.said)).toMatch(/已登记：向阳小区3号楼漏水，打13812345678/)
  })
})
