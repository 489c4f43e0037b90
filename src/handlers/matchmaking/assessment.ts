import type { StoredFile } from '../../attachments/store.ts'
import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import type { CommunityId } from '../../ids.ts'
import {
  confirmAssessment,
  confirmationOf,
  type MatchmakingState,
  type MatchmakingSwitch,
  matchmakingState,
} from '../../matchmaking/assessment.ts'
import type { Assessment } from '../../matchmaking/assessment-file.ts'
import { Refusal } from '../../refusal.ts'
import { formatMoment } from '../../time/format.ts'
import { communityFor } from '../issue-act.ts'

/** What it takes to switch matchmaking on. */
export interface AssessmentDesk extends MatchmakingSwitch {
  readonly assessment: Assessment
  readonly keepFile: (bytes: Uint8Array) => Promise<StoredFile>
}

const DIALOG = 'assessment'
/** Long enough to read it and to ask somebody. */
const READ_WITHIN_MS = 24 * 60 * 60_000

/** What the secretary says, whole: a 好的 is said too easily. */
const SENTENCE = '我已读过影响评估，同意启用红娘'
const SAID = /^我已经?(?:读过?|看过|阅读过?)了?(?:这份|红娘)?影响评估(?:了)?同意启用红娘$/
const TOO_SHORT = /^(?:好的?|同意|可以|是的?|对|确认|启用|行|没问题|读过了|看过了|我?已读)$/
const NO = /^(?:不用了?|不启用|不同意|算了|取消|不)$/

const WHY_OFF: Readonly<Record<Exclude<MatchmakingState, 'open' | 'not assessed'>, string>> = {
  'no key': '红娘的资料要加密，还没有设数据密钥。请管服务器的人设好 DATA_KEY，再发 /红娘 启用。',
  'wrong key': '红娘先停着：数据密钥和原来的对不上。请管服务器的人看看小格启动时的提示。',
}

/**
 * 红娘 启用: sends the secretary the impact assessment and asks for the sentence that switches matchmaking on.
 *
 * @throws Refusal to anybody else, and where there is no right data key
 */
export async function enableMatchmaking(call: Call, desk: AssessmentDesk): Promise<void> {
  const community = communityFor(call)
  if (!isSecretary(call, community)) throw new Refusal('启用红娘由社区书记来做。')
  const state = await matchmakingState(call.tx, community, desk)
  if (state === 'open') {
    const confirmed = await confirmationOf(call.tx, community, desk.assessment)
    const since = confirmed ? `，影响评估是${formatMoment(confirmed.at, call.now)}确认的` : ''
    return call.reply(`红娘已经启用了${since}。`)
  }
  if (state !== 'not assessed') throw new Refusal(WHY_OFF[state])
  await askForSentence(call, desk, community)
}

/** Hears the sentence. */
export function assessmentDialog(desk: AssessmentDesk): Dialog {
  return {
    kind: DIALOG,
    waitMs: READ_WITHIN_MS,
    async answer(call, state): Promise<DialogResult> {
      const said = wordingOf(call.message.text).text.replace(/[\s,.!?:;。、“”"']/gu, '')
      if (NO.test(said)) {
        await call.reply('好的，红娘先不启用。以后要启用，再发 /红娘 启用。')
        return 'done'
      }
      if (TOO_SHORT.test(said)) {
        await call.reply(`这件事要说完整，请回：${SENTENCE}`)
        return 'open'
      }
      if (!SAID.test(said)) return 'not mine'
      return confirmed(call, desk, state as Asked)
    },
  }
}

/** Which version was sent, and for which community: the secretary may be one of several. */
interface Asked {
  readonly version: string
  readonly community: number
}

async function confirmed(call: Call, desk: AssessmentDesk, asked: Asked): Promise<DialogResult> {
  const { tx, now, message, person } = call
  const { version } = asked
  const community = asked.community as CommunityId
  // The role, or the key, may have been lost since.
  if (!isSecretary(call, community)) throw new Refusal('启用红娘由社区书记来做。')
  const state = await matchmakingState(tx, community, desk)
  if (state === 'no key' || state === 'wrong key') throw new Refusal(WHY_OFF[state])
  if (version !== desk.assessment.version) {
    await call.reply('影响评估刚才换过了，请看新的这份。')
    await askForSentence(call, desk, community)
    return 'open'
  }
  await confirmAssessment(tx, {
    ...{ communityId: community, version, personId: person },
    ...{ account: message.account, messageId: message.id, at: now },
  })
  await writeAudit(tx, {
    at: now,
    by: person,
    action: 'matchmaking.confirm-assessment',
    subject: `community:${community}`,
    data: { version },
  })
  await call.reply(
    '红娘启用了，确认记下了。接下来用 /任命 @某人 红娘 安排人手；居民私聊小格发 /红娘 就能参加。影响评估以后改了，会请您再确认一次。',
  )
  return 'done'
}

async function askForSentence(call: Call, desk: AssessmentDesk, community: CommunityId): Promise<void> {
  const { assessment } = desk
  const { sha256 } = await desk.keepFile(assessment.bytes)
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: DIALOG,
    state: { version: assessment.version, community },
    expiresAt: new Date(call.now.getTime() + READ_WITHIN_MS),
  })
  await call.say({
    chat: call.message.chat,
    text: '',
    file: { sha256, name: assessment.name },
    priority: 'reply',
  })
  await call.reply(
    [
      '红娘要问婚史、健康这些敏感的事，法律要求先做影响评估，请书记看过。',
      '就是上面这份文件：为什么要这些资料，有什么风险，怎么防。',
      `看完觉得可以，请回一整句：${SENTENCE}`,
      '先不启用，回“不用”。',
    ].join('\n'),
  )
}

function isSecretary({ roles }: Call, community: CommunityId): boolean {
  return roles.some(({ kind, communityId }) => kind === 'SECRETARY' && communityId === community)
}
