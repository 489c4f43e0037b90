import type { Call } from '../chat/call.ts'
import { audiencesOf } from '../chat/call.ts'
import { hasSuspended } from '../community/suspended.ts'
import { beginningWith } from '../database/beginning.ts'
import { categoryOf, UNKNOWN_CATEGORY } from '../issues/categories.ts'
import { firstAid, firstAidIn } from '../telling/emergency.ts'
import type { Reading } from '../understanding/reading.ts'

/** Somebody who goes on trying is not told the same again for so long. */
const TELL_AGAIN_MS = 10 * 60_000

const LOST = '小格刚重新登录，这个群还没认好，刚才这条没有收到。急事请直接打电话给网格员；认好了小格会在群里说。'

/**
 * Somebody asks something of the bot in a group that is not bound, while groups of this seat are waiting to be known
 * again: this may be one of them, so they are told that nothing has come of it, and what to do first where it sounds
 * dangerous. Danger is answered each time, anything else once per person in ten minutes. Staff are left to bind it, and
 * where staff have unbound it nothing is said. False: it is not for this.
 */
export async function answerInLostGroup(call: Call, glance: (text: string) => Reading): Promise<boolean> {
  const { tx, message, now } = call
  const { account, chat, sender } = message
  if (chat.kind !== 'group' || audiencesOf(call.roles).has('staff')) return false
  if (!(await hasSuspended(tx, account))) return false
  if ((await tx.chatGroup.count({ where: { account, chatId: chat.id } })) > 0) return false
  const aid = aidFor(message.text, glance)
  const begin = `lost-group:${account}:${chat.id}:${sender.id}:`
  const told = await tx.outboxMessage.count({
    where: {
      account,
      chatId: chat.id,
      key: beginningWith(begin),
      createdAt: { gt: new Date(now.getTime() - TELL_AGAIN_MS) },
    },
  })
  if (told > 0 && !aid) return true
  await call.say({
    chat,
    text: aid ? `${LOST}\n${aid}` : LOST,
    mentions: [sender.id],
    priority: aid ? 'danger' : 'reply',
    key: `${begin}${message.id}`,
  })
  return true
}

function aidFor(text: string, glance: (text: string) => Reading): string | undefined {
  // 着火了 is no less on fire after /报事.
  const words = text.replace(/^\s*\/\S+\s*/, '')
  const { danger, register, category = UNKNOWN_CATEGORY } = glance(words)
  if (danger === 2) return firstAidIn(words, categoryOf(category))
  return register === 'no' ? undefined : firstAid(category)
}
