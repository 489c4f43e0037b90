import type { Command } from './command.ts'

/** A command under one of its names, as matching sees it. */
export interface NamedCommand<Context> {
  readonly name: string
  readonly command: Command<Context>
}

const HAN = /^\p{Script=Han}+$/u
/** A pinyin syllable, loosely: a suggestion may be wrong, so the rare ones need not be right. */
const SYLLABLE = /^(?:([bpmfdtnlgkhjqxrzcsyw])h?[aeiouv]+(?:ng|n|r)?)/
/** Shorter Latin abbreviations are all near each other, so that nearness says nothing. */
const SHORTEST_LATIN = 3
const LONGEST_WORD = 16

/**
 * The command that somebody who typed `typed` after the slash may have meant: one sign wrong, missing, too many or
 * exchanged with its neighbour (two in names of six and more), or the whole pinyin where an alias is its initials
 * (baoshi, bs). Undefined when none is that near. Of equally near ones the first in the table, which begins with
 * everybody's. A Chinese name may be followed directly by words, so the beginning of `typed` is what is compared.
 */
export function nearestCommand<Context>(
  names: readonly NamedCommand<Context>[],
  typed: string,
): Command<Context> | undefined {
  const word = typed.toLowerCase().slice(0, LONGEST_WORD)
  const han = HAN.test(word)
  let best: { readonly command: Command<Context>; readonly far: number } | undefined
  for (const { name, command } of names) {
    if (HAN.test(name) !== han || name.length < (han ? 2 : SHORTEST_LATIN)) continue
    const far = han ? distanceToBeginning(name, word) : distance(name, word)
    const allowed = name.length >= 6 ? 2 : 1
    if (far <= allowed && (best === undefined || far < best.far)) best = { command, far }
  }
  if (best || han) return best?.command
  const initials = pinyinInitials(word)
  return initials === undefined ? undefined : names.find(({ name }) => name === initials)?.command
}

/** `b`, `s` of baoshi; undefined for what is no pinyin of at least two syllables. */
function pinyinInitials(word: string): string | undefined {
  let rest = word
  let initials = ''
  while (rest !== '') {
    const syllable = SYLLABLE.exec(rest)
    if (!syllable) return undefined
    initials += syllable[1] ?? ''
    rest = rest.slice(syllable[0].length)
  }
  return initials.length >= 2 ? initials : undefined
}

function distanceToBeginning(name: string, word: string): number {
  // One sign of a longer word says nothing: 开 of 开心 is not 重开.
  const shortest = Math.min(2, word.length)
  const lengths = [name.length - 1, name.length, name.length + 1].filter(
    (length) => length >= shortest && length <= word.length,
  )
  return Math.min(name.length, ...lengths.map((length) => distance(name, word.slice(0, length))))
}

/** Optimal string alignment: Levenshtein, and neighbours exchanged count as one mistake. Both words are short. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const cost = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)]
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost.push((before[j - 2] ?? 0) + 1)
      next.push(Math.min(...cost))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
