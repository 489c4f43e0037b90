import { readFile } from 'node:fs/promises'
import { type Document, LineCounter, parseAllDocuments, visit } from 'yaml'
import { OperatorError } from '../operator-error.ts'
import type { SuppliedYears } from '../time/work-calendar.ts'
import { readDays } from './calendar-days.ts'
import { checkCommunity } from './file-checks.ts'
import { type Mistake, mistakesOf } from './file-mistakes.ts'
import { type Path, type Position, positionOf, writePath } from './file-position.ts'
import { communityShape, type WrittenCommunity } from './file-schema.ts'
import type { RoleWords } from './role-words.ts'

/** A community as its file describes it, with every range written out. */
export interface CommunityFile {
  readonly code: string
  readonly name: string
  readonly example: boolean
  readonly grids: readonly { readonly number: number; readonly name: string }[]
  readonly compounds: readonly FileCompound[]
  readonly units: readonly FileUnit[]
  /** for the sandbox, as are groups */
  readonly people: readonly FilePerson[]
  readonly groups: readonly FileGroup[]
  /** for the sandbox: courses that are admitted */
  readonly courses: readonly FileCourse[]
  /** wishes of the community's own that the board begins with */
  readonly wishes: readonly string[]
  /** years that the built-in calendar does not know */
  readonly calendar: SuppliedYears
}

export interface FileCompound {
  readonly code: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly buildings: readonly FileBuilding[]
}

export interface FileBuilding {
  readonly code: string
  readonly name: string
  readonly number: number | undefined
  readonly grid: number
  readonly entrances: number
  readonly households: number
}

export interface FileUnit {
  readonly code: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly kind: 'PROPERTY' | 'POLICE' | 'UTILITY' | 'GOVERNMENT' | 'OTHER'
  /** undefined: it serves the whole community */
  readonly grids: readonly number[] | undefined
}

export interface FilePerson {
  readonly contact: string
  readonly name: string
  readonly about: string
  readonly friend: boolean
  readonly roles: readonly RoleWords[]
}

export interface FileCourse {
  readonly title: string
  /** contact of the person who gives it */
  readonly lecturer: string
  /** how the lecturer is called on posters */
  readonly teacher: string
  readonly about: string
  readonly skill: string
}

export type GroupTarget =
  | { readonly purpose: 'GRID'; readonly grid: number }
  | { readonly purpose: 'STAFF' }
  | { readonly purpose: 'UNIT'; readonly unit: string }

export interface FileGroup {
  readonly chat: string
  readonly topic: string
  readonly target: GroupTarget
  readonly members: readonly string[]
}

/**
 * Reads a community file: YAML, one document for each community. Throws `OperatorError` with one line for the first
 * mistake in it, which says the file, the line and column, and what is wrong there.
 */
export async function readCommunityFile(path: string): Promise<CommunityFile[]> {
  const text = await readText(path)
  const lines = new LineCounter()
  const stop = ({ line, column }: Position, what: string): never => {
    throw new OperatorError(`${path}:${line}:${column}: ${what}`)
  }

  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!Array.isArray(documents) || documents.every(({ contents }) => contents === null)) {
    throw new OperatorError(`${path}: there is no community in this file`)
  }
  const codes = new Map<string, number>()
  const chats = new Map<string, number>()
  return documents.map((document) => {
    const broken = brokenYaml(document)
    if (broken) {
      const { line, col } = lines.linePos(broken.offset)
      stop({ line, column: col }, `not valid YAML: ${broken.what}`)
    }
    const lineOf = (at: Path) => positionOf(document, lines, at).line
    const report = (mistakes: readonly Mistake[]) => {
      const [first] = mistakes
        .map((mistake) => ({ ...mistake, ...positionOf(document, lines, mistake.path, mistake.unknownKey) }))
        .sort(
          (a, b) =>
            Number(b.unknownKey ?? false) - Number(a.unknownKey ?? false) || a.line - b.line || a.column - b.column,
        )
      if (first) stop(first, [writePath(first.path), first.what].filter(Boolean).join(': '))
    }

    const raw = plainValue(document, (what) => stop(positionOf(document, lines, []), `not valid YAML: ${what}`))
    const read = communityShape.safeParse(raw)
    if (!read.success) {
      report(mistakesOf(read.error.issues, raw))
      throw read.error
    }
    const written = read.data
    report([
      ...checkCommunity(written, lineOf),
      ...takenBefore(codes, 'community', [written.community], () => ['community'], lineOf),
      ...takenBefore(
        chats,
        'group',
        written.groups.map(({ chat }) => chat),
        (index) => ['groups', index, 'chat'],
        lineOf,
      ),
    ])
    return spelledOut(written)
  })
}

