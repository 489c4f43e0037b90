import type { Call } from '../chat/call.ts'
import type { Command } from '../chat/command.ts'
import { type CommandIndex, indexCommands } from '../chat/command-index.ts'
import type { Database } from '../database/database.ts'
import { appointCommands } from './appoint.ts'
import { bindCommands } from './bind.ts'
import { boardCommands } from './board/board.ts'
import type { BoardDesk } from './board/desk.ts'
import type { WallDesk } from './board/wall-desk.ts'
import { claimCommand } from './claim.ts'
import { confirmCommand } from './confirm.ts'
import { announceCommand } from './courses/announce.ts'
import { checkInCommand } from './courses/check-in.ts'
import type { CourseDesk } from './courses/desk.ts'
import { enrolCommands } from './courses/enrol.ts'
import { openCourseCommand } from './courses/open-course.ts'
import { reviewCommand } from './courses/review.ts'
import { coursesCommand } from './courses/show-courses.ts'
import { timetableCommand } from './courses/timetable.ts'
import { followUpCommand } from './directives/follow-up.ts'
import { receiptCommand } from './directives/receipt.ts'
import { relayCommands } from './directives/relay.ts'
import { exportCommand } from './export.ts'
import { faqCommands } from './faq.ts'
import { figuresCommand } from './figures.ts'
import { followCommands } from './follow-issue.ts'
import { gridWorkCommands } from './grid-work.ts'
import { type HealthSource, healthCommands } from './health.ts'
import { helpCommand } from './help.ts'
import { cardsCommand } from './matchmaking/cards.ts'
import type { MatchDesk } from './matchmaking/desk.ts'
import { matchCommand } from './matchmaking/match.ts'
import { moderationCommand } from './moderation/review.ts'
import { forgetMeCommand } from './personal/forget-me.ts'
import { myDataCommand } from './personal/my-data.ts'
import type { SurveyDesk } from './questionnaires/desk.ts'
import { surveyCommand } from './questionnaires/survey.ts'
import { reportCommands } from './report.ts'
import { rosterCommand } from './roster.ts'
import { sendingCommands } from './sending.ts'
import { staffWorkCommands } from './staff-work.ts'
import { undoCommand } from './undo.ts'
import { unitWorkCommands } from './unit-work.ts'

export interface Catalogue {
  readonly list: readonly Command<Call>[]
  readonly index: CommandIndex<Call>
}

/** Every command there is, in the order in which the help lists them. */
export function catalogue(
  desk: CourseDesk & SurveyDesk & BoardDesk & WallDesk & MatchDesk,
  health: HealthSource,
  database: Database,
): Catalogue {
  const list: Command<Call>[] = [
    helpCommand(() => made),
    ...reportCommands(desk),
    ...followCommands(desk),
    coursesCommand(),
    checkInCommand(),
    confirmCommand(desk),
    undoCommand(desk),
    surveyCommand(desk),
    ...enrolCommands(desk),
    matchCommand(desk),
    ...boardCommands(desk),
    myDataCommand(desk, database),
    forgetMeCommand(),
    ...gridWorkCommands(desk),
    receiptCommand(),
    ...unitWorkCommands(desk),
    ...staffWorkCommands(desk),
    ...relayCommands(desk, database),
    followUpCommand(desk),
    openCourseCommand(desk),
    moderationCommand(desk),
    reviewCommand(desk),
    timetableCommand(desk),
    announceCommand(desk),
    cardsCommand(desk),
    ...faqCommands(desk),
    figuresCommand(desk, database),
    exportCommand(desk, database),
    ...bindCommands(),
    ...appointCommands(),
    rosterCommand(),
    ...healthCommands(health),
    ...sendingCommands(),
    claimCommand(),
  ]
  const made: Catalogue = { list, index: indexCommands(list) }
  return made
}
