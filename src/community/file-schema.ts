import { z } from 'zod'
import { readRanges } from './ranges.ts'
import { readRoleWords } from './role-words.ts'

// The file as it is written. Sentences of errors are ends of "path: …"; file-mistakes.ts says the rest.

const needed = (help: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `is missing: ${help}` : undefined

const name = z.string().trim().min(1, 'must not be empty').max(60, 'is longer than 60 characters')
const alias = name.min(2, 'is too short: an alias of one character would be found in every message')
const code = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    'must be small letters, digits, - or _, at most 40, beginning with a letter or digit',
  )
const id = z.string().regex(/^\S{1,128}$/, 'must be an id of the chat: up to 128 characters without blanks')
const gridNumber = z.int('must be the number of a grid').min(1, 'grid numbers begin at 1').max(9999)

const ranges = z.unknown().transform((value, context) => {
  const numbers = readRanges(value)
  if (typeof numbers !== 'string') return numbers
  context.issues.push({ code: 'custom', message: numbers, input: value })
  return z.NEVER
})

const roleWords = z.string().transform((value, context) => {
  const words = readRoleWords(value)
  if (words) return words
  context.issues.push({
    code: 'custom',
    message: `"${value}" is not a role; write 网格员 3, 副网格员 3, 工作人员, 书记, 讲师, 红娘, 志愿者, 志愿者 3, 联系人 <unit> or 联系人 <unit> 3网格`,
    input: value,
  })
  return z.NEVER
})

const building = z.strictObject({
  numbers: ranges.optional(),
  name: name.optional(),
  code: code.optional(),
  grid: z
    .int({ error: needed('every building belongs to one grid') })
    .min(1, 'grid numbers begin at 1')
    .max(9999),
  entrances: z.int().min(1).max(60).default(1),
  households: z.int().min(0).max(9999).default(0),
})

const compound = z.strictObject({
  code,
  name,
  aliases: z.array(alias).default([]),
  buildings: z.array(building).min(1, 'has no building'),
})

const grid = z.strictObject({ number: gridNumber, name: name.optional() })

const unit = z.strictObject({
  code,
  name,
  aliases: z.array(alias).default([]),
  kind: z.enum(['property', 'police', 'utility', 'government', 'other']),
  grids: ranges.optional(),
})

const person = z.strictObject({
  contact: id,
  name,
  about: z.string().trim().default(''),
  friend: z.boolean().default(true),
  roles: z.array(roleWords).default([]),
})

const group = z.strictObject({
  chat: id.regex(/@/, 'must contain an @, as group ids do'),
  topic: name,
  grid: gridNumber.optional(),
  staff: z.literal(true, 'can only be true').optional(),
  unit: z.string().optional(),
  members: z.array(z.string()).min(1, 'has no member'),
})

/** A course of the example: admitted, so that a term of it can be planned at once. */
const course = z.strictObject({
  title: name,
  lecturer: id,
  teacher: name,
  about: z.string().trim().min(1, 'is empty').max(120, 'is longer than 120 signs'),
  skill: name.optional(),
})

/** A wish of the community's own, as it stands on the board from the start. */
const wish = z.string().trim().min(2, 'is too short').max(200, 'is longer than 200 signs')

const calendarYear = z.strictObject({
  year: z.int().min(2000).max(2200),
  holidays: z.array(z.string()).default([]),
  workdays: z.array(z.string()).default([]),
})

export const communityShape = z.strictObject({
  community: code,
  name,
  example: z.boolean().default(false),
  grids: z.array(grid).min(1, 'has no grid'),
  compounds: z.array(compound).min(1, 'has no compound'),
  units: z.array(unit).default([]),
  people: z.array(person).default([]),
  groups: z.array(group).default([]),
  courses: z.array(course).default([]),
  wishes: z.array(wish).default([]),
  calendar: z.array(calendarYear).default([]),
})

/** One document of the file, read but not yet checked against itself. */
export type WrittenCommunity = z.output<typeof communityShape>

/** Which keys belong where, for a mistyped one. A place is a path without its numbers: compounds.buildings. */
export const keysAt: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(communityShape.shape),
  grids: Object.keys(grid.shape),
  compounds: Object.keys(compound.shape),
  'compounds.buildings': Object.keys(building.shape),
  units: Object.keys(unit.shape),
  people: Object.keys(person.shape),
  groups: Object.keys(group.shape),
  courses: Object.keys(course.shape),
  calendar: Object.keys(calendarYear.shape),
}
