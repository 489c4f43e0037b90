import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise } from '../../src/chat/normalise.ts'
import { ageStanding } from '../../src/matchmaking/age.ts'
import { newCode, readCode } from '../../src/matchmaking/code.ts'
import { EDUCATIONS, type Fields, fieldsShape, HEIGHTS, INCOMES } from '../../src/matchmaking/fields.ts'
import { talksOfMoney } from '../../src/matchmaking/money.ts'
import { type AskedKey, readField } from '../../src/matchmaking/read-field.ts'
import { readBirth } from '../../src/matchmaking/read-year.ts'
import { shanghai } from '../../src/time/shanghai.ts'

const NOW = shanghai(2026, 6, 3, 9, 0)
const read = (key: AskedKey, words: string) => readField(key, normalise(words))?.[key]

describe('what people answer', () => {
  it.each([
    ['91年的', 1991],
    ['１９９１', 1991],
    ['九一年', 1991],
    ['一九九一年生', 1991],
    ['1991年5月3日', 1991],
    ['91', 1991],
    ['我是88年出生', 1988],
    ['05年', 2005],
    ['35岁', 1991],
    ['今年三十五岁', 1991],
    ['我1962年的', 1962],
  ])('%s is a year of birth', (words, year) => {
    expect(readBirth(normalise(words), NOW)?.year).toBe(year)
  })

  it.each(['90后', '不告诉你', '跳过', '属羊', '三十多', '1', ''])('%s tells no year', (words) => {
    expect(readBirth(normalise(words), NOW)).toBeUndefined()
  })

  it.each([
    ['2007年', 'adult'],
    ['2008年', 'unknown'],
    ['2008年6月3日', 'adult'],
    ['2008年6月4日', 'under age'],
    ['2008年6月', 'unknown'],
    ['2008年5月', 'adult'],
    ['2008年12月', 'under age'],
    ['2009年', 'under age'],
    ['17岁', 'under age'],
    ['18岁', 'adult'],
    ['2030年', 'unknown'],
    ['1900年', 'unknown'],
  ])('privacy 3: %s is %s', (words, standing) => {
    const birth = readBirth(normalise(words), NOW)
    expect(birth && ageStanding(birth, NOW)).toBe(standing)
  })

  it.each([
    ['165', '165到169'],
    ['１６５ｃｍ', '165到169'],
    ['1米65', '165到169'],
    ['一米六五', '165到169'],
    ['1.65', '165到169'],
    ['一米七', '170到174'],
    ['1米6', '160到164'],
    ['我大概一百六十二', '160到164'],
    ['一六五', '165到169'],
    ['149', '155以下'],
    ['一米八三', '180以上'],
    ['两米', '180以上'],
  ])('%s is a height', (words, band) => {
    const found = read('height', words)
    expect(typeof found === 'number' ? HEIGHTS[found] : found).toBe(band)
  })

  it.each(['高', '65公斤', '16', '1650', '不矮'])('%s tells no height', (words) => {
    expect(read('height', words)).toBeUndefined()
  })

  it.each([
    ['本科', '本科'],
    ['大学本科毕业', '本科'],
    ['读的大专', '大专'],
    ['研究生', '硕士'],
    ['中专', '高中或中专'],
    ['小学毕业', '初中'],
    ['上过大学', '本科'],
    ['博士后', '博士'],
  ])('%s is an education', (words, band) => {
    const found = read('education', words)
    expect(typeof found === 'number' ? EDUCATIONS[found] : found).toBe(band)
  })

  it.each([
    ['8000', '5千到1万'],
    ['八千', '5千到1万'],
    ['一万二', '1万到2万'],
    ['1.2万', '1万到2万'],
    ['年薪20万', '1万到2万'],
    ['四千多', '5千以下'],
    ['5千以下', '5千以下'],
    ['25k', '2万以上'],
    ['2万以上', '2万以上'],
  ])('%s is an income', (words, band) => {
    const found = read('income', words)
    expect(typeof found === 'number' ? INCOMES[found] : found).toBe(band)
  })

  it.each([
    ['gender', '我是女的', 'F'],
    ['gender', '男', 'M'],
    ['gender', '男女都行', undefined],
    ['job', '在医院上班', 'health'],
    ['job', '在省城第二人民医院当护士', 'health'],
    ['job', '小学老师', 'teaching'],
    ['job', '开滴滴的司机', 'driver'],
    ['job', '退休了', 'retired'],
    ['job', '公司会计', 'company'],
    ['area', '就这个社区', 'here'],
    ['area', '附近', 'near'],
    ['marital', '离异，带一个孩子', 'divorced'],
    ['marital', '没结过婚', 'single'],
    ['marital', '老伴前年走了', 'widowed'],
    ['health', '挺好的', 'good'],
    ['health', '有点高血压', 'chronic'],
    ['religion', '不信', 'none'],
    ['religion', '信佛', 'buddhist'],
    ['photo', '可以', 'yes'],
  ] as const)('of %s, %s is understood', (key, words, value) => {
    expect(read(key, words)).toBe(value)
  })

  it('hobbies are short words, and nothing that could tell more', () => {
    expect(read('hobbies', '平时喜欢爬山、看书和做饭')).toEqual(['爬山', '看书', '做饭'])
    expect(read('hobbies', '跳舞 唱歌 有氧运动')).toEqual(['跳舞', '唱歌', '有氧运动'])
    expect(read('hobbies', '住3号楼501，喜欢钓鱼')).toEqual(['钓鱼'])
    expect(read('hobbies', '没有')).toBeUndefined()
  })

  it('wishes are understood as far as they are hard, and the rest is kept in words', () => {
    expect(read('wish', '28到38岁，165以上，大专以上，爱干净')).toEqual({
      ageFrom: 28,
      ageTo: 38,
      heightFrom: 3,
      educationFrom: 2,
      words: '爱干净',
    })
    expect(read('wish', '三十岁以上，身高一米七五以上，未婚')).toEqual({
      ageFrom: 30,
      heightFrom: 5,
      marital: ['single'],
    })
    expect(read('wish', '不超过60岁，丧偶的也可以')).toEqual({ ageTo: 60, marital: ['widowed'], words: '的也可以' })
    expect(read('wish', '本科')).toEqual({ educationFrom: 3 })
    expect(read('wish', '都行')).toBeUndefined()
  })

  it('privacy 2: whatever is said, only what is on the whitelist comes out of it', () => {
    const keys = [
      'height',
      'education',
      'job',
      'hobbies',
      'area',
      'wish',
      'marital',
      'health',
      'religion',
      'income',
      'photo',
    ]
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.constantFrom('本科', '165', '喜欢', '爬山', '28到38岁', '离异', '以上', '，', '3号楼', '138', '万'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.constantFrom(...(keys as AskedKey[])), words, (key, said) => {
        const part = readField(key, normalise(said)) ?? {}
        expect(fieldsShape.safeParse({ birthYear: 1991, ...part } satisfies Fields).error).toBeUndefined()
        expect(Object.keys(part).every((each) => each === key)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a code', () => {
  it('is found again however it is written', () => {
    fc.assert(
      fc.property(fc.constantFrom('愿意 ', '', '引用：', '愿意'), fc.boolean(), (before, small) => {
        const code = newCode()
        expect(readCode(normalise(`${before}${small ? code.toLowerCase() : code}，谢谢`))?.code).toBe(code)
      }),
      { numRuns: 100 },
    )
    expect(readCode('我住在B2C3D4栋')).toBeUndefined()
    expect(readCode('愿意')).toBeUndefined()
  })
})

describe('privacy 12: talk of money', () => {
  it.each(['先借我点钱 转账就行', '转 账', '投·资', '有返利', '带你做理财', '急用钱，周转一下', '验证码发我'])(
    '%s',
    (words) => {
      expect(talksOfMoney(words)).toBe(true)
    },
  )
  it.each(['周末去爬山', '做饭', '小李 13812345678', '希望顾家'])('is not %s', (words) => {
    expect(talksOfMoney(words)).toBe(false)
  })
})
