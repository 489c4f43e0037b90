import { server } from './server.ts'
import type { WireEvents, WireGroup, WireLine, WirePerson, WireWorld } from './wire.ts'

/** Where this window is; it stands in the address, so every window can be somebody else. */
export interface Place {
  as: string | undefined
  chat: string | undefined
  /** watching a story rather than chatting */
  stage: boolean
}

/** What changed: `all` when everything was read afresh. */
export type Change =
  | { what: 'all' | 'place' | 'clock' | 'playing' | 'seen' | 'link' | 'relays' }
  | { what: 'line'; line: WireLine }
  | { what: 'lines'; chat: string }

/** Everything the page knows. Views read it and are told when it changes. */
export class Store {
  world: WireWorld
  place: Place = readPlace()
  connected = true
  /** sandbox time minus this machine's */
  #ahead = 0
  readonly #lines = new Map<string, WireLine[]>()
  readonly #arriving = new Map<string, WireLine[]>()
  readonly #last = new Map<string, WireLine>()
  readonly #unread = new Map<string, number>()
  readonly #listeners = new Set<(change: Change) => void>()
  #seq = 0
  #events: EventSource | undefined

  private constructor(world: WireWorld) {
    this.world = world
    this.#take(world)
  }

  static async open(): Promise<Store> {
    const store = new Store(await server.world())
    store.#listen()
    window.addEventListener('popstate', () => {
      store.place = readPlace()
      store.#tell({ what: 'place' })
    })
    return store
  }

  on(listener: (change: Change) => void): void {
    this.#listeners.add(listener)
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead)
  }

  get me(): WirePerson | undefined {
    return this.world.people.find((person) => person.id === this.place.as)
  }

  person(id: string): WirePerson | undefined {
    return this.world.people.find((person) => person.id === id)
  }

  group(chat: string): WireGroup | undefined {
    return this.world.groups.find((group) => group.id === chat)
  }

  /** What a chat is called by the one who looks at it. */
  title(chat: string): string {
    const group = this.group(chat)
    if (group) return group.topic
    if (chat === this.place.as && !this.place.stage) return this.world.bot.name
    return `${this.person(chat)?.name ?? ''}和${this.world.bot.name}的私聊`
  }

  /** The chats of a person, the one with the newest message first. */
  chatsOf(person: string): string[] {
    const chats = [person, ...this.world.groups.filter((one) => one.members.includes(person)).map((one) => one.id)]
    return chats.sort((a, b) => (this.#last.get(b)?.seq ?? 0) - (this.#last.get(a)?.seq ?? 0))
  }

  last(chat: string): WireLine | undefined {
    return this.#last.get(chat)
  }

  lines(chat: string): readonly WireLine[] {
    return this.#lines.get(chat) ?? []
  }

  /** Reads a chat's lines if they are not here yet. */
  async load(chat: string): Promise<void> {
    if (this.#lines.has(chat) || this.#arriving.has(chat)) return
    // What is told by event while the answer is on its way may be newer than the answer.
    const arriving: WireLine[] = []
    this.#arriving.set(chat, arriving)
    try {
      const { lines, seq } = await server.lines(chat)
      this.#lines.set(chat, [...lines, ...arriving.filter((line) => line.seq > seq)])
    } finally {
      this.#arriving.delete(chat)
    }
    this.#tell({ what: 'lines', chat })
  }

  /** Messages this person has not seen in a chat: a number, 0 for none, or 'some' from before this window was opened. */
  unread(chat: string): number | 'some' {
    const count = this.#unread.get(chat) ?? 0
    if (count > 0) return count
    const last = this.#last.get(chat)
    return last && last.from !== this.place.as && last.seq > this.#seen(chat) ? 'some' : 0
  }

  markSeen(chat: string): void {
    const seq = this.#last.get(chat)?.seq ?? 0
    if (this.unread(chat) === 0 && seq <= this.#seen(chat)) return
    this.#unread.delete(chat)
    try {
      localStorage.setItem(`seen ${this.place.as} ${chat}`, String(seq))
    } catch {
      // A browser that stores nothing only forgets what was read.
    }
    this.#tell({ what: 'seen' })
  }

  go(place: Partial<Place>, replace = false): void {
    const before = this.place
    this.place = { ...before, ...place }
    if (before.as !== this.place.as) this.#unread.clear()
    const address = new URLSearchParams()
    if (this.place.as) address.set('as', this.place.as)
    if (this.place.chat) address.set('chat', this.place.chat)
    if (this.place.stage) address.set('stage', '1')
    const url = address.size > 0 ? `?${address}` : location.pathname
    if (replace) history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    this.#tell({ what: 'place' })
  }

  #listen(): void {
    this.#events?.close()
    const events = new EventSource(`/api/events?after=${this.#seq}`)
    this.#events = events
    const hear = <Name extends keyof WireEvents>(name: Name, act: (data: WireEvents[Name]) => void) =>
      events.addEventListener(name, (event) => act(JSON.parse(event.data)))
    events.addEventListener('open', () => this.#setConnected(true))
    events.addEventListener('error', () => {
      this.#setConnected(false)
      // The browser comes back by itself unless the server answered with something else than a stream.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => this.#listen(), 3000)
    })
    hear('line', (line) => this.#hear(line))
    hear('clock', (clock) => {
      this.#ahead = Date.parse(clock.now) - Date.now()
      this.#tell({ what: 'clock' })
    })
    hear('playing', (playing) => {
      this.world.playing = playing
      this.#tell({ what: 'playing' })
    })
    hear('relays', (relays) => {
      this.world.relays = relays
      this.#tell({ what: 'relays' })
    })
    hear('friend', ({ id }) => {
      const person = this.person(id)
      if (person) person.friend = true
      this.#tell({ what: 'place' })
    })
    hear('reset', () => {
      events.close()
      server.world().then(
        (world) => {
          this.#lines.clear()
          this.#take(world)
          this.#listen()
          this.#tell({ what: 'all' })
        },
        () => setTimeout(() => this.#listen(), 3000),
      )
    })
  }

  #hear(line: WireLine): void {
    if (line.seq <= this.#seq) return
    this.#seq = line.seq
    this.#last.set(line.chat, line)
    const lines = this.#lines.get(line.chat)
    const recalled = lines?.findIndex(({ id }) => id === line.recalls) ?? -1
    if (recalled >= 0) lines?.splice(recalled, 1)
    lines?.push(line)
    this.#arriving.get(line.chat)?.push(line)
    if (line.from !== this.place.as) this.#unread.set(line.chat, (this.#unread.get(line.chat) ?? 0) + 1)
    this.#tell({ what: 'line', line })
  }

  #take(world: WireWorld): void {
    this.world = world
    this.#seq = world.seq
    this.#ahead = Date.parse(world.clock.now) - Date.now()
    for (const line of world.last) this.#last.set(line.chat, line)
  }

  #setConnected(connected: boolean): void {
    if (this.connected === connected) return
    this.connected = connected
    this.#tell({ what: 'link' })
  }

  #seen(chat: string): number {
    try {
      return Number(localStorage.getItem(`seen ${this.place.as} ${chat}`) ?? 0)
    } catch {
      return 0
    }
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function readPlace(): Place {
  const address = new URLSearchParams(location.search)
  return {
    as: address.get('as') ?? undefined,
    chat: address.get('chat') ?? undefined,
    stage: address.get('stage') === '1',
  }
}
