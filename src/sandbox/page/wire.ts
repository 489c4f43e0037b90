/** What the sandbox's server and its page tell each other, as JSON. Both sides import it; it holds types only. */

/** `helper`: volunteers and lecturers */
export type PersonKind = 'resident' | 'helper' | 'worker' | 'staff' | 'unit'

export interface WirePerson {
  /** contact id */
  id: string
  name: string
  kind: PersonKind
  /** what they are, as people say it: 第3网格 网格员 */
  label: string
  /** the bot's friend: it may write to them in private */
  friend: boolean
}

export interface WireGroup {
  id: string
  topic: string
  /** contact ids, in the group's order; the bot is in every group */
  members: string[]
}

/** One message of a chat, as its people see it. */
export interface WireLine {
  /** counts all lines of all chats; a line with a higher one came later */
  seq: number
  id: string
  /** group id, or in a private chat with the bot the person's contact id */
  chat: string
  from: string
  /** what this chat called the speaker then */
  name: string
  bot: boolean
  /** instant by the sandbox's clock, ISO 8601 */
  at: string
  text: string
  /** names that stand in the text as @name */
  mentions: string[]
  quote?: { author: string; text: string }
  file?: { url: string; name: string; bytes: number; image: boolean }
  /** the id of a message that the speaker took back: it is shown no longer, and this line says so */
  recalls?: string
}

export interface WireClock {
  /** the sandbox's time, ISO 8601 */
  now: string
  /** milliseconds it is ahead of the machine's own */
  ahead: number
}

export type StorySpeed = 'normal' | 'fast' | 'faster'

export interface WireStory {
  id: string
  title: string
  about: string
}

/** What the story player is doing. */
export interface WirePlaying {
  state: 'idle' | 'playing' | 'paused' | 'done' | 'broken'
  story?: string
  title?: string
  step: number
  steps: number
  speed: StorySpeed
  /** lines after this number belong to the story */
  since: number
  /** the chat in which something happens now */
  chat?: string
  /** one sentence for the audience */
  caption: string
  /** set when the bot did not say what the story expected */
  note?: string
}

/** How a directive or notice stands in its groups: one cell a group. */
export interface WireRelay {
  /** 任务3 */
  name: string
  /** how its text begins */
  title: string
  held: boolean
  cells: readonly {
    grid: number
    standing: 'waiting' | 'said' | 'failed' | 'unknown' | 'cancelled'
    /** how many posts have answered, and have said that it is done */
    answered: number
    done: number
  }[]
}

/** Everything but the lines. */
export interface WireWorld {
  community: string
  bot: { id: string; name: string }
  people: WirePerson[]
  groups: WireGroup[]
  clock: WireClock
  /** when the bot is quiet, as two times of day, 21:30 and 07:30; absent where it never is */
  quiet?: { from: string; to: string }
  stories: WireStory[]
  playing: WirePlaying
  relays: WireRelay[]
  /** the last line of each chat that has one */
  last: WireLine[]
  /** the highest number given to a line so far: events are asked for from here */
  seq: number
}

/** Names of the server-sent events and what they carry. Only `line` has an id, which is its seq. */
export interface WireEvents {
  line: WireLine
  clock: WireClock
  playing: WirePlaying
  friend: { id: string }
  relays: WireRelay[]
  /** too much happened meanwhile: read everything afresh */
  reset: Record<string, never>
}

export interface WireError {
  error: string
}
