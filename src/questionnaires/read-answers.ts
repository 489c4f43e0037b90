import { readNumber } from '../time/chinese-number.ts'
import { parseMoment } from '../time/parse-moment.ts'
import { dayKey } from '../time/shanghai.ts'
import { type Answer, fits, LONGEST_WORDS, RANGE } from './answers.ts'
import { type ChoiceQuestion, hasChoices, type Question } from './definition.ts'
import type { Asked } from './path.ts'

/** Why an answer cannot be taken. Never with the words of whoever gave it: what is said is kept longer than an answer. */
export type Problem =
  | {
      readonly number: number
      readonly why: 'no such choice' | 'one only' | 'none and some' | 'out of range' | 'too long'
    }
  | { readonly number: number; readonly why: 'too many'; readonly most: number }
  | { readonly number: number; readonly why: 'unclear' | 'required' }

export interface ReadAnswers {
  /** by the question's number */
  readonly answers: ReadonlyMap<number, Answer>
  readonly problems: readonly Problem[]
  /** something in it was no answer to anything that was asked */
  readonly unread: boolean
}

/** What may be answered: `page` was asked last, in this order; `earlier` may be corrected by its number. */
export interface MayAnswer {
  readonly page: readonly Asked[]
  readonly earlier?: readonly Asked[]
  readonly now: Date
}

/** Longer messages are cut: an answer to a page is never so long. */
const LONGEST_MESSAGE = 4000

/**
 * Reads answers as people type them: `1A 2B 3ACD`, `1.a；2、b`, full width, one under the other, glued (`1a2b`), one at a
 * time without a number, stars or a number after the question's (`4:5`, `4 五星`), a choice by its words, free words, `2跳过`.
 * What has no number answers the first question that is still open. Never throws; only answers that fit come out.
 */
export function readAnswers(text: string, { page, earlier = [], now }: MayAnswer): ReadAnswers {
  const reader = new Reading(page, earlier, now)
  for (const line of visible(text).split('\n')) reader.line(line.trim())
  return reader.result()
}

/** Without invisible signs and halves of a character. */
function visible(text: string): string {
  return text
    .slice(0, LONGEST_MESSAGE)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]/gu, '')
}

/** Half width, sign for sign: a place in it is the same place in what somebody wrote, whose words are kept as they are. */
function folded(text: string): string {
  return text.replace(/[\u3000！-～①-⑨]/g, (sign) => {
    const code = sign.charCodeAt(0)
    if (code === 0x3000) return ' '
    return String.fromCharCode(code < 0xff00 ? code - 0x2460 + 0x31 : code - 0xfee0)
  })
}

const BETWEEN = /^[\s,;.、。/|]+/
const MARK = String.raw`\s*(?:号?题)?\s*[.、:,;)）=\-—]*\s*`
const LABELS = [/^(?:第|[Qq])?\s*(\d{2})/, /^(?:第|[Qq])?\s*(\d)/]
const AFTER_LABEL = new RegExp(`^${MARK}`)
const PASS = /^(?:跳过|不想答|不答|不填|不选|不想说|不方便说?|略过?|pass|skip)(?=$|[\s,;.、。\d])/i

class Reading {
  readonly #page: readonly Asked[]
  readonly #earlier: readonly Asked[]
  readonly #now: Date
  readonly #answers = new Map<number, Answer>()
  readonly #problems = new Map<number, Problem>()
  #unread = false
  #written = ''
  /** the text question whose words go on in the next line */
  #wordsOf: number | undefined

  constructor(page: readonly Asked[], earlier: readonly Asked[], now: Date) {
    this.#page = page
    this.#earlier = earlier
    this.#now = now
  }

