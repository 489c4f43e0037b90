import { randomUUID } from 'node:crypto'
import { type EventEmitter, once } from 'node:events'
import { createServer } from 'node:net'
import { log as brolog } from 'wechaty-puppet'
import { PuppetServer } from 'wechaty-puppet-service'
import {
  type PuppetFaults,
  type PuppetGroup,
  type PuppetPerson,
  type Said,
  SandboxPuppet,
} from '../../src/sandbox/puppet.ts'
import type { Clock } from '../../src/time/clock.ts'

export interface World {
  /** the bot's own contact; default 小格 */
  readonly account?: { readonly id: string; readonly name: string }
  readonly people: readonly PuppetPerson[]
  /** groups; their ids contain an '@' */
  readonly groups: readonly PuppetGroup[]
  /** how many messages can be delivered once more, and asked about; default 1000 */
  readonly keepMessages?: number
  /** the chat's own clock; the machine's unless given */
  readonly clock?: Clock
}

/** Something the bot said. */
export type OutgoingRecord = Said

/**
 * Where something is said. A group goes by its id or its topic; a private chat by the contact id or the name of the
 * person. In `says` and `sendsPicture`, 'private' is the speaker's own private chat with the bot.
 */
type ChatName = string

/**
 * A real Wechaty gateway on loopback, speaking gRPC as the paid ones do, with people to play. Everything the bot says
 * is recorded. Give `env` to a bot process, or to `connect`.
 */
export class Gateway {
  readonly puppet: SandboxPuppet
  /** misbehaviour to set and clear while running */
  readonly faults: PuppetFaults
  /** the environment of a bot process that is to connect here */
  readonly env: Readonly<Record<string, string>>
  readonly #world: World & { readonly account: { readonly id: string; readonly name: string } }
  readonly #port: number
  readonly #token: string
  readonly #said: OutgoingRecord[] = []
  readonly #waiting = new Set<() => void>()
  readonly #connectedListeners = new Set<() => void>()
  #server: PuppetServer | undefined

