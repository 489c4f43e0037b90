import type { StoredFile } from '../../attachments/store.ts'
import type { PlaceBook } from '../../community/places.ts'
import type { Database } from '../../database/database.ts'
import type { Understanding } from '../../understanding/understanding.ts'

/** What the handlers of questionnaires are made with. */
export interface SurveyDesk {
  readonly database: Database
  readonly places: PlaceBook
  /** only the rules at hand: what somebody answers is shown to no model */
  readonly understanding: Pick<Understanding, 'glance'>
  /** keeps a picture or a spreadsheet, to be sent */
  readonly keepFile: (bytes: Uint8Array) => Promise<StoredFile>
}
