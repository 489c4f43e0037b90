import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId } from '../ids.ts'

interface Place {
  readonly account: AccountId
  readonly chatId: ChatId
}

/**
 * The group in which issues were reported or supported is another chat now: their news go there from now on, those of
 * closed ones too, should they be reopened.
 */
export async function moveOrigin(tx: Tx, from: Place, to: Place): Promise<void> {
  await tx.issue.updateMany({ where: { ...from, chatKind: 'GROUP' }, data: { ...to } })
  await tx.supporter.updateMany({ where: { ...from, chatKind: 'GROUP' }, data: { ...to } })
}
