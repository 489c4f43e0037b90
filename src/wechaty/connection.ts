import type { Logger } from 'pino'
import {
  type ChatGateway,
  type ConnectionState,
  type GatewayListener,
  type Media,
  type OutgoingMessage,
  SendRejected,
} from '../chat/gateway.ts'
import type { Chat } from '../chat/incoming.ts'
import type { SeenGroup } from '../community/regroup.ts'
import type { AccountId, MessageId } from '../ids.ts'
import { OperatorError } from '../operator-error.ts'
import type { Clock } from '../time/clock.ts'
import { groupsSeen } from './groups-seen.ts'
import { fetchMedia } from './media.ts'
import { recall, say } from './outbound.ts'
import { isRefusal, type Puppet, SERVICE } from './puppet.ts'
import { quietWechaty } from './puppet-log.ts'
import { type Complaint, Session } from './session.ts'

export interface ConnectOptions {
  /** a puppet that lives in this process (the sandbox's), or the package name of one */
  readonly puppet: Puppet | string
  /** the puppet's own variables; default the process's environment */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** tells the files of this account from those of another */
  readonly name: string
  /** the login is kept here between starts; without it nothing is kept */
  readonly dataDir?: string | undefined
  readonly listener: GatewayListener
  readonly clock: Clock
  readonly log: Logger
  /** how long a message may take to be sent, in milliseconds; default 20 s */
  readonly sendTimeoutMs?: number
  /** how long fetching a picture may take, in milliseconds; default 30 s */
  readonly mediaTimeoutMs?: number
  /** the largest picture taken, in bytes; default 10 MiB */
  readonly mediaMaxBytes?: number
  /** how long to wait before accepting a friend, in milliseconds; default 3 to 9 s at random */
  readonly acceptFriendAfterMs?: () => number
  /**
   * how long to wait before the next attempt to connect, the first being attempt 0; default 0.3 s doubling to 1.2 s for a
   * gateway that is not there, 1 s doubling to a minute for anything else
   */
  readonly reconnectAfterMs?: (attempt: number) => number
  /** how long a gateway may be silent before it is asked for a sign of life, in milliseconds; default 10 s */
  readonly silentMs?: number
  /** how long that answer may take, in milliseconds; default 5 s. It is asked for twice. */
  readonly answerMs?: number
}

export interface WechatyConnection extends ChatGateway {
  /**
   * Connects. Resolves after the first attempt, whether or not it succeeded: it is repeated until `stop`.
   *
   * @throws OperatorError when no attempt can succeed: no such puppet, or a variable of it is missing
   */
  start(): Promise<void>
  /** Ends everything within 3 s, whatever the puppet does. */
  stop(): Promise<void>
}

/**
 * A connection that lasted this long was a good one: the next attempt after it comes quickly again. With a gateway a
 * login is enough; only one that drops it at once is not to be asked three times a second.
 */
const GOOD_CONNECTION_MS = 60_000
const GOOD_LOGIN_MS = 1000

/** A puppet in this process that fails so often in a row may need another process: some minutes, with the waits. */
const MOST_ATTEMPTS = 10

/** While there is no connection, that is said again in the log only after this time. */
const SAY_AGAIN_MS = 60_000

/** Connects the chat of one WeChat account with the rest of the program. Nothing happens before `start`. */
export function connect(options: ConnectOptions): WechatyConnection {
  return new Connection(options)
}

class Connection implements WechatyConnection {
  readonly #options: ConnectOptions
  #session: Session | undefined
  #running = false
  #attempt = 0
  /** whether a gateway may still hold a connection of ours for good that has died without its being told */
  #leftBehind = false
  #openedAt = 0
  #saidLostAt = Number.NEGATIVE_INFINITY
  readonly #complaint: Complaint = { message: undefined, at: 0 }
  #retry: NodeJS.Timeout | undefined
  #closing: Promise<void> = Promise.resolve()
  #lastHeard: Date | undefined

