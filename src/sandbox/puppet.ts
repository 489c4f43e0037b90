import { FileBox, type FileBoxInterface } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { type Clock, systemClock } from '../time/clock.ts'
import { Conversation } from './conversation.ts'
import { Deliveries } from './deliveries.ts'
import { FriendshipBook, type StoredFriendship } from './friendship-book.ts'
import { type NewIds, Population } from './population.ts'
import type {
  PuppetFaults,
  PuppetGroup,
  PuppetPerson,
  Said,
  SandboxPuppetOptions,
  SentFile,
  SentPlace,
} from './puppet-options.ts'
import { contactPayload, messagePayload } from './puppet-payloads.ts'
import { quoting } from './quotation.ts'

export type * from './puppet-options.ts'

type Friendship = StoredFriendship<PUPPET.types.Friendship>

/**
 * A WeChat account that lives in this process: people speak through it to the bot, and what the bot says is told to
 * those who listen with `onSaid`. It logs in by itself when Wechaty (or a gRPC gateway) starts it, and behaves as real
 * puppets do: the bot's own words come back to it, only friends can be written to in private, a quotation arrives as
 * text. What was said is kept only as long as the bot may still ask for it.
 *
 * It is a puppet of its own, not one of wechaty-puppet-mock's: loading that one's cast of invented people takes half a
 * second and 25 MB. What neither the bot nor Wechaty by itself ever asks (stickers, tags, moments) it does not answer.
 */
