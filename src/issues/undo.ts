import type { Tx } from '../database/database.ts'
import type { IssueEvent, Prisma } from '../database/types.ts'
import type { MessageId, PersonId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { closedClocks } from './clocks.ts'
import { eventLabel, QUIET_ACTIONS } from './event-labels.ts'
import { issueById, type PlacedIssue } from './issue.ts'
import type { Hat, Outcome } from './lifecycle.ts'
import { type Changes, LOST, recordMove, restoring } from './record.ts'
import type { Done } from './result.ts'
import { overtaken } from './wrong-state.ts'

/** For so long somebody may take back what they did (shared/commands.md). */
export const UNDO_MS = 2 * 60_000

export interface Undoing {
  readonly personId: PersonId
  /** the event to take back */
  readonly eventId: number
  readonly now: Date
  readonly messageId?: MessageId | undefined
}

/**
 * Takes back one's own last action on an issue, within two minutes and while nothing has followed it. Nothing is erased:
 * an event `undo` puts back what the other had changed. A registration cannot be made not to have been: its number stays
 * and it is closed, as withdrawn when the reporter takes it back, as void when whoever registered it for them does. What
 * is dangerous the reporter cannot take back, as it cannot be withdrawn. Pictures stay.
 */
export async function undo(tx: Tx, { personId, eventId, now, messageId }: Undoing): Promise<Done> {
  const event = await tx.issueEvent.findUnique({ where: { id: eventId } })
  if (!event || event.personId !== personId) throw new Refusal('没有可以撤销的操作。')
  const issue = await issueById(tx, event.issueId)
  if (event.action === 'undo') throw new Refusal(`#${issue.number} 撤销过的不能再撤销，请重新操作。`)
  if (now.getTime() - event.at.getTime() > UNDO_MS) {
    throw new Refusal(`#${issue.number} 的${eventLabel(event.action)}已经超过2分钟，不能撤销。`)
  }
  const followed = await tx.issueEvent.findFirst({
    where: { issueId: issue.id, seq: { gt: event.seq }, ...following(event) },
    orderBy: { seq: 'desc' },
  })
  if (followed) {
    throw new Refusal(
      followed.action === 'undo'
        ? `#${issue.number} 刚才已经撤销了。`
        : `#${issue.number} 之后又有了“${eventLabel(followed.action)}”，不能撤销。`,
    )
  }

  const hat = event.hat as Hat
  const { by = '' } = event.data as { by?: string }
  const recorded = await recordMove(tx, issue, changesBack(issue, event, now), {
    action: 'undo',
    hat,
    personId,
    now,
    data: { by, undid: event.id, action: event.action },
    messageId,
  })
  if (recorded === LOST) throw await overtaken(tx, issue)
  await takeBackSupport(tx, event)
  return { ...recorded, before: issue, facts: { hat, by } }
}

/** What stands in the way of taking an event back. 附议 moves nothing, so whatever came of the issue since bears it. */
function following({ action, personId }: IssueEvent): Prisma.IssueEventWhereInput {
  if (action === 'support') return { action: 'undo', personId }
  return { action: { notIn: [...QUIET_ACTIONS] } }
}

function changesBack(issue: PlacedIssue, event: IssueEvent, now: Date): Changes {
  if (event.action !== 'report') return restoring(event)
  const outcome: Outcome = event.hat === 'reporter' ? 'WITHDRAWN' : 'VOID'
  if (issue.dangerous && outcome === 'WITHDRAWN') {
    throw new Refusal(`#${issue.number} 关系到安全，已经通知网格员，不能撤销。要是没事了，请补充说明一下。`)
  }
  return { ...closedClocks(), state: 'CLOSED', outcome, closedAt: now }
}

/** The rows of 附议 that the event brought. */
async function takeBackSupport(tx: Tx, { action, issueId, personId, data }: IssueEvent): Promise<void> {
  if (action === 'support' && personId !== null) await tx.supporter.deleteMany({ where: { issueId, personId } })
  if (action !== 'merge') return
  const { parentId, moved } = data as { parentId: number; moved: number[] }
  await tx.supporter.deleteMany({ where: { issueId: parentId, personId: { in: moved } } })
}
