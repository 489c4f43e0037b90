import pino from 'pino'
import { vi } from 'vitest'
import type { GatewayListener } from '../../src/chat/gateway.ts'
import type { IncomingMessage } from '../../src/chat/incoming.ts'
import { MovableClock } from '../../src/time/clock.ts'
import { type ConnectOptions, connect, type WechatyConnection } from '../../src/wechaty/connection.ts'

export type Event =
  | { readonly kind: 'message'; readonly message: IncomingMessage }
  | { readonly kind: 'echo'; readonly text: string; readonly id: string; readonly chat: string }
  | { readonly kind: 'login'; readonly account: string; readonly name: string }
  | { readonly kind: 'logout'; readonly account: string; readonly until: Date }
  | { readonly kind: 'scan'; readonly url: string | undefined }
  | { readonly kind: 'notice'; readonly chat: string; readonly text: string }
  | { readonly kind: 'recall'; readonly chat: string; readonly id: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'friend'; readonly id: string; readonly name: string }

/** A listener that writes down what it hears. */
export class Listening implements GatewayListener {
  readonly events: Event[] = []

  message(message: IncomingMessage): void {
    this.events.push({ kind: 'message', message })
  }
  echo({ text, id, chat }: Parameters<GatewayListener['echo']>[0]): void {
    this.events.push({ kind: 'echo', text, id, chat: chat.id })
  }
  login(account: string, name: string): void {
    this.events.push({ kind: 'login', account, name })
  }
  logout(account: string, until: Date): void {
    this.events.push({ kind: 'logout', account, until })
  }
  scan(url: string | undefined): void {
    this.events.push({ kind: 'scan', url })
  }
  notice({ chat, text }: Parameters<GatewayListener['notice']>[0]): void {
    this.events.push({ kind: 'notice', chat: chat.id, text })
  }
  recall({ chat, id }: Parameters<GatewayListener['recall']>[0]): void {
    this.events.push({ kind: 'recall', chat: chat.id, id })
  }
  failed(reason: string): void {
    this.events.push({ kind: 'failed', reason })
  }
  friend({ id, name }: Parameters<GatewayListener['friend']>[0]): void {
    this.events.push({ kind: 'friend', id, name })
  }

  get messages(): IncomingMessage[] {
    return this.events.flatMap((event) => (event.kind === 'message' ? [event.message] : []))
  }

  /** Resolves with all events of a kind once there are so many. */
  async heard<K extends Event['kind']>(kind: K, count = 1): Promise<Extract<Event, { kind: K }>[]> {
    const of = () => this.events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind)
    await vi.waitFor(
      () => {
        if (of().length < count) throw new Error(`${of().length} of ${count} ${kind}: ${JSON.stringify(this.events)}`)
      },
      { timeout: 15_000, interval: 5 },
    )
    return of()
  }
}

/** A connection with a listener that writes down, no delays, and the warnings it logged. */
export function listening(options: Partial<ConnectOptions> & Pick<ConnectOptions, 'puppet'>): {
  connection: WechatyConnection
  listener: Listening
  logged: { level: number; msg: string }[]
} {
  const logged: { level: number; msg: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) })
  const listener = new Listening()
  const connection = connect({
    name: 'test',
    listener,
    clock: new MovableClock(),
    log,
    acceptFriendAfterMs: () => 0,
    reconnectAfterMs: () => 20,
    ...options,
  })
  return { connection, listener: (options.listener as Listening | undefined) ?? listener, logged }
}
