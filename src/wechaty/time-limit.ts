/** Something took longer than it was given. What it began may still come to an end later. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/**
 * Settles as `work` does, or rejects with `TimedOut` after `milliseconds`. The work goes on behind it: nothing in a
 * puppet can be called back; what becomes of it then is dropped.
 */
export async function withinTime<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`${what} took longer than ${milliseconds} ms`)), milliseconds)
  })
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
