import { expect, it } from 'vitest'
import { calledInLists } from '../../src/courses/guardian.ts'

it.each([
  ['王小明', '王*小朋友'],
  ['王', '王*小朋友'],
  ['王小明小朋友', '王*小朋友'],
  ['欧阳朵朵', '欧阳*小朋友'],
  ['阿依古丽·买买提', '阿*小朋友'],
  ['马小明 马小红', '马*小朋友'],
  ['马小明、马小红', '马*小朋友'],
  ['tom', 'T*小朋友'],
])('a child called %s stands on lists as %s', (name, called) => {
  expect(calledInLists(name)).toBe(called)
})

it.each([
  '',
  ' ',
  '我是监护人',
  '孩子参加',
  '同意',
  '好的',
  '13812345678',
  '<b>',
  '王小明电话13812345678',
  '王'.repeat(16),
])('%s is no name, and nothing of it is kept', (words) => {
  expect(calledInLists(words)).toBeUndefined()
})
