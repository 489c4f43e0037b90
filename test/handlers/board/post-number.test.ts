import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ArgumentInput } from '../../../src/chat/command.ts'
import type { IncomingMessage, Quotation } from '../../../src/chat/incoming.ts'
import { quotedIssueNumbers } from '../../../src/chat/issue-number.ts'
import { wordingOf } from '../../../src/chat/wording.ts'
import { issueOrPost } from '../../../src/handlers/board/post-number.ts'

/** What a command makes of its words, with what is left of them; `quoted`: a message of the bot that is quoted. */
function read(words: string, quoted?: string) {
  const quotation: Quotation | undefined =
    quoted === undefined ? undefined : { author: '小格', text: quoted, fromBot: true }
  const input: ArgumentInput = {
    rest: wordingOf(words),
    quotedNumbers: quotedIssueNumbers(quotation),
    message: { quotation } as IncomingMessage,
    now: new Date(0),
  }
  const found = issueOrPost().read(input)
  return found.ok ? { ...found.value, left: input.rest.own } : found.problem
}

describe('the number of an issue or a post', () => {
  it.each([
    ['心愿12', 12, ''],
    ['心愿 12 好的', 12, '好的'],
    ['心愿１２', 12, ''],
    ['留言12：周五去装', 12, '周五去装'],
    ['留言12周五去装', 12, '周五去装'],
    ['「心愿12」 已实现', 12, '已实现'],
    ['心愿第12号，办不了', 12, '办不了'],
    ['心願12', 12, ''],
    ['留言#12 收到', 12, '收到'],
  ])('%s is a post', (words, post, left) => {
    expect(read(words)).toEqual({ post, left })
  })

  it.each([
    ['12', 12, ''],
    ['#12 好的', 12, '好的'],
    ['第12号 心愿3 也一样', 12, '心愿3 也一样'],
  ])('%s is an issue, as before', (words, issue, left) => {
    expect(read(words)).toEqual({ issue, left })
  })

  it.each(['', '好的', '心愿', '心愿3号楼装电梯', '留言墙', '13812345678'])('%j is neither', (words) => {
    expect(read(words)).toMatch(/^请写上/)
  })

  it('may be left out where a quoted message of the bot tells of one, and never of what residents say in it', () => {
    expect(read('好的', '@马先生 📮 心愿12【正在办】：和心愿3一样\n社区答复：心愿4 也在办')).toEqual({
      post: 12,
      left: '好的',
    })
    expect(read('好的', '心愿12：盼电梯（匿名）\n留言13：谢谢（匿名）')).toMatch(/请写明是哪一个/)
    expect(read('好的', '#128 待受理 · 路灯')).toEqual({ issue: 128, left: '好的' })
    expect(read('', '大家都说心愿12好')).toMatch(/^请写上/)
  })

  it('is found for any number, and nothing throws for any words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.string({ maxLength: 20 }), (number, more) => {
        expect(read(`心愿${number} ${more}`)).toMatchObject({ post: number })
        read(more)
      }),
      { numRuns: 300 },
    )
  })
})
