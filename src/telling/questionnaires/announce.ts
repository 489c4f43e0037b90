import { putAll } from '../../chat/outbox.ts'
import type { Tx } from '../../database/database.ts'
import type { ChatGroup } from '../../database/types.ts'
import type { MessageId } from '../../ids.ts'
import { lastDay, type OpenedQuestionnaire } from '../../questionnaires/questionnaire.ts'
import { formatDay } from '../../time/format.ts'
import { reachOf } from '../directives/relay.ts'
import { groupSpot } from '../news.ts'

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
export async function announceQuestionnaire(
  tx: Tx,
  questionnaire: OpenedQuestionnaire,
  { now, cause }: { readonly now: Date; readonly cause?: MessageId | undefined },
): Promise<{ readonly groups: readonly ChatGroup[]; readonly without: readonly number[] }> {
  const reach = await reachOf(tx, questionnaire)
  const text = announcement(questionnaire, now)
  await putAll(
    tx,
    reach.groups.map(({ id, account, chatId }) => ({
      ...groupSpot(account, chatId),
      text,
      priority: 'news' as const,
      key: `questionnaire:${questionnaire.id}:group:${id}`,
      cause,
    })),
    now,
  )
  return reach
}
