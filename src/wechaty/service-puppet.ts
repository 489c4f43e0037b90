import type { Readable, Writable } from 'node:stream'
import type { FileBoxInterface } from 'file-box'
import { Puppet } from 'wechaty-puppet'
import { PuppetService } from 'wechaty-puppet-service'
import { Pulse } from './pulse.ts'

export interface ServiceSettings {
  readonly token: string
  readonly endpoint?: string
  readonly tls?: { readonly disable: boolean }
}

/** How a gateway is watched. */
export interface Watching {
  /** Called when the connection ended, or is no good any more. */
  readonly lost: (reason: string) => void
  readonly now: () => Date
  /**
   * the stream of events that the gateway may still hold open is ours, from a connection that died without its being
   * told: it may be ended
   */
  readonly evict?: boolean | undefined
  /** how long it may be silent before it is asked for a sign of life, in milliseconds; default 10 s */
  readonly silentMs?: number | undefined
  /** how long the answer may take, in milliseconds; default 5 s */
  readonly answerMs?: number | undefined
}

type Answer = (error: unknown, response: unknown) => void
type Call = (request: unknown, answer: Answer) => unknown

/**
 * The puppet of a gateway (gRPC), with what wechaty-puppet-service 1.19 leaves open mended: it says at once that the
 * stream of events ended, and soon that the gateway is gone without a word (the original says nothing, or takes a minute
 * of silence, which a quiet night is, for a loss); a picture that failed is not sent a second
 * time in another way, and one that the gateway does not have is refused instead of waited for; a download that breaks
 * off does not end the process; it can be cut off when the gateway no longer answers; a login that follows a logout
 * closely is neither overlooked nor ended; its cache of names is in memory (NameCache says why).
 *
 * Signs of life are asked for with a ding, a call that every gateway has to know and that does nothing. HTTP/2 pings are
 * not used: a server may end the connection of a client that pings it more often than every five minutes.
 */
export class ServicePuppet extends PuppetService {
  readonly #lost: (reason: string) => void
  readonly #pulse: Pulse
  readonly #evict: boolean
  #diedSilently = false
  #connection: PuppetService['grpcManager'] | undefined
  /** why the last call about a file failed; read in the same turn in which it is written */
  #failure: unknown

