import type { PuppetGroup, PuppetPerson } from './puppet-options.ts'
import { AT_END } from './quotation.ts'

/** The ids that everything got at a new login, by the ids of before; what kept its id is not in it. */
export interface NewIds {
  readonly account: string
  readonly contacts: ReadonlyMap<string, string>
  readonly chats: ReadonlyMap<string, string>
}

export interface PopulationListener {
  /** somebody's payload changed; the groups are those in which they are called otherwise now */
  readonly personChanged: (contact: string, groups: readonly string[]) => void
  readonly groupChanged: (chatId: string) => void
}

/** Who the account can meet and which groups it is in, by the ids of its present login. */
export class Population {
  readonly #people = new Map<string, PuppetPerson>()
  readonly #groups = new Map<string, PuppetGroup>()
  readonly #listener: PopulationListener
  #account: { readonly id: string; readonly name: string }
  #logins = 0

  constructor(account: { readonly id: string; readonly name: string }, listener: PopulationListener) {
    this.#account = account
    this.#listener = listener
  }

  get account(): { readonly id: string; readonly name: string } {
    return this.#account
  }

  get contacts(): string[] {
    return [...this.#people.keys()]
  }

  get chats(): string[] {
    return [...this.#groups.keys()]
  }

  addPerson(person: PuppetPerson): void {
    if (person.contact.includes('@')) throw new Error(`a contact id must not contain '@': ${person.contact}`)
    const renamed = this.#people.get(person.contact)?.name !== person.name
    this.#people.set(person.contact, person)
    const theirs = [...this.#groups.values()].filter(({ members }) => members.includes(person.contact))
    this.#listener.personChanged(person.contact, renamed ? theirs.map(({ chatId }) => chatId) : [])
  }

  addGroup(group: PuppetGroup): void {
    if (!group.chatId.includes('@')) throw new Error(`a group id must contain '@': ${group.chatId}`)
    for (const member of group.members) {
      if (member !== this.#account.id && !this.#people.has(member)) {
        throw new Error(`group ${group.chatId} has an unknown member: ${member}`)
      }
    }
    this.#groups.set(group.chatId, group)
    this.#listener.groupChanged(group.chatId)
  }

  /** @throws when there is nobody with this id (any more) */
  person(contact: string): PuppetPerson {
    const person = this.#people.get(contact)
    if (!person) throw new Error(`no such contact: ${contact}`)
    return person
  }

  /** @throws when the account is in no group with this id (any more) */
  group(chatId: string): PuppetGroup {
    const group = this.#groups.get(chatId)
    if (!group) throw new Error(`no such group: ${chatId}`)
    return group
  }

  isFriend(contact: string): boolean {
    return this.#people.get(contact)?.friend ?? false
  }

  /** The members of a group, the account among them. */
  members(chatId: string): string[] {
    return [...new Set([this.#account.id, ...this.group(chatId).members])]
  }

  isMember(chatId: string, contact: string): boolean {
    return contact === this.#account.id || this.group(chatId).members.includes(contact)
  }

  /** What a chat calls somebody: the alias in that group before the nickname. */
  nameIn(chat: string, contact: string): string {
    if (contact === this.#account.id) return this.#account.name
    return this.#groups.get(chat)?.aliases?.[contact] || this.person(contact).name
  }

  /** The members called in a text, by the longest name that fits (张三 and 张三丰 may both be there). */
  mentionedIn(chat: string, text: string): string[] {
    if (!text.includes('@') || !this.#groups.has(chat)) return []
    return this.members(chat).filter((contact) => text.includes(`@${this.nameIn(chat, contact)}${AT_END}`))
  }

  /** @throws when somebody cannot speak there: not in the group, or the private chat of another */
  checkMaySpeak(from: string, chat: string): void {
    this.person(from)
    if (chat.includes('@')) {
      if (!this.group(chat).members.includes(from)) throw new Error(`${from} is not in ${chat}`)
    } else if (chat !== from) {
      throw new Error(`${from} has no private chat ${chat}: it is called by their own contact id`)
    }
  }

  /** Gives everything, or only the groups, new ids. Names, topics, members and friendships stay. */
  rotate(what: 'everything' | 'groups'): NewIds {
    this.#logins += 1
    const fresh = (id: string) => `login${this.#logins}-${id.replace(/^login\d+-/, '')}`
    const contacts = new Map(what === 'groups' ? [] : this.contacts.map((id) => [id, fresh(id)]))
    const chats = new Map(this.chats.map((id) => [id, fresh(id)]))
    const now = (id: string) => contacts.get(id) ?? id
    const people = [...this.#people.values()]
    const groups = [...this.#groups.values()]
    if (what === 'everything') {
      contacts.set(this.#account.id, fresh(this.#account.id))
      this.#account = { ...this.#account, id: now(this.#account.id) }
      this.#people.clear()
      for (const person of people) this.#people.set(now(person.contact), { ...person, contact: now(person.contact) })
    }
    this.#groups.clear()
    for (const { chatId, topic, members, aliases = {} } of groups) {
      const id = chats.get(chatId) ?? chatId
      const called = Object.entries(aliases).map(([contact, alias]) => [now(contact), alias])
      this.#groups.set(id, { chatId: id, topic, members: members.map(now), aliases: Object.fromEntries(called) })
    }
    return { account: this.#account.id, contacts, chats }
  }
}
