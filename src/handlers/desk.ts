import { EntryBook } from '../answers/entry-book.ts'
import type { AttachmentStore } from '../attachments/store.ts'
import { PlaceBook } from '../community/places.ts'
import type { Settings } from '../config.ts'
import type { Database } from '../database/database.ts'
import { drawTable, type TableToDraw } from '../drawing/table.ts'
import type { Assessment } from '../matchmaking/assessment-file.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { readCompoundName } from '../understanding/compound-name.ts'
import { keyPoints } from '../understanding/key-points.ts'
import { keyPointsByRules } from '../understanding/key-points-rules.ts'
import type { Adviser } from '../understanding/opinion/adviser.ts'
import type { Understanding } from '../understanding/understanding.ts'
import type { BoardDesk } from './board/desk.ts'
import type { WallDesk } from './board/wall-desk.ts'
import type { CourseDesk } from './courses/desk.ts'
import { postJudge } from './moderation/post-judge.ts'
import type { SurveyDesk } from './questionnaires/desk.ts'

/** What all handlers together are made with. Each asks for no more than it needs. */
export type Desk = CourseDesk &
  SurveyDesk &
  BoardDesk &
  WallDesk & {
    readonly understanding: Understanding
    readonly keepTable: (table: TableToDraw) => Promise<string[]>
    /** undefined where there is no data key, or not the right one: then nothing that needs it may be taken in */
    readonly sealer: Sealer | undefined
    readonly keyState: Sealing['state']
    /** what the secretary has to confirm before matchmaking begins */
    readonly assessment: Assessment
  }

export interface DeskParts {
  readonly settings: Pick<Settings, 'pace' | 'quietHours'>
  readonly database: Database
  readonly store: AttachmentStore
  readonly calendar: WorkCalendar
  readonly understanding: Understanding
  readonly adviser: Adviser
  readonly sealing: Sealing
  readonly assessment: Assessment
}

/** Lays out what the handlers work with. */
export function openDesk({
  settings,
  database,
  store,
  calendar,
  understanding,
  adviser,
  sealing,
  assessment,
}: DeskParts): Desk {
  // What the program made itself is neither empty nor too large: if it is, that is a mistake of ours.
  const keepFile = async (bytes: Uint8Array) => kept(await store.keepFile(bytes))
  const keepPicture = async (bytes: Uint8Array) => kept(await store.keepPicture(bytes))
  return {
    database,
    calendar,
    places: new PlaceBook(),
    entryBook: new EntryBook(readCompoundName),
    understanding,
    judge: postJudge(understanding),
    sealer: sealing.sealer,
    keyState: sealing.state,
    assessment,
    pace: settings.pace,
    quietHours: settings.quietHours,
    boilDown: async (text, now) => (await keyPoints(text, now, adviser)).points,
    keyPoints: keyPointsByRules,
    keepText: (text) => keepFile(new TextEncoder().encode(text)),
    keepFile,
    keepPicture,
    readPicture: (sha256) => store.read(sha256),
    keepTable: async (table) => {
      const pictures = await drawTable(table)
      return Promise.all(pictures.map(async (picture) => (await keepPicture(picture)).sha256))
    },
  }
}

function kept<T>(file: T | string): T {
  if (typeof file === 'string') throw new Error(`a file of our own could not be kept: ${file}`)
  return file
}
