import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { FIELD_LABELS } from '../../matchmaking/fields.ts'
import { type Profile, profileOf } from '../../matchmaking/profile.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { standingText } from '../../telling/matchmaking/standing.ts'
import { answerByCommand, type CardAction } from './answer-card.ts'
import { enableMatchmaking } from './assessment.ts'
import { answer, type MatchDesk } from './desk.ts'
import { askStep, goOn } from './fill-in.ts'
import { checkReported, clearReported, removeReported, showFigures, showReports } from './office.ts'
import { leave, leaveWhileOff, pauseOwn, renewOwn, resumeOwn, showOwn } from './own-profile.ts'
import { stepNamed, whereToGoOn } from './steps.ts'
import { openService, serviceFor } from './switch.ts'
import { askConsent } from './take-part.ts'
import { blockOther, reportOther } from './wrongs.ts'

/** 红娘: everything of matchmaking that residents do, and what staff have to look at. In private alone. */
export function matchCommand(desk: MatchDesk) {
  return command({
    name: '红娘',
    aliases: ['match', 'hn'],
    what: '请社区红娘牵线',
    example: '/红娘',
    section: 'everybody',
    who: ['everybody'],
    where: 'private',
    discreet: true,
    usage: '/红娘',
    args: { words: optionalWords('要办什么') },
    run: async (call: Call, { words }) => {
      const said = wordingOf(words ?? '')
      if (/^启用/.test(said.text)) return enableMatchmaking(call, desk)
      const off = !(await serviceFor(call, desk))
      if (off && LEAVE.test(said.text) && (await leaveWhileOff(call))) return
      const sealer = await openService(call, desk)
      const way = WAYS.find(([pattern]) => pattern.test(said.text))
      if (!way) return begin(call, sealer)
      const [pattern, act] = way
      await act(call, sealer, said.after(pattern.exec(said.text)?.[0].length ?? 0).own)
    },
  })
}

type Way = (call: Call, sealer: Sealer, rest: string) => Promise<void>

/** For who has a profile; anybody else is asked whether they want to begin one. */
const own =
  (act: (call: Call, sealer: Sealer, profile: Profile, rest: string) => Promise<void>): Way =>
  async (call, sealer, rest) => {
    const profile = await profileOf(call.tx, sealer, call.person)
    await (profile ? act(call, sealer, profile, rest) : askConsent(call, sealer))
  }
const card =
  (action: CardAction): Way =>
  (call, sealer, rest) =>
    answerByCommand(call, sealer, action, rest)

const LEAVE = /^(?:退出|注销|不参加了?|删除|收回同意)/

/** What may stand after /红娘; the first that fits. */
const WAYS: readonly (readonly [RegExp, Way])[] = [
  [/^(?:看看?|我的资料|资料)$/, own(showOwn)],
  [/^(?:修改|改)(?:一下|我的)?/, own(change)],
  [/^暂停/, own(pauseOwn)],
  [/^(?:恢复|再参加)/, own(resumeOwn)],
  [/^(?:续期|续)/, own(renewOwn)],
  [LEAVE, own(leave)],
  [/^举报单/, (call, sealer) => showReports(call, sealer)],
  [/^举报/, reportOther],
  [/^(?:拉黑|屏蔽)/, blockOther],
  [/^(?:不愿意|不同意|不合适)/, card('no')],
  [/^(?:愿意|同意)/, card('yes')],
  [/^(?:可以发|发吧)/, card('approve')],
  [/^不发/, card('decline')],
  [/^统计/, (call, sealer) => showFigures(call, sealer)],
  [/^核对/, checkReported],
  [/^解冻/, clearReported],
  [/^移除/, removeReported],
]

/** Goes on where somebody is: the consent, the next question, or how they stand. */
async function begin(call: Call, sealer: Sealer): Promise<void> {
  const profile = await profileOf(call.tx, sealer, call.person)
  if (!profile) return askConsent(call, sealer)
  if (profile.state !== 'DRAFT') return answer(call, sealer, standingText(profile, call.now))
  const told = new Set(Object.entries(profile.fields).flatMap(([key, value]) => (value === undefined ? [] : [key])))
  await goOn(call, sealer, profile, whereToGoOn(told, profile.hasContact))
}

/** 修改 身高: one question alone. */
async function change(call: Call, sealer: Sealer, profile: Profile, rest: string): Promise<void> {
  if (profile.state === 'DRAFT') return begin(call, sealer)
  const step = stepNamed(wordingOf(rest).text)
  if (!step) {
    const names = Object.values(FIELD_LABELS).filter((label) => label !== FIELD_LABELS.birthYear)
    return answer(call, sealer, `要改哪项？比如 /红娘 修改 身高。可以改：${names.join('、')}、联系方式。`)
  }
  await askStep(call, sealer, profile, { step, once: true }, ['要去掉这项回「删掉」，不改了回「停」。'])
}
