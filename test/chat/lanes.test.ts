import { describe, expect, it } from 'vitest'
import { Lanes } from '../../src/chat/lanes.ts'

const soon = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('lanes', () => {
  it('do the tasks of one lane one after the other, in their order', async () => {
    const lanes = new Lanes()
    const done: string[] = []
    for (const name of ['1', '2', '3']) {
      void lanes.run('a', async () => {
        done.push(`${name} begins`)
        await soon()
        done.push(`${name} ends`)
      })
    }
    await lanes.idle()
    expect(done).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends'])
  })

  it('run side by side', async () => {
    const lanes = new Lanes()
    let free: (() => void) | undefined
    void lanes.run('a', () => new Promise<void>((resolve) => (free = resolve)))
    let other = false
    await lanes.run('b', async () => {
      other = true
    })
    expect(other).toBe(true)
    free?.()
    await lanes.idle()
  })

  it('can be idle while others are not', async () => {
    const lanes = new Lanes()
    let free: (() => void) | undefined
    const busy = lanes.run('a', () => new Promise<void>((resolve) => (free = resolve)))
    let other = false
    void lanes.run('b', async () => {
      await soon()
      other = true
    })
    await lanes.idle('b')
    expect(other).toBe(true)
    await lanes.idle('nothing was ever done here')
    let over = false
    const idle = lanes.idle('a').then(() => {
      over = true
    })
    await soon()
    expect(over).toBe(false)
    free?.()
    await Promise.all([busy, idle])
  })

  it('go on after a task that fails', async () => {
    const lanes = new Lanes()
    void lanes.run('a', () => Promise.reject(new Error('broken')))
    let reached = false
    await lanes.run('a', async () => {
      reached = true
    })
    expect(reached).toBe(true)
  })

  it('are idle only when the tasks that tasks have added are done too', async () => {
    const lanes = new Lanes()
    const done: string[] = []
    void lanes.run('a', async () => {
      void lanes.run('b', async () => {
        await soon()
        done.push('added')
      })
      done.push('first')
    })
    await lanes.idle()
    expect(done).toEqual(['first', 'added'])
    await lanes.idle()
  })
})
