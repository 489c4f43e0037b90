/** What may be the matter with a text. What each is called before people stands in src/telling. */
export const CATEGORIES = [
  'advert',
  'fraud',
  'gambling',
  'porn',
  'violence',
  'abuse',
  'rumour',
  'drugs',
  'superstition',
  'loan',
  'forgery',
  'politics',
  'contact',
  'money',
  'link',
  'code',
  'personal',
  'accusation',
  'health',
  'child',
  'home',
  'distress',
  'repeat',
  'disguise',
] as const
export type Category = (typeof CATEGORIES)[number]

/** 1 wants a look, 2 is most likely not to be published, 3 wants somebody soon. */
export type Severity = 1 | 2 | 3

export interface Reason {
  readonly category: Category
  readonly severity: Severity
  /** in the writer's own words; for a repeated post what it repeats is not told */
  readonly found: string
}

export type Judgement = { readonly held: false } | { readonly held: true; readonly reasons: readonly Reason[] }

/** What is known besides the words. Nothing of it is needed. */
export interface Context {
  /** names by which people and units of the community are known: signatures, holders of roles, units, compounds */
  readonly names?: Iterable<string>
  /** what was posted lately: the writer's own posts and those of others */
  readonly own?: readonly string[]
  readonly others?: readonly string[]
  /** whether a picture goes with it */
  readonly picture?: boolean
}
