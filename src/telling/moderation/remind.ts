import { put } from '../../chat/outbox.ts'
import { presentAccount } from '../../community/seats.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId } from '../../ids.ts'
import { type DueHold, isLate } from '../../moderation/due.ts'
import { spotsOfSecretary, spotsOfStaff, type WorkSpot } from '../recipients.ts'
import { tellLate } from './author-news.ts'
import { countLine } from './queue-words.ts'

/**
 * Tells the staff what waits for them, in one line; of what is late, and of appeals, the secretary too, and the author that it
 * is not forgotten.
 */
export async function remindOfHolds(tx: Tx, due: readonly DueHold[], now: Date): Promise<void> {
  const [first] = due
  if (!first?.post.account) return
  const { communityId } = first.post
  const account = await presentAccount(tx, first.post.account as AccountId)
  const late = due.filter(isLate)
  const appeals = due.filter(({ hold }) => hold.stage === 'APPEAL')
  const head = late.length > 0 ? '⏰ ' : '📝 '
  const told = new Set<string>()
  const tell = async (spots: readonly WorkSpot[], text: string) => {
    for (const spot of spots) {
      if (told.has(spot.chat.id)) continue
      told.add(spot.chat.id)
      await put(
        tx,
        { ...spot, text, priority: 'news', key: `moderation:${communityId}:${now.getTime()}:${spot.chat.id}` },
        now,
      )
    }
  }
  const note = appeals.length > 0 ? `其中${appeals.length}条是申诉。` : ''
  const text = `${head}${countLine(due, now)}${note}`
  if (late.length > 0 || appeals.length > 0) await tell(await spotsOfSecretary(tx, communityId, account), text)
  await tell(await spotsOfStaff(tx, communityId, account), text)
  for (const { post } of late) await tellLate(tx, post, { now })
}
