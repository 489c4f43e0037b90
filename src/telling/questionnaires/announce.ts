import type { Tx } from '../../database/database.ts'
import type { MessageId } from '../../ids.ts'
import { lastDay, type OpenedQuestionnaire } from '../../questionnaires/questionnaire.ts'
import { formatDay } from '../../time/format.ts'
import type { Reach } from '../directives/relay.ts'
import { tellGroups } from '../tell-groups.ts'

/** What the groups are told of a questionnaire that is open now. */
function announcement(questionnaire: OpenedQuestionnaire, now: Date): string {
  const { title, definition } = questionnaire
  const last = lastDay(questionnaire)
  return [
    `📝 ${title}`,
    ...(definition.intro ? [definition.intro] : []),
    `想填的，私聊小格发 /问卷${last ? `，到${formatDay(last, now)}为止` : ''}。不填也不影响办事和报名。`,
  ].join('\n')
}

/** Tells each group of its grids once. Resolves with the groups, and the grids in which nobody hears of it. */
export function announceQuestionnaire(
  tx: Tx,
  questionnaire: OpenedQuestionnaire,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<Reach> {
  const text = announcement(questionnaire, now)
  return tellGroups(tx, questionnaire, { text, key: `questionnaire:${questionnaire.id}:group`, cause, now })
}
