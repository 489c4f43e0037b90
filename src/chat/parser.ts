import { type ArgumentInput, type Arguments, type Command, usageOf, type ValuesOf, type Wording } from './command.ts'
import type { CommandIndex } from './command-index.ts'
import type { IncomingMessage } from './incoming.ts'
import { quotedIssueNumbers } from './issue-number.ts'
import { nearestCommand } from './nearest-command.ts'
import { wordingOf } from './wording.ts'

export { type CommandIndex, findCommand, indexCommands } from './command-index.ts'

/**
 * How a command was recognised: by its slash; by its bare name, said to the bot; by the words that stand for it in a
 * reply to the bot's card. Only the first leaves no doubt: an open dialog may have the better claim to the others.
 */
export type Recognised = 'slash' | 'name' | 'reply'

export interface Understood<Context> {
  readonly kind: 'understood'
  readonly command: Command<Context>
  readonly values: ValuesOf<Arguments>
  readonly by: Recognised
  /** what no argument took, in the sender's own writing; mostly empty */
  readonly left: string
}

export interface Incomplete<Context> {
  readonly kind: 'incomplete'
  readonly command: Command<Context>
  readonly by: Recognised
  /** what is missing, a Chinese sentence */
  readonly problem: string
  readonly usage: string
  readonly example: string
}

export interface Unknown<Context> {
  readonly kind: 'unknown'
  /** the word after the slash, normalised and cut to a readable length */
  readonly typed: string
  readonly nearest: Command<Context> | undefined
}

export type Parsed<Context> = { readonly kind: 'none' } | Understood<Context> | Incomplete<Context> | Unknown<Context>

const NONE = { kind: 'none' } as const

/**
 * Reads a message as a command. In a group without the bot being addressed only a slash with a command's name counts,
 * or with a word so near to one that it must have been meant; paths, dates, fractions and WeChat's emoticons (/:rose)
 * are nobody's command. Said to the bot, a whole name does without the slash. In a reply to the bot's card a command's
 * `bare` words do. Never throws unless an argument does; linear in the length of the message.
 */
export function parseCommand<Context>(
  index: CommandIndex<Context>,
  message: IncomingMessage,
  now: Date,
): Parsed<Context> {
  const wording = wordingOf(message.text)
  // `@小格，报事 …`: what stood between the name and the command.
  const said = message.mentionsBot ? wording.after(0) : wording
  const quotedNumbers = quotedIssueNumbers(message.quotation)

  const head = SLASH.exec(said.text)?.[0]
  const found = head ? commandAfterSlash(index, said, head) : commandByName(index, said, message)
  if (found) {
    const rest = said.after(found.length)
    return readArguments(found.command, found.by, { rest, quotedNumbers, message, now })
  }
  const reply =
    quotedNumbers.length > 0 ? index.bare.find(({ pattern }) => pattern.exec(said.text)?.index === 0) : undefined
  if (reply) return readArguments(reply.command, 'reply', { rest: said, quotedNumbers, message, now })
  return head ? unknown(index, said, message) : NONE
}

/** 、 and \ are what the slash key gives in Chinese input methods. */
const SLASH = /^[/\\、] ?/
const HAN = /\p{Script=Han}/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}_]/u

interface Found<Context> {
  readonly command: Command<Context>
  /** normalised characters up to the end of the name */
  readonly length: number
  readonly by: Recognised
}

function commandAfterSlash<Context>(
  index: CommandIndex<Context>,
  said: Wording,
  head: string,
): Found<Context> | undefined {
  const ends = head.startsWith('/') ? endsAfterSlash : endsName
  const found = longestName(index, said.text, head.length, ends)
  return found && { ...found, by: 'slash' }
}

function commandByName<Context>(
  index: CommandIndex<Context>,
  said: Wording,
  message: IncomingMessage,
): Found<Context> | undefined {
  if (!message.mentionsBot && message.chat.kind !== 'private') return undefined
  const found = longestName(index, said.text, 0, endsName)
  if (!found) return undefined
  if (!message.mentionsBot && !HAN.test(said.text.charAt(found.length - 1))) {
    // Somebody who chats in private may begin with "match" or "bs"; with nothing or a number after it, it is a command.
    const alone =
      found.length >= SHORTEST_BARE_LATIN && /^(?:$|[ :]?#?\d|[。.!?~]+$)/.test(said.text.slice(found.length))
    if (!alone) return undefined
  }
  return { ...found, by: 'name' }
}

const SHORTEST_BARE_LATIN = 4

/** The longest name or alias at `from` that ends there according to `ends`. */
function longestName<Context>(
  index: CommandIndex<Context>,
  text: string,
  from: number,
  ends: (text: string, at: number) => boolean,
): { readonly command: Command<Context>; readonly length: number } | undefined {
  for (let at = Math.min(from + index.longest, text.length); at > from; at--) {
    const command = index.byName.get(text.slice(from, at).toLowerCase())
    if (command && ends(text, at)) return { command, length: at }
  }
  return undefined
}

/** After a slash a Chinese name needs nothing to end it (/报事灯坏了); a Latin one ends where its word does (/bs灯坏了, /jd128). */
function endsAfterSlash(text: string, at: number): boolean {
  const last = text.charAt(at - 1)
  if (HAN.test(last)) return true
  const next = text.slice(at, at + 2)
  if (!/[A-Za-z]/.test(last)) return /^(?:$|[ ,:#]|\p{Script=Han})/u.test(next)
  if (/^[-./\\@][A-Za-z\d]|^:\//.test(next)) return false
  return /^(?:$|\d|\p{Script=Han})/u.test(next) || !LETTER_OR_DIGIT.test(next.charAt(0))
}

/** Without a slash a name ends with the message, with a separator, or with a number that is all there is (进度128). */
function endsName(text: string, at: number): boolean {
  return /^(?:[ ,:]|#\d|第? ?\d{1,7} ?号?(?:$|[ ,])|[。.!?~]*$)/.test(text.slice(at))
}

function readArguments<Context>(
  command: Command<Context>,
  by: Recognised,
  input: ArgumentInput,
): Understood<Context> | Incomplete<Context> {
  const values: Record<string, unknown> = {}
  for (const [name, argument] of Object.entries(command.args)) {
    const read = argument.read(input)
    if (!read.ok) {
      const { problem } = read
      return { kind: 'incomplete', command, by, problem, usage: usageOf(command), example: command.example }
    }
    values[name] = read.value
  }
  return { kind: 'understood', command, values, by, left: input.rest.own }
}

/** A word right after the slash, and nothing that makes a path of it (/usr/bin, /是/否, /foo.bar). */
const LATIN_WORD = /^\/([A-Za-z]{2,16})(?=$|[\s,:。!?]|\p{Script=Han})/u
const HAN_WORD = /^\/(\p{Script=Han}+)(?!\p{Script=Han}|\s?[/\\])/u
const LONGEST_HAN_WORD = 6

/** In a group that did not address the bot only a near miss is answered: people write /微笑 and /哈哈 there. */
function unknown<Context>(
  index: CommandIndex<Context>,
  said: Wording,
  message: IncomingMessage,
): Unknown<Context> | typeof NONE {
  const attempt = said.text.slice(0, 64)
  const latin = LATIN_WORD.exec(attempt)?.[1]
  const typed = latin ?? HAN_WORD.exec(attempt)?.[1]
  if (typed === undefined) return NONE
  const nearest = nearestCommand(index.names, typed)
  if (!nearest && !message.mentionsBot && message.chat.kind !== 'private') return NONE
  return { kind: 'unknown', typed: latin ?? typed.slice(0, LONGEST_HAN_WORD), nearest }
}
