/** Something took longer than it was given. What it began may still come to an end later. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/**
 * Settles as `work` does, or rejects with `TimedOut` after `milliseconds`. The work goes on behind it: nothing in a
 * puppet can be called back; what becomes of it then is dropped.
 */
export function withinTime<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  // One promise, not a race of several: every message that is heard goes through here.
  return new Promise<T>((resolve, reject) => {
    const late = () => reject(new TimedOut(`${what} took longer than ${milliseconds} ms`))
    const timer = setTimeout(late, milliseconds)
    work.then(
      (done) => {
        clearTimeout(timer)
        resolve(done)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