  constructor(settings: ServiceSettings, watching: Watching) {
    super({ ...settings })
    this.#lost = watching.lost
    this.#evict = watching.evict ?? false
    this.#pulse = new Pulse({
      everyMs: watching.silentMs ?? 10_000,
      withinMs: watching.answerMs ?? 5000,
      ask: () => this.#askForLife(watching.answerMs ?? 5000),
      dead: (reason) => {
        this.#diedSilently = true
        watching.lost(reason)
      },
      now: watching.now,
    })
    this._payloadStore = new NameCache() as unknown as typeof this._payloadStore
  }

  /** The last moment at which the gateway was certainly there. */
  get aliveAt(): Date {
    return this.#pulse.aliveAt
  }

  /** Whether the gateway gave no sign of life any more, and so may think that the connection stands. */
  get diedSilently(): boolean {
    return this.#diedSilently
  }

  override async onStart(): Promise<void> {
    try {
      await super.onStart()
    } catch (error) {
      // Wechaty takes another 5 s to say that a start has failed.
      this.#lost(error instanceof Error ? error.message : String(error))
      throw error
    }
    const connection = this.grpcManager
    this.#connection = connection
    connection.on('data', () => this.#pulse.heard())
    this.on('dong', () => this.#pulse.answered())
    this.#pulse.start()
    for (const event of ['end', 'error', 'cancel']) {
      connection.on(event, (detail: unknown) => {
        this.#lost(detail instanceof Error ? detail.message : `the gateway closed the stream (${event})`)
      })
    }
    this.#guardSecondWay(connection.client)
    tellBrokenDownloads(connection.client)
  }

  protected override bridgeGrpcEventStream(manager: PuppetService['grpcManager']): void {
    super.bridgeGrpcEventStream(manager)
    this.#connection = manager
    const own = manager as unknown as { startStream: () => Promise<void> }
    const start = own.startStream.bind(manager)
    own.startStream = async () => {
      const failure = watchEvents(manager.client)
      await start()
      if (!failure.error) return
      // A gateway has one stream of events. Stopping it is the only way to make it let go of the old one.
      if (this.#evict && codeOf(failure.error) === ALREADY_EXISTS) await manager.stop()
      throw failure.error
    }
  }

  /** A minute without a heartbeat, for Wechaty's watchdog. The pulse knows better. */
  override async reset(): Promise<void> {}

  /**
   * A gateway tells of a logout and of the login after it in one breath, and the original is then still busy with the
   * first. Without a logout in between another account sits there now: everything begins afresh.
   */
  override login(userId: string): void {
    if (this.isLoggedIn) setImmediate(() => this.#loginAfterAll(userId))
    else super.login(userId)
  }

  /** Told that the account was logged out, the original logs it out itself: by then perhaps somebody who is back in. */
  override async logout(reason?: string): Promise<void> {
    await Puppet.prototype.logout.call(this, reason)
  }

  #loginAfterAll(userId: string): void {
    if (!this.isLoggedIn) super.login(userId)
    else if (this.currentUserId !== userId) this.#lost('another account logged in')
  }

  /** Resolves when the gateway answered a ding in any way, be it that it does not know the call. */
  #askForLife(withinMs: number): Promise<void> {
    const { client } = this.grpcManager
    return new Promise((resolve, reject) => {
      const ding = client.ding.bind(client) as unknown as (request: unknown, options: object, answer: Answer) => unknown
      const answer: Answer = (error) => (error && noAnswer(error) ? reject(error) : resolve())
      // The request is made by the original, which alone knows its class; only the way it is sent is ours.
      Object.assign(client, {
        ding: (request: unknown) => ding(request, { deadline: Date.now() + withinMs }, answer),
      })
      try {
        this.ding('')
      } finally {
        Object.assign(client, { ding })
      }
    })
  }

  /**
   * After any failed call about a file the original tries again as gateways of 2021 understood it: that could say a
   * picture twice, and it waits a minute for a file that is not there. So the second way is taken only where the first
   * cannot work: the gateway is that old, or it holds a small picture in a form that it cannot write as JSON.
   */
  #guardSecondWay(client: PuppetService['grpcManager']['client']): void {
    for (const name of ['messageFile', 'messageSendFile'] as const) {
      const call = client[name].bind(client) as Call
      const remembering: Call = (request, answer) =>
        call(request, (error, response) => {
          if (error) this.#failure = error
          answer(error, response)
        })
      Object.assign(client, { [name]: remembering })
    }
    const fetch = client.messageFileStream.bind(client)
    Object.assign(client, {
      messageFileStream: (...request: Parameters<typeof fetch>) => {
        if (isOld(this.#failure) || /FileBox\.toJSON/.test(String(this.#failure))) return fetch(...request)
        throw this.#failure
      },
    })
    const own = this as unknown as { messageSendFileStream: (...sending: unknown[]) => Promise<unknown> }
    const send = own.messageSendFileStream.bind(this)
    own.messageSendFileStream = async (...sending) => {
      if (isOld(this.#failure)) return send(...sending)
      throw this.#failure
    }
  }

  protected override async serializeFileBox(file: FileBoxInterface): Promise<string> {
    try {
      return await super.serializeFileBox(file)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** Lets go of the gateway without asking it. Safe to call at any time, more than once. */
  cutOff(): void {
    this.#pulse.stop()
    // While it is still starting, or stopping in vain, only one of the two knows the connection.
    const connection = this._grpcManager ?? this.#connection
    this.#connection = undefined
    if (!connection) return
    // Where the gateway is still there it has to be told: it takes no second stream of events beside this one.
    connection.eventStream?.cancel()
    connection.eventStream?.destroy()
    try {
      connection.client.close()
    } catch {
      // it was stopped in the ordinary way and has no client any more
    }
  }
}

/**
 * Stands in for the original's store of names and topics. That one keeps them in a LevelDB under the home directory: for
 * ever, so that who changes their name while the bot is away bears the old one from then on; beyond the reach of
 * whoever deletes a resident's data; and a second puppet that opens it before the first has closed it ends the process.
 */
class NameCache {
  readonly contact = new Map<string, unknown>()
  readonly room = new Map<string, unknown>()
  readonly roomMember = new Map<string, unknown>()

  async start(): Promise<void> {
    await this.stop()
  }

  async stop(): Promise<void> {
    for (const names of [this.contact, this.room, this.roomMember]) names.clear()
  }
}

/**
 * Notes how the stream of events fails that is opened next. The original swallows that, and goes on as if it had one: it
 * would be deaf without knowing it.
 */
function watchEvents(client: PuppetService['grpcManager']['client']): { error: unknown } {
  const failure: { error: unknown } = { error: undefined }
  const open = client.event.bind(client)
  Object.assign(client, {
    event: (...request: Parameters<typeof open>) => {
      const stream = open(...request)
      stream.on('error', (error: unknown) => {
        failure.error = error
      })
      stream.on('end', () => {
        failure.error ??= new Error('the gateway closed the stream (end)')
      })
      return stream
    },
  })
  return failure
}

/** Whether a gateway does not know the call at all; then it has done nothing either. */
function isOld(failure: unknown): boolean {
  const UNIMPLEMENTED = 12
  return codeOf(failure) === UNIMPLEMENTED
}

const ALREADY_EXISTS = 6

/** Whether a call came back without the gateway having said anything: cancelled, past its deadline, no connection. */
function noAnswer(error: unknown): boolean {
  const [CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE] = [1, 4, 14]
  const code = codeOf(error)
  return code === CANCELLED || code === DEADLINE_EXCEEDED || code === UNAVAILABLE
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** The original pipes a download into its decoder without listening for errors: the first one would be uncaught. */
function tellBrokenDownloads(client: PuppetService['grpcManager']['client']): void {
  const download = client.download.bind(client) as (request: unknown) => Readable
  Object.assign(client, {
    download: (request: unknown) => {
      const bytes = download(request)
      const pipe = bytes.pipe.bind(bytes)
      return Object.assign(bytes, {
        pipe: <W extends Writable>(decoder: W): W => {
          bytes.on('error', (error) => decoder.destroy(error))
          decoder.on('close', () => bytes.destroy())
          return pipe(decoder)
        },
      })
    },
  })
}
