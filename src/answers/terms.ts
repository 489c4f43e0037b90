import { NUMERAL, readNumber } from '../time/chinese-number.ts'
import { foldText } from '../time/folded-text.ts'
import { ACTS, ASKING, type Asked, EMPTY_WORDS, OPEN, THINGS, WHICH } from './words.ts'

/** A piece of what a text is about: a sign or a thing. It is found in another text where that has one of the keys. */
export interface Piece {
  readonly keys: readonly string[]
  /** how much it says; a Chinese character says 1 */
  readonly weight: number
  /** it is what is to be done with the thing: lost, broken, given back */
  readonly act?: boolean
  /** it says which of such things is meant, or what is out of the ordinary: what does not speak of it is about another */
  readonly which?: boolean
}

/** What a text is about and what it asks, as far as words tell. */
export interface Terms {
  readonly asked: ReadonlySet<Asked>
  readonly pieces: readonly Piece[]
  readonly keys: ReadonlySet<string>
  /** the buildings it names, by number */
  readonly buildings: ReadonlySet<number>
}

/** A named thing weighs as much as a word of two characters and a bit; one loose character tells little. */
const THING_WEIGHT = 2.4
const OPEN_WEIGHT = 1.2
const LATIN_WEIGHT = 1.5
const LOOSE_WEIGHT = 0.5

/** Begins the key of a thing, so that it is no pair of characters. */
const NAMED = '='

type Meaning = { readonly asked: Asked } | { readonly piece: Piece } | 'empty'

const WORDS = wordTable()

const HAN = /\p{Script=Han}/u
const LATIN = /^[a-z\d]+/

const BUILDINGS = new RegExp(
  `(${NUMERAL}(?:号?[-~至到、,]${NUMERAL}){0,20})(?:号楼|号院|栋|幢|座|号(?=[、,和及])|#)(?:楼)?(?:\\s*${NUMERAL}单元)?`,
  'g',
)
/** More than any community has in one row: then it is no row of buildings. */
const LONGEST_ROW = 200

/** Reads a text; linear in its length, never throws. */
export function termsOf(text: string): Terms {
  const plain = foldText(text.normalize('NFKC')).toLowerCase()
  const buildings = new Set<number>()
  const without = plain.replace(BUILDINGS, (_, numbers: string) => {
    for (const number of buildingsIn(numbers)) buildings.add(number)
    return ' '
  })
  const asked = new Set<Asked>()
  const pieces: Piece[] = []
  let run = ''
  const endRun = () => {
    pieces.push(...piecesOfRun(run))
    run = ''
  }
  for (let at = 0; at < without.length; ) {
    const word = wordAt(without, at)
    const latin = word || !LATIN.test(without.charAt(at)) ? undefined : LATIN.exec(without.slice(at, at + 24))?.[0]
    if (word) {
      endRun()
      if (word.meaning !== 'empty') {
        if ('asked' in word.meaning) asked.add(word.meaning.asked)
        else pieces.push(word.meaning.piece)
      }
      at += word.length
    } else if (latin) {
      endRun()
      pieces.push({ keys: [latin], weight: /^\d+$/.test(latin) ? LOOSE_WEIGHT : LATIN_WEIGHT })
      at += latin.length
    } else {
      const sign = String.fromCodePoint(without.codePointAt(at) ?? 0)
      if (HAN.test(sign)) run += sign
      else endRun()
      at += sign.length
    }
  }
  endRun()
  return {
    asked,
    pieces: once(pieces),
    keys: new Set(pieces.flatMap(({ keys }) => keys)),
    buildings,
  }
}

/** A thing named twice, or in two words, is one thing. */
function once(pieces: readonly Piece[]): Piece[] {
  const seen = new Set<string>()
  return pieces.filter(({ keys: [key = ''] }) => {
    const again = key.startsWith(NAMED) && seen.has(key)
    seen.add(key)
    return !again
  })
}

/** Each character of a run of unknown words, to be known by the pairs it stands in. */
function piecesOfRun(run: string): Piece[] {
  const signs = [...run]
  if (signs.length === 1) return [{ keys: [run], weight: LOOSE_WEIGHT }]
  return signs.map((sign, index) => {
    const before = signs[index - 1]
    const after = signs[index + 1]
    return {
      keys: [...(before === undefined ? [] : [before + sign]), ...(after === undefined ? [] : [sign + after])],
      weight: 1,
    }
  })
}

/** 3; 1、2、5; 1-8. */
function buildingsIn(text: string): number[] {
  return text.split(/[、,]/).flatMap((part) => {
    const [from, to] = part.split(/[-~至到]/).map((each) => readNumber(each.replace('号', '')))
    if (from === undefined) return []
    if (to === undefined || to < from || to - from > LONGEST_ROW) return [from]
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}

function wordAt(text: string, at: number): { readonly meaning: Meaning; readonly length: number } | undefined {
  const longest = WORDS.longest.get(text.charAt(at)) ?? 0
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    const meaning = WORDS.meanings.get(text.slice(at, at + length))
    if (meaning) return { meaning, length }
  }
  return undefined
}

function wordTable() {
  const meanings = new Map<string, Meaning>()
  for (const word of EMPTY_WORDS.split(' ')) meanings.set(word, 'empty')
  for (const [asked, words] of Object.entries(ASKING) as [Asked, string][]) {
    for (const word of words.split(' ')) meanings.set(word, { asked })
  }
  const name = (words: string, weight: number, more: Pick<Piece, 'act' | 'which'> = {}) => {
    const all = words.split(' ')
    for (const word of all) meanings.set(word, { piece: { keys: [`${NAMED}${all[0]}`], weight, ...more } })
  }
  for (const words of THINGS) name(words, THING_WEIGHT)
  for (const words of ACTS) name(words, THING_WEIGHT, { act: true })
  for (const words of WHICH) name(words, THING_WEIGHT, { which: true })
  name(OPEN, OPEN_WEIGHT)
  const longest = new Map<string, number>()
  for (const word of meanings.keys()) {
    longest.set(word.charAt(0), Math.max(longest.get(word.charAt(0)) ?? 0, word.length))
  }
  return { meanings, longest }
}
