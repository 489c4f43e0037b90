import type { Call } from '../../chat/call.ts'
import { distressIn } from '../../moderation/distress.ts'
import { look } from '../../moderation/sight.ts'
import { callForHelp } from '../../telling/moderation/call-for-help.ts'
import { publicWords } from '../board/public-words.ts'
import { communityFor } from '../issue-act.ts'

/** Who writes for the board that they cannot go on is not first asked whether it may be published: the staff hear of it at once. */
export async function heedDistress(call: Call, own: string): Promise<void> {
  if (!distressIn(look(own))?.now) return
  const { tx, person, message, now } = call
  const words = publicWords(own)
  await callForHelp(tx, {
    communityId: communityFor(call),
    person,
    account: message.account,
    words,
    now,
    cause: message.id,
  })
}
