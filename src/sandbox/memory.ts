import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Clock, type MovableClock, systemClock } from '../time/clock.ts'

const shape = z.object({ aheadMs: z.number().default(0), friends: z.array(z.string()).default([]) })

/**
 * What the sandbox must remember besides its chats: how far its clock was moved ahead (otherwise everything registered
 * after a move would lie in the future at the next start), and who became the bot's friend.
 */
export interface SandboxMemory {
  readonly aheadMs: number
  readonly friends: readonly string[]
}

/** Reads the memory of a sandbox; an empty one where there is none, or none that can be read. */
export function readMemory(dataDir: string): SandboxMemory {
  try {
    return shape.parse(JSON.parse(readFileSync(file(dataDir), 'utf8')))
  } catch {
    return { aheadMs: 0, friends: [] }
  }
}

/** Writes it whole beside and moves it into place, so that a kill leaves the old or the new. */
export function writeMemory(dataDir: string, memory: SandboxMemory): void {
  mkdirSync(join(dataDir, 'sandbox'), { recursive: true })
  writeFileSync(`${file(dataDir)}.new`, JSON.stringify(memory))
  renameSync(`${file(dataDir)}.new`, file(dataDir))
}

/** Puts a clock where the last run had moved it to. To be called before anything asks that clock. */
export function restoreClock(dataDir: string, clock: MovableClock, system: Clock = systemClock): void {
  const { aheadMs } = readMemory(dataDir)
  if (aheadMs !== 0) clock.moveTo(new Date(system.now().getTime() + aheadMs))
}

function file(dataDir: string): string {
  return join(dataDir, 'sandbox', 'memory.json')
}
