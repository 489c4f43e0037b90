import { describe, expect, it } from 'vitest'
import { Apart } from '../../src/scheduler/apart.ts'

describe('pieces of a run', () => {
  it('are all done, and the run says how it went', async () => {
    const apart = new Apart()
    expect(await apart.do(async () => 1)).toBe(1)
    expect(apart.outcome('1 done')).toBe('1 done')
  })

  it('do not hang on one that fails, for which the run fails in the end', async () => {
    const apart = new Apart()
    const wrong = new Error('no such row')
    expect(await apart.do(() => Promise.reject(wrong))).toBeUndefined()
    expect(await apart.do(async () => 2)).toBe(2)
    expect(() => apart.outcome('1 done')).toThrow(
      expect.objectContaining({ message: '1 done; 1 failed', errors: [wrong] }),
    )
  })
})
