import { expect, it } from 'vitest'
import { isOrder, withoutAlso } from '../../../src/handlers/free-text/also.ts'

it.each(['我也要', '要一箱', '我要一箱 +1', '+2', '+1 来两箱', '我也想要', '我也报名', '两份', '我也要了'])(
  '%s is an order',
  (text) => expect(isOrder(text)).toBe(true),
)

it.each(['+1', '我也是', '我家也停水了', '我家也要停水了', '我家也有一只老鼠', '我家也要修', '不要啊，我家也停了'])(
  '%s is none',
  (text) => expect(isOrder(text)).toBe(false),
)

it('lets what somebody has too stand by itself', () => {
  expect(withoutAlso('我家也停水了')).toBe('我家停水了')
  expect(withoutAlso('+1 3号楼也没电')).toBe('3号楼没电')
})
