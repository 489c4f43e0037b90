import type { Call } from '../../chat/call.ts'
import { saidBefore } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { readCode } from '../../matchmaking/code.ts'
import { ANSWER_MS, act, otherSide, type SideAction } from '../../matchmaking/introduction.ts'
import {
  actOn,
  emptyCards,
  otherOf,
  type Place,
  placeByCode,
  placesOf,
  saveNote,
} from '../../matchmaking/introductions.ts'
import { profileOf } from '../../matchmaking/profile.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { bothReachable, release, sendCards, tellMatchmaker } from '../../telling/matchmaking/introduced.ts'
import { formatDay } from '../../time/format.ts'
import { answer, type MatchDesk } from './desk.ts'
import { refusedIn, refusedText } from './refused.ts'
import { serviceFor } from './switch.ts'

/** What somebody says to a card. */
export type CardAction = Exclude<SideAction, 'leave'>

/** What people say to a card. `alone`: it is said of little else, so it needs no code where one card waits. */
const WAYS: readonly { readonly action: CardAction; readonly words: RegExp; readonly alone: boolean }[] = [
  { action: 'decline', words: /^(?:不发|别发|不要发|不可以发|先不发)/, alone: true },
  { action: 'approve', words: /^(?:可以发|同意发|就这样发|这样发可以|发吧)/, alone: true },
  { action: 'no', words: /^(?:我)?(?:不愿意|不合适|不想认识|不认识了|不见了?)/, alone: true },
  { action: 'no', words: /^(?:不同意|算了|不行)/, alone: false },
  { action: 'yes', words: /^(?:我)?(?:愿意|想认识|可以认识|想见见)/, alone: true },
  { action: 'yes', words: /^(?:同意|可以|好的?)/, alone: false },
]

const LONGEST_NOTE = 60
export const NO_SUCH_CARD = '没有找到这张卡片。请看看卡片上的编号，连编号一起回，比如 愿意 K7M2。'
const OVER = '这次介绍已经结束了，不用回了。'
const RELEASED = '这次介绍已经成了，联系方式已经互相告诉了。'
const NOT_ASKED = '这张卡片现在不用回。'

/** 愿意 K7M2, 不合适, 可以发, also quoting the card, without a command. False: it is no answer to a card. */
export async function answerCard(call: Call, desk: MatchDesk): Promise<boolean> {
  const { chat, text, quotation } = call.message
  if (chat.kind !== 'private') return false
  const said = wordingOf(text)
  const way = WAYS.find(({ words }) => words.test(said.text))
  if (!way) return false
  const written = readCode(said.text)
  const quoted = quotation?.fromBot ? readCode(wordingOf(quotation.text).text) : undefined
  const code = written?.code ?? quoted?.code
  if (code === undefined && !(way.alone && said.text.replace(way.words, '').replace(/[吧了的。.\s]/g, '') === ''))
    return false
  const sealer = await serviceFor(call, desk)
  if (!sealer) return false
  const place = code === undefined ? await onlyPlace(call, way.action) : await placeByCode(call.tx, call.person, code)
  if (!place) {
    if (code === undefined) return false
    await answer(call, sealer, NO_SUCH_CARD)
    return true
  }
  const note = written ? said.after(written.at + written.code.length).own.trim() : ''
  await answerAt(call, sealer, place, way.action, note)
  return true
}

/** The one card that waits for this; undefined where none does, or several. */
async function onlyPlace(call: Call, action: CardAction): Promise<Place | undefined> {
  const state = action === 'yes' || action === 'no' ? 'OPEN' : 'APPROVING'
  const waiting = (await placesOf(call.tx, call.person)).filter(
    ({ introduction: { now }, side }) =>
      now.state === state &&
      !now[side].gone &&
      (state === 'OPEN' || now[side].approval !== 'NOT_NEEDED') &&
      // Delivered late, a bare 愿意 was said to another card.
      !saidBefore(call.message, { waitMs: ANSWER_MS }, now.endsAt),
  )
  return waiting.length === 1 ? waiting[0] : undefined
}

/** The same with /红娘 before it: the words that follow say which card. */
export async function answerByCommand(call: Call, sealer: Sealer, action: CardAction, words: string): Promise<void> {
  const said = wordingOf(words)
  const written = readCode(said.text)
  const place = written ? await placeByCode(call.tx, call.person, written.code) : await onlyPlace(call, action)
  if (!place) return answer(call, sealer, NO_SUCH_CARD)
  const note = written ? said.after(written.at + written.code.length).own.trim() : ''
  await answerAt(call, sealer, place, action, note)
}

async function answerAt(call: Call, sealer: Sealer, place: Place, action: CardAction, note: string): Promise<void> {
  const { tx, now } = call
  const refused = action === 'yes' && note !== '' ? refusedIn(note, 'words') : undefined
  if (refused) return answer(call, sealer, [refusedText(refused), '请只说愿意不愿意，或者换一句话。'])
  if (action === 'yes' || action === 'no') {
    const kept = action === 'yes' && note !== '' ? [...note].slice(0, LONGEST_NOTE).join('') : undefined
    if (act(place.introduction.now, place.side, action, now).kind === 'done') await saveNote(tx, sealer, place, kept)
  }
  const reachable = action !== 'yes' || (await canRelease(call, sealer, place))
  const outcome = await actOn(tx, place, action, now, reachable)
  if (outcome.kind === 'refused') {
    return answer(call, sealer, { over: OVER, released: RELEASED, 'not asked': NOT_ASKED }[outcome.why])
  }
  await answer(call, sealer, acknowledged(place, action, now))
  const after = { ...place.introduction, now: outcome.next }
  const saying = { sealer, now, cause: call.message.id }
  if (outcome.brings === 'cards') {
    await sendCards(tx, after, saying)
    await emptyCards(tx, after.id)
  }
  if (outcome.brings === 'release') {
    await release(tx, after, saying)
    await emptyCards(tx, after.id)
    await tellMatchmaker(tx, after, saying)
  }
}

/** A release takes both: whether the other has a contact, and both can be written to. */
async function canRelease(call: Call, sealer: Sealer, place: Place): Promise<boolean> {
  const { personId } = otherOf(place)
  const profile = personId === undefined ? undefined : await profileOf(call.tx, sealer, personId)
  return (profile?.hasContact ?? false) && (await bothReachable(call.tx, place.introduction))
}

/** The same words whatever the other has done (privacy 6). */
function acknowledged({ introduction, side }: Place, action: CardAction, now: Date): string {
  const { code } = introduction.people[otherSide(side)]
  const until = formatDay(introduction.now.endsAt, now)
  switch (action) {
    case 'yes':
      return `记下了：愿意。对方也愿意的话，马上互相告诉联系方式；到${until}没有成也会告诉您。改主意就回「不合适 ${code}」。`
    case 'no':
      return `记下了：不合适。对方和红娘都不知道您怎么回的。${until}前改主意，回「愿意 ${code}」。`
    case 'approve':
      return '好的，就照您看过的这样发。'
    case 'decline':
      return '好的，不发。没有人知道您怎么回的。'
  }
}