/** What keeps a document from being read at all, if anything does, and where. */
function brokenYaml(document: Document.Parsed): { offset: number; what: string } | undefined {
  const [first] = [...document.errors, ...document.warnings]
  if (first) return { offset: first.pos[0], what: first.message.split('\n')[0] ?? '' }
  let lost: { offset: number; what: string } | undefined
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined
      lost = { offset: alias.range?.[0] ?? 0, what: `there is no anchor &${alias.source} before this` }
      return visit.BREAK
    },
  })
  return lost
}

/** The document as plain values. Anchors that multiply beyond all measure are refused by the YAML reader. */
function plainValue(document: Document.Parsed, refuse: (what: string) => never): unknown {
  try {
    return document.toJS()
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const said: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EACCES: 'the file may not be read by this user',
      EISDIR: 'this is a folder, not a file',
    }
    throw new OperatorError(`cannot read the community file ${path}: ${said[reason] ?? reason}; check COMMUNITY_FILE`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new OperatorError(`${path}: the text is not UTF-8; save the file in UTF-8`)
  }
}

/** What an earlier document of the same file has already used. Notes the names of this one. */
function takenBefore(
  earlier: Map<string, number>,
  what: string,
  names: readonly string[],
  pathOf: (index: number) => Path,
  lineOf: (path: Path) => number,
): Mistake[] {
  const mistakes = names.flatMap((name, index) => {
    const line = earlier.get(name)
    return line === undefined ? [] : [{ path: pathOf(index), what: `${what} ${name} is already on line ${line}` }]
  })
  for (const [index, name] of names.entries()) earlier.set(name, lineOf(pathOf(index)))
  return mistakes
}

function spelledOut(written: WrittenCommunity): CommunityFile {
  return {
    code: written.community,
    name: written.name,
    example: written.example,
    grids: written.grids.map(({ number, name }) => ({ number, name: name ?? `第${number}网格` })),
    compounds: written.compounds.map(({ buildings, ...compound }) => ({
      ...compound,
      buildings: buildings.flatMap(({ numbers, name, code, ...rest }): FileBuilding[] => {
        if (!numbers?.length)
          return name === undefined ? [] : [{ ...rest, code: code ?? name, name, number: undefined }]
        return numbers.map((number) => ({ ...rest, code: code ?? `${number}`, name: name ?? `${number}号楼`, number }))
      }),
    })),
    units: written.units.map(({ kind, grids, ...unit }) => ({
      ...unit,
      kind: kind.toUpperCase() as Uppercase<typeof kind>,
      grids,
    })),
    people: written.people,
    groups: written.groups.map(({ chat, topic, members, ...target }) => ({
      chat,
      topic,
      members,
      target: targetOf(target),
    })),
    courses: written.courses.map(({ skill, ...course }) => ({ ...course, skill: skill ?? course.title })),
    wishes: written.wishes,
    calendar: Object.fromEntries(
      written.calendar.map(({ year, holidays, workdays }) => [
        year,
        { holidays: daysOf(holidays, year), workdays: daysOf(workdays, year) },
      ]),
    ),
  }
}

function targetOf(group: { grid?: number | undefined; unit?: string | undefined }): GroupTarget {
  if (group.grid !== undefined) return { purpose: 'GRID', grid: group.grid }
  return group.unit === undefined ? { purpose: 'STAFF' } : { purpose: 'UNIT', unit: group.unit }
}

/** Texts that were checked are days; whatever else readDays may answer was reported before. */
function daysOf(texts: readonly string[], year: number): string[] {
  return texts
    .flatMap((text) => {
      const days = readDays(text, year)
      return typeof days === 'string' ? [] : days
    })
    .sort()
}
