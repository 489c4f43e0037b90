import type { Readable, Writable } from 'node:stream'
import type { FileBoxInterface } from 'file-box'
import { PuppetService } from 'wechaty-puppet-service'

export interface ServiceSettings {
  readonly token: string
  readonly endpoint?: string
  readonly tls?: { readonly disable: boolean }
}

type Call = (request: unknown, answer: (error: unknown, response: unknown) => void) => unknown

/**
 * The puppet of a gateway (gRPC), with five things mended that wechaty-puppet-service 1.19 leaves open: it says at once
 * that the stream of events ended (the original says nothing, or waits 60 s); a picture that failed is not sent a second
 * time in another way, and one that the gateway does not have is refused instead of waited for; a download that breaks
 * off does not end the process; it can be cut off when the gateway no longer answers; its cache of names is in memory
 * (NameCache says why).
 */
export class ServicePuppet extends PuppetService {
  readonly #lost: (reason: string) => void
  #connection: PuppetService['grpcManager'] | undefined
  /** why the last call about a file failed; read in the same turn in which it is written */
  #failure: unknown

  constructor(settings: ServiceSettings, lost: (reason: string) => void) {
    super({ ...settings })
    this.#lost = lost
    this._payloadStore = new NameCache() as unknown as typeof this._payloadStore
  }

  override async onStart(): Promise<void> {
    await super.onStart()
    const connection = this.grpcManager
    this.#connection = connection
    for (const event of ['end', 'error', 'cancel']) {
      connection.on(event, (detail: unknown) => {
        this.#lost(detail instanceof Error ? detail.message : `the gateway closed the stream (${event})`)
      })
    }
    this.#guardSecondWay(connection.client)
    tellBrokenDownloads(connection.client)
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
    // While it is still starting, or stopping in vain, only one of the two knows the connection.
    const connection = this._grpcManager ?? this.#connection
    this.#connection = undefined
    if (!connection) return
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

/** Whether a gateway does not know the call at all; then it has done nothing either. */
function isOld(failure: unknown): boolean {
  const UNIMPLEMENTED = 12
  return typeof failure === 'object' && failure !== null && 'code' in failure && failure.code === UNIMPLEMENTED
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
