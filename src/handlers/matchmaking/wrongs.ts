import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import { block } from '../../matchmaking/blocks.ts'
import { readCode } from '../../matchmaking/code.ts'
import { actOn, otherOf, type Place, placeByCode } from '../../matchmaking/introductions.ts'
import { talksOfMoney } from '../../matchmaking/money.ts'
import { report } from '../../matchmaking/reports.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { privateSpotsOfStaff } from '../../telling/recipients.ts'
import { NO_SUCH_CARD } from './answer-card.ts'
import { answer } from './desk.ts'

const LONGEST_REASON = 300
const NO_MONEY = '别转钱。拿不准打 96110 问问，已经转了马上打 110。'

/** 拉黑 K7M2: these two are not introduced again, whatever becomes of it now; the other is told nothing. */
export async function blockOther(call: Call, sealer: Sealer, words: string): Promise<void> {
  const { place } = await placeIn(call, words)
  if (!place) return answer(call, sealer, NO_SUCH_CARD)
  const { introduction, side } = place
  await block(call.tx, introduction.people[side].tag, otherOf(place).tag, call.now)
  await noted(call, place, 'block')
  await actOn(call.tx, place, 'leave', call.now)
  await answer(call, sealer, '好的，以后不会再介绍你们认识，对方不会收到通知。')
}

/** 举报 K7M2 and what is wrong; also long after, and after blocking. Staff hear of it in private, never in a group. */
export async function reportOther(call: Call, sealer: Sealer, words: string): Promise<void> {
  const { place, rest } = await placeIn(call, words)
  if (!place) return answer(call, sealer, NO_SUCH_CARD)
  if (rest === '') return answer(call, sealer, '请写上是什么情况，比如 /红娘 举报 K7M2 他让我转账。')
  const { introduction, side } = place
  await report(call.tx, sealer, {
    communityId: introduction.communityId,
    byTag: introduction.people[side].tag,
    aboutTag: otherOf(place).tag,
    reason: [...rest].slice(0, LONGEST_REASON).join(''),
    now: call.now,
  })
  await noted(call, place, 'report')
  await tellStaff(call, sealer, place)
  const about = ['收到，社区工作人员会来核实，不会告诉对方是谁说的。', ...(talksOfMoney(rest) ? [NO_MONEY] : [])]
  await answer(call, sealer, [...about, '不想再有来往，发 /红娘 拉黑 加卡片编号。'])
}

function noted(call: Call, { introduction }: Place, what: 'block' | 'report'): Promise<void> {
  const subject = `introduction:${introduction.id}`
  return writeAudit(call.tx, { at: call.now, by: call.person, action: `match.${what}`, subject })
}

async function tellStaff(call: Call, sealer: Sealer, { introduction }: Place): Promise<void> {
  const text = '💐 红娘服务收到一条举报，请私聊发 /红娘 举报单 看。'
  const spots = await privateSpotsOfStaff(call.tx, introduction.communityId, call.message.account)
  for (const { chat } of spots) {
    await call.say({ chat, text, priority: 'news', secret: { sealer, about: [call.person] } })
  }
}

async function placeIn(call: Call, words: string): Promise<{ place: Place | undefined; rest: string }> {
  const said = wordingOf(words)
  const { text, fromBot } = call.message.quotation ?? { text: '', fromBot: false }
  const written = readCode(said.text)
  const code = written?.code ?? (fromBot ? readCode(wordingOf(text).text)?.code : undefined)
  const place = code === undefined ? undefined : await placeByCode(call.tx, call.person, code)
  const rest = written ? said.after(written.at + written.code.length).own.trim() : said.own.trim()
  return { place, rest }
}
