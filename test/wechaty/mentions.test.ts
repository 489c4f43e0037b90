import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namesMentioned, withoutMentions } from '../../src/wechaty/mentions.ts'

const own = ['小格', '网格小助手']

describe('an @ to the bot', () => {
  it.each([
    ['from a phone', '@小格\u2005报事 灯坏了', '报事 灯坏了'],
    ['from a computer', '@小格 报事 灯坏了', '报事 灯坏了'],
    ['by its name in the group', '@网格小助手\u2005报事', '报事'],
    ['before a slash', '@小格/报事 灯', '/报事 灯'],
    ['before a full-width slash', '@小格／报事 灯', '／报事 灯'],
    ['before a colon', '@小格：在吗', '：在吗'],
    ['at the end', '灯坏了 @小格', '灯坏了'],
    ['at the end of a line', '灯坏了@小格\n在3号楼', '灯坏了在3号楼'],
    ['in the middle', '请 @小格\u2005看看', '请 看看'],
    ['twice', '@小格\u2005@小格\u2005报事', '报事'],
    ['beside another one', '@小格\u2005@张三\u2005看看', '@张三\u2005看看'],
    ['after another one', '@张三\u2005@小格\u2005看看', '@张三\u2005看看'],
    ['alone', '@小格', ''],
    ['with a full-width sign', '＠小格 报事', '报事'],
  ])('is taken off %s', (_, text, left) => {
    expect(withoutMentions(text, own, false)).toEqual({ text: left, found: true })
  })

  it.each([
    ['another name that begins alike', '@小格格\u2005吃了吗'],
    ['another person', '@张三\u2005灯坏了'],
    ['an e-mail address', 'a@b.cn'],
    ['the name alone', '小格 在吗'],
    ['blanks that the sender put there', '  灯坏了  '],
  ])('is not seen in %s, and nothing is changed', (_, text) => {
    expect(withoutMentions(text, own, false)).toEqual({ text, found: false })
  })

  it('needs nothing after it when the chat says that the bot was mentioned', () => {
    expect(withoutMentions('@小格报事 灯坏了', own, false).found).toBe(false)
    expect(withoutMentions('@小格报事 灯坏了', own, true)).toEqual({ text: '报事 灯坏了', found: true })
  })

  it('takes the longer of two names that begin alike', () => {
    expect(withoutMentions('@小格助手 报事', ['小格', '小格助手'], true).text).toBe('报事')
  })

  it('takes any name off, whatever signs are in it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => name.trim() === name),
        (name) => {
          expect(withoutMentions(`@${name}\u2005报事`, [name], false)).toEqual({ text: '报事', found: true })
        },
      ),
    )
  })
})

it('lists the names that a client closed, and no name that was only typed', () => {
  expect(namesMentioned('/任命 @张三\u2005网格员 3 @李 四\u2005 a@b.cn @王五 x')).toEqual(['张三', '李 四'])
})
