import { join } from 'node:path'
import type { Logger } from 'pino'
import type { ConnectionState } from '../chat/gateway.ts'
import type { Settings } from '../config.ts'
import type { Clock } from '../time/clock.ts'
import { lapseMemory } from './lapse-memory.ts'
import { LoginWatch } from './login-watch.ts'
import { WebhookSender } from './webhook.ts'

const LOOK_EVERY_MS = 15_000

export interface AlarmOptions {
  readonly settings: Pick<Settings, 'webhook' | 'seat' | 'dataDir'>
  readonly state: () => ConnectionState
  readonly known: boolean
  readonly loginPage: () => string | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** Reaches people by another way than the account. */
export interface Alarm {
  /** Tells a sentence. */
  tell(text: string): void
  loggedIn(): void
  failed(): void
  /** Lets an attempt that is being made end, for at most 2 s. */
  stop(): Promise<void>
}

/** Watches the login from now on and tells of its lapses, where a webhook is set; otherwise there is nobody to tell. */
export function startAlarm(options: AlarmOptions): Alarm {
  const { settings, clock, log } = options
  const { webhook, seat, dataDir } = settings
  if (!webhook) return { tell: () => {}, loggedIn: () => {}, failed: () => {}, stop: async () => {} }
  const sender = new WebhookSender({ webhook, seat, log })
  const watch = new LoginWatch({
    state: options.state,
    known: options.known,
    loginPage: options.loginPage,
    clock,
    name: seat === 'main' ? '小格' : `小格（${seat}）`,
    memory: lapseMemory(join(dataDir, `alert-${seat}.json`)),
    tell: (alert, settled) => sender.tell(alert, settled),
  })
  const timer = setInterval(() => watch.look(), LOOK_EVERY_MS).unref()
  return {
    tell: (text) => sender.tell({ event: 'other', text, at: clock.now() }),
    loggedIn: () => watch.look(),
    failed: () => watch.failed(),
    async stop() {
      clearInterval(timer)
      await sender.stop(2000)
    },
  }
}
