import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { endProfile, hashesOf } from '../../matchmaking/end-profile.ts'
import { activate, contactFor, type Profile, pause, renew } from '../../matchmaking/profile.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { LEFT, ownProfileText } from '../../telling/matchmaking/standing.ts'
import { formatDay } from '../../time/format.ts'
import { answer } from './desk.ts'

/** 看: all that is held of the sender's profile. */
export async function showOwn(call: Call, sealer: Sealer, profile: Profile): Promise<void> {
  const contact = await contactFor(call.tx, sealer, call.person)
  await answer(call, sealer, ownProfileText(profile, contact, call.now))
}

/** 退出: everything goes at once; nobody is asked why. */
export async function leave(call: Call, sealer: Sealer, profile: Profile): Promise<void> {
  await endProfile(call.tx, profile, { why: 'leave', hashes: hashesOf(sealer, profile), now: call.now })
  await answer(call, sealer, LEFT)
}

/**
 * The same while matchmaking is switched off, also where the key is away: nothing has to be read to be deleted. False: the
 * sender has no profile.
 */
export async function leaveWhileOff(call: Call): Promise<boolean> {
  const profile = await call.tx.matchProfile.findUnique({ where: { personId: call.person }, select: { id: true } })
  if (!profile) return false
  await endProfile(call.tx, { ...profile, personId: call.person }, { why: 'leave', hashes: {}, now: call.now })
  await call.reply(LEFT)
  return true
}

/** 暂停 */
export async function pauseOwn(call: Call, sealer: Sealer, profile: Profile): Promise<void> {
  if (profile.state !== 'ACTIVE') {
    const why = profile.state === 'PAUSED' ? '已经是暂停的了。发 /红娘 恢复 再参加。' : '资料现在没有在用，不用暂停。'
    return answer(call, sealer, why)
  }
  await pause(call.tx, profile, call.now)
  await answer(call, sealer, '好的，先不给您介绍了，资料留着。已经收到的卡片照样可以回。想再参加发 /红娘 恢复。')
}

/** 恢复 */
export async function resumeOwn(call: Call, sealer: Sealer, profile: Profile): Promise<void> {
  if (profile.state !== 'PAUSED') {
    const why = profile.state === 'FROZEN' ? '资料正由社区工作人员核对，核对好会恢复。' : '资料没有暂停，不用恢复。'
    return answer(call, sealer, why)
  }
  await activate(call.tx, profile, call.now)
  await answer(call, sealer, '好的，又参加了。红娘看到合适的会发卡片给您。')
}

/** 续期 */
export async function renewOwn(call: Call, sealer: Sealer, profile: Profile): Promise<void> {
  if (profile.state === 'DRAFT') return answer(call, sealer, '资料还没填完，先发 /红娘 接着填。')
  const until = await renew(call.tx, profile, call.now)
  await answer(call, sealer, `好的，续上了，资料留到${formatDay(until, call.now)}。`)
}

/** Whether a text is a plain 续 or 续期 of somebody who was asked. */
export function saysRenew(words: string): boolean {
  return /^(?:续|续期|续上|续一下|再续)[吧。.]?$/.test(wordingOf(words).text)
}
