import { expect, it } from 'vitest'
import { readNumber } from '../../src/time/chinese-number.ts'

it.each([
  ['0', 0],
  ['12', 12],
  ['零', 0],
  ['一', 1],
  ['两', 2],
  ['九', 9],
  ['十', 10],
  ['十二', 12],
  ['二十', 20],
  ['三十一', 31],
  ['廿三', 23],
  ['廿', 20],
  ['卅', 30],
  ['零五', 5],
  ['〇五', 5],
  ['一百', 100],
  ['一百零五', 105],
  ['两百二十', 220],
  ['一百一十二', 112],
  ['二〇二六', 2026],
  ['三四', undefined],
  ['十十', undefined],
  ['百', undefined],
  ['二百五', undefined],
  ['一百零五十', undefined],
  ['一十零', undefined],
  ['', undefined],
  ['x', undefined],
  ['1二', undefined],
])('%s is %s', (text, number) => {
  expect(readNumber(text)).toBe(number)
})
