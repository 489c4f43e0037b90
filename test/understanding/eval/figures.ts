import { KINDS, type Kind, type Reading } from '../../../src/understanding/reading.ts'
import type { Example } from '../../../src/understanding/training/examples.ts'
import { readExamples } from '../../../src/understanding/training/examples.ts'

export const TEST_EXAMPLES: URL = new URL('../examples/', import.meta.url)
export const TRAINING_EXAMPLES: URL = new URL('../../../src/understanding/examples/', import.meta.url)

/** What a resident reports and what must be found; 建议 and 咨询 are counted for themselves. */
const REPORTS: readonly Kind[] = ['报事', '求助', '投诉']
const WISHES: readonly Kind[] = ['建议', '咨询']

/** An example, and what was read. */
export interface Read {
  readonly example: Example
  readonly reading: Reading
}

export function readTestPart(read: (text: string) => Reading): Read[] {
  return readExamples(TEST_EXAMPLES).map((example) => ({ example, reading: read(example.text) }))
}

/** So many of so many. */
export interface Share {
  readonly count: number
  readonly of: number
}

export interface Figures {
  readonly texts: number
  /** reports that are registered or asked about; of these, registered without asking */
  readonly found: Share
  readonly foundYes: Share
  /** the same of 建议 and 咨询 */
  readonly wishesFound: Share
  /** talk that would be registered, and that a worker would be asked about */
  readonly chatYes: Share
  readonly chatAsk: Share
  /** among the reports: the category is the right one */
  readonly category: Share
  /** the first letter of it is */
  readonly group: Share
  /** acute danger that is registered or asked about; that was told as such, and what was taken for it */
  readonly dangerFound: Share
  readonly danger: Share
  readonly falseDanger: Share
  readonly kind: Share
}

export function figuresOf(all: readonly Read[]): Figures {
  const reports = all.filter(({ example }) => REPORTS.includes(example.kind))
  const wishes = all.filter(({ example }) => WISHES.includes(example.kind))
  const chat = all.filter(({ example }) => !REPORTS.includes(example.kind) && !WISHES.includes(example.kind))
  const acute = all.filter(({ example }) => example.danger === 2)
  return {
    texts: all.length,
    found: share(reports, ({ reading }) => reading.register !== 'no'),
    foundYes: share(reports, ({ reading }) => reading.register === 'yes'),
    wishesFound: share(wishes, ({ reading }) => reading.register !== 'no'),
    chatYes: share(chat, ({ reading }) => reading.register === 'yes'),
    chatAsk: share(chat, ({ reading }) => reading.register === 'ask'),
    category: share(reports, ({ example, reading }) => reading.category === example.category),
    group: share(reports, ({ example, reading }) => reading.category?.[0] === example.category?.[0]),
    dangerFound: share(acute, ({ reading }) => reading.register !== 'no'),
    danger: share(acute, ({ reading }) => reading.danger === 2),
    falseDanger: share(
      all.filter(({ example }) => example.danger === 0),
      ({ reading }) => reading.danger === 2,
    ),
    kind: share(all, ({ example, reading }) => example.kind === reading.kind),
  }
}

function share(all: readonly Read[], is: (one: Read) => boolean): Share {
  return { count: all.filter(is).length, of: all.length }
}

/** 0–1; 1 of none. */
export function rate({ count, of }: Share): number {
  return of === 0 ? 1 : count / of
}

export interface Accuracy {
  readonly name: string
  readonly examples: number
  readonly precision: number
  readonly recall: number
}

/** Precision and recall of each answer that occurs, by `pick`. */
export function accuracyBy(
  all: readonly Read[],
  right: (read: Read) => string | undefined,
  given: (read: Read) => string | undefined,
): Accuracy[] {
  const names = new Set(all.map(right).filter((name) => name !== undefined))
  return [...names].sort().map((name) => {
    const are = all.filter((one) => right(one) === name)
    const said = all.filter((one) => given(one) === name)
    const both = are.filter((one) => given(one) === name).length
    return {
      name,
      examples: are.length,
      precision: rate({ count: both, of: said.length }),
      recall: rate({ count: both, of: are.length }),
    }
  })
}

/** How often each kind (a row) was taken for each (a column). */
export function confusionOfKinds(all: readonly Read[]): string {
  const rows = KINDS.map((kind) => {
    const cells = KINDS.map((given) =>
      String(all.filter(({ example, reading }) => example.kind === kind && reading.kind === given).length).padStart(5),
    )
    return `${cells.join('')}  ${kind}`
  })
  return [KINDS.map((kind) => kind.slice(0, 2).padStart(3)).join(''), ...rows].join('\n')
}
