import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, fits, LONGEST_WORDS } from '../../src/questionnaires/answers.ts'
import { hasChoices, type Question } from '../../src/questionnaires/definition.ts'
import type { Asked } from '../../src/questionnaires/path.ts'
import { readAnswers } from '../../src/questionnaires/read-answers.ts'
import { readDefinition } from '../../src/questionnaires/read-definition.ts'
import { shanghai } from '../../src/time/shanghai.ts'
import { timeOf } from '../processor-time.ts'

const now = shanghai(2026, 6, 3, 9, 0)

const { questions } = readDefinition(
  {
    title: '试卷',
    questions: [
      { id: 'one', kind: 'single', text: '选一个', choices: letters('甲乙丙丁') },
      { id: 'two', kind: 'single', text: '再选一个', choices: letters('子丑寅') },
      {
        id: 'many',
        kind: 'multiple',
        text: '选几个',
        most: 3,
        choices: [...letters('金木水火'), { id: 'none', label: '都不要', none: true }],
      },
      { id: 'stars', kind: 'rating', text: '几分' },
      { id: 'again', kind: 'recommend', text: '会推荐吗' },
      { id: 'agree', kind: 'consent', text: '同意吗' },
      { id: 'day', kind: 'date', text: '哪天' },
      { id: 'words', kind: 'text', text: '说说' },
      { id: 'must', kind: 'single', text: '必须选', required: true, choices: letters('是否') },
    ],
  },
  'test',
)

function letters(labels: string) {
  return [...labels].map((label, at) => ({ id: `c${at}`, label }))
}

/** Questions by their ids, numbered as in the whole. */
function page(...ids: string[]): Asked[] {
  return ids.map((id) => {
    const at = questions.findIndex((question) => question.id === id)
    return { number: at + 1, question: questions[at] as Question }
  })
}

function read(text: string, ...ids: string[]) {
  const { answers, problems, unread } = readAnswers(text, { page: page(...ids), now })
  return {
    ...Object.fromEntries([...answers].map(([number, answer]) => [questions[number - 1]?.id, answer])),
    ...(problems.length > 0 ? { problems: problems.map(({ number, why }) => `${number} ${why}`) } : {}),
    ...(unread ? { unread } : {}),
  }
}

describe('a block of answers', () => {
  const all = { one: 'c0', two: 'c1', many: ['c0', 'c2', 'c3'] }
  it.each([
    '1A 2B 3ACD',
    '1a 2b 3acd',
    '１Ａ ２Ｂ ３ＡＣＤ',
    '1A2B3ACD',
    '1A、2B、3A、C、D',
    '1.A；2.B；3.A C D',
    '1：A，2：B，3：ACD。',
    '1A\n2B\n3ACD',
    '1 A\r\n2 B\r\n3 A,C,D',
    '第1题A 第2题B 第3题ACD',
    '1选A 2选B 3选ACD',
    'Q1 A Q2 B Q3 A和C和D',
    '3ACD 2B 1A',
    '1)A 2)B 3)DCA',
    'A B ACD',
    'A\nB\nACD',
    '1甲 2丑 3ACD',
    '1A 1A 2B 3DDCA',
    '①A ②B ③ACD',
    '\u200b1A　2B　3ACD',
  ])('%j', (text) => expect(read(text, 'one', 'two', 'many')).toEqual(all))

  it.each([
    ['4:5 5:10', { stars: 5, again: 10 }],
    ['4、5 5、8', { stars: 5, again: 8 }],
    ['4 5分，5 10分', { stars: 5, again: 10 }],
    ['4五星 5九分', { stars: 5, again: 9 }],
    ['4★★★ 5:0', { stars: 3, again: 0 }],
    ['45 510', { stars: 5, again: 10 }],
    ['5\n10', { stars: 5, again: 10 }],
    ['4:6 5:11', { problems: ['4 out of range', '5 out of range'] }],
    ['4:0 5:3', { again: 3, problems: ['4 out of range'] }],
    ['4跳过 5不想答', { stars: null, again: null }],
    // A number that is the question's own is no four stars beside what cannot be read.
    ['4 9Z', { unread: true }],
    ['4', { stars: 4 }],
    ['4\n8', { stars: 4, again: 8 }],
    ['3 9Z', { stars: 3, unread: true }],
  ])('of numbers: %j', (text, wanted) => expect(read(text, 'stars', 'again')).toEqual(wanted))

  it.each([
    ['6A 7 6月10日', { agree: true, day: '2026-06-10' }],
    ['6 不同意 7:明天', { agree: false, day: '2026-06-04' }],
    ['同意\n6月10日', { agree: true, day: '2026-06-10' }],
    ['6B', { agree: false }],
    ['6 好的', { agree: true }],
    ['7 2月30日', { unread: true }],
  ])('of yes and days: %j', (text, wanted) => expect(read(text, 'agree', 'day')).toEqual(wanted))

  it.each([
    ['8 想学“二胡”，ＯＫ', { words: '想学“二胡”，ＯＫ' }],
    ['8 想学二胡', { words: '想学二胡' }],
    ['想学二胡', { words: '想学二胡' }],
    ['3AB\n8 想学二胡，\n晚上最好', { many: ['c0', 'c1'], words: '想学二胡，\n晚上最好' }],
    ['3AB\n想学 1A 那样的', { many: ['c0', 'c1'], words: '想学 1A 那样的' }],
    ['AB', { many: ['c0', 'c1'] }],
    ['5号楼太吵', { words: '5号楼太吵' }],
    ['8跳过 3都不要', { words: null, many: ['none'] }],
    [`8 ${'长'.repeat(LONGEST_WORDS + 1)}`, { problems: ['8 too long'] }],
  ])('with words: %j', (text, wanted) => expect(read(text, 'many', 'words')).toEqual(wanted))

  it.each([
    ['1E', { problems: ['1 no such choice'] }],
    ['1AB', { problems: ['1 one only'] }],
    ['3ABCD', { problems: ['3 too many'] }],
    ['3AE', { problems: ['3 none and some'] }],
    ['9跳过', { problems: ['9 required'] }],
    ['1E 1A', { one: 'c0' }],
    ['谢谢你们', { unread: true }],
    ['2B 谢谢你们', { two: 'c1', unread: true }],
    ['', {}],
    ['。。。', {}],
  ])('with slips: %j', (text, wanted) => expect(read(text, 'one', 'two', 'many', 'must')).toEqual(wanted))

  it('corrects an earlier answer by its number only', () => {
    const { answers } = readAnswers('1B 4:2', { page: page('stars'), earlier: page('one', 'two'), now })
    expect([...answers]).toEqual([
      [1, 'c1'],
      [4, 2],
    ])
    expect([...readAnswers('B', { page: page('stars'), earlier: page('one'), now }).answers]).toEqual([])
  })
})

