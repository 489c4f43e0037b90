import { expect, it } from 'vitest'
import { categoryOf } from '../../src/issues/categories.ts'
import { firstAidIn } from '../../src/telling/emergency.ts'

it.each([
  ['3号楼四楼着火了', 'A10', /^有火情请先打119/],
  ['楼道里好大的煤气味', 'K99', /^请先不要开关电器/],
  ['电梯里关了两个人', 'E03', /^请按轿厢里的紧急呼叫/],
  ['井盖没了', 'A09', /^请先绕行/],
  ['快来人要出人命了', 'K99', /110.*119.*120/],
])('what to do first goes by the words, then by the category: %s', (words, category, advice) => {
  expect(firstAidIn(words, categoryOf(category))).toMatch(advice)
})

it('says nothing about what is dangerous without anything one could do first', () => {
  expect(firstAidIn('整栋楼停电了', categoryOf('A12'))).toBeUndefined()
})
