import type { Profile } from '../../matchmaking/profile.ts'
import { formatDay } from '../../time/format.ts'
import { profileLines } from './field-text.ts'

/** Said when a profile is complete and its owner has confirmed it. */
export const TAKES_PART =
  '💐 登记好了，谢谢您。红娘看到合适的，会先发卡片给您，两边都愿意才互相告诉联系方式。\n资料留180天，到期前会问您要不要续。想歇一阵发 /红娘 暂停，不参加了发 /红娘 退出。'

const STATES: Readonly<Record<Profile['state'], string>> = {
  DRAFT: '资料还没填完。发 /红娘 接着填。',
  ACTIVE: '正在参加。',
  PAUSED: '已暂停，这段时间不介绍。发 /红娘 恢复 再参加。',
  FROZEN: '资料正由社区工作人员核对，核对好之前不介绍。',
}

/** How somebody stands, and what they can do. */
export function standingText({ state, expiresAt }: Profile, now: Date): string {
  return [
    `💐 ${STATES[state]}${state === 'DRAFT' ? '' : `资料留到${formatDay(expiresAt, now)}。`}`,
    '看资料：/红娘 看　　改一项：/红娘 修改 身高',
    '歇一阵：/红娘 暂停　再参加：/红娘 恢复',
    '续180天：/红娘 续期　不参加：/红娘 退出',
  ].join('\n')
}

/** All that is held of somebody's profile, for its owner. */
export function ownProfileText(profile: Profile, contact: string | undefined, now: Date): string {
  return [
    '您的红娘资料：',
    ...profileLines(profile.fields),
    `联系方式：${contact ?? '还没写'}`,
    `红娘看过${profile.readings}次。资料留到${formatDay(profile.expiresAt, now)}。`,
    '改一项，比如 /红娘 修改 身高；不参加了发 /红娘 退出。',
  ].join('\n')
}

export const LEFT = '好的，您的红娘资料已经全部删掉，同意也一并收回。以后想再来，发 /红娘 就行。'
export const OFF = '红娘服务现在没有开，等开了会在这里办。谢谢您惦记。'
