import { writeSync } from 'node:fs'
import pino, { type DestinationStream, type Logger } from 'pino'
import type { Settings } from '../config.ts'

/**
 * What cannot be written is dropped: with a log on a full disk pino's own destination stops the process in the middle of a
 * line, so that it answers nobody and cannot even be ended (seen with pino 10.4).
 */
const standardError: DestinationStream = {
  write(line) {
    try {
      writeSync(2, line)
    } catch {
      // There is nowhere to say so.
    }
  },
}

/**
 * The program's log: JSON lines on standard error, so that standard output stays free for what a person should read.
 * At level info it holds no message text, no name and no phone number (shared/privacy.md, 19).
 */
export function openLog(level: Settings['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, standardError)
}
