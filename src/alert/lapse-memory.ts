import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Alert } from './webhook.ts'

/** Trouble that people were told of and that is not over. */
export interface Lapse {
  readonly event: Exclude<Alert['event'], 'back' | 'other'>
  readonly since: Date
}

const shape = z.object({ event: z.enum(['login-lapsed', 'gateway-away', 'failed']), since: z.coerce.date() })

/**
 * Keeps it in a small file beside the database, not in it: a program that is started again and again because it cannot
 * come up must not tell of it each time. A file that cannot be read or written is as none.
 */
export function lapseMemory(path: string) {
  return {
    read(): Lapse | undefined {
      try {
        return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return undefined
      }
    },
    write(lapse: Lapse | undefined): void {
      try {
        if (lapse) writeFileSync(path, JSON.stringify(lapse), { mode: 0o600 })
        else rmSync(path, { force: true })
      } catch {
        // Told twice is better than not at all.
      }
    },
  }
}
