import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STEPS } from '../../../src/directives/directive.ts'
import { receiptWords } from '../../../src/handlers/directives/receipt-words.ts'
import { timeOf } from '../../processor-time.ts'

const READ: Readonly<Record<(typeof STEPS)[number], readonly string[]>> = {
  ACKNOWLEDGED: [
    '收到',
    '收到！',
    '收到。',
    '收到收到',
    '收到了',
    '好的收到',
    '好的，收到',
    '嗯嗯 收到',
    '已收到谢谢',
    '收到，谢谢主任',
    '收到 [抱拳]',
    '收到👌',
    '我收到了',
    '我们都收到了',
    '3网格收到',
    '3号网格物业收到',
    '物业收到',
    '收到通知',
    '任务3收到',
    '任务3 收到，马上去',
    '收到，马上安排',
    '收到，下午5点前完成',
    '收到，这就去处理',
    '马上到',
    '在路上了',
    '尽快处理',
    '已阅，知悉',
  ],
  ON_SITE: [
    '到场',
    '已到场',
    '到场了',
    '到了',
    '我们到了',
    '已经到现场',
    '人已到位',
    '收到，已到场',
    '已到岗',
    '已到3号楼',
    '到场了，马上清理',
  ],
  WORKING: [
    '处理中',
    '在办',
    '正在清理',
    '3个人在清理',
    '到场了，3个人在清理',
    '正在搬运3号楼的堆物',
    '清理中',
    '已经在处理了',
    '开始清理了',
    '清了一半',
    '完成了80%',
    '基本完成',
    '3号楼清完了',
    '完成了，5号楼还没完成',
    '收到，正在排查',
  ],
  DONE: [
    '完成',
    '已完成',
    '办好了',
    '办完了',
    '清完了',
    '清理完毕',
    '全部清理干净了',
    '弄好了，请查收',
    '搞定',
    '处理完了，拍了照',
    '已处理',
    '3号楼5号楼都清完了',
    '收到，已整改到位',
    '已完成，清运两车',
  ],
}
const NOT_READ = [
  '收到没有？',
  '收到没有',
  '收到了没',
  '收到吗',
  '没收到',
  '我没有收到',
  '还没收到通知',
  '谁收到了',
  '收到请回复',
  '请大家收到回复',
  '各位收到请回',
  '收到的扣1',
  '大家都收到了吗',
  '收到一个快递',
  '收到短信说明天停电',
  '我收到红包了',
  '还没到',
  '没完成',
  '未完成',
  '还没弄好',
  '什么时候完成',
  '完成了吗',
  '请尽快完成',
  '务必今天完成',
  '怎么还没处理',
  '到时候再说',
  '楼道灯不亮',
  '今天天气不错',
  '好的',
  '谢谢',
  '',
  '？',
  '收',
]

describe('what those who are asked to act say', () => {
  for (const step of STEPS) {
    it.each(READ[step])(`is read as ${step}: %s`, (text) => {
      expect(receiptWords(text)?.step).toBe(step)
    })
  }

  it.each(NOT_READ)('is nothing of the kind: %s', (text) => {
    expect(receiptWords(text)).toBeUndefined()
  })

  it('keeps what is said beside the step, in the sender’s own writing', () => {
    expect(receiptWords('已完成，清运２车 ')).toMatchObject({ step: 'DONE', note: '已完成，清运２车', alone: false })
    expect(receiptWords('好的收到！谢谢')).toMatchObject({ note: undefined, alone: true })
    expect(receiptWords('收到，马上去')).toMatchObject({ note: '收到，马上去', alone: true })
    expect(receiptWords('马上去')).toMatchObject({ alone: false })
  })

  it('names the order, or means all', () => {
    expect(receiptWords('任务3收到')?.number).toBe(3)
    expect(receiptWords('收到')?.number).toBeUndefined()
    expect(receiptWords('都收到了')?.every).toBe(true)
  })

  it('takes 好的 for an answer only where it is said to the order', () => {
    expect(receiptWords('好的', true)?.step).toBe('ACKNOWLEDGED')
    expect(receiptWords('OK', true)?.step).toBe('ACKNOWLEDGED')
    expect(receiptWords('好的，什么时候', true)).toBeUndefined()
  })

  it('reads a step whatever stands around it, and a 没 or a question mark undoes it', () => {
    const around = fc.constantFrom('', '好的，', '嗯嗯 ', '我们', '任务12 ', '[强] ')
    const after = fc.constantFrom('', '。', '！', '，谢谢', ' [抱拳]', '～')
    const words = fc.constantFrom(
      ['收到', 'ACKNOWLEDGED'],
      ['已到场', 'ON_SITE'],
      ['处理中', 'WORKING'],
      ['办完了', 'DONE'],
    )
    fc.assert(
      fc.property(around, words, after, (before, [word = '', step], behind) => {
        expect(receiptWords(`${before}${word}${behind}`)?.step).toBe(step)
        expect(receiptWords(`${before}${word}${behind}？`)).toBeUndefined()
        expect(receiptWords(`${before}没${word}${behind}`)).toBeUndefined()
      }),
    )
  })

  it('never throws, and is quick, whatever is said', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => void receiptWords(text)))
    const longest = () => {
      for (let time = 0; time < 200; time++) receiptWords('收到'.repeat(99))
      for (let time = 0; time < 200; time++) receiptWords('已经都全部我们'.repeat(28))
    }
    expect(timeOf(longest, 3)).toBeLessThan(500)
  })
})