  constructor(options: ConnectOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    if (this.#running) return
    quietWechaty(this.#options.log)
    this.#running = true
    try {
      await this.#open()
    } catch (error) {
      this.#running = false
      throw error
    }
  }

  async stop(): Promise<void> {
    this.#running = false
    clearTimeout(this.#retry)
    const session = this.#session
    this.#session = undefined
    await Promise.all([this.#closing, session?.close()])
  }

  account(): AccountId | undefined {
    return this.#session?.account
  }

  state(): ConnectionState {
    if (!this.#running) return 'stopped'
    if (!this.#session) return 'reconnecting'
    if (this.#session.account) return 'logged-in'
    if (this.#session.scanning) return 'scan'
    return this.#session.wasLoggedIn ? 'logged-out' : 'connecting'
  }

  lastHeard(): Date | undefined {
    return this.#session?.lastHeard ?? this.#lastHeard
  }

  async send(message: OutgoingMessage): Promise<{ readonly messageId?: MessageId | undefined }> {
    const puppet = this.#session?.puppet
    if (!puppet) throw new SendRejected('not connected')
    return say(puppet, message, this.#options.sendTimeoutMs ?? 20_000)
  }

  async recall(_chat: Chat, id: MessageId): Promise<boolean> {
    const puppet = this.#session?.puppet
    if (!puppet?.isLoggedIn) throw new Error('not connected')
    return recall(puppet, id, this.#options.sendTimeoutMs ?? 20_000)
  }

  async groups(): Promise<readonly SeenGroup[]> {
    const puppet = this.#session?.puppet
    if (!puppet) throw new Error('not connected')
    return groupsSeen(puppet)
  }

  async media(id: MessageId, maxBytes?: number): Promise<Media> {
    const puppet = this.#session?.puppet
    if (!puppet) throw new Error('not connected')
    return fetchMedia(puppet, id, {
      maxBytes: maxBytes ?? this.#options.mediaMaxBytes ?? 10 * 1024 * 1024,
      timeoutMs: this.#options.mediaTimeoutMs ?? 30_000,
    })
  }

  async #open(): Promise<void> {
    const { puppet, env, name, dataDir, listener, acceptFriendAfterMs, silentMs, answerMs, clock, log } = this.#options
    const session: Session = new Session({
      puppet,
      env: env ?? process.env,
      name,
      dataDir,
      listener,
      acceptFriendAfterMs: acceptFriendAfterMs ?? (() => 3000 + Math.random() * 6000),
      silentMs,
      answerMs,
      evict: this.#leftBehind,
      clock,
      log,
      complaint: this.#complaint,
      lost: (reason) => this.#lose(session, reason),
    })
    this.#session = session
    this.#openedAt = clock.now().getTime()
    try {
      await session.open()
    } catch (error) {
      if (error instanceof OperatorError) {
        this.#session = undefined
        throw error
      }
      this.#lose(session, error instanceof Error ? error.message : String(error))
    }
  }

  /** Puts an ended session away and begins a fresh one after a while. */
  #lose(session: Session, reason: string): void {
    if (!this.#running || session !== this.#session) return
    const { listener, log, puppet, clock } = this.#options
    this.#session = undefined
    this.#lastHeard = session.lastHeard ?? this.#lastHeard
    const { account, heardUntil } = session
    if (account) this.#tell(() => listener.logout(account, heardUntil))
    this.#leftBehind = session.diedSilently || (this.#leftBehind && !session.wasLoggedIn)
    if (session.scanning) this.#tell(() => listener.scan(undefined))
    this.#closing = session.close({ lost: true })
    const now = clock.now().getTime()
    const good = puppet === SERVICE && session.wasLoggedIn ? GOOD_LOGIN_MS : GOOD_CONNECTION_MS
    if (now - this.#openedAt > good) this.#attempt = 0
    // A puppet of this process has no connection to lose, and cannot be started a second time.
    const hopeless = typeof puppet !== 'string' || (puppet !== SERVICE && this.#attempt >= MOST_ATTEMPTS)
    if (hopeless) {
      this.#giveUp(reason)
      return
    }
    const backOff = puppet === SERVICE && !isRefusal(reason) ? soon : patiently
    const wait = (this.#options.reconnectAfterMs ?? backOff)(this.#attempt++)
    const repeated = now - this.#saidLostAt < SAY_AGAIN_MS && !account
    if (!repeated) this.#saidLostAt = now
    const waitMs = Math.round(wait)
    log[repeated ? 'debug' : 'warn']({ reason, waitMs }, 'the connection to WeChat was lost; connecting anew')
    void this.#closing.then(() => {
      if (!this.#running) return
      this.#retry = setTimeout(() => {
        this.#open().catch((error) => this.#giveUp(error instanceof Error ? error.message : String(error)))
      }, wait)
    })
  }

  #giveUp(reason: string): void {
    const { listener, log } = this.#options
    this.#running = false
    log.error({ reason }, 'the connection to WeChat is beyond help')
    this.#tell(() => listener.failed(reason))
  }

  #tell(listener: () => unknown): void {
    try {
      listener()
    } catch (error) {
      this.#options.log.error({ err: error }, 'a listener failed')
    }
  }
}

/**
 * For a gateway that went away, which is at most a look at a port: after its return it has to be heard again within 5 s,
 * however long it was away. This wait (at most 1.5 s), an attempt that was under way when it came back (2 s), and the
 * connecting itself fit into that.
 */
function soon(attempt: number): number {
  return Math.min(1200, 300 * 2 ** attempt) * spread()
}

/** 1 s, 2 s, 4 s … a minute: for WeChat's own servers, and for a gateway that says no. */
function patiently(attempt: number): number {
  return Math.min(60_000, 1000 * 2 ** attempt) * spread()
}

/** Up to a quarter more, so that several accounts do not come back in step. */
function spread(): number {
  return 1 + Math.random() / 4
}
