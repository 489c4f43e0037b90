import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { placesOf } from '../../matchmaking/introductions.ts'
import { profileOf, renew } from '../../matchmaking/profile.ts'
import { formatDay } from '../../time/format.ts'
import { answer, type MatchDesk } from './desk.ts'
import { saysRenew } from './own-profile.ts'
import { serviceFor } from './switch.ts'

const ABOUT_MATCH = /红娘|相亲|征婚|征友|找对象|找个?(?:老伴|伴儿?|男朋友|女朋友)|介绍个?对象|牵线/
/** Of somebody who has a card before them. */
const ABOUT_A_CARD = /愿意|不合适|见见|认识|卡片|对方|联系方式/

/**
 * Words in private that are about matchmaking and answer nothing that was asked: they are kept nowhere and read by nobody
 * else, and their author is told how it goes. A plain 续期 of somebody with a profile renews it. False: it is none of it.
 */
export async function answerAboutMatch(call: Call, desk: MatchDesk): Promise<boolean> {
  if (call.message.chat.kind !== 'private') return false
  const { text } = wordingOf(call.message.text)
  if (![ABOUT_MATCH, ABOUT_A_CARD].some((about) => about.test(text)) && !saysRenew(text)) return false
  const sealer = await serviceFor(call, desk)
  if (!sealer) return false
  if (saysRenew(text)) {
    const profile = await profileOf(call.tx, sealer, call.person)
    if (!profile || profile.state === 'DRAFT') return false
    const until = await renew(call.tx, profile, call.now)
    await answer(call, sealer, `好的，续上了，资料留到${formatDay(until, call.now)}。`)
    return true
  }
  if (ABOUT_A_CARD.test(text) && (await placesOf(call.tx, call.person)).length > 0) {
    await answer(call, sealer, '回卡片，请写「愿意」或「不合适」，后面跟上卡片上的编号，比如 愿意 K7M2。')
    return true
  }
  if (!ABOUT_MATCH.test(text)) return false
  await answer(call, sealer, '想请社区红娘牵线，发 /红娘；小格会一步一步问您，不想写的可以不写。')
  return true
}
