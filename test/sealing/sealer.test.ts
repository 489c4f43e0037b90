import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyIdOf } from '../../src/sealing/sealed-text.ts'
import { Unsealable } from '../../src/sealing/sealer.ts'
import { testKey, testSealer } from './keys.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 300 })
const sealer = testSealer()

describe('privacy 9: what is sealed', () => {
  it('opens to the same text, for the same place only', () => {
    fc.assert(
      fc.property(text, text, text, (said, context, other) => {
        const sealed = sealer.seal(said, context)
        expect(sealer.open(sealed, context)).toBe(said)
        if (other !== context) expect(() => sealer.open(sealed, other)).toThrow(Unsealable)
      }),
      { numRuns: 200 },
    )
  })

  it('does not open when any letter of it was changed, left out, doubled or added', () => {
    const places = fc.tuple(fc.nat(), fc.constantFrom('change', 'cut', 'double', 'add' as const), fc.nat(63))
    fc.assert(
      fc.property(text, places, (said, [at, how, letter]) => {
        const sealed = sealer.seal(said, 'Profile:12:job')
        const cut = at % sealed.length
        const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.charAt(letter)
        const [before, is, after] = [sealed.slice(0, cut), sealed.charAt(cut), sealed.slice(cut + 1)]
        const changed = {
          change: before + other + after,
          cut: before + after,
          double: before + is + is + after,
          add: sealed + other,
        }[how]
        if (changed !== sealed) expect(() => sealer.open(changed, 'Profile:12:job')).toThrow(Unsealable)
      }),
      { numRuns: 500 },
    )
  })

  it('never looks the same twice, names its key, and shows of the length only in blocks', () => {
    const one = sealer.seal('离异', 'x')
    expect(sealer.seal('离异', 'x')).not.toBe(one)
    expect(one).toMatch(/^sealed1\.[0-9a-f]{16}\.[A-Za-z0-9_-]+$/)
    expect(one).not.toContain('离异')
    for (const said of ['', '未婚', '丧偶，有一个孩子', '高'.repeat(21)]) {
      expect(sealer.seal(said, 'x'), said).toHaveLength(one.length)
    }
    expect(sealer.seal('高'.repeat(22), 'x').length).toBeGreaterThan(one.length)
  })

  it('opens with an older key that is still given, and not with one that is not, and neither says what it holds', () => {
    const old = sealer.seal('1985', 'Profile:12:born')
    const rotated = testSealer({ key: testKey('B'), before: [testKey('A')] })
    expect(rotated.open(old, 'Profile:12:born')).toBe('1985')
    expect(keyIdOf(rotated.seal('1985', 'x'))).not.toBe(keyIdOf(old))
    const without = testSealer({ key: testKey('B') })
    const failed = (open: () => string): unknown => {
      try {
        return open()
      } catch (error) {
        return error
      }
    }
    const error = failed(() => without.open(old, 'Profile:12:born'))
    expect(error).toMatchObject({ name: 'Unsealable', lacks: keyIdOf(old) })
    expect(String(error)).not.toContain('1985')
    expect(failed(() => without.open('sealed by nobody', 'x'))).toMatchObject({ name: 'Unsealable', lacks: undefined })
  })

  it('is known again by its keyed hash, and by nobody without the key', () => {
    expect(sealer.hash('13800138000')).toMatch(/^[0-9a-f]{64}$/)
    expect(testSealer({ key: testKey('B') }).hash('13800138000')).toBe(sealer.hash('13800138000'))
    expect(sealer.hash('13800138001')).not.toBe(sealer.hash('13800138000'))
    expect(testSealer({ hashKey: testKey('other') }).hash('13800138000')).not.toBe(sealer.hash('13800138000'))
  })
})
