import { createHash } from 'node:crypto'
import { put } from '../../chat/outbox.ts'
import { writeAudit } from '../../community/audit.ts'
import { presentAccount } from '../../community/seats.ts'
import { beginningWith } from '../../database/beginning.ts'
import type { Tx } from '../../database/database.ts'
import type { AccountId, CommunityId, MessageId, PersonId } from '../../ids.ts'
import { privateChatWith, privateSpotsOfStaff, spotsOfStaff } from '../recipients.ts'

/** Words in which somebody may be in need. */
export interface Cry {
  readonly communityId: CommunityId
  readonly person: PersonId
  readonly account: AccountId
  /** masked: what would be published */
  readonly words: string
  readonly now: Date
  readonly cause?: MessageId | undefined
}

/**
 * Calls the staff at once, each in private, with the words and who said them, even where they were to be anonymous: a life goes
 * before that. The look is an audit row (privacy 13). Where nobody can be told in private, their group is told that there is
 * something, and no more. Of the same words once a person. Who said them is told where help can be had at any hour.
 */
export async function callForHelp(tx: Tx, cry: Cry): Promise<void> {
  const { communityId, person, words, now, cause } = cry
  const account = await presentAccount(tx, cry.account)
  const key = `help:${person}:${createHash('sha256').update(words).digest('hex').slice(0, 16)}`
  if (await tx.outboxMessage.findFirst({ where: { key: beginningWith(`${key}:`) }, select: { id: true } })) return
  const alone = await privateSpotsOfStaff(tx, communityId, account)
  const spots = alone.length > 0 ? alone : await spotsOfStaff(tx, communityId, account)
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: person }, select: { name: true } })
  const text =
    alone.length > 0
      ? `🆘 ${name} 写的留言像是在求助，请马上联系：\n“${words}”`
      : '🆘 有一条留言像是在求助，请马上加小格好友，私聊发 /审核。'
  for (const spot of spots) {
    await put(tx, { ...spot, text, priority: 'danger', key: `${key}:${spot.chat.id}`, cause }, now)
  }
  await writeAudit(tx, { at: now, by: undefined, action: 'post.call-for-help', subject: `person:${person}` })
  const own = await privateChatWith(tx, person, account)
  if (!own) return
  const help =
    '您说的话社区看到了，工作人员会尽快和您联系。心里难受，随时可以打 12356 心理援助热线；有危险请马上打 110 或 120。'
  await put(tx, { ...own, text: help, priority: 'danger', key: `${key}:own`, cause }, now)
}