  constructor(world: World, port: number) {
    this.#world = { account: { id: 'wxid_xiaoge', name: '小格' }, ...world }
    this.#port = port
    this.#token = `insecure_${randomUUID()}`
    this.env = {
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: this.#token,
      WECHATY_PUPPET_SERVICE_ENDPOINT: `127.0.0.1:${port}`,
      WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true',
    }
    this.faults = {}
    this.puppet = new SandboxPuppet({ ...this.#world, faults: this.faults })
    this.puppet.on('error', () => {})
    // A bot listens once its stream of events is open; by the next turn it has also been told who is logged in.
    const emitter: EventEmitter = this.puppet
    emitter.on('newListener', (event: string) => {
      if (event === 'message') setImmediate(() => this.#tellConnected())
    })
    emitter.on('login', () => setImmediate(() => this.#tellConnected()))
    this.puppet.onSaid((said) => {
      if (said.from !== this.puppet.accountId) return
      this.#said.push(said)
      for (const look of [...this.#waiting]) look()
    })
  }

  /** Opens the port. Also after `vanish`: the account is then still logged in, as on a gateway that was restarted. */
  async open(): Promise<void> {
    this.#server = new PuppetServer({
      endpoint: `127.0.0.1:${this.#port}`,
      puppet: this.puppet,
      token: this.#token,
      tls: { disable: true },
    })
    await this.#server.start()
  }

  /** The gateway is gone from one moment to the next. `open` brings it back on the same port. */
  async vanish(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.stop()
  }

  async stop(): Promise<void> {
    await this.vanish()
    await this.puppet.stop()
  }

  /** Resolves when a bot is connected and will hear what is said. What is said before is missed, as on WeChat. */
  async connected(timeoutMs = 20_000): Promise<void> {
    if (this.#isConnected()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`no bot connected within ${timeoutMs} ms`))
      }, timeoutMs)
      const stop = this.onConnected(() => {
        clearTimeout(timer)
        stop()
        resolve()
      })
    })
  }

  /** Hears each time a bot has connected and will hear what is said from now on. Returns how to stop. */
  onConnected(listener: () => void): () => void {
    this.#connectedListeners.add(listener)
    return () => this.#connectedListeners.delete(listener)
  }

  /**
   * Somebody says a text. Returns the message's id. `mention` puts an @ to those people (or to the
   * bot: 'bot') at the head; `quote` quotes something said before, by the bot unless `author` names a person.
   */
  says(words: {
    readonly who: string
    readonly chat: ChatName
    readonly text: string
    readonly mention?: string | readonly string[]
    readonly quote?: { readonly text: string; readonly author?: string }
  }): string {
    const from = this.#contact(words.who)
    const chat = words.chat === 'private' ? from : this.#chat(words.chat)
    const called = [words.mention ?? []].flat().map((who) => `@${this.puppet.nameIn(chat, this.#contact(who))}\u2005`)
    const text = called.join('') + words.text
    if (!words.quote) return this.puppet.say({ from, chat, text })
    const author = this.#contact(words.quote.author ?? 'bot')
    return this.puppet.quote({ from, chat, author, quoted: words.quote.text, text })
  }

  /** Somebody sends a picture; returns the message's id. */
  sendsPicture(words: {
    readonly who: string
    readonly chat: ChatName
    readonly bytes: Uint8Array
    readonly name?: string
  }): string {
    const from = this.#contact(words.who)
    const chat = words.chat === 'private' ? from : this.#chat(words.chat)
    return this.puppet.sendPicture({ from, chat, picture: { name: words.name ?? 'photo.jpg', bytes: words.bytes } })
  }

  /** Somebody sends a file that is no picture; returns the message's id. */
  sendsFile(words: {
    readonly who: string
    readonly chat: ChatName
    readonly bytes: Uint8Array
    readonly name: string
  }): string {
    const from = this.#contact(words.who)
    const chat = words.chat === 'private' ? from : this.#chat(words.chat)
    return this.puppet.sendFile({ from, chat, file: { name: words.name, bytes: words.bytes } })
  }

  /** Delivers a message once more, with the same id. */
  repeats(id: string): void {
    this.puppet.emit('message', { messageId: id })
  }

  /** Somebody asks to be the bot's friend. */
  asksToBeFriend(who: string, hello = ''): void {
    this.puppet.requestFriendship(this.#contact(who), hello)
  }

  isFriend(who: string): boolean {
    return this.puppet.isFriend(this.#contact(who))
  }

  /** What the bot said in a chat, or everywhere, in order. */
  said(chat?: ChatName): readonly OutgoingRecord[] {
    if (chat === undefined) return [...this.#said]
    const id = this.#chat(chat)
    return this.#said.filter((said) => said.chat === id)
  }

  /**
   * Resolves with what the bot says in a chat that matches, at once when it was said already. `after` (a record, or a
   * count of records) looks only at what came later in that chat.
   */
  async waitFor(
    chat: ChatName,
    what: RegExp | ((said: OutgoingRecord) => boolean),
    options: { readonly timeoutMs?: number; readonly after?: OutgoingRecord | number } = {},
  ): Promise<OutgoingRecord> {
    const { timeoutMs = 10_000, after = 0 } = options
    const fits = typeof what === 'function' ? what : (said: OutgoingRecord) => what.test(said.text)
    const find = () => {
      const said = this.said(chat)
      const from = typeof after === 'number' ? after : said.indexOf(after) + 1
      return said.slice(from).find(fits)
    }
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
      }
      const look = () => {
        const found = find()
        if (!found) return
        done()
        resolve(found)
      }
      const timer = setTimeout(() => {
        done()
        const heard = this.said(chat).map(({ text, picture, file }) => (picture ?? file)?.name ?? text)
        reject(new Error(`the bot did not say ${what} in ${chat} within ${timeoutMs} ms, but:\n${heard.join('\n')}`))
      }, timeoutMs)
      this.#waiting.add(look)
      look()
    })
  }

  #isConnected(): boolean {
    return this.puppet.isLoggedIn && this.puppet.listenerCount('message') > 0
  }

  #tellConnected(): void {
    if (!this.#isConnected()) return
    for (const listener of [...this.#connectedListeners]) listener()
  }

  #contact(who: string): string {
    if (who === 'bot' || who === this.puppet.accountId || who === this.puppet.accountName) return this.puppet.accountId
    const person = this.#world.people.find(({ contact, name }) => contact === who || name === who)
    if (!person) throw new Error(`nobody here is called ${who}`)
    return person.contact
  }

  #chat(name: ChatName): string {
    const group = this.#world.groups.find(({ chatId, topic }) => chatId === name || topic === name)
    return group?.chatId ?? this.#contact(name)
  }
}

/** Starts a gateway on a free port of loopback. Stop it with `stop`. */
export async function startGateway(world: World): Promise<Gateway> {
  brolog.level('silent')
  const gateway = new Gateway(world, await freePort())
  await gateway.open()
  return gateway
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port was given')
  return address.port
}
