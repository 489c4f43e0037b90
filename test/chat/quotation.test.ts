import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuotation } from '../../src/chat/quotation.ts'

const RULE = '- - - - - - - - - - - - - - -'

describe('a quotation', () => {
  it.each([
    ['as WeChat writes it', `「小格：#128 路灯不亮」\n${RULE}\n/受理`, '小格', '#128 路灯不亮', '/受理'],
    [
      'several lines on both sides',
      `「小格：#128\n路灯\n不亮」\n${RULE}\n收到\n谢谢`,
      '小格',
      '#128\n路灯\n不亮',
      '收到\n谢谢',
    ],
    ['a bracket in the quoted text', `「马先生：他说」好」\n${RULE}\n嗯`, '马先生', '他说」好', '嗯'],
    ['a pair of brackets in it', `「马先生：去看「公告」」\n${RULE}\n嗯`, '马先生', '去看「公告」', '嗯'],
    [
      'a quotation in the quotation',
      `「马先生：「张三：灯坏了」\n${RULE}\n我也是」\n${RULE}\n/登记`,
      '马先生',
      `「张三：灯坏了」\n${RULE}\n我也是`,
      '/登记',
    ],
    [
      'a second quotation in the reply',
      `「张三：灯」\n${RULE}\n「李四：门」\n${RULE}\n好`,
      '张三',
      '灯',
      `「李四：门」\n${RULE}\n好`,
    ],
    ['a half-width colon', `「小格: #7」\n${RULE}\n好`, '小格', '#7', '好'],
    ['a time with a colon', `「小格：今天15:00」\n${RULE}\n好`, '小格', '今天15:00', '好'],
    ['no name', `「灯坏了」\n${RULE}\n我也有`, '', '灯坏了', '我也有'],
    ['an empty name', `「：灯坏了」\n${RULE}\n我也有`, '', '灯坏了', '我也有'],
    ['a colon only in the second line', `「灯坏了\n地点：3号楼」\n${RULE}\n好`, '', '灯坏了\n地点：3号楼', '好'],
    ['no reply', `「小格：#7」\n${RULE}`, '小格', '#7', ''],
    ['Windows line ends', `「小格：#7」\r\n${RULE}\r\n好`, '小格', '#7', '好'],
    ['closed-up dashes', '「小格：#7」\n------\n好', '小格', '#7', '好'],
    ['an empty line before the dashes', `「小格：#7」\n\n${RULE}\n好`, '小格', '#7', '好'],
    ['blanks before it', ` \n「小格：#7」\n${RULE}\n好`, '小格', '#7', '好'],
  ])('is understood with %s', (_, text, author, quoted, reply) => {
    expect(parseQuotation(text)).toEqual({ author, quoted, reply })
  })

  it.each([
    ['plain words', '灯坏了'],
    ['brackets alone', '「马先生：灯坏了」我也是'],
    ['a rule alone', `灯坏了\n${RULE}\n我也是`],
    ['too few dashes', '「马先生：灯坏了」\n- - -\n我也是'],
    ['words before the bracket', `看「马先生：灯坏了」\n${RULE}\n我也是`],
    ['nothing', ''],
  ])('is not seen in %s', (_, text) => {
    expect(parseQuotation(text)).toBeUndefined()
  })

  it('gives every quoted text back whole, whatever brackets and lines it holds', () => {
    const piece = fc.constantFrom('「', '」', '：', ':', '\n', '-', ' ', '灯', 'a', '#1', `」\n${RULE}`, RULE)
    const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    const name = fc.string({ unit: fc.constantFrom('马', 'a', ' ', '1'), minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(name, words, words, (author, quoted, reply) => {
        const text = `「${author}：${quoted}」\n${RULE}\n${reply}`
        const parsed = parseQuotation(text)
        expect(parsed?.author).toBe(author.trim())
        // Nothing is lost and nothing is invented: what was quoted and the reply still make up the text.
        expect(text.endsWith(parsed?.reply ?? 'x')).toBe(true)
        if (!/[「」]/.test(quoted + reply)) {
          expect(parsed?.quoted).toBe(quoted.replace(/^ +/, ''))
          expect(parsed?.reply).toBe(reply)
        }
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseQuotation(text)))
  })
})
