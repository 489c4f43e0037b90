import { createHash, randomBytes } from 'node:crypto'
import type { Prisma } from '../database/types.ts'

/**
 * What is kept of a group's members so that the group can be known again: a number of 16 bits for each name, made with a
 * salt of the group's own. Each number stands for one name in 65,536, so it proves of nobody that they were there and
 * says nothing across groups, while two groups of 500 strangers have by chance about 4 of 500 numbers in common.
 */
export interface GroupMarks {
  readonly salt: string
  readonly names: readonly string[]
  /** how many of them the chat has in common that the group seems to be now */
  readonly agreeing?: number
}

/** How a group seen now compares with one remembered. */
export interface Likeness {
  /** how many names agree */
  readonly common: number
  /** names in both of all names in either (Jaccard), 0 to 1 */
  readonly share: number
}

/**
 * From here on a group may be the one remembered: a third of its members gone, or a third new, or a third renamed between
 * two looks is still known (0.67, 0.75, 0.5); a group of the same neighbours for another purpose mostly is not.
 */
export const LIKE_ENOUGH = 0.5

const MARK_CHARACTERS = 4

/** The marks of these names; with a fresh salt unless one is given. Names nobody can read are left out. */
export function marksOf(names: readonly string[], salt = randomBytes(8).toString('hex')): GroupMarks {
  const marks = names
    .map(plain)
    .filter(Boolean)
    .map((name) => mark(salt, name))
  return { salt, names: [...new Set(marks)].sort() }
}

/** Compares the names of a group seen now with the marks of one remembered. */
export function likeness(marks: GroupMarks, names: readonly string[]): Likeness {
  const then = new Set(marks.names)
  const now = marksOf(names, marks.salt).names
  const common = now.filter((name) => then.has(name)).length
  const all = then.size + now.length - common
  return { common, share: all === 0 ? 0 : common / all }
}

/**
 * Whether marks may be replaced by those of these names. A puppet that has only just logged in may know a few members of
 * many: what is less than half is not believed.
 */
export function believable(before: GroupMarks | undefined, names: readonly string[]): boolean {
  return names.length > 0 && (!before || names.length * 2 >= before.names.length)
}

/** The marks as they were kept; undefined for a group that was never looked at. */
export function readMarks(kept: Prisma.JsonValue): GroupMarks | undefined {
  return kept === null ? undefined : (kept as unknown as GroupMarks)
}

/** The marks as a row keeps them. */
export function keptMarks(marks: GroupMarks): Prisma.InputJsonObject {
  return { ...marks, names: [...marks.names] }
}

/** The name a group or member bears, without what chats write differently: width, blanks, invisible characters. */
export function plain(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s|\p{Cf}|\uFE0E|\uFE0F/gu, '')
    .toLowerCase()
}

function mark(salt: string, name: string): string {
  return createHash('sha256').update(salt).update(name).digest('hex').slice(0, MARK_CHARACTERS)
}
