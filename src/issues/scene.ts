import type { RoleGrant } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { PersonId } from '../ids.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Category } from './categories.ts'
import type { PlacedIssue } from './issue.ts'
import type { Hat } from './lifecycle.ts'
import type { Photo } from './photos.ts'

/** Who acts: a person with the roles held now, or the bot itself. */
export type Actor = { readonly personId: PersonId; readonly roles: readonly RoleGrant[] } | 'bot'

/** An action about to happen: what guards and effects look at. */
export interface Scene {
  readonly tx: Tx
  /** as it was read */
  readonly issue: PlacedIssue
  readonly category: Category
  /** undefined: the bot */
  readonly personId: PersonId | undefined
  /** the capacity it is done in, and what that is called in public */
  readonly hat: Hat
  /** everything else that person is to the issue */
  readonly hats: readonly Hat[]
  readonly by: string
  readonly photos: readonly Photo[]
  readonly calendar: WorkCalendar
  readonly now: Date
}
