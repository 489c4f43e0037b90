import type { Logger } from 'pino'
import type { AttachmentStore, StoredFile } from '../attachments/store.ts'
import { retryFailed } from '../chat/retries.ts'
import type { Database } from '../database/database.ts'
import type { TableToDraw } from '../drawing/table.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { QuietHours } from '../time/quiet-hours.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { boardJob } from './board.ts'
import { cleanUp } from './clean-up.ts'
import { coursesJob } from './courses.ts'
import { directiveSummaries } from './directive-summaries.ts'
import { directivesJob } from './directives.ts'
import { enrolmentJob } from './enrolment.ts'
import { groupMarks } from './group-marks.ts'
import { issueClocks } from './issue-clocks.ts'
import type { Job } from './job.ts'
import { KEEPINGS } from './keepings.ts'
import { matchmakingJob } from './matchmaking.ts'
import { moderationJob } from './moderation.ts'
import { questionnairesJob } from './questionnaires.ts'
import { retentionJob } from './retention.ts'
import { retryFailedRows } from './retry-failed.ts'
import { wallJob } from './wall.ts'
import { weeklySelection } from './weekly-selection.ts'

export interface OwnJobsOptions {
  readonly database: Database
  readonly store: AttachmentStore
  readonly calendar: WorkCalendar
  readonly quietHours: QuietHours | undefined
  readonly seat: string
  /** undefined without a data key */
  readonly sealer: Sealer | undefined
  readonly keepPicture: (bytes: Uint8Array) => Promise<StoredFile>
  readonly keepTable: (table: TableToDraw) => Promise<string[]>
  /** looks how the members of groups are called now */
  readonly refreshMarks: () => Promise<string>
  /** called when something was put into the outbox */
  readonly spoke: () => void
  readonly log: Logger
}

/** Everything that comes round by itself wherever the bot runs, in the order in which it is begun. */
export function ownJobs(options: OwnJobsOptions): Job[] {
  const { database, store, seat, refreshMarks, spoke } = options
  return [
    issueClocks(options),
    coursesJob(options),
    questionnairesJob(options),
    boardJob(options),
    wallJob({ ...options, readPicture: (sha256) => store.read(sha256) }),
    weeklySelection(options),
    moderationJob(options),
    enrolmentJob(options),
    matchmakingJob(options),
    directivesJob(options),
    directiveSummaries(options),
    cleanUp(database, store),
    retentionJob({ database, keepings: KEEPINGS }),
    groupMarks(seat, refreshMarks),
    retryFailedRows({ database, retryFailed, spoke }),
  ]
}
