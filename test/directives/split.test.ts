import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText } from '../../src/directives/split.ts'

describe('a long text in messages', () => {
  it('is whole again when they are put together, and none is too long or ends within a character', () => {
    const text = fc.array(fc.constantFrom('字', '，', '。', '\n', '\n\n', '😀', 'a', ' '), { maxLength: 300 })
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (signs, longest) => {
        const whole = signs.join('')
        const parts = splitText(whole, longest)
        expect(parts.join('')).toBe(whole)
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(longest)
          expect(part).not.toMatch(/[\ud800-\udbff]$|^[\udc00-\udfff]/)
        }
        expect(parts.slice(0, -1).every((part) => part.length > 0)).toBe(true)
      }),
    )
  })

  it('is cut where people would', () => {
    expect(splitText('第一段很长很长。\n第二段。', 10)).toEqual(['第一段很长很长。\n', '第二段。'])
    expect(splitText('第一句话说完了。第二句', 9)).toEqual(['第一句话说完了。', '第二句'])
  })
})
