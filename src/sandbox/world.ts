import { join } from 'node:path'
import { parseQuotation } from '../chat/quotation.ts'
import { FileStore, type StoredFile } from './file-store.ts'
import type { PersonKind, WireGroup, WireLine, WirePerson } from './page/wire.ts'
import type { SandboxPuppet } from './puppet.ts'
import type { Said } from './puppet-options.ts'
import { Transcript } from './transcript.ts'

/** Somebody one can be in the sandbox. */
export interface SandboxPerson {
  readonly contact: string
  readonly name: string
  readonly kind: PersonKind
  /** one line for whoever picks a person: 3网格网格员 */
  readonly label: string
  readonly friend: boolean
}

export interface SandboxGroup {
  readonly chatId: string
  readonly topic: string
  /** contact ids; the bot is in every group and need not be listed */
  readonly members: readonly string[]
}

export interface WorldOptions {
  readonly puppet: SandboxPuppet
  readonly people: readonly SandboxPerson[]
  readonly groups: readonly SandboxGroup[]
  /** where transcript and pictures are kept */
  readonly folder: string
  /** how many lines of each chat are shown; default 300 */
  readonly linesPerChat?: number | undefined
  /** told when a message could not be written down */
  readonly failed: (error: unknown) => void
}

/** The people, groups and chats of the sandbox, and everything said in them as the people there see it. */
export class World {
  readonly #options: WorldOptions
  readonly #transcript: Transcript
  readonly #files: FileStore
  readonly #listeners = new Set<(line: WireLine) => void>()
  readonly #people: ReadonlyMap<string, SandboxPerson>
  readonly #groups: ReadonlyMap<string, SandboxGroup>
  readonly #forget: () => void
  #writing: Promise<void> = Promise.resolve()

  private constructor(options: WorldOptions, transcript: Transcript) {
    this.#options = options
    this.#transcript = transcript
    this.#files = new FileStore(join(options.folder, 'files'))
    this.#people = new Map(options.people.map((person) => [person.contact, person]))
    this.#groups = new Map(options.groups.map((group) => [group.chatId, group]))
    const stops = [
      options.puppet.onSaid((said) => this.#record(() => this.#write(said))),
      options.puppet.onRecalled((said) => this.#record(() => this.#writeRecall(said))),
    ]
    this.#forget = () => {
      for (const stop of stops) stop()
    }
  }

  /** Opens the world with what was said before, and from then on writes down everything said over the puppet. */
  static async open(options: WorldOptions): Promise<World> {
    return new World(options, await Transcript.open(options.folder, options.linesPerChat))
  }

  get people(): WirePerson[] {
    return [...this.#people.values()].map(({ contact, name, kind, label }) => ({
      id: contact,
      name,
      kind,
      label,
      friend: this.#options.puppet.isFriend(contact),
    }))
  }

  get groups(): WireGroup[] {
    return [...this.#groups.values()].map(({ chatId, topic, members }) => ({
      id: chatId,
      topic,
      members: [...members],
    }))
  }

  /** Whether somebody can read and write in a chat: their groups, and the private chat called by their own id. */
  mayEnter(person: string, chat: string): boolean {
    if (!this.#people.has(person)) return false
    return chat === person || (this.#groups.get(chat)?.members.includes(person) ?? false)
  }

  exists(chat: string): boolean {
    return this.#groups.has(chat) || this.#people.has(chat)
  }

  /** What a chat is called by its people: the group's topic; for a private chat the person's name. */
  title(chat: string): string {
    return this.#groups.get(chat)?.topic ?? this.#people.get(chat)?.name ?? chat
  }

  lines(chat: string): readonly WireLine[] {
    return this.#transcript.of(chat)
  }

  line(chat: string, id: string): WireLine | undefined {
    return this.#transcript.find(chat, id)
  }

  last(): WireLine[] {
    return this.#transcript.last()
  }

  get seq(): number {
    return this.#transcript.seq
  }

  after(seq: number): WireLine[] | undefined {
    return this.#transcript.after(seq)
  }

  file(name: string): Promise<StoredFile | undefined> {
    return this.#files.read(name)
  }

  /** Hears every line as it is written down. Returns how to stop. */
  onLine(listener: (line: WireLine) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Stops listening; resolves when everything said before is written down. */
  async close(): Promise<void> {
    this.#forget()
    await this.#writing
    this.#transcript.close()
  }

  /** One after the other, so that a picture that takes longer to keep does not change places with what follows. */
  #record(write: () => void | Promise<void>): void {
    this.#writing = this.#writing.then(write).catch(this.#options.failed)
  }

  /** In the place of what was said stands, at the end, that it was taken back. */
  #writeRecall({ id, chat, from, at }: Said): void {
    const { puppet } = this.#options
    const name = puppet.nameIn(chat, from)
    const about = { chat, from, name, bot: from === puppet.accountId, at: at.toISOString(), mentions: [] }
    this.#tell(this.#transcript.add({ id: `recall ${id}`, ...about, text: `${name}撤回了一条消息`, recalls: id }))
  }

  async #write(said: Said): Promise<void> {
    const { puppet } = this.#options
    const quotation = parseQuotation(said.text)
    const brought = said.picture ?? said.file
    const kept = brought && (await this.#files.keep(brought.bytes))
    const line = this.#transcript.add({
      id: said.id,
      chat: said.chat,
      from: said.from,
      name: puppet.nameIn(said.chat, said.from),
      bot: said.from === puppet.accountId,
      at: said.at.toISOString(),
      text: quotation?.reply ?? wordsOf(said),
      mentions: said.mentions.map((contact) => puppet.nameIn(said.chat, contact)),
      ...(quotation && { quote: { author: quotation.author, text: quotation.quoted } }),
      ...(brought &&
        kept && {
          file: {
            url: `/files/${kept.name}`,
            name: brought.name,
            bytes: brought.bytes.length,
            // A picture that was sent as a file stays one: it is downloaded.
            image: kept.image && said.picture !== undefined,
          },
        }),
    })
    this.#tell(line)
  }

  #tell(line: WireLine): void {
    for (const listener of this.#listeners) listener(line)
  }
}

/** What stands in the chat for what is neither text nor a file. */
function wordsOf({ text, voice, place }: Said): string {
  if (voice) return '[语音]'
  return place ? `[位置] ${[place.name, place.address].filter(Boolean).join(' ')}` : text
}
