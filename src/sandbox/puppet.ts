import { randomUUID } from 'node:crypto'
import { FileBox, type FileBoxInterface } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock } from 'wechaty-puppet-mock'
import { type Clock, systemClock } from '../time/clock.ts'
import { MessageMemory } from './message-memory.ts'
import type { PuppetFaults, PuppetGroup, PuppetPerson, Said, SandboxPuppetOptions } from './puppet-options.ts'
import { AT_END, quoting } from './quotation.ts'

export type { PuppetFaults, PuppetGroup, PuppetPerson, Said, SandboxPuppetOptions } from './puppet-options.ts'

interface StoredFriendship {
  readonly id: string
  readonly contactId: string
  readonly hello: string
  readonly timestamp: number
  readonly type: PUPPET.types.Friendship
  readonly ticket: string
}

/**
 * A WeChat account that lives in this process: people speak through it to the bot, and what the bot says is told to
 * those who listen with `onSaid`. It logs in by itself when Wechaty (or a gRPC gateway) starts it, and behaves as real
 * puppets do: the bot's own words come back to it, only friends can be written to in private, a quotation arrives as
 * text. What was said is kept only as long as the bot may still ask for it.
 */
export class SandboxPuppet extends PuppetMock {
  readonly faults: PuppetFaults
  readonly #account: { readonly id: string; readonly name: string }
  readonly #clock: Clock
  readonly #people = new Map<string, PuppetPerson>()
  readonly #groups = new Map<string, PuppetGroup>()
  readonly #messages: MessageMemory<PUPPET.payloads.Message>
  readonly #friendships = new Map<string, StoredFriendship>()
  readonly #saidListeners = new Set<(said: Said) => void>()
  readonly #friendListeners = new Set<(contact: string) => void>()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(options: SandboxPuppetOptions) {
    super()
    this.faults = options.faults ?? {}
    this.#account = options.account
    this.#clock = options.clock ?? systemClock
    this.#messages = new MessageMemory(options.keepMessages ?? 1000, options.keepPictureBytes ?? 64 * 1024 * 1024)
    for (const person of options.people) this.addPerson(person)
    for (const group of options.groups) this.addGroup(group)
  }

  /** The bot's contact id. */
  get accountId(): string {
    return this.#account.id
  }

  get accountName(): string {
    return this.#account.name
  }

  // ---- what people do ------------------------------------------------------------------------------------------

  /** Adds a person, or replaces one (a new nickname, say). */
  addPerson(person: PuppetPerson): void {
    if (person.contact.includes('@')) throw new Error(`a contact id must not contain '@': ${person.contact}`)
    const renamed = this.#people.get(person.contact)?.name !== person.name
    this.#people.set(person.contact, person)
    this.#forget(PUPPET.types.Payload.Contact, person.contact)
    // Not without need: Wechaty 1.20 takes the group's id for a contact's then, and complains that there is none.
    if (!renamed) return
    for (const [chatId, group] of this.#groups) {
      if (group.members.includes(person.contact)) this.#forget(PUPPET.types.Payload.RoomMember, chatId)
    }
  }

  /** Adds a group, or replaces one (a new topic, other members, other aliases). */
  addGroup(group: PuppetGroup): void {
    if (!group.chatId.includes('@')) throw new Error(`a group id must contain '@': ${group.chatId}`)
    for (const member of group.members) {
      if (member !== this.#account.id && !this.#people.has(member)) {
        throw new Error(`group ${group.chatId} has an unknown member: ${member}`)
      }
    }
    this.#groups.set(group.chatId, group)
    this.#forget(PUPPET.types.Payload.Room, group.chatId)
    this.#forget(PUPPET.types.Payload.RoomMember, group.chatId)
  }

  /** Changes somebody's nickname. */
  rename(contact: string, name: string): void {
    this.addPerson({ ...this.#person(contact), name })
  }

  /** Changes what somebody is called in one group; empty takes the alias away. */
  setAlias(chatId: string, contact: string, alias: string): void {
    const group = this.#group(chatId)
    this.addGroup({ ...group, aliases: { ...group.aliases, [contact]: alias } })
  }

  /** Whether somebody is the account's friend at present. */
  isFriend(contact: string): boolean {
    return this.#people.get(contact)?.friend ?? false
  }

  /** Makes somebody the account's friend without asking, as somebody who was befriended in an earlier run. */
  befriend(contact: string): void {
    this.addPerson({ ...this.#person(contact), friend: true })
  }

  /** What a chat calls somebody: the alias in that group before the nickname. */
  nameIn(chat: string, contact: string): string {
    if (contact === this.#account.id) return this.#account.name
    return this.#groups.get(chat)?.aliases?.[contact] || this.#person(contact).name
  }

  /**
   * A person says a text; the bot hears it. `chat` is a group's id, or the person's own contact id for the private chat
   * with the bot. Everybody called `@name` + U+2005 in it is mentioned. Returns the message's id.
   */
  say(words: { readonly from: string; readonly chat: string; readonly text: string }): string {
    return this.#tell({ ...words, mentions: this.#mentionedIn(words.chat, words.text) })
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
    const mentions = this.#mentionedIn(chat, text)
    return this.#tell({ from, chat, text: quoting(this.nameIn(chat, author), quoted, text), mentions })
  }

  /** A person sends a picture; the bot can fetch it byte for byte. */
  sendPicture(words: {
    readonly from: string
    readonly chat: string
    readonly picture: { readonly name: string; readonly bytes: Uint8Array }
  }): string {
    return this.#tell({ ...words, text: '', mentions: [] })
  }

  /** A person asks to become the account's friend. */
  requestFriendship(contact: string, hello = ''): void {
    this.#person(contact)
    this.#announceFriendship(contact, hello, PUPPET.types.Friendship.Receive)
  }

  /** Hears everything that is said in any chat, people's words and the bot's. Returns how to stop. */
  onSaid(listener: (said: Said) => void): () => void {
    this.#saidListeners.add(listener)
    return () => this.#saidListeners.delete(listener)
  }

  /** Hears when somebody became the account's friend. Returns how to stop. */
  onFriend(listener: (contact: string) => void): () => void {
    this.#friendListeners.add(listener)
    return () => this.#friendListeners.delete(listener)
  }

  // ---- what Wechaty asks ---------------------------------------------------------------------------------------

  override async onStart(): Promise<void> {
    await super.onStart()
    // Wechaty reads the account's contact at once, so the login follows the start rather than being part of it.
    setImmediate(() => {
      if (this.#heartbeat && !this.isLoggedIn) this.login(this.#account.id)
    })
    this.#heartbeat = setInterval(() => this.emit('heartbeat', { data: 'sandbox' }), 15_000).unref()
  }

  override async onStop(): Promise<void> {
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
    await super.onStop()
  }

  override async contactList(): Promise<string[]> {
    return [this.#account.id, ...this.#people.keys()]
  }

  override async contactRawPayload(id: string): Promise<PUPPET.payloads.Contact> {
    const known = id === this.#account.id ? { name: this.#account.name, friend: false } : this.#person(id)
    return {
      id,
      name: known.name,
      friend: known.friend,
      avatar: '',
      gender: PUPPET.types.ContactGender.Unknown,
      type: PUPPET.types.Contact.Individual,
      phone: [],
    }
  }

  override contactAlias(contactId: string): Promise<string>
  override contactAlias(contactId: string, alias: string | null): Promise<void>
  // biome-ignore lint/suspicious/noConfusingVoidType: the puppet's own signature
  override async contactAlias(_contactId: string, alias?: string | null): Promise<string | void> {
    if (alias === undefined) return ''
  }

  override async roomList(): Promise<string[]> {
    return [...this.#groups.keys()]
  }

  override async roomRawPayload(id: string): Promise<PUPPET.payloads.Room> {
    const group = this.#group(id)
    return { id, topic: group.topic, memberIdList: this.#members(group), adminIdList: [] }
  }

  override roomTopic(roomId: string): Promise<string>
  override roomTopic(roomId: string, topic: string): Promise<void>
  // biome-ignore lint/suspicious/noConfusingVoidType: the puppet's own signature
  override async roomTopic(roomId: string, topic?: string): Promise<string | void> {
    const group = this.#group(roomId)
    if (topic === undefined) return group.topic
    this.addGroup({ ...group, topic })
  }

  override async roomMemberList(roomId: string): Promise<string[]> {
    return this.#members(this.#group(roomId))
  }

  override async roomMemberRawPayload(roomId: string, contactId: string): Promise<PUPPET.payloads.RoomMember> {
    const group = this.#group(roomId)
    if (!this.#members(group).includes(contactId)) throw new Error(`${contactId} is not in ${roomId}`)
    const name = contactId === this.#account.id ? this.#account.name : this.#person(contactId).name
    return { id: contactId, name, roomAlias: group.aliases?.[contactId] ?? '', avatar: '' }
  }

  override async messageRawPayload(id: string): Promise<PUPPET.payloads.Message> {
    return this.#messages.find(id).payload
  }

  override async messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id)
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { picture } = this.#messages.find(id).said
    if (!picture) throw new Error(`message ${id} brought no picture, or too long ago`)
    const missing = this.faults.emptyPictures ?? 0
    if (missing > 0) this.faults.emptyPictures = missing - 1
    return FileBox.fromBuffer(missing > 0 ? Buffer.alloc(0) : Buffer.from(picture.bytes), picture.name)
  }

  override async messageSendText(conversationId: string, text: string, mentions?: string[]): Promise<void> {
    return this.#speak(conversationId, { text, mentions: mentions ?? [] })
  }

  override async messageSendFile(conversationId: string, file: FileBoxInterface): Promise<void> {
    const bytes = new Uint8Array(await file.toBuffer())
    return this.#speak(conversationId, { text: '', mentions: [], picture: { name: file.name, bytes } })
  }

  override async friendshipRawPayload(id: string): Promise<StoredFriendship> {
    const friendship = this.#friendships.get(id)
    if (!friendship) throw new Error(`no friendship ${id}`)
    return friendship
  }

  override async friendshipRawPayloadParser(raw: StoredFriendship): Promise<PUPPET.payloads.Friendship> {
    return raw as PUPPET.payloads.Friendship
  }

  override async friendshipAccept(id: string): Promise<void> {
    const { contactId } = await this.friendshipRawPayload(id)
    this.befriend(contactId)
    for (const listener of this.#friendListeners) listener(contactId)
    setImmediate(() => this.#announceFriendship(contactId, '', PUPPET.types.Friendship.Confirm))
  }

  // ---- inside --------------------------------------------------------------------------------------------------

  #person(contact: string): PuppetPerson {
    const person = this.#people.get(contact)
    if (!person) throw new Error(`no such contact: ${contact}`)
    return person
  }

  #group(chatId: string): PuppetGroup {
    const group = this.#groups.get(chatId)
    if (!group) throw new Error(`no such group: ${chatId}`)
    return group
  }

  #members(group: PuppetGroup): string[] {
    return [...new Set([this.#account.id, ...group.members])]
  }

  /** The members called in a text, by the longest name that fits (张三 and 张三丰 may both be there). */
  #mentionedIn(chat: string, text: string): string[] {
    const group = this.#groups.get(chat)
    if (!group) return []
    return this.#members(group).filter((contact) => text.includes(`@${this.nameIn(chat, contact)}${AT_END}`))
  }

  #tell(words: Omit<Said, 'id' | 'at'>): string {
    const { from, chat } = words
    this.#person(from)
    if (chat.includes('@')) {
      if (!this.#group(chat).members.includes(from)) throw new Error(`${from} is not in ${chat}`)
    } else if (chat !== from) {
      throw new Error(`${from} has no private chat ${chat}: it is called by their own contact id`)
    }
    const said = this.#keep(words)
    this.#deliver(said)
    if (this.faults.duplicateDelivery) this.#deliver(said)
    return said.id
  }

  /**
   * The bot says something. Answers with the message's id, as the better puppets do; the mock narrowed Puppet's
   * `void | string` to `void`, hence the cast.
   */
  async #speak(chat: string, words: Omit<Said, 'id' | 'at' | 'chat' | 'from'>): Promise<void> {
    if (!this.isLoggedIn) throw new Error('not logged in')
    if (chat.includes('@')) this.#group(chat)
    else if (!this.#person(chat).friend) throw new Error(`${chat} is not a friend`)
    if (this.faults.send === 'rejected') throw new Error('the message was refused')
    if (this.faults.send === 'hanging') return new Promise<never>(() => {})
    const said = this.#keep({ ...words, chat, from: this.#account.id })
    // The echo of a real account comes after the call has answered, or at least not before it returns.
    if (!this.faults.noEcho) setImmediate(() => this.#deliver(said))
    if (this.faults.send === 'said-but-hanging') return new Promise<never>(() => {})
    return (this.faults.noReceipt ? undefined : said.id) as undefined
  }

  #keep(words: Omit<Said, 'id' | 'at'>): Said {
    const said: Said = { ...words, id: randomUUID(), at: this.#clock.now() }
    const inGroup = said.chat.includes('@')
    const listener = said.from === this.#account.id ? said.chat : this.#account.id
    const payload: PUPPET.payloads.Message = {
      id: said.id,
      talkerId: said.from,
      text: said.text,
      timestamp: said.at.getTime(),
      type: messageType(said.picture?.name),
      ...(said.picture ? { filename: said.picture.name } : {}),
      ...(inGroup
        ? { roomId: said.chat, mentionIdList: this.faults.noMentionIds ? [] : [...said.mentions] }
        : { listenerId: listener }),
    }
    this.#messages.keep(said, payload)
    for (const heard of this.#saidListeners) heard(said)
    return said
  }

  #deliver(said: Said): void {
    // A bot that is not there misses what is said, as on WeChat.
    if (this.isLoggedIn) this.emit('message', { messageId: said.id })
  }

  #announceFriendship(contactId: string, hello: string, type: PUPPET.types.Friendship): void {
    const id = randomUUID()
    const timestamp = this.#clock.now().getTime()
    if (this.#friendships.size >= 1000) this.#friendships.clear()
    this.#friendships.set(id, { id, contactId, hello, timestamp, type, ticket: id })
    if (this.isLoggedIn) this.emit('friendship', { friendshipId: id })
  }

  /** Lets Wechaty, here or beyond a gateway, read a payload afresh. */
  #forget(type: PUPPET.types.Payload, id: string): void {
    this.emit('dirty', { payloadType: type, payloadId: id })
  }
}

function messageType(fileName: string | undefined): PUPPET.types.Message {
  if (fileName === undefined) return PUPPET.types.Message.Text
  return /\.(png|jpe?g|gif|webp)$/i.test(fileName) ? PUPPET.types.Message.Image : PUPPET.types.Message.Attachment
}
