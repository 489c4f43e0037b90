import { expect, it } from 'vitest'
import { ArrivalOrder } from '../../src/wechaty/arrival-order.ts'
import { withinTime } from '../../src/wechaty/time-limit.ts'

it('hands on in the order of arrival, whatever is read first', async () => {
  const order = new ArrivalOrder()
  const handed: string[] = []
  const slow = deferred()
  order.add(slow.promise, (thing) => handed.push(thing))
  order.add(Promise.resolve('second'), (thing) => handed.push(thing))
  await Promise.resolve()
  expect(handed).toEqual([])
  slow.resolve('first')
  await order.settled()
  expect(handed).toEqual(['first', 'second'])
})

it('goes on past one that cannot be read', async () => {
  const order = new ArrivalOrder()
  const handed: string[] = []
  order.add(Promise.reject(new Error('unreadable')), () => handed.push('never'))
  order.add(Promise.resolve('next'), (thing) => handed.push(thing))
  await order.settled()
  expect(handed).toEqual(['next'])
})

it('does not wait for ever, and loses nothing by that', async () => {
  const order = new ArrivalOrder(20, 20)
  const handed: string[] = []
  const late = deferred()
  order.add(late.promise, (thing) => handed.push(thing))
  order.add(Promise.resolve('next'), (thing) => handed.push(thing))
  await order.settled()
  expect(handed).toEqual(['next'])
  late.resolve('late')
  await late.promise
  await Promise.resolve()
  expect(handed).toEqual(['next', 'late'])
})

it('keeps the order of a burst that is read slowly as a whole', async () => {
  const order = new ArrivalOrder(20, 5_000)
  const handed: string[] = []
  const first = deferred()
  const second = deferred()
  order.add(first.promise, (thing) => handed.push(thing))
  order.add(second.promise, (thing) => handed.push(thing))
  // Both are still being read when the patience for each has run out.
  await withinTime(new Promise(() => {}), 40, 'nothing').catch(() => {})
  second.resolve('second')
  await Promise.resolve()
  first.resolve('first')
  await order.settled()
  expect(handed).toEqual(['first', 'second'])
})

/** A promise to be resolved by hand (Promise.withResolvers is not in Node 20). */
function deferred(): { promise: Promise<string>; resolve: (value: string) => void } {
  let resolve: (value: string) => void = () => {}
  const promise = new Promise<string>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
