import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordingOf } from '../../src/chat/wording.ts'

test('a stretch keeps the writing of its sender', () => {
  const rest = wordingOf('／報事：　３號樓\n燈　不亮❤️ ').after(3)
  expect(rest.text).toBe('3号楼 灯 不亮❤')
  expect(rest.own).toBe('３號樓\n燈　不亮❤️')
  expect(rest.head(3)).toMatchObject({ text: '3号楼', own: '３號樓' })
  expect(rest.after(3)).toMatchObject({ text: '灯 不亮❤', own: '燈　不亮❤️' })
})

test('separators after what is taken are passed over, those before it are not', () => {
  expect(wordingOf('a，：, :b,c').after(1).own).toBe('b,c')
  expect(wordingOf('a,b').after(0).own).toBe('a,b')
})

test('a pair of surrogates is not cut in two', () => {
  const wording = wordingOf('😀好')
  expect(wording.head(1).own).toBe('😀')
  expect(wording.after(1).own).toBe('好')
})

test('lengths outside the text are brought back to it', () => {
  const wording = wordingOf('报事')
  expect(wording.head(9).own).toBe('报事')
  expect(wording.after(9).own).toBe('')
  expect(wording.head(-1).own).toBe('')
  expect(wording.head(Number.NaN).own).toBe('')
  expect(wordingOf('').after(0)).toMatchObject({ text: '', own: '' })
})

test('whatever is cut, both parts are parts of what was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.nat(12), fc.nat(12), (own, first, second) => {
      const rest = wordingOf(own).after(first)
      const head = rest.head(second)
      expect(own).toContain(rest.own)
      expect(own).toContain(head.own)
      expect(rest.text.startsWith(head.text)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
