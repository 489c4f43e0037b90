import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/moderation/judge.ts'
import { WORD_LISTS, wordsOf } from '../../src/moderation/listed.ts'
import type { Context } from '../../src/moderation/reason.ts'
import { look } from '../../src/moderation/sight.ts'
import { HARMLESS } from '../../src/moderation/words/harmless.ts'
import { timeOf } from '../processor-time.ts'
import { linesOf } from './corpus.ts'

const reasonsOf = (text: string, context: Context = {}) => {
  const judgement = judge(text, context)
  return judgement.held ? judgement.reasons : []
}
const categoriesOf = (text: string, context: Context = {}) => reasonsOf(text, context).map(({ category }) => category)

/** Texts as nobody writes them: pieces of lists, marks nobody sees, halves of characters. */
const oddText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '赌',
        '博',
        '加',
        '微',
        '亻',
        '言',
        'v',
        'X',
        '+',
        '1',
        '３',
        '壹',
        '\u200b',
        '\u202e',
        '\ud83c',
        '\udc04',
        '🀄',
        '️',
        '．',
        '\n',
        '3号楼',
        '302',
        '老王',
        '偷电',
        'http://',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

describe('how a text is looked at', () => {
  it.each([
    ['赌 博', '赌博'],
    ['赌.博', '赌博'],
    ['赌🀄博', '赌博'],
    ['賭博', '赌博'],
    ['ｄｕ ｂｏ', 'dubo'],
    ['】赌【】博【', '赌博'],
    ['赌\u200b博\u0336', '赌博'],
    ['加微亻言', '加微信'],
    ['女干', '奸'],
    ['贝者博', '赌博'],
    ['саsinо', 'casino'],
    ['🆅🆇', 'vx'],
    ['➕V❤', '+v心'],
    ['Ⓥⓧ①③⑧', 'vx138'],
  ])('%s is seen as %s', (text, seen) => expect(look(text).text).toBe(seen))

  it('a second look sees the same, and it never throws', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        const { text: seen, gaps, starts, ends } = look(text)
        expect([gaps.length, starts.length, ends.length]).toEqual([seen.length, seen.length, seen.length])
        expect(look(seen).text).toBe(seen)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what is held, and why', () => {
  it.each([
    ['jia v信聊', 'contact'],
    ['葳心 lily8866', 'contact'],
    ['加 w 号在图上', 'contact'],
    ['电话①③⑧零零壹叁八零零零', 'personal'],
    ['幺三八零零幺三八零零零', 'personal'],
    ['3号楼302老王偷电', 'accusation'],
    ['A座1603乱扔垃圾', 'accusation'],
    ['3号楼〔门牌〕的人偷快递', 'accusation'],
    ['我爸肝癌晚期了', 'health'],
    ['长按识别二维码进群', 'code'],
    ['先打定金再发货', 'money'],
    ['活着没意思，不想活了', 'distress'],
  ])('%s: %s', (text, category) => expect(categoriesOf(text)).toContain(category))

  it('tells what it found in the words of the writer', () => {
    expect(reasonsOf('晚上来玩，赌🀄博，带钱')).toContainEqual({ category: 'gambling', severity: 2, found: '赌🀄博' })
  })

  it('the gravest reason comes first', () => {
    expect(reasonsOf('加微信看图，我不想活了').map(({ severity }) => severity)).toEqual([3, 1])
  })

  it.each(['谨防刷单诈骗', '楼下棋牌室赌钱到半夜，能不能管管', '禁毒宣传画得真好'])(
    'who warns or complains is not held: %s',
    (text) => expect(judge(text)).toEqual({ held: false }),
  )

  it('who warns and wants to be written to is held', () => {
    expect(categoriesOf('谨防贷款骗局，正规贷款加v信abc123')).toContain('loan')
  })

  it('privacy 15: an accusation of somebody who is known only by name, medical data, a picture of children', () => {
    expect(categoriesOf('欢欢妈占用楼道')).not.toContain('accusation')
    expect(categoriesOf('欢欢妈占用楼道', { names: ['欢欢妈'] })).toContain('accusation')
    expect(categoriesOf('隔壁得了肺结核')).toContain('health')
    expect(judge('小朋友们的画真好看')).toEqual({ held: false })
    expect(categoriesOf('小朋友们的画真好看', { picture: true })).toContain('child')
  })

  it('privacy 14: phone, id number, plate, door, e-mail and WeChat id are reasons to look', () => {
    for (const text of ['打13800138000', '11010519491231002X', '京A12345', '2单元501室', 'a1@qq.com', '微信号lily8866'])
      expect(categoriesOf(text), text).toContain('personal')
  })

  it('whoever posts the same again is held, and so is what several post alike', () => {
    const own = ['出门左转新开的店，各位邻居来坐坐喝杯茶']
    expect(categoriesOf('出门左转新开的店，各位邻居来坐坐喝杯茶！', { own })).toContain('repeat')
    expect(categoriesOf('出门 左转新开的店🌸各位邻居来坐坐喝杯茶水', { own })).toContain('repeat')
    expect(categoriesOf('出门左转有棵桂花开了，各位邻居来闻闻', { own })).toEqual([])
    expect(categoriesOf(own[0] ?? '', { others: [...own, ...own] })).toContain('repeat')
    expect(categoriesOf('中秋快乐', { others: ['中秋快乐', '中秋快乐', '中秋快乐'] })).toEqual([])
  })

  it('never throws, and gives a reason for what is held', () => {
    fc.assert(
      fc.property(oddText, fc.boolean(), (text, picture) => {
        const judgement = judge(text, { picture, names: ['老王', ''], own: [text.slice(1)], others: [] })
        if (judgement.held) expect(judgement.reasons.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the lists', () => {
  it('no word stands in the list of harmless words, and none twice in one list', () => {
    const harmless = new Set(wordsOf(HARMLESS))
    for (const list of WORD_LISTS) {
      const words = [list.grave, list.alone, list.sign, list.hint, list.latin].flatMap((some) => wordsOf(some))
      expect(
        words.filter((word) => harmless.has(word)),
        list.category,
      ).toEqual([])
      expect(
        words.filter((word, i) => words.indexOf(word) !== i),
        list.category,
      ).toEqual([])
    }
  })

  it('every harmless word holds or crosses a listed one', () => {
    const words = WORD_LISTS.flatMap(({ grave, alone, sign, hint }) =>
      [grave, alone, sign, hint].flatMap((some) => wordsOf(some)),
    )
    const crosses = (harmless: string, word: string) => {
      if (harmless.includes(word)) return true
      for (let n = 1; n < word.length; n++)
        if (harmless.endsWith(word.slice(0, n)) || harmless.startsWith(word.slice(n))) return true
      return false
    }
    expect(wordsOf(HARMLESS).filter((harmless) => !words.some((word) => crosses(harmless, word)))).toEqual([])
  })
})

describe('how long it takes', () => {
  it('thousands of posts a second', () => {
    const posts = ['harmless-alike.txt', 'harmless-plain.txt', 'hostile.txt'].flatMap((name) =>
      linesOf(name).map(({ text }) => text),
    )
    const time = timeOf(() => {
      for (const post of posts) judge(post)
    }, 3)
    process.stdout.write(`${Math.round((posts.length / time) * 1000)} posts a second\n`)
    expect(time / posts.length).toBeLessThan(1)
  })

  it.each([
    '赌',
    '赌 ',
    'a',
    '1',
    '加',
    '3号楼',
    '亻',
    '老',
    '孩子',
    '我',
    '想',
    '.a',
    'w.',
    '扫',
    '一元',
    '\u200b',
    '🀄',
    'du',
    '微信',
    '偷老王',
  ])('10,000 signs of %j are no trouble', (piece) => {
    const text = piece.repeat(Math.ceil(10_000 / piece.length))
    expect(timeOf(() => judge(text, { own: [text] }), 1)).toBeLessThan(600)
  })
})
