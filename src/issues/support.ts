import type { RoleGrant } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { CommunityId, MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { hatsOn } from './choose-hat.ts'
import { isGuess } from './guess.ts'
import { publicName } from './hats.ts'
import { issueByNumber, unknownNumber } from './issue.ts'
import { rootOf } from './merge.ts'
import { LOST, recordMove } from './record.ts'
import type { Origin } from './report.ts'
import type { Done } from './result.ts'
import { overtaken, whereItIs } from './wrong-state.ts'

export interface Support {
  readonly communityId: CommunityId
  readonly number: number
  readonly person: { readonly personId: PersonId; readonly roles: readonly RoleGrant[] }
  /** where they said so: that is where they hear of it */
  readonly origin: Origin
  readonly now: Date
  readonly messageId?: MessageId | undefined
}

/**
 * 附议: somebody has the same trouble and hears of it from now on. One that was merged stands for the issue it went into.
 * Private issues cannot be supported: to anybody not on them they do not exist.
 */
export async function support(tx: Tx, { communityId, number, person, origin, now, messageId }: Support): Promise<Done> {
  const named = await issueByNumber(tx, communityId, number)
  const issue = named && (await rootOf(tx, named, number))
  if (!named || !issue) throw unknownNumber(number)
  const hats = await hatsOn(tx, issue, person)
  if (hats.includes('reporter')) throw new Refusal(`#${issue.number} 就是您报的，不用附议。想多说几句可以补充。`)
  if (hats.includes('supporter')) throw new Refusal(`#${issue.number} 您已经附议过了，有进展会告诉您。`)
  if (issue.isPrivate || named.isPrivate || isGuess(issue)) {
    throw hats.length === 0 ? unknownNumber(number) : new Refusal(`#${issue.number} 是不公开的事，不能附议。`)
  }
  if (issue.state === 'CLOSED' || issue.state === 'DRAFT') {
    throw new Refusal(`#${issue.number} 现在是“${whereItIs(issue)}”，不能附议。您那里还有这个情况，请单独报一件。`)
  }
  const { personId } = person
  const recorded = await recordMove(
    tx,
    issue,
    {},
    {
      action: 'support',
      hat: 'supporter',
      personId,
      now,
      data: { by: publicName('supporter', issue) },
      messageId,
    },
  )
  if (recorded === LOST) throw await overtaken(tx, issue)
  const { account, chat } = origin
  const chatKind = chat.kind === 'group' ? 'GROUP' : 'PRIVATE'
  await tx.supporter.create({ data: { issueId: issue.id, personId, account, chatKind, chatId: chat.id, at: now } })
  const supporters = await tx.supporter.count({ where: { issueId: issue.id } })
  const by = publicName('supporter', issue)
  return { ...recorded, before: issue, facts: { hat: 'supporter', by, supported: { named: number, supporters } } }
}
