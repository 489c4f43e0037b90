import type { CommunityId } from '../ids.ts'

export type Thing =
  | 'communities'
  | 'grids'
  | 'compounds'
  | 'buildings'
  | 'units'
  | 'people'
  | 'roles'
  | 'groups'
  | 'courses'
  | 'wishes'

/** What loading a community file did. Kinds of things that nothing happened to are left out of the counts. */
export interface LoadSummary {
  readonly communityId: CommunityId
  readonly added: Readonly<Partial<Record<Thing, number>>>
  readonly changed: Readonly<Partial<Record<Thing, number>>>
  /** in the database but no longer in the file: left as they are */
  readonly kept: Readonly<Partial<Record<Thing, number>>>
  /** for the log, in English */
  readonly warnings: readonly string[]
}

/** Counts what loading does, while it does it. */
export class Tally {
  readonly #counts: Record<'added' | 'changed' | 'kept', Partial<Record<Thing, number>>> = {
    added: {},
    changed: {},
    kept: {},
  }
  readonly #warnings: string[] = []

  added(thing: Thing, count = 1): void {
    this.#count('added', thing, count)
  }

  changed(thing: Thing): void {
    this.#count('changed', thing, 1)
  }

  /** Something is no longer in the file. */
  kept(thing: Thing, name: string): void {
    this.#count('kept', thing, 1)
    this.warn(`${name} is no longer in the community file; it is kept, because issues may refer to it`)
  }

  /** Whether something of these kinds was added or changed. */
  touched(...things: readonly Thing[]): boolean {
    return things.some((thing) => this.#counts.added[thing] || this.#counts.changed[thing])
  }

  warn(warning: string): void {
    this.#warnings.push(warning)
  }

  summary(communityId: CommunityId): LoadSummary {
    return { communityId, ...this.#counts, warnings: this.#warnings }
  }

  #count(what: 'added' | 'changed' | 'kept', thing: Thing, count: number): void {
    if (count > 0) this.#counts[what][thing] = (this.#counts[what][thing] ?? 0) + count
  }
}
