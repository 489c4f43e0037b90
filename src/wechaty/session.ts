import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Logger } from 'pino'
import type { Wechaty } from 'wechaty'
import { WechatyImpl } from 'wechaty/impls'
import { types } from 'wechaty-puppet'
import type { GatewayListener } from '../chat/gateway.ts'
import type { AccountId, MessageId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import { ArrivalOrder } from './arrival-order.ts'
import { acceptFriends } from './friends.ts'
import { readMessage } from './inbound.ts'
import { keepLogin, keepLoginWhole } from './keep-login.ts'
import { makePuppet, ofGateway, type Puppet } from './puppet.ts'
import { withinTime } from './time-limit.ts'

export interface SessionOptions {
  readonly puppet: Puppet | string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly name: string
  readonly dataDir: string | undefined
  readonly listener: GatewayListener
  readonly acceptFriendAfterMs: () => number
  /** how long a gateway may be silent, and then take to answer, in milliseconds; defaults with ServicePuppet */
  readonly silentMs?: number | undefined
  readonly answerMs?: number | undefined
  /** whether a stream that the gateway still holds open may be ended, being ours: see `diedSilently` */
  readonly evict: boolean
  readonly clock: Clock
  readonly log: Logger
  /** what the sessions of this connection last warned of; a session writes it on for the next */
  readonly complaint: Complaint
  /** Called when the puppet lost its connection, stopped or wants to be restarted. Never after `close`. */
  readonly lost: (reason: string) => void
}

/** The last error that was warned of, and when (milliseconds since 1970). */
export interface Complaint {
  message: string | undefined
  at: number
}

/** The same error is not warned of again within this time. */
const REPEATED_MS = 60_000

/** How long the puppet may take to stop in an orderly way; 3 s is what the whole program has for that. */
const STOPPING_MS = 2000

/**
 * One Wechaty instance from its making to its end. It is never started twice: the parts of Wechaty that repair
 * themselves leave listeners behind each time, so a lost connection is answered with a new session.
 */
export class Session {
  readonly #options: SessionOptions
  readonly #order = new ArrivalOrder()
  readonly #undo: (() => void)[] = []
  #bot: Wechaty | undefined
  #puppet: Puppet | undefined
  #account: AccountId | undefined
  #wasLoggedIn = false
  #scanning: string | undefined
  #over = false
  #lastError: Error | undefined
  #lastHeard: Date | undefined
  /** the last sign of life of a puppet in this process, and whether it is gone because there were no more */
  #aliveAt: Date | undefined
  #wentSilent = false

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get account(): AccountId | undefined {
    return this.#account
  }

  get puppet(): Puppet | undefined {
    return this.#over ? undefined : this.#puppet
  }

  /** Whether somebody was logged in at some time in this session. */
  get wasLoggedIn(): boolean {
    return this.#wasLoggedIn
  }

  get scanning(): string | undefined {
    return this.#scanning
  }

  get lastHeard(): Date | undefined {
    return this.#lastHeard
  }

  /**
   * Until when the puppet was certainly being heard. Of one in this process nothing else is known than that it is, unless
   * it has gone silent: that is noticed only a minute after its last sign of life.
   */
  get heardUntil(): Date {
    const silentSince = this.#wentSilent ? this.#aliveAt : undefined
    return ofGateway(this.#puppet)?.aliveAt ?? silentSince ?? this.#options.clock.now()
  }

  /** Whether a gateway gave no sign of life any more, and so may think that the connection stands. */
  get diedSilently(): boolean {
    return ofGateway(this.#puppet)?.diedSilently ?? false
  }

  /**
   * Makes the instance and starts it. Resolves when the puppet runs, logged in or not.
   *
   * @throws OperatorError when there is no such puppet; anything else when it could not be started
   */
  async open(): Promise<void> {
    const bot = await this.#build()
    if (this.#over) return
    // Does not reject when the puppet fails to start, and gives up waiting after 15 s.
    await bot.start()
    if (!this.#over && bot.puppet.state.inactive()) {
      throw this.#lastError ?? new Error('the puppet did not start')
    }
  }

  /**
   * Ends the session within 2.5 s, whatever the puppet does. Nothing is told to the listener afterwards. A gateway is
   * asked to stop only where it is still there: `lost` cuts it off first.
   */
  async close({ lost = false } = {}): Promise<void> {
    if (this.#over) return
    this.#over = true
    for (const undo of this.#undo.splice(0)) undo()
    this.#account = undefined
    const { log } = this.#options
    if (this.#puppet) keepLogin(this.#puppet)
    const gateway = ofGateway(this.#puppet)
    if (lost && gateway) {
      gateway.cutOff()
      // What is cut off can do nothing any more, so that nobody needs to wait for its end.
      this.#bot?.stop().catch((error) => log.debug({ err: error }, 'a lost session did not end cleanly'))
      return
    }
    if (this.#bot) {
      await withinTime(this.#bot.stop(), STOPPING_MS, 'stopping the puppet').catch((error) => {
        log.warn({ err: error }, 'the puppet did not stop in an orderly way')
      })
    }
    ofGateway(this.#puppet)?.cutOff()
  }

  async #build(): Promise<Wechaty> {
    const { puppet: given, env, name, dataDir } = this.#options
    const { silentMs, answerMs, evict, clock } = this.#options
    const lost = (reason: string) => this.#lose(reason)
    const watching = { lost, now: () => clock.now(), evict, silentMs, answerMs }
    const puppet = typeof given === 'string' ? await makePuppet(given, env, watching) : given
    this.#puppet = puppet
    const memory = dataDir === undefined ? undefined : join(dataDir, 'wechaty', name)
    if (memory) await mkdir(dirname(memory), { recursive: true, mode: 0o700 })
    // Not by its builder: the module that has it also loads a server for gateways and a command line, 0.5 s of them.
    // A name makes Wechaty keep the login in `<name>.memory-card.json`; without one nothing is written.
    const bot = new WechatyImpl({ puppet, ...(memory && { name: memory }) })
    this.#bot = bot
    // Neither an `error` nor a rejecting listener may ever reach the process: each would end it.
    bot.on('error', (error) => this.#report(error))
    const theirs = puppet.listeners('message')
    await bot.init()
    keepLoginWhole(bot)
    // Wechaty's own `message` event comes out of order: a message waits until all members of its group are loaded,
    // the next one in that group does not. So the puppet is listened to directly, and Wechaty need not read it too.
    for (const listener of puppet.listeners('message')) {
      if (!theirs.includes(listener)) puppet.off('message', listener as () => void)
    }
    this.#listen(bot, puppet)
    return bot
  }

  #listen(bot: Wechaty, puppet: Puppet): void {
    const { listener, acceptFriendAfterMs, clock, log } = this.#options
    const on = <E extends Parameters<Puppet['on']>[0]>(event: E, hear: (payload: never) => void) => {
      const guarded = (payload: unknown) => {
        if (this.#over) return
        this.#aliveAt = clock.now()
        this.#guard(() => hear(payload as never), `hearing ${event}`)
      }
      puppet.on(event as 'message', guarded)
      this.#undo.push(() => puppet.off(event as 'message', guarded))
    }
    on('heartbeat', () => undefined)
    on('message', ({ messageId }: { messageId: string }) => this.#hear(puppet, messageId as MessageId))
    on('scan', ({ qrcode, status }: { qrcode?: string; status: types.ScanStatus }) => {
      const waits = status === types.ScanStatus.Waiting || status === types.ScanStatus.Timeout
      this.#scan(waits && qrcode ? qrcode : undefined)
    })
    on('login', ({ contactId }: { contactId: string }) => {
      const account = contactId as AccountId
      this.#account = account
      this.#wasLoggedIn = true
      const contact = puppet.contactPayload(contactId).catch(() => undefined)
      this.#order.add(contact, (payload) => {
        if (this.#over || this.#account !== account) return
        this.#scan(undefined)
        this.#guard(() => listener.login(account, payload?.name ?? ''), 'telling of a login')
      })
    })
    on('logout', () => {
      const account = this.#account
      this.#account = undefined
      if (account) listener.logout(account, clock.now())
    })
    on('stop', () => this.#lose('the puppet stopped'))
    if (typeof this.#options.puppet === 'string' && !ofGateway(puppet)) {
      // Wechaty's watchdog calls this after a minute of silence. See the comment of the class.
      puppet.reset = async () => {
        this.#wentSilent = true
        this.#lose('nothing was heard from the puppet for a minute')
      }
    }
    const friend: GatewayListener['friend'] = (contact) => {
      if (!this.#over) this.#guard(() => listener.friend(contact), 'telling of a friend')
    }
    this.#undo.push(
      acceptFriends(bot, {
        account: () => this.#account,
        listener: { friend },
        acceptAfterMs: acceptFriendAfterMs,
        clock,
        log,
      }),
    )
  }

  #hear(puppet: Puppet, id: MessageId): void {
    const { listener, clock, log } = this.#options
    const account = this.#account
    if (!account) {
      log.warn({ message: id }, 'a message came while nobody was logged in')
      return
    }
    this.#lastHeard = clock.now()
    const read = () => readMessage(puppet, id, account, () => clock.now())
    // A gateway drops a call now and then; the message would be lost with it.
    const reading = read().catch(read)
    reading.catch((error) => {
      if (!this.#over) log.error({ err: error, message: id }, 'a message could not be read')
    })
    this.#order.add(reading, (heard) => {
      if (this.#over || !heard) return
      this.#guard(() => {
        if (heard.kind === 'message') return listener.message(heard.message)
        if (heard.kind === 'notice') return listener.notice(heard.notice)
        if (heard.kind === 'recall') return listener.recall(heard.recalled)
        return listener.echo(heard.echo)
      }, `handing on message ${id}`)
    })
  }

  #scan(url: string | undefined): void {
    if (url === this.#scanning) return
    this.#scanning = url
    this.#guard(() => this.#options.listener.scan(url), 'showing the QR code')
  }

  /** A puppet without a network repeats one error a hundred times a second, with its whole request inside. */
  #report(error: Error): void {
    const { clock, log, complaint } = this.#options
    const now = clock.now().getTime()
    const repeated = error.message === complaint.message && now - complaint.at < REPEATED_MS
    // A minute of silence. Where that is a loss it is said as one.
    const watchdog = error.message.startsWith('WatchdogAgent reset')
    if (!watchdog) this.#lastError = error
    if (this.#over || repeated || watchdog) {
      log.debug({ err: error }, 'wechaty reports an error')
      return
    }
    complaint.message = error.message
    complaint.at = now
    log.warn({ reason: error.message }, 'wechaty reports an error')
  }

  #lose(reason: string): void {
    if (this.#over) return
    queueMicrotask(() => {
      if (!this.#over) this.#options.lost(reason)
    })
  }

  /** Runs a listener that may throw, or be an async function that rejects. */
  #guard(run: () => unknown, doing: string): void {
    const failed = (error: unknown) => this.#options.log.error({ err: error }, `${doing} failed`)
    try {
      const result = run()
      if (result instanceof Promise) result.catch(failed)
    } catch (error) {
      failed(error)
    }
  }
}
