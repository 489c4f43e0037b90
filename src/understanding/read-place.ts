import { normalise } from '../chat/normalise.ts'
import { type AddressWord, foldAddress, NAMED, readAddress } from '../community/address-words.ts'
import { readCompoundName } from './compound-name.ts'
import type { PlaceReading } from './place-reading.ts'
import { SPOT } from './spot-words.ts'

/** Nobody tells where something is in more words; what comes after is not read, so that reading stays quick. */
const LONGEST_READ = 1500
/** Whoever names more spots than these gives no place but an account. */
const MOST_SPOTS = 6
/** A list of more buildings than one person looks after is a notice's. */
const MOST_BUILDINGS = 60

/**
 * Reads where something is, as far as the words tell: a compound's name, buildings, entrance, floor and named spots.
 * Undefined where they name no place. It knows no community: what the words mean there is looked up by `Places`. Never
 * throws; the work is bounded whatever the length.
 */
export function readPlace(text: string): PlaceReading | undefined {
  const written = joined(normalise(text.slice(0, LONGEST_READ)))
  const words = foldAddress(written)
  const compound = readCompoundName(words)
  const rest = compound
    ? words.slice(0, compound.from) + NAMED.repeat(compound.to - compound.from) + words.slice(compound.to)
    : words
  const address = readAddress(rest)

  const buildings = new Set<number>()
  const units = new Set<number>()
  const floors = new Set<number>()
  const floorsOfDoors = new Set<number>()
  for (const word of address) {
    if (word.kind === 'building') for (const number of word.numbers) buildings.add(number)
    else if (word.kind === 'unit') for (const number of word.numbers) units.add(number)
    else if (word.kind === 'floor') floors.add(word.number)
    else if (word.kind === 'door' && word.floor !== undefined) floorsOfDoors.add(word.floor)
  }
  const spots = spotsOf(without(rest, address), written)
  const unit = only(units)
  const floor = only(floors.size > 0 ? floors : floorsOfDoors)
  if (buildings.size + spots.length === 0 && unit === undefined && floor === undefined && !compound) return undefined
  return {
    buildings: [...buildings].slice(0, MOST_BUILDINGS),
    unit,
    floor,
    spots,
    compound: compound && written.slice(compound.from, compound.to),
  }
}

/** The 楼 of 3号楼门口 is the building's. */
function without(words: string, address: readonly AddressWord[]): string {
  let left = words
  for (const { from, to } of address) left = left.slice(0, from) + NAMED.repeat(to - from) + left.slice(to)
  return left
}

/** Folding is sign for sign, so that a spot can be given back as it is written. */
function spotsOf(words: string, written: string): string[] {
  const spots = new Set<string>()
  for (const { 0: spot, index } of words.matchAll(SPOT)) {
    if (spots.size === MOST_SPOTS) break
    spots.add(written.slice(index, index + spot.length))
  }
  return [...spots]
}

/** 3 501 are two numbers; any other blank means nothing. */
function joined(words: string): string {
  return words.replace(/(?<=\d) (?=\d)/g, ',').replaceAll(' ', '')
}

/** Of several it is not known which one is meant. */
function only(numbers: ReadonlySet<number>): number | undefined {
  const [first] = numbers
  return numbers.size === 1 ? first : undefined
}
