import { foldAddress, NAMED, readAddress } from './address-words.ts'

/** A name that something is called by. One thing may have several. */
export interface Call {
  readonly id: number
  readonly name: string
}

/** The places that somebody's words name, not yet looked up. */
export interface PlaceWords {
  readonly compounds: readonly number[]
  /** buildings called by a name of their own */
  readonly buildings: readonly number[]
  /** numbers of buildings: 3 for 三号楼 */
  readonly numbers: readonly number[]
  /** numbers of grids */
  readonly grids: readonly number[]
}

/** What things are called, as it is looked for in words: the longest name first, each with all that are called so. */
export type Names = readonly (readonly [name: string, ids: readonly number[]])[]

/** Made once for many texts: every name has to be tidied. */
export function namesOf(calls: readonly Call[]): Names {
  const byName = new Map<string, number[]>()
  for (const { id, name } of calls) {
    const tidied = tidy(name)
    if (tidied !== '') byName.set(tidied, [...(byName.get(tidied) ?? []), id])
  }
  // So that 新桥家园二期 is not also taken for 新桥家园.
  return [...byName].sort(([one], [other]) => other.length - one.length)
}

/** Finds places in free words. `compounds` and `buildings` are what the community's are called. */
export function readPlaceWords(text: string, compounds: Names, buildings: Names): PlaceWords {
  const found = { compounds: new Set<number>(), buildings: new Set<number>() }
  let words = tidy(text)
  const take = (names: Names, into: Set<number>, sign: string) => {
    for (const [name, ids] of names) {
      if (!words.includes(name)) continue
      words = words.replaceAll(name, sign)
      for (const id of ids) into.add(id)
    }
  }
  take(compounds, found.compounds, NAMED)
  take(buildings, found.buildings, '\u0002')

  const address = readAddress(words)
  return {
    compounds: [...found.compounds],
    buildings: [...found.buildings],
    numbers: [...new Set(address.flatMap((word) => (word.kind === 'building' ? word.numbers : [])))],
    grids: [...new Set(address.flatMap((word) => (word.kind === 'grid' ? [word.number] : [])))],
  }
}

function tidy(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\p{Cf}\p{M}]+/gu, '')
  // 3 501 are two numbers; any other blank means nothing.
  const joined = plain.replace(/(?<=\d)\s+(?=\d)/g, ',').replace(/[\s\p{Cc}]+/gu, '')
  return foldAddress(joined).toLowerCase()
}
