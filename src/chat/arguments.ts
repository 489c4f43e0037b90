import { type Moment, parseMoment } from '../time/parse-moment.ts'
import type { Argument, ArgumentInput, ReadResult } from './command.ts'
import { readIssueNumber } from './issue-number.ts'
import { type Mention, takeMention } from './mention.ts'
import { normalise } from './normalise.ts'

/** A date or time as somebody wrote it; `hasTime` is false when only a day was said. */
export type SaidMoment = Pick<Moment, 'at' | 'hasTime' | 'partOfDay' | 'read'>

export interface IssueNumberOptions {
  /** how the usage calls it; 号 unless told */
  readonly label?: string
  /** false where a quoted card cannot stand for it: the parent of /并案 */
  readonly fromCard?: boolean
  /**
   * true where another issue number follows: then, quoting the card of #5, `/并案 3` gives the 3 to the one that follows
   * and the 5 to this.
   */
  readonly beforeAnother?: boolean
}

/** An issue's number: written in the text, or else the one on the bot's card that the message quotes. */
export function issueNumber(options: IssueNumberOptions = {}): Argument<number> {
  return {
    label: options.label ?? '号',
    optional: false,
    read(input) {
      const taken = takeIssueNumber(input, options)
      if (taken !== undefined) return taken
      const numbers = options.fromCard === false ? [] : input.quotedNumbers
      return numbers.length > 1 ? problem(whichOf(numbers)) : problem(numberMissing(options))
    },
  }
}

/** The same where it may be left out; undefined then. Several numbers on the quoted card are asked about. */
export function optionalIssueNumber(options: IssueNumberOptions = {}): Argument<number | undefined> {
  return {
    label: options.label ?? '号',
    optional: true,
    read(input) {
      const taken = takeIssueNumber(input, options)
      if (taken !== undefined) return taken
      const numbers = options.fromCard === false ? [] : input.quotedNumbers
      return numbers.length > 1 ? problem(whichOf(numbers)) : value(undefined)
    },
  }
}

/** The rest of the message in the sender's own writing, without blanks around it or quotation marks around the whole. */
export function ownWords(label: string): Argument<string> {
  return {
    label,
    optional: false,
    read(input) {
      const words = takeOwnWords(input)
      return words === undefined ? problem(missing(label)) : value(words)
    },
  }
}

/** The same where it may be left out; undefined then. */
export function optionalWords(label: string): Argument<string | undefined> {
  return { label, optional: true, read: (input) => value(takeOwnWords(input)) }
}

/** The next word, up to a blank or a punctuation mark, or what stands in quotation marks. Normalised: it is for looking up. */
export function word(label: string): Argument<string> {
  return {
    label,
    optional: false,
    read(input) {
      const taken = takeWord(input)
      return taken === undefined ? problem(missing(label)) : value(taken)
    },
  }
}

/** The same where it may be left out; undefined then. */
export function optionalWord(label: string): Argument<string | undefined> {
  return { label, optional: true, read: (input) => value(takeWord(input)) }
}

/**
 * One of several words, each with what it means. Of words that mean the same, the first is the one that people are told.
 * The longest that fits wins; a Chinese word may be followed directly by more text.
 */
export function oneOf<const V>(label: string, choices: Readonly<Record<string, V>>): Argument<V> {
  const find = chooser(choices)
  const told = new Map<V, string>()
  for (const [name, meaning] of Object.entries(choices)) if (!told.has(meaning)) told.set(meaning, name)
  return {
    label,
    optional: false,
    read: (input) => find(input) ?? problem(choiceMissing(label, [...told.values()])),
  }
}

/** A date, a time or both, as people say it: 6月3日 15:00, 明天下午3点, 3天内. The past is read too. */
export function moment(label: string): Argument<SaidMoment> {
  return {
    label,
    optional: false,
    read: (input) => takeMoment(input) ?? problem(`请写上${label}，比如 6月3日 15:00 或 明天下午3点。`),
  }
}

/** The same where it may be left out; undefined then, also for what cannot be read. */
export function optionalMoment(label: string): Argument<SaidMoment | undefined> {
  return { label, optional: true, read: (input) => takeMoment(input) ?? value(undefined) }
}

/** The person whom the message mentions; the @ is taken out of the text wherever it stands. */
export function mentionedPerson(label = '@某人'): Argument<Mention> {
  return {
    label,
    optional: false,
    read(input) {
      const taken = takeMention(input.rest, input.message.mentions)
      if (taken === 'ambiguous') return problem('看不出说的是哪一位，请一次只 @ 一个人。')
      if (taken === 'none') {
        const inGroup = input.message.chat.kind === 'group'
        return problem(inGroup ? '请 @ 一下这位群成员。' : '私聊里没法 @ 人，请到有这位成员的群里发。')
      }
      input.rest = taken.rest
      return value(taken.person)
    },
  }
}

function value<T>(read: T): ReadResult<T> {
  return { ok: true, value: read }
}

function problem(text: string): ReadResult<never> {
  return { ok: false, problem: text }
}

function missing(label: string): string {
  return `请写上${label === '话' ? '要说的话' : label}。`
}

