import { describe, expect, it } from 'vitest'
import { fold } from '../../src/understanding/fold.ts'
import { takenAway } from '../../src/understanding/taken-away.ts'

describe('takenAway', () => {
  it.each([
    '我妈家那边停水两天了',
    '听同事说他们小区电梯坏了没人管',
    '单位楼下修路，吵一天',
    '以前租的房子漏雨漏得没法住',
    '新闻上说有个地方塌了个坑',
    '老家的路还是泥的',
    '姑姑说她们那边下水道堵了',
  ])('hears that it is somewhere else: %s', (text) => {
    expect(takenAway(fold(text))).toBe('elsewhere')
  })

  it.each([
    '路灯修好了',
    '昨天堵的下水道，今早就通了',
    '垃圾都收走了',
    '来水了',
    '那只狗被主人牵走了',
    '楼道现在不漏了',
  ])('hears that it is over: %s', (text) => {
    expect(takenAway(fold(text))).toBe('over')
  })

  it.each([
    '路灯修好了又不亮了',
    '说是修好了，一按还是没反应',
    '师傅来过了，电梯还是不动',
    '什么时候能修好了啊',
    '我妈打电话说咱楼停水了',
    '我们小区的暖气比老家的还凉',
    '听邻居讲，四楼的窗户要掉下来了',
    '3号楼楼道灯不亮',
    '尊敬的领导，我单位门口的井盖丢了，请尽快处理',
  ])('does not hear it where the trouble goes on here: %s', (text) => {
    expect(takenAway(fold(text))).toBeUndefined()
  })

  it('leaves a long text to the whole reading', () => {
    expect(takenAway(fold(`老家的路没修${'，我们这里的灯一直不亮也没有人来看'.repeat(4)}`))).toBeUndefined()
  })
})
