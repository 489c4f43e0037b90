import { describe, expect, it } from 'vitest'
import { tellsOutage } from '../../src/understanding/outage.ts'

describe('water, power, gas or heating that is gone', () => {
  it.each([
    ['停电了', true],
    ['怎么又停水了', true],
    ['水停了一上午', true],
    ['我家没电了', false],
    ['咱单元没气了', false],
    ['整栋楼都没电', false],
    ['几点来水啊 等着做饭呢', false],
    ['怎么还不来电', false],
  ])('%s (a house named: %s)', (text, placed) => {
    expect(tellsOutage(text, placed)).toBe(true)
  })

  it.each([
    ['手机没电了', true],
    ['电动车没电了，推回来的', true],
    ['明天停水通知', true],
    ['昨天停电 现在来电了', true],
    ['老家停水三天了', false],
    ['要是停电了怎么办', true],
    ['没水平', true],
    ['我家没电视', false],
    ['停电了', false],
    ['单位停电 提前下班', false],
  ])('is not meant by %s', (text, placed) => {
    expect(tellsOutage(text, placed)).toBe(false)
  })
})
