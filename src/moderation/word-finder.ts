import { soundOf } from './sounds.ts'

/** A place where a word begins, goes on or ends, in all the ways it may be written. */
interface Node {
  /** by the code of the sign */
  readonly next: Map<number, Edge[]>
  words: Word[] | undefined
}

interface Edge {
  readonly to: Node
  /** this sign stands in the place of another */
  readonly feigned: boolean
}

export interface Word {
  readonly id: number
  readonly length: number
  /** believed only as it is written in the list */
  readonly plainly: boolean
}

/** Where a word stands in a text: positions of its signs. */
export interface Hit {
  readonly word: Word
  readonly from: number
  readonly to: number
  /** some sign of it was spelled, doubled, or put in another's place */
  readonly feigned: boolean
}

/** So many signs between two of a word, or the same over again, are passed over. */
const MOST_AGAIN = 3
/** No disguise of a word is longer. */
const LONGEST = 40
const LEET: Readonly<Record<string, string>> = {
  o: '0',
  i: '1',
  l: '1',
  e: '3',
  a: '4',
  s: '5',
  t: '7',
  b: '8',
  g: '9',
}

/**
 * Finds the words of a list in a text of characters, letters and digits without marks, whether written out, spelled in
 * Latin letters, with others that sound the same, with signs doubled or one letter or digit put in between. The time is
 * linear in the length of the text, for no disguise may be longer than 40 signs.
 */
export class WordFinder {
  readonly #root: Node = newNode()

  add(text: string, id: number, { plainly = false, latin = false } = {}): void {
    let node = this.#root
    const signs = [...text.toLowerCase()]
    for (const sign of signs) node = this.#step(node, sign, plainly, latin)
    node.words ??= []
    node.words.push({ id, length: signs.length, plainly })
  }

  #step(node: Node, sign: string, plainly: boolean, latin: boolean): Node {
    const target = exactChild(node, sign) ?? newNode()
    link(node, sign, target, false)
    const leet = latin ? LEET[sign] : undefined
    if (leet !== undefined) link(node, leet, target, true)
    if (plainly || latin) return target
    const sound = soundOf(sign)
    if (sound) {
      for (const alike of sound.alike) link(node, alike, target, true)
      spell(node, sound.letters, target)
    }
    return target
  }

  find(text: string): Hit[] {
    const hits: Hit[] = []
    for (let from = 0; from < text.length; from++) {
      if (this.#root.next.has(text.charCodeAt(from))) walk(this.#root, text, from, from, false, 0, hits)
    }
    return hits
  }
}

function walk(node: Node, text: string, from: number, at: number, feigned: boolean, again: number, hits: Hit[]): void {
  if (node.words) {
    for (const word of node.words) if (!word.plainly || !feigned) hits.push({ word, from, to: at, feigned })
  }
  if (at >= text.length || at - from >= LONGEST) return
  const code = text.charCodeAt(at)
  const edges = node.next.get(code)
  if (edges) {
    for (const edge of edges) walk(edge.to, text, from, at + 1, feigned || edge.feigned, 0, hits)
  }
  if (at === from || again >= MOST_AGAIN) return
  const before = text.charCodeAt(at - 1)
  const same = code === before
  const between = isHan(before) && isSmall(code) && isHan(text.charCodeAt(at + 1)) && again === 0
  if (same) walk(node, text, from, at + 1, true, again + 1, hits)
  else if (between) walk(node, text, from, at + 1, true, MOST_AGAIN, hits)
}

function newNode(): Node {
  return { next: new Map(), words: undefined }
}

function exactChild(node: Node, sign: string): Node | undefined {
  return node.next.get(sign.charCodeAt(0))?.find(({ feigned, to }) => !feigned && sign.length === 1 && to)?.to
}

function link(node: Node, sign: string, to: Node, feigned: boolean): void {
  let from = node
  // A sign of two units is a path of two steps.
  for (let i = 0; i < sign.length - 1; i++) from = passage(from, sign.charCodeAt(i), feigned)
  const code = sign.charCodeAt(sign.length - 1)
  const edges = from.next.get(code) ?? []
  if (!edges.some((edge) => edge.to === to)) edges.push({ to, feigned })
  from.next.set(code, edges)
}

function spell(node: Node, letters: string, to: Node): void {
  link(node, letters, to, true)
}

function passage(node: Node, code: number, feigned: boolean): Node {
  const edges = node.next.get(code) ?? []
  const known = edges.find((edge) => edge.feigned === feigned && edge.to.words === undefined && edge.feigned)
  if (known) return known.to
  const to = newNode()
  edges.push({ to, feigned })
  node.next.set(code, edges)
  return to
}

const isHan = (code: number) => code >= 0x4e00 && code <= 0x9fff
const isSmall = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
