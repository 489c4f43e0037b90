import type { Tx } from '../database/database.ts'
import type { Issue } from '../database/types.ts'
import type { PersonId } from '../ids.ts'
import { eventLabel } from './event-labels.ts'

/**
 * Who has said yes or no to a guess in the meantime, for somebody who answers it later: `已被社区工作人员作废`, or
 * `已由您登记`. Undefined for what was never asked about, or still is.
 */
export async function answeredBy(
  tx: Tx,
  { id, guess, state }: Pick<Issue, 'id' | 'guess' | 'state'>,
  asking: PersonId,
): Promise<string | undefined> {
  if (guess === null || state === 'DRAFT') return undefined
  const event = await tx.issueEvent.findFirst({
    where: { issueId: id, from: 'DRAFT', to: { not: 'DRAFT' } },
    orderBy: { seq: 'desc' },
  })
  // It was sure from the beginning.
  if (!event) return undefined
  if (event.action === 'lapse') return '等了三天没有人答，已经放下'
  // Every event's data has `by`, the public name of whoever did it.
  const by = event.personId === asking ? '您' : ((event.data as { by?: string }).by ?? '小格')
  return event.action === 'confirm' ? `已由${by}登记` : `已被${by}${eventLabel(event.action)}`
}