/** The usage may already call an argument by its choices (满意|不满意): then they are not said twice. */
function choiceMissing(label: string, choices: readonly string[]): string {
  return `请写上${label.includes('|') ? '' : `${label}：`}${either(choices)}。`
}

function whichOf(numbers: readonly number[]): string {
  return `引用的那条里有 ${numbers.map((number) => `#${number}`).join('、')}，请写明是哪一个。`
}

/** What is missing where no issue is named. */
export const NUMBER_MISSING = '请写上事项编号；引用小格的卡片时可以不写。'

function numberMissing({ label, fromCard }: IssueNumberOptions): string {
  const what = label === undefined || label === '号' ? '事项编号' : label
  if (fromCard === false) return `请写上${what}。`
  return what === '事项编号' ? NUMBER_MISSING : `请写上${what}；引用小格的卡片时可以不写。`
}

function takeIssueNumber(input: ArgumentInput, options: IssueNumberOptions): ReadResult<number> | undefined {
  const onCard = options.fromCard !== false && input.quotedNumbers.length === 1 ? input.quotedNumbers[0] : undefined
  const found = readIssueNumber(input.rest)
  if (!found) return onCard === undefined ? undefined : value(onCard)
  const rest = input.rest.after(found.length)
  if (options.beforeAnother && onCard !== undefined && !readIssueNumber(rest)) return value(onCard)
  input.rest = rest
  return value(found.value)
}

/** Pairs that people put around an argument; < > because the usage line is copied as it stands. */
const PAIRS: ReadonlyMap<string, string> = new Map(
  ['“”', '‘’', '「」', '『』', '""', "''", '＂＂', '｢｣', '<>', '＜＞', '〈〉'].map((pair) => [
    pair.charAt(0),
    pair.charAt(1),
  ]),
)

function takeOwnWords(input: ArgumentInput): string | undefined {
  const { rest } = input
  input.rest = rest.after(rest.text.length)
  if (rest.text === '') return undefined
  const words = unquoted(rest.own.trim())
  return normalise(words) === '' ? undefined : words
}

/** Takes off quotation marks when they stand around the whole: not those of “a” 和 “b”. */
function unquoted(words: string): string {
  const opening = words.charAt(0)
  const closing = PAIRS.get(opening)
  if (closing === undefined) return words
  const end = words.indexOf(closing, 1)
  if (end < 0 || normalise(words.slice(end + 1)) !== '' || words.lastIndexOf(opening, end - 1) > 0) return words
  return words.slice(1, end).trim()
}

const WORD_ENDS = /[ ,:;。!?]/

function takeWord(input: ArgumentInput): string | undefined {
  const { text } = input.rest
  const closing = PAIRS.get(text.charAt(0))
  const close = closing === undefined ? -1 : text.indexOf(closing, 1)
  if (close > 0) {
    const quoted = text.slice(1, close).trim()
    if (quoted !== '') {
      input.rest = input.rest.after(close + 1)
      return quoted
    }
  }
  const end = text.search(WORD_ENDS)
  const length = end < 0 ? text.length : end
  if (length === 0) return undefined
  input.rest = input.rest.after(length)
  return text.slice(0, length)
}

/** After a choice these make a question of it or another word: 满意吗, 满意度. */
const ANOTHER_WORD = /^[吗么嘛度]/
const LATIN = /[A-Za-z\d]/

function chooser<V>(choices: Readonly<Record<string, V>>): (input: ArgumentInput) => ReadResult<V> | undefined {
  const words = Object.entries(choices)
    .map(([name, meaning]) => ({ name: normalise(name).toLowerCase(), meaning }))
    .sort((a, b) => b.name.length - a.name.length)
  const longest = words[0]?.name.length ?? 0
  return (input) => {
    const opening = PAIRS.has(input.rest.text.charAt(0)) ? 1 : 0
    const text = input.rest.text.slice(opening, opening + longest + 2).toLowerCase()
    const chosen = words.find(({ name }) => text.startsWith(name) && standsAlone(name, text.slice(name.length)))
    if (!chosen) return undefined
    const after = opening + chosen.name.length
    const closed = opening === 1 && input.rest.text.charAt(after) === PAIRS.get(input.rest.text.charAt(0))
    input.rest = input.rest.after(closed ? after + 1 : after)
    return value(chosen.meaning)
  }
}

function standsAlone(name: string, next: string): boolean {
  if (ANOTHER_WORD.test(next)) return false
  return !(LATIN.test(name.slice(-1)) && LATIN.test(next.charAt(0)))
}

function takeMoment(input: ArgumentInput): ReadResult<SaidMoment> | undefined {
  const text = input.rest.text.slice(0, LONGEST_MOMENT)
  const opening = PAIRS.has(text.charAt(0)) ? 1 : 0
  const found = parseMoment(text.slice(opening), input.now)
  if (!found) return undefined
  const { at, hasTime, partOfDay, read } = found
  const end = text.indexOf(read, opening) + read.length
  const closed = opening === 1 && text.charAt(end) === PAIRS.get(text.charAt(0))
  input.rest = input.rest.after(closed ? end + 1 : end)
  return value({ at, hasTime, partOfDay, read })
}

/** No date is written longer than this. */
const LONGEST_MOMENT = 60

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join('、')}或${words.at(-1)}`
}
