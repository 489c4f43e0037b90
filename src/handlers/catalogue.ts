import type { Call } from '../chat/call.ts'
import type { Command } from '../chat/command.ts'
import { type CommandIndex, indexCommands } from '../chat/command-index.ts'
import type { Database } from '../database/database.ts'
import { appointCommands } from './appoint.ts'
import { bindCommands } from './bind.ts'
import { claimCommand } from './claim.ts'
import { confirmCommand } from './confirm.ts'
import { enrolCommands } from './courses/enrol.ts'
import type { DirectiveDesk } from './directives/desk.ts'
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
export function catalogue(desk: DirectiveDesk, health: HealthSource, database: Database): Catalogue {
  const list: Command<Call>[] = [
    helpCommand(() => made),
    ...reportCommands(desk),
    ...followCommands(desk),
    confirmCommand(desk),
    undoCommand(desk),
    ...enrolCommands(desk),
    ...gridWorkCommands(desk),
    receiptCommand(),
    ...unitWorkCommands(desk),
    ...staffWorkCommands(desk),
    ...relayCommands(desk, database),
    followUpCommand(desk),
    ...faqCommands(desk),
    figuresCommand(desk),
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
