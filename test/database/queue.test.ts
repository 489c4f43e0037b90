import { describe, expect, it } from 'vitest'
import { Queue } from '../../src/database/queue.ts'

/** Work that ends when told to, and writes down when it began. */
function work(began: string[], name: string) {
  let resolve: (name: string) => void = () => undefined
  const promise = new Promise<string>((done) => {
    resolve = done
  })
  const run = () => {
    began.push(name)
    return promise
  }
  return { run, finish: () => resolve(name) }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

describe('Queue', () => {
  it('runs as many at a time as it has places, first come first served', async () => {
    const began: string[] = []
    const queue = new Queue(2)
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => work(began, name)) as [Job, Job, Job, Job]
    const results = Promise.all([a, b, c, d].map(({ run }) => queue.run(run)))
    await settle()
    expect(began).toEqual(['a', 'b'])
    b.finish()
    await settle()
    expect(began).toEqual(['a', 'b', 'c'])
    a.finish()
    c.finish()
    d.finish()
    expect(await results).toEqual(['a', 'b', 'c', 'd'])
  })

  it('lets work that wants all places run alone, and nobody overtake it', async () => {
    const began: string[] = []
    const queue = new Queue(2)
    const [a, alone, b] = ['a', 'alone', 'b'].map((name) => work(began, name)) as [Job, Job, Job]
    const results = Promise.all([queue.run(a.run), queue.run(alone.run, 2), queue.run(b.run)])
    await settle()
    expect(began).toEqual(['a'])
    a.finish()
    await settle()
    expect(began).toEqual(['a', 'alone'])
    alone.finish()
    await settle()
    expect(began).toEqual(['a', 'alone', 'b'])
    b.finish()
    await results
  })

  it('goes on after work that failed', async () => {
    const queue = new Queue(1)
    const failed = queue.run(() => Promise.reject(new Error('no')))
    const next = queue.run(() => Promise.resolve('yes'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})

type Job = ReturnType<typeof work>
