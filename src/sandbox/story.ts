import type { ClockMove } from './clock-move.ts'

/** A picture that goes with a story. */
export interface StoryPicture {
  readonly name: string
  readonly bytes: () => Uint8Array
}

/** What the bot should be seen to say after a step. `{n}` in the pattern is the number of the issue or post. */
export interface Expectation<Chat extends string> {
  readonly chat: Chat | 'private'
  /** whose private chat, where it is not the one of the step's speaker */
  readonly with?: string
  readonly text: RegExp
  /** this message is the card: its number (#12, 心愿12) becomes {n}, and quote: 'card' quotes it */
  readonly card?: true
}

interface Expecting<Chat extends string> {
  readonly expect?: readonly Expectation<Chat>[]
}

/**
 * One thing that happens. In `says`, `{n}` is the number of the issue or post, `{+10d}` the date ten days from the clock's now
 * (6月20日), and `{today}` the date of now.
 */
export type StoryStep<Who extends string, Chat extends string> = Expecting<Chat> &
  (
    | {
        readonly who: Who
        readonly chat: Chat | 'private'
        readonly says: string
        /** quotes the bot: its card, what it said last about the issue in this chat, or what it said last there that fits */
        readonly quote?: 'card' | 'latest' | RegExp
      }
    | { readonly who: Who; readonly chat: Chat | 'private'; readonly picture: StoryPicture }
    | { readonly clock: ClockMove }
    | { readonly caption: string }
  )

/**
 * A story as plain data: who appears, where, and what happens. It knows nothing of how it is played: the sandbox plays
 * it for an audience, the tests play it in-process and over a gateway.
 */
export interface Story<Who extends string = string, Chat extends string = string> {
  readonly id: string
  readonly title: string
  /** one sentence for the menu */
  readonly about: string
  /** contact ids of who appears; the example community's */
  readonly people: Readonly<Record<Who, string>>
  /** ids of the groups in which it plays */
  readonly chats: Readonly<Record<Chat, string>>
  readonly steps: readonly StoryStep<Who, Chat>[]
}

/** What a story is played on. Chats and people are real ids here; a private chat is called by the person's contact id. */
export interface StoryStage {
  now(): Date
  /** Says a text as somebody, quoting something the bot said in that chat where `quoted` is given. */
  says(who: string, chat: string, text: string, quoted?: string): Promise<unknown>
  sendsPicture(who: string, chat: string, picture: { name: string; bytes: Uint8Array }): Promise<unknown>
  moveClock(move: ClockMove): Promise<void>
  /** A point in what has been said so far. */
  mark(): number
  /** The first text the bot said in a chat after a mark that matches; undefined when it did not within the stage's patience. */
  waitFor(chat: string, pattern: RegExp, since: number): Promise<string | undefined>
  /** What the bot said last in a chat that matches, at any time. */
  latest(chat: string, pattern: RegExp): string | undefined
}

/** Where the play is, told before each step and once more after what it brought was seen. */
export interface StoryProgress {
  readonly step: number
  readonly steps: number
  readonly chat: string | undefined
  /** one sentence for the audience; absent when the last one still holds */
  readonly caption: string | undefined
}

export interface Missed {
  readonly step: number
  readonly chat: string
  readonly pattern: RegExp
}

export interface PlayOptions {
  /** Told where the play is. */
  readonly progress?: (progress: StoryProgress) => void
  /** Called between steps with the number of characters the audience has to read; resolves when they have. */
  readonly pace?: (characters: number) => Promise<void>
  /** Told when the bot did not say what was expected; the play goes on as far as it can. */
  readonly missed?: (missed: Missed) => void
  readonly signal?: AbortSignal
}

export interface PlayResult {
  /** 'broken' where the number never came, so that nothing further can be said about it */
  readonly outcome: 'done' | 'stopped' | 'broken'
  readonly number: string | undefined
  readonly missed: readonly Missed[]
}

/** Plays a story from its first step to its last. Never throws for what the bot says or leaves unsaid. */
export async function playStory(story: Story, stage: StoryStage, options: PlayOptions = {}): Promise<PlayResult> {
  const { progress = () => {}, pace = async () => {} } = options
  const missed: Missed[] = []
  let card: { readonly number: string; readonly text: string } | undefined
  const chatOf = (chat: string, who: string | undefined) =>
    chat === 'private' ? lookUp(story.people, who) : lookUp(story.chats, chat)
  const result = (outcome: PlayResult['outcome']): PlayResult => ({ outcome, number: card?.number, missed })

  for (const [index, step] of story.steps.entries()) {
    if (options.signal?.aborted) return result('stopped')
    if (!card && JSON.stringify(step).includes('{n}')) return result('broken')
    const speaker = 'who' in step ? step.who : undefined
    const chat = 'chat' in step ? chatOf(step.chat, speaker) : undefined
    const where = { step: index, steps: story.steps.length }
    progress({ ...where, chat, caption: 'caption' in step ? step.caption : undefined })
    if ('caption' in step) await pace(step.caption.length * 2)

    const since = stage.mark()
    let read = 0
    if ('clock' in step) await stage.moveClock(step.clock)
    else if ('picture' in step) {
      await stage.sendsPicture(lookUp(story.people, step.who), chat ?? '', {
        name: step.picture.name,
        bytes: step.picture.bytes(),
      })
      read += 10
    } else if ('says' in step) {
      const text = fillIn(step.says, card?.number, stage.now())
      const about = new RegExp(`#${card?.number ?? ''}(?!\\d)`)
      const quoted =
        step.quote === 'card'
          ? card?.text
          : step.quote && stage.latest(chat ?? '', step.quote === 'latest' ? about : step.quote)
      await stage.says(lookUp(story.people, step.who), chat ?? '', text, quoted)
      read += text.length
    }

    for (const expected of step.expect ?? []) {
      const there = chatOf(expected.chat, expected.with ?? speaker)
      const pattern = new RegExp(expected.text.source.replaceAll('{n}', card?.number ?? ''), expected.text.flags)
      const heard = await stage.waitFor(there, pattern, since)
      if (options.signal?.aborted) return result('stopped')
      if (heard === undefined) {
        const one = { step: index, chat: there, pattern }
        missed.push(one)
        options.missed?.(one)
        continue
      }
      const number = expected.card && /(?:#|留言|心愿)(\d+)/.exec(heard)?.[1]
      if (number) card = { number, text: heard }
      if (there !== chat) progress({ ...where, chat: there, caption: undefined })
      read += heard.length
      await pace(read)
      read = 0
    }
    if (read > 0) await pace(read)
  }
  return result(options.signal?.aborted ? 'stopped' : 'done')
}

/** Puts number and dates into what somebody says. */
function fillIn(text: string, number: string | undefined, now: Date): string {
  const date = (days: number) =>
    new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric' }).format(
      new Date(now.getTime() + days * 86_400_000),
    )
  return text
    .replaceAll('{n}', number ?? '')
    .replaceAll('{today}', date(0))
    .replace(/\{\+(\d{1,3})d\}/g, (_, days: string) => date(Number(days)))
}

function lookUp(names: Readonly<Record<string, string>>, name: string | undefined): string {
  const id = names[name ?? '']
  if (id === undefined) throw new Error(`the story speaks of ${name}, who is not in its cast`)
  return id
}