  result(): ReadAnswers {
    return { answers: this.#answers, problems: [...this.#problems.values()], unread: this.#unread }
  }

  /** Reads a line. What is read is the folded line's end from somewhere on; where words count, the same end as written. */
  line(written: string): void {
    this.#written = written
    let rest = folded(written)
    let begun = false
    while (rest !== '') {
      const between = BETWEEN.exec(rest)?.[0].length ?? 0
      rest = rest.slice(between)
      if (rest === '') break
      const length = this.#labelled(rest, begun) ?? this.#bare(rest, begun)
      if (length === undefined) {
        if (begun || !this.#words(rest)) this.#unread = true
        break
      }
      rest = rest.slice(length)
      begun = true
    }
  }

  /** An answer behind its question's number: how much of the text it is. */
  #labelled(rest: string, begun: boolean): number | undefined {
    for (const label of LABELS) {
      const found = label.exec(rest)
      const number = Number(found?.[1])
      const asked = found && this.#numbered(number)
      if (!found || !asked) continue
      const mark = AFTER_LABEL.exec(rest.slice(found[0].length))?.[0] ?? ''
      const value = rest.slice(found[0].length + mark.length)
      const read = this.#value(asked, value, mark !== '')
      if (read === undefined) continue
      // 5号楼太吵 is no answer to question 5 where it is an earlier one.
      if (asked.question.kind === 'text' && (begun || !this.#page.includes(asked))) continue
      return found[0].length + mark.length + read
    }
    return undefined
  }

  /** The end of the line as it was written that this is folded. */
  #asWritten(rest: string): string {
    return this.#written.slice(this.#written.length - rest.length)
  }

  #numbered(number: number): Asked | undefined {
    return [...this.#page, ...this.#earlier].find((asked) => asked.number === number)
  }

  /** An answer without a number, to the first question that is still open; with a text question a whole line is words. */
  #bare(rest: string, begun: boolean): number | undefined {
    const open = this.#open()
    if (!open || open.question.kind === 'text') return undefined
    const alone = this.#numberAlone(open, rest)
    if (alone !== undefined) return alone
    if (this.#wordsOf !== undefined && !begun) return undefined
    const read = this.#value(open, rest, true)
    return read !== undefined && (begun || endsWell(rest.slice(read))) ? read : undefined
  }

  /**
   * 1 9Z: the question's own number, and behind it nothing that answers it. One star would be a guess at what decides; it is
   * left out and asked again.
   */
  #numberAlone({ number, question }: Asked, rest: string): number | undefined {
    if (question.kind !== 'rating' && question.kind !== 'recommend') return undefined
    const said = new RegExp(`^${number}(?=\\s+\\S)`).exec(rest)
    if (said) this.#unread = true
    return said?.[0].length
  }

  #open(): Asked | undefined {
    return this.#page.find(({ number }) => !this.#answers.has(number) && !this.#problems.has(number))
  }

  /** A whole line of words: the rest of an answer begun above, or an answer to the one question that takes words. */
  #words(rest: string): boolean {
    const line = this.#asWritten(rest)
    const goesOn = this.#wordsOf
    if (goesOn !== undefined) {
      const before = this.#answers.get(goesOn)
      return this.#takeWords(goesOn, typeof before === 'string' ? `${before}\n${line}` : line)
    }
    const asked = this.#page.find(({ number, question }) => question.kind === 'text' && !this.#answers.has(number))
    return asked !== undefined && this.#takeWords(asked.number, line)
  }

  #takeWords(number: number, words: string): boolean {
    this.#wordsOf = number
    if (words.length > LONGEST_WORDS) this.#refuse({ number, why: 'too long' })
    else this.#take(number, words.trim())
    return true
  }

  #take(number: number, answer: Answer): void {
    this.#problems.delete(number)
    this.#answers.set(number, answer)
  }

  #refuse(problem: Problem): void {
    this.#answers.delete(problem.number)
    this.#problems.set(problem.number, problem)
  }

  /** Reads a value and takes it, or says why not; undefined where nothing of the kind stands there. */
  #value({ number, question }: Asked, text: string, parted: boolean): number | undefined {
    const pass = PASS.exec(text)
    if (pass) {
      if (question.required) this.#refuse({ number, why: 'required' })
      else this.#take(number, null)
      return pass[0].length
    }
    const read = this.#read(question, text, parted)
    if (!read) return undefined
    if ('why' in read) this.#refuse(withNumber(number, read, question))
    else if (fits(question, read.answer)) this.#take(number, read.answer)
    else this.#refuse({ number, why: 'unclear' })
    if (question.kind === 'text') this.#wordsOf = number
    else this.#wordsOf = undefined
    return read.length
  }

  #read(question: Question, text: string, parted: boolean): Read | undefined {
    if (hasChoices(question)) return readLetters(question, text) ?? readLabel(question, text)
    switch (question.kind) {
      case 'rating':
      case 'recommend':
        return readScore(text, RANGE[question.kind])
      case 'consent':
        return readYesOrNo(text)
      case 'date': {
        const moment = parseMoment(text.slice(0, 60), this.#now)
        const length = moment ? text.indexOf(moment.read) + moment.read.length : 0
        return moment && { length, answer: dayKey(moment.at) }
      }
      case 'text': {
        if (text.trim() === '' || !parted) return undefined
        const { length } = text
        return length > LONGEST_WORDS ? { length, why: 'too long' } : { length, answer: this.#asWritten(text).trim() }
      }
    }
  }
}