export class SandboxPuppet extends PUPPET.Puppet {
  readonly faults: PuppetFaults
  readonly #clock: Clock
  readonly #population: Population
  readonly #conversation: Conversation<PUPPET.payloads.Message>
  readonly #deliveries: Deliveries
  readonly #friendships = new FriendshipBook<PUPPET.types.Friendship>()
  readonly #friendListeners = new Set<(contact: string) => void>()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(options: SandboxPuppetOptions) {
    super()
    const { account, people, groups, keepMessages = 1000, keepPictureBytes = 64 * 1024 * 1024 } = options
    this.faults = options.faults ?? {}
    this.#clock = options.clock ?? systemClock
    this.#conversation = new Conversation({
      clock: this.#clock,
      keepMessages,
      keepFileBytes: keepPictureBytes,
      describe: (said) => messagePayload(said, { account: this.accountId, tellsMentions: !this.faults.noMentionIds }),
    })
    this.#deliveries = new Deliveries({
      faults: this.faults,
      heard: () => this.isLoggedIn && this.listenerCount('message') > 0,
      deliver: (messageId) => this.emit('message', { messageId }),
      keep: keepMessages,
    })
    this.#population = new Population(account, {
      personChanged: (contact, renamedIn) => {
        this.#forget(PUPPET.types.Payload.Contact, contact)
        // Not without need: Wechaty 1.20 takes the group's id for a contact's then, and complains that there is none.
        for (const chatId of renamedIn) this.#forget(PUPPET.types.Payload.RoomMember, chatId)
      },
      groupChanged: (chatId) => {
        this.#forget(PUPPET.types.Payload.Room, chatId)
        this.#forget(PUPPET.types.Payload.RoomMember, chatId)
      },
    })
    for (const person of people) this.addPerson(person)
    for (const group of groups) this.addGroup(group)
  }

  /** The bot's contact id. */
  get accountId(): string {
    return this.#population.account.id
  }

  get accountName(): string {
    return this.#population.account.name
  }

  // ---- what people do ------------------------------------------------------------------------------------------

  /** Adds a person, or replaces one (a new nickname, say). */
  addPerson(person: PuppetPerson): void {
    this.#population.addPerson(person)
  }

  /** Adds a group, or replaces one (a new topic, other members, other aliases). */
  addGroup(group: PuppetGroup): void {
    this.#population.addGroup(group)
  }

  /** Changes somebody's nickname. */
  rename(contact: string, name: string): void {
    this.addPerson({ ...this.#population.person(contact), name })
  }

  /** Changes what somebody is called in one group; empty takes the alias away. */
  setAlias(chatId: string, contact: string, alias: string): void {
    const group = this.#population.group(chatId)
    this.addGroup({ ...group, aliases: { ...group.aliases, [contact]: alias } })
  }

  /** Whether somebody is the account's friend at present. */
  isFriend(contact: string): boolean {
    return this.#population.isFriend(contact)
  }

  /** Makes somebody the account's friend without asking, as somebody who was befriended in an earlier run. */
  befriend(contact: string): void {
    this.addPerson({ ...this.#population.person(contact), friend: true })
  }

  /** What a chat calls somebody: the alias in that group before the nickname. */
  nameIn(chat: string, contact: string): string {
    return this.#population.nameIn(chat, contact)
  }

  /**
   * A person says a text; the bot hears it. `chat` is a group's id, or the person's own contact id for the private chat
   * with the bot. Everybody called `@name` + U+2005 in it is mentioned. Returns the message's id.
   */
  say(words: { readonly from: string; readonly chat: string; readonly text: string }): string {
    return this.#tell({ ...words, mentions: this.#population.mentionedIn(words.chat, words.text) })
  }

  /** A person replies to something that was said, as WeChat delivers a quotation. `author` is a contact id. */
  quote(words: {
    readonly from: string
    readonly chat: string
    readonly author: string
    readonly quoted: string
    readonly text: string
  }): string {
    const { from, chat, author, quoted, text } = words
    // A client sends an @ made in the reply, never one that stood in the quoted text.
    const mentions = this.#population.mentionedIn(chat, text)
    return this.#tell({ from, chat, text: quoting(this.nameIn(chat, author), quoted, text), mentions })
  }

  /** A person sends a picture; the bot can fetch it byte for byte. */
  sendPicture(words: { readonly from: string; readonly chat: string; readonly picture: SentFile }): string {
    return this.#tell({ ...words, text: '', mentions: [] })
  }

  /** A person sends a file that is no picture; the bot can fetch it byte for byte. */
  sendFile(words: { readonly from: string; readonly chat: string; readonly file: SentFile }): string {
    return this.#tell({ ...words, text: '', mentions: [] })
  }

  /** A person sends a voice note. What is said in it stays between people: its bytes cannot be fetched. */
  sendVoice(words: { readonly from: string; readonly chat: string }): string {
    return this.#tell({ ...words, text: '', mentions: [], voice: true })
  }

  /** A person sends a place on the map. */
  sendPlace(words: { readonly from: string; readonly chat: string; readonly place: SentPlace }): string {
    return this.#tell({ ...words, text: '', mentions: [] })
  }

  /** A person asks to become the account's friend. */
  requestFriendship(contact: string, hello = ''): void {
    this.#population.person(contact)
    this.#announceFriendship(contact, hello, PUPPET.types.Friendship.Receive)
  }

  /** Hears everything that is said in any chat, people's words and the bot's. Returns how to stop. */
  onSaid(listener: (said: Said) => void): () => void {
    return this.#conversation.onSaid(listener)
  }

  /** Hears when the bot took back something it had said, `at` being the moment. Returns how to stop. */
  onRecalled(listener: (said: Said) => void): () => void {
    return this.#conversation.onRecalled(listener)
  }

  /** Hears when somebody became the account's friend. Returns how to stop. */
  onFriend(listener: (contact: string) => void): () => void {
    this.#friendListeners.add(listener)
    return () => this.#friendListeners.delete(listener)
  }

  // ---- what real puppets do now and then -------------------------------------------------------------------------

  /**
   * The account logs out and in again, and everything has a new id, the account itself too, as on the web protocol; or
   * only the groups have one. Names, topics, members and friendships stay. Resolves when it is logged in again.
   */
  async rotateIds(what: 'everything' | 'groups' = 'everything'): Promise<NewIds> {
    const wasThere = this.isLoggedIn
    await this.logout('the login lapsed')
    const ids = this.#population.rotate(what)
    if (wasThere) this.login(ids.account)
    return ids
  }

  /**
   * The account that has come back hears in one burst what was said while nobody listened, with the times of then, and
   * before it the last `again` messages once more that it had heard. Returns how many messages that were.
   */
  replay(again = 0): number {
    return this.#deliveries.replay(again)
  }

  /** The chat says something in its own name: without a sender, of no known type, as the web protocol brings it. */
  note(chat: string, text: string): string {
    const said = { chat, from: '', text, mentions: [] }
    return this.#hear(this.#conversation.add(said))
  }

  // ---- what Wechaty asks ---------------------------------------------------------------------------------------

  override async onStart(): Promise<void> {
    // Wechaty reads the account's contact at once, so the login follows the start rather than being part of it.
    setImmediate(() => {
      if (this.#heartbeat && !this.isLoggedIn) this.login(this.accountId)
    })
    this.#heartbeat = setInterval(() => this.emit('heartbeat', { data: 'sandbox' }), 15_000).unref()
  }

  override async onStop(): Promise<void> {
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
  }

  override ding(data = ''): void {
    setImmediate(() => this.emit('dong', { data }))
  }

  override async contactList(): Promise<string[]> {
    return [this.accountId, ...this.#population.contacts]
  }

  override async contactRawPayload(id: string): Promise<PUPPET.payloads.Contact> {
    const own = id === this.accountId
    return contactPayload(id, own ? { name: this.accountName, friend: false } : this.#population.person(id))
  }

  override async contactRawPayloadParser(raw: PUPPET.payloads.Contact): Promise<PUPPET.payloads.Contact> {
    return raw
  }

  override contactAlias(contactId: string): Promise<string>
  override contactAlias(contactId: string, alias: string | null): Promise<void>
  // biome-ignore lint/suspicious/noConfusingVoidType: the puppet's own signature
  override async contactAlias(_contactId: string, alias?: string | null): Promise<string | void> {
    if (alias === undefined) return ''
  }

  override async roomList(): Promise<string[]> {
    return this.#population.chats
  }

  override async roomRawPayload(id: string): Promise<PUPPET.payloads.Room> {
    const { topic } = this.#population.group(id)
    return { id, topic, memberIdList: this.#population.members(id), adminIdList: [] }
  }

  override async roomRawPayloadParser(raw: PUPPET.payloads.Room): Promise<PUPPET.payloads.Room> {
    return raw
  }

  override roomTopic(roomId: string): Promise<string>
  override roomTopic(roomId: string, topic: string): Promise<void>
  // biome-ignore lint/suspicious/noConfusingVoidType: the puppet's own signature
  override async roomTopic(roomId: string, topic?: string): Promise<string | void> {
    const group = this.#population.group(roomId)
    if (topic === undefined) return group.topic
    this.addGroup({ ...group, topic })
  }

  override async roomMemberList(roomId: string): Promise<string[]> {
    return this.#population.members(roomId)
  }

  override async roomMemberRawPayload(roomId: string, contactId: string): Promise<PUPPET.payloads.RoomMember> {
    const group = this.#population.group(roomId)
    if (!this.#population.isMember(roomId, contactId)) throw new Error(`${contactId} is not in ${roomId}`)
    const { name } = await this.contactRawPayload(contactId)
    return { id: contactId, name, roomAlias: group.aliases?.[contactId] ?? '', avatar: '' }
  }

  override async roomMemberRawPayloadParser(raw: PUPPET.payloads.RoomMember): Promise<PUPPET.payloads.RoomMember> {
    return raw
  }

  override async messageRawPayload(id: string): Promise<PUPPET.payloads.Message> {
    return this.#conversation.find(id).payload
  }

  override async messageRawPayloadParser(raw: PUPPET.payloads.Message): Promise<PUPPET.payloads.Message> {
    return raw
  }

  override async messageLocation(id: string): Promise<PUPPET.payloads.Location> {
    const { place } = this.#conversation.find(id).said
    if (!place) throw new Error(`message ${id} is no place on the map`)
    // Where on the globe an invented place lies nobody can say.
    return { ...place, latitude: 0, longitude: 0, accuracy: 0 }
  }

  override async messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id)
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { picture, file } = this.#conversation.find(id).said
    const brought = picture ?? file
    if (!brought) throw new Error(`message ${id} brought no picture or file, or too long ago`)
    const missing = this.faults.emptyPictures ?? 0
    if (missing > 0) this.faults.emptyPictures = missing - 1
    return FileBox.fromBuffer(missing > 0 ? Buffer.alloc(0) : Buffer.from(brought.bytes), brought.name)
  }

  override async messageSendText(
    conversationId: string,
    text: string,
    mentions?: string[],
  ): Promise<string | undefined> {
    return this.#speak(conversationId, { text, mentions: mentions ?? [] })
  }

  override async messageSendFile(conversationId: string, file: FileBoxInterface): Promise<string | undefined> {
    const sent = { name: file.name, bytes: new Uint8Array(await file.toBuffer()) }
    // As clients do: by the ending.
    const brought = /\.(png|jpe?g|gif|webp)$/i.test(file.name) ? { picture: sent } : { file: sent }
    return this.#speak(conversationId, { text: '', mentions: [], ...brought })
  }

  override async messageRecall(messageId: string): Promise<boolean> {
    if (this.faults.recall === 'refused') throw new Error('recalling is not supported')
    const done = this.#conversation.takeBack(messageId, this.accountId)
    return this.faults.recall === 'done-but-hanging' ? new Promise<never>(() => {}) : done
  }

  override async friendshipRawPayload(id: string): Promise<Friendship> {
    return this.#friendships.find(id)
  }

  override async friendshipRawPayloadParser(raw: Friendship): Promise<PUPPET.payloads.Friendship> {
    return raw as PUPPET.payloads.Friendship
  }

  override async friendshipAccept(id: string): Promise<void> {
    const { contactId } = this.#friendships.find(id)
    this.befriend(contactId)
    for (const listener of this.#friendListeners) listener(contactId)
    setImmediate(() => this.#announceFriendship(contactId, '', PUPPET.types.Friendship.Confirm))
  }

  // ---- inside --------------------------------------------------------------------------------------------------

  #tell(words: Omit<Said, 'id' | 'at'>): string {
    this.#population.checkMaySpeak(words.from, words.chat)
    return this.#hear(this.#conversation.add(words))
  }

  #hear({ id }: Said): string {
    this.#deliveries.add(id)
    return id
  }

  /** The bot says something. Answers with the message's id, as the better puppets do. */
  async #speak(chat: string, words: Omit<Said, 'id' | 'at' | 'chat' | 'from'>): Promise<string | undefined> {
    if (!this.isLoggedIn) throw new Error('not logged in')
    if (chat.includes('@')) this.#population.group(chat)
    else if (!this.#population.person(chat).friend) throw new Error(`${chat} is not a friend`)
    if (this.faults.putOutOf?.has(chat)) throw new Error(`not in the group ${chat}`)
    if (this.faults.send === 'rejected') throw new Error('the message was refused')
    if (this.faults.send === 'hanging') return new Promise<never>(() => {})
    const said = this.#conversation.add({ ...words, chat, from: this.accountId })
    // The echo of a real account comes after the call has answered, or at least not before it returns.
    if (!this.faults.noEcho) setImmediate(() => this.#echo(said))
    if (this.faults.send === 'said-but-hanging') return new Promise<never>(() => {})
    return this.faults.noReceipt ? undefined : said.id
  }

  #echo(said: Said): void {
    if (this.isLoggedIn) this.emit('message', { messageId: said.id })
  }

  #announceFriendship(contactId: string, hello: string, type: PUPPET.types.Friendship): void {
    const timestamp = this.#clock.now().getTime()
    const id = this.#friendships.add({ contactId, hello, timestamp, type })
    if (this.isLoggedIn) this.emit('friendship', { friendshipId: id })
  }

  /** Lets Wechaty, here or beyond a gateway, read a payload afresh. */
  #forget(type: PUPPET.types.Payload, id: string): void {
    this.emit('dirty', { payloadType: type, payloadId: id })
  }
}
