import pino, { type Logger } from 'pino'
import type { Settings } from '../config.ts'

/**
 * The program's log: JSON lines on standard error, so that standard output stays free for what a person should read.
 * At level info it holds no message text, no name and no phone number (shared/privacy.md, 19).
 */
export function openLog(level: Settings['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}