type Why = Exclude<Problem['why'], 'required'>
type Read = { readonly length: number; readonly answer: Answer } | { readonly length: number; readonly why: Why }

function withNumber(number: number, { why }: { readonly why: Why }, question: Question): Problem {
  if (why !== 'too many') return { number, why }
  return { number, why, most: question.kind === 'multiple' ? (question.most ?? question.choices.length) : 1 }
}

/** Nothing, or a mark, or what can begin the next answer: not the middle of a word. */
function endsWell(rest: string): boolean {
  return rest === '' || /^[\s,;.、。/|)）!~]/.test(rest) || /^(?:第|[Qq])?\s*\d/.test(rest)
}

const LETTERS = /^(?:我?选择?\s*)?([A-Za-z](?:[\s,、&+和及]{0,3}[A-Za-z])*)(?![A-Za-z])/

function readLetters(question: ChoiceQuestion, text: string): Read | undefined {
  const found = LETTERS.exec(text)
  if (!found?.[1]) return undefined
  const whole = found[0]
  // One choice is one letter; what stands apart behind it belongs to the next question.
  const glued = /^[A-Za-z]+/.exec(found[1])?.[0] ?? ''
  const single = question.kind === 'single'
  const said = single ? glued : found[1].replace(/[^A-Za-z]/g, '')
  const length = single ? whole.length - found[1].length + glued.length : whole.length
  const places = [...new Set(said.toUpperCase())].map((letter) => letter.charCodeAt(0) - 65).sort((a, b) => a - b)
  const chosen = places.map((place) => question.choices[place])
  if (chosen.some((choice) => choice === undefined)) return { length, why: 'no such choice' }
  const ids = chosen.flatMap((choice) => (choice ? [choice.id] : []))
  if (question.kind === 'single') {
    const [id] = ids
    return ids.length === 1 && id !== undefined ? { length, answer: id } : { length, why: 'one only' }
  }
  if (ids.length > 1 && chosen.some((choice) => choice?.none)) return { length, why: 'none and some' }
  if (question.most !== undefined && ids.length > question.most) return { length, why: 'too many' }
  return { length, answer: ids }
}

/** A choice by its words, as far as they leave no doubt. */
function readLabel(question: ChoiceQuestion, text: string): Read | undefined {
  const written = text.toLowerCase()
  const found = question.choices
    .filter(({ label }) => written.startsWith(folded(label).toLowerCase()))
    .sort((one, other) => other.label.length - one.label.length)[0]
  if (!found) return undefined
  const { length } = found.label
  if (!endsWell(text.slice(length))) return undefined
  return { length, answer: question.kind === 'single' ? found.id : [found.id] }
}

const STARS = /^[★⭐☆]+/u
const SCORE = /^(\d{1,3}|[零一二两三四五六七八九十]{1,2})\s*(?:分|颗?星)?(?![\dA-Za-z])/

function readScore(text: string, { least, most }: { readonly least: number; readonly most: number }): Read | undefined {
  const stars = STARS.exec(text)?.[0]
  if (stars) return inRange([...stars].filter((sign) => sign !== '☆').length, stars.length)
  const found = SCORE.exec(text)
  if (!found?.[1]) return undefined
  const value = found[1] === '零' ? 0 : /^\d/.test(found[1]) ? Number(found[1]) : readNumber(found[1])
  return value === undefined ? undefined : inRange(value, found[0].length)

  function inRange(score: number, length: number): Read {
    return score < least || score > most ? { length, why: 'out of range' } : { length, answer: score }
  }
}

const NO = /^(?:b(?![a-z])|不(?:同意|愿意|行|可以|要|是)|否|不(?![一-鿿])|no(?![a-z]))/i
const YES = /^(?:a(?![a-z])|(?:我)?(?:同意|愿意|可以|行|是的?|好的?)(?![一-鿿])|yes(?![a-z]))/i

function readYesOrNo(text: string): Read | undefined {
  const no = NO.exec(text)
  if (no) return { length: no[0].length, answer: false }
  const yes = YES.exec(text)
  return yes ? { length: yes[0].length, answer: true } : undefined
}