describe('any answers', () => {
  const answerTo = (question: Question): fc.Arbitrary<Answer> => {
    if (hasChoices(question)) {
      const ids = question.choices.filter(({ none }) => !none).map(({ id }) => id)
      return question.kind === 'single'
        ? fc.constantFrom(...ids)
        : fc.shuffledSubarray(ids, { minLength: 1, maxLength: question.most ?? ids.length }).map((some) => some.sort())
    }
    if (question.kind === 'rating') return fc.integer({ min: 1, max: 5 })
    if (question.kind === 'recommend') return fc.integer({ min: 0, max: 10 })
    return fc.boolean()
  }
  const asked = page('one', 'two', 'many', 'stars', 'again', 'agree')
  const given = fc.record({
    answers: fc.tuple(...asked.map(({ question }) => fc.option(answerTo(question), { nil: null }))),
    order: fc.shuffledSubarray(
      asked.map((_, at) => at),
      { minLength: 1 },
    ),
    mark: fc.constantFrom('', ' ', '.', '、', '：', ':', '）', '题 '),
    between: fc.constantFrom(' ', '，', '；', '\n', '  ', '、 '),
    inside: fc.constantFrom('', ' ', '、', ','),
    wide: fc.boolean(),
    lower: fc.boolean(),
  })

  it('come out as they were written, however they were', () => {
    fc.assert(
      fc.property(given, ({ answers, order, mark, between, inside, wide, lower }) => {
        const written = order.map((at) => {
          const { number, question } = asked[at] as Asked
          return `${number}${mark}${write(question, answers[at] ?? null, inside)}`
        })
        let text = written.join(between)
        if (lower) text = text.toLowerCase()
        if (wide) text = text.replace(/[0-9A-Za-z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
        const found = readAnswers(text, { page: asked, now })
        expect(found.problems, text).toEqual([])
        expect(found.unread, text).toBe(false)
        const wanted = new Map(order.map((at) => [asked[at]?.number, answers[at] ?? null]))
        expect(new Map([...found.answers].map(([number, answer]) => [number, sorted(answer)])), text).toEqual(wanted)
      }),
      { numRuns: 1000 },
    )
  })

  function write(question: Question, answer: Answer, inside: string): string {
    if (answer === null) return '跳过'
    if (hasChoices(question)) {
      const ids = Array.isArray(answer) ? answer : [answer]
      const at = (id: string) => question.choices.findIndex((choice) => choice.id === id)
      return ids.map((id) => String.fromCharCode(65 + at(id))).join(inside)
    }
    return typeof answer === 'boolean' ? (answer ? 'A' : 'B') : `${String(answer)}分`
  }
  const sorted = (answer: Answer) => (Array.isArray(answer) ? [...answer].sort() : answer)

  it('and whatever else is typed, only what fits the page comes out, at once', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '1',
          '2',
          '12',
          'A',
          'b',
          'ZZ',
          '跳过',
          '：',
          '、',
          '\n',
          ' ',
          '★',
          '同意',
          '第',
          '题',
          '8 ',
          '__proto__',
        ),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 60 },
    )
    const every = page('one', 'two', 'many', 'stars', 'again', 'agree', 'day', 'words', 'must')
    fc.assert(
      fc.property(pieces, (some) => {
        const { answers, problems } = readAnswers(some.join(''), { page: every, now })
        for (const [number, answer] of answers) {
          const question = every.find((one) => one.number === number)?.question
          expect(question && fits(question, answer)).toBe(true)
          expect(problems.some((problem) => problem.number === number)).toBe(false)
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each(['1A'.repeat(50_000), '1'.repeat(100_000), 'A '.repeat(50_000), '第'.repeat(100_000), 'A、'.repeat(50_000)])(
    'is not slowed down by a flood (%#)',
    (text) => {
      expect(timeOf(() => readAnswers(text, { page: page('one', 'many', 'words'), now }), 2)).toBeLessThan(500)
    },
  )
})
