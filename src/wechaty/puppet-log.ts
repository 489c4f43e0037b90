import type { Logger } from 'pino'
import { log as brolog } from 'wechaty-puppet'

/**
 * Wechaty and its puppets write to the console through one `brolog`, message texts included. Hand that to our logger,
 * and only where the operator asked for so much: nothing at all unless LOG_LEVEL is debug or trace.
 */
export function quietWechaty(log: Logger): void {
  const level = log.isLevelEnabled('trace') ? 'silly' : log.isLevelEnabled('debug') ? 'verbose' : 'silent'
  brolog.level(level)
  const wechaty = log.child({ part: 'wechaty' })
  brolog.enableLogging((title, text = '') => {
    if (title === 'SILL') wechaty.trace(text)
    else wechaty.debug(text)
  })
}
