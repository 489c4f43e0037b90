import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { put } from '../../../src/chat/outbox.ts'
import { publicName, publicWords } from '../../../src/handlers/board/public-words.ts'
import type { AccountId, ChatId } from '../../../src/ids.ts'
import { Refusal } from '../../../src/refusal.ts'
import { postLine, previewText } from '../../../src/telling/board/post-words.ts'
import { shanghai } from '../../../src/time/shanghai.ts'
import { describeOnBoth } from '../../database/both.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)

/** What people could write: any signs, and pieces that make trouble. */
const wild = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '祝大家中秋快乐',
        '13812345678',
        '3号楼2单元501',
        '微信 abc_12345',
        '\u202E反',
        '零\u200B宽',
        '一\n留言9：假的',
        '\uD800',
        '👨‍👩‍👧',
        '　',
        '（匿名）',
        '【心愿】',
        '\0',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))

/** What it makes of words, or undefined where it kindly refuses them. */
function made(words: string): string | undefined {
  try {
    return publicWords(words)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    return undefined
  }
}

describe('the words of a post', () => {
  it('are in one line, and the same when they are looked at again', () => {
    fc.assert(
      fc.property(wild, (words) => {
        const once = made(words)
        if (once === undefined) return
        expect(once).not.toMatch(/[\n\r\t\u2028\u200B\u202E]|^\s|\s$/)
        expect(made(once) ?? once).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['祝大家好，电话13812345678', '祝大家好，电话〔电话〕'],
    ['家住3号楼2单元501的老王', '家住3号楼2单元〔门牌〕的老王'],
    ['车牌沪A12345挡路', '车牌〔车牌〕挡路'],
    ['加我微信 wxid_abc123', '加我微信 〔微信号〕'],
    ['发邮件到 a.b@qq.com', '发邮件到 〔邮箱〕'],
    ['身份证 11010519491231002X', '身份证 〔证件号〕'],
    ['两个号 13812345678 和 13912345678', '两个号 〔电话〕 和 〔电话〕'],
  ])('privacy 14: %s', (words, masked) => {
    expect(publicWords(words)).toBe(masked)
  })

  it.each(['', '   ', '。。。', '\u200B', '长'.repeat(201)])('refuses %j kindly', (words) => {
    expect(() => publicWords(words)).toThrow(Refusal)
  })

  it.each(['13812345678', '王书记', '玉成社区', '物业小李', '小格', '', '，', '名'.repeat(13), '微信 wxid_abc123'])(
    'takes no name like %j',
    (name) => {
      expect(() => publicName(name)).toThrow(Refusal)
    },
  )

  it.each(['王老师', '3号楼老李', '一位妈妈', 'Anna'])('takes the name %s', (name) => {
    expect(publicName(name)).toBe(name)
  })
})

describeOnBoth('privacy 13: what is published', (open) => {
  it('is byte for byte what its author was shown', async () => {
    const database = await open()
    const texts = fc.sample(wild, 60).flatMap((words) => made(words) ?? [])
    expect(texts.length).toBeGreaterThan(20)
    await database.transaction(async (tx) => {
      for (const words of texts) {
        const post = { kind: 'WISH', number: 7, words, signature: null, fate: null } as const
        const preview = previewText({
          ...post,
          ...{ picture: false, masked: false, inGroup: false, editing: undefined, danger: false },
        })
        for (const text of [preview, postLine(post, 3)]) {
          const chat = { kind: 'group', id: 'g' as ChatId } as const
          await put(tx, { account: 'bot' as AccountId, chat, text, priority: 'reply' }, NOW)
        }
      }
      const rows = await tx.outboxMessage.findMany({ orderBy: { id: 'asc' } })
      for (const [index, words] of texts.entries()) {
        expect(rows[2 * index]?.text).toContain(`\n【心愿】${words}\n署名：匿名\n`)
        expect(rows[2 * index + 1]?.text).toBe(`心愿7：${words}（匿名，3人附议）`)
      }
    })
  })
})
