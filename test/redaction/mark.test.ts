import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mark, unmark } from '../../src/redaction/mark.ts'
import { around, identity, landline, mobile, plate } from './planted.ts'

describe('marks for a text that leaves the house (privacy 11 and 14)', () => {
  it.each([
    ['老王家漏水，电话13800138000，打138 0013 8000', '〔人1〕家漏水，电话〔电话1〕，打〔电话1〕'],
    ['张阿姨和李建国家的孩子', '〔人1〕和〔人2〕家的孩子'],
    ['@王芳 @小格 看看', '〔人1〕 〔人2〕 看看'],
    ['联系人王芳 13900001111', '联系人〔人1〕 〔电话1〕'],
    ['3号楼2单元501李大爷摔倒了', '3号楼2单元〔门牌1〕〔人1〕摔倒了'],
    ['我是张建军，住3号楼', '我是〔人1〕，住3号楼'],
    ['楼上陈家的水', '楼上〔人1〕家的水'],
    ['请王主任看一下', '请〔人1〕看一下'],
    ['谢谢李师傅', '谢谢〔人1〕'],
    ['邻居欧阳女士', '邻居〔人1〕'],
  ])('%s → %s', (text, marked) => {
    expect(mark(text).text).toBe(marked)
  })

  it.each([
    '小区门口的马路上路灯不亮',
    '老马路坑洼，小高层停电',
    '关于施工时间的安排',
    '物业经理不管，保安师傅说等等',
    '管道漏水，金属栏杆松了，水管爆了',
    '#128 6月3日 15:00 向阳小区3号楼',
    '谢谢师傅，谢谢老师，孙子喊奶奶',
    '高考的孩子要安静，灶王爷保佑',
    '@所有人 @物业 谁来管管',
    '老顾客打折，小范围停电，小孙女睡了',
    '缴费小程序，洗脸池用小苏打通，养老钱没打',
  ])('%s stays', (text) => {
    expect(mark(text).text).toBe(text)
  })

  it('puts back what was there, and gives equal values equal marks', () => {
    const value = fc.oneof(mobile, identity, landline, plate, fc.constantFrom('老王', '张阿姨', '李大爷'))
    fc.assert(
      fc.property(fc.array(fc.tuple(around, value), { maxLength: 6 }), (parts) => {
        const text = parts.map(([words, one]) => `${words}找${one}。`).join('')
        const marked = mark(text)
        expect(unmark(marked.text, marked.marks)).toBe(text)
        for (const [, one] of parts) expect(marked.text).not.toContain(one)
        expect(new Set(marked.marks.values()).size).toBe(marked.marks.size)
      }),
      { numRuns: 100 },
    )
  })

  it('leaves a mark that somebody has typed to them', () => {
    const { text, marks } = mark('〔人1〕和老王')
    expect(text).toBe('〔人1〕和〔人2〕')
    expect(unmark(text, marks)).toBe('〔人1〕和老王')
    expect(unmark('〔电话9〕', marks)).toBe('〔电话9〕')
  })

  it('knows the marks of what goes out together with it', () => {
    const first = mark('老王13800138000')
    const second = mark('小李说老王的电话是138-0013-8000', first.marks)
    expect(second.text).toBe('〔人2〕说〔人1〕的电话是〔电话1〕')
    expect(unmark('请〔人1〕回电〔电话1〕', second.marks)).toBe('请老王回电13800138000')
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('老王', '@', '〔人1〕', '张', '家'))),
        (parts) => {
          const text = parts.join('')
          const marked = mark(text)
          expect(unmark(marked.text, marked.marks).length).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 100 },
    )
  })
})
