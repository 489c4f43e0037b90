import fc from 'fast-check'

/** Values of every kind that privacy statement 14 names, made up at random, with the digits that have to be right. */
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

export const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`)

const two = (value: number) => String(value).padStart(2, '0')
const birthday = fc
  .tuple(fc.integer({ min: 1930, max: 2019 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}${two(month)}${two(day)}`)
const region = fc.constantFrom('110105', '330106', '420111', '650102', '130503')

export const identity = fc.tuple(region, birthday, digits(3)).map((parts) => {
  const begin = parts.join('')
  const sum = [...begin].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0)
  return begin + '10X98765432'.charAt(sum % 11)
})

export const bankCard = fc.tuple(fc.constantFrom('622202', '621700', '436742'), digits(9)).map((parts) => {
  const begin = parts.join('')
  const sum = [...begin].reduce((total, digit, at) => {
    const value = Number(digit) * ((begin.length - at) % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return begin + ((10 - (sum % 10)) % 10)
})

export const landline = fc
  .tuple(fc.constantFrom('010', '021', '027', '0571', '0991', '0755'), fc.integer({ min: 2, max: 8 }), digits(7))
  .map(([area, first, rest]) => `${area}${first}${rest}`)

const plateSign = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789')
export const plate = fc
  .tuple(
    fc.constantFrom(...'京沪粤浙鲁川新'),
    fc.constantFrom(...'ABCDEFGH'),
    fc.array(plateSign, { minLength: 5, maxLength: 6 }),
  )
  .filter(([, , signs]) => signs.filter((sign) => /\d/.test(sign)).length >= 2)
  .map(([province, letter, signs]) => `${province}${letter}${signs.join('')}`)

/** The ways in which people get a number past a filter: the same digits, otherwise written. */
const scripts = ['0123456789', '０１２３４５６７８９', '零一二三四五六七八九', '〇幺两三四五六七八九', '⓪①②③④⑤⑥⑦⑧⑨']
export const disguised = (number: string) =>
  fc
    .tuple(
      fc.constantFrom(...scripts),
      fc.array(fc.constantFrom('', '', '', ' ', '-', '·', '　', ' - ', '\u200b', '.', '—'), {
        minLength: number.length,
        maxLength: number.length,
      }),
    )
    .map(([script, gaps]) =>
      [...number]
        .map((sign, at) => (at === 0 ? '' : gaps[at]) + (/\d/.test(sign) ? script.charAt(Number(sign)) : sign))
        .join(''),
    )

/** Ordinary words around it, before and behind; none begins with a digit that would belong to the number. */
export const around = fc.constantFrom(
  '',
  '三栋漏水',
  '电话',
  '周一',
  '打我',
  '#128 的事',
  '，6月3日(周三) 15:00 ',
  '，',
  '(',
  ')',
  '：',
  '找我的话',
  'Tel:',
  '\n',
  '，19.9元，',
)

/** All digits of a text one after the other in plain form, whatever they are written with. */
export function plainDigits(text: string): string {
  return [...text.normalize('NFKC')]
    .map((sign) => {
      if (sign === '幺') return '1'
      if (sign === '两') return '2'
      const value = '零一二三四五六七八九'.indexOf(sign.replace('〇', '零'))
      return value >= 0 ? String(value) : sign
    })
    .join('')
    .replace(/\D/g, '')
}
