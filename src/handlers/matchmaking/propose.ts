import type { Call } from '../../chat/call.ts'
import { type Dialog, type DialogResult, dialogPlace, openDialog } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { alike, FEWEST_ALIKE } from '../../matchmaking/alike.ts'
import type { Side } from '../../matchmaking/introduction.ts'
import { emptyCards, propose } from '../../matchmaking/introductions.ts'
import { noteReading, type Profile, participants } from '../../matchmaking/profile.ts'
import { type Obstacle, obstacle } from '../../matchmaking/shortlist.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { cardText } from '../../telling/matchmaking/card.ts'
import { askApproval, sendCards } from '../../telling/matchmaking/introduced.ts'
import { formatDay } from '../../time/format.ts'
import { answer, type MatchDesk } from './desk.ts'
import { openService } from './switch.ts'

const PROPOSE_DIALOG = 'match-propose'
const PROPOSE_WAIT_MS = 60 * 60_000
/** Stands on the cards that the matchmaker looks at beforehand: the codes are made when they go out. */
const NO_CODE = '····'

const YES = /^(?:发卡?|确认|确定|好的?|可以|是的?)[吧。.]?$/
const NO = /^(?:不发?|取消|算了|不了)[吧。.]?$/

const WHY: Readonly<Record<Obstacle, string>> = {
  same: '两个编号是同一位。',
  busy: '其中有一位正在一次介绍里，等那次结束再说。',
  'not again': '这两位不能介绍：以前介绍过，或者不方便。',
  wish: '有一项硬要求对不上（年龄、身高、学历、婚史或性别），不能介绍。',
}

/** The two numbers that the matchmaker has looked at together. */
interface Proposed {
  readonly first: number
  readonly second: number
  readonly communityId: Profile['communityId']
}

interface Pair {
  readonly first: Profile
  readonly second: Profile
}

/** Shows both cards as they will go out; nothing goes out before the matchmaker says so (privacy 10). */
export async function showProposal(call: Call, sealer: Sealer, all: readonly Profile[], pair: Pair): Promise<void> {
  await check(call, pair)
  const { first, second } = pair
  for (const profile of [first, second]) await noteReading(call.tx, profile, call.person, call.now)
  await openDialog(call.tx, dialogPlace(call.message), {
    kind: PROPOSE_DIALOG,
    state: { first: first.id, second: second.id, communityId: first.communityId },
    expiresAt: new Date(call.now.getTime() + PROPOSE_WAIT_MS),
    sealer,
  })
  const asked = [first, second].filter((profile) => isRare(profile, all, call.now))
  await answer(
    call,
    sealer,
    [
      `给${second.id}看的卡片：`,
      cardText(first.fields, NO_CODE, call.now),
      `给${first.id}看的卡片：`,
      cardText(second.fields, NO_CODE, call.now),
      ...asked.map(({ id }) => `和${id}条件相近的不到${FEWEST_ALIKE}人，要先请本人看过。`),
      '介绍这两位，回「发」；不介绍，回「取消」。',
    ],
    [first.personId, second.personId],
  )
}

/** The matchmaker's word on an introduction. */
export function proposeDialog(desk: MatchDesk): Dialog {
  return {
    kind: PROPOSE_DIALOG,
    waitMs: PROPOSE_WAIT_MS,
    async answer(call, state): Promise<DialogResult> {
      const proposed = state as Proposed
      const sealer = await openService(call, desk, proposed.communityId)
      const { text } = wordingOf(call.message.text)
      if (YES.test(text)) {
        await introduce(call, sealer, proposed)
        return 'done'
      }
      await answer(call, sealer, NO.test(text) ? '好的，没有发。' : '介绍这两位，回「发」；不介绍，回「取消」。')
      return NO.test(text) ? 'done' : 'open'
    },
  }
}

async function introduce(call: Call, sealer: Sealer, { first, second, communityId }: Proposed): Promise<void> {
  const { tx, now, person, message } = call
  const holds = call.roles.some((role) => role.kind === 'MATCHMAKER' && role.communityId === communityId)
  if (!holds) throw new Refusal('这一项由社区红娘来做。')
  const all = await participants(tx, sealer, communityId)
  const found = [first, second].map((id) => all.find((profile) => profile.id === id))
  const [a, b] = found
  if (!a || !b) throw new Refusal('其中一位现在不在名单里了，没有发。')
  await check(call, { first: a, second: b })
  const profiles: Readonly<Record<Side, Profile>> = { a, b }
  const introduction = await propose(tx, sealer, {
    communityId,
    by: person,
    people: profiles,
    approval: { a: isRare(a, all, now), b: isRare(b, all, now) },
    card: (side, code) => cardText(profiles[side].fields, code, now),
    now,
  })
  const saying = { sealer, now, cause: message.id }
  const waits = introduction.now.state === 'APPROVING'
  if (waits) await askApproval(tx, introduction, saying)
  else {
    await sendCards(tx, introduction, saying)
    await emptyCards(tx, introduction.id)
  }
  const until = formatDay(introduction.now.endsAt, now)
  await answer(
    call,
    sealer,
    waits
      ? `介绍${introduction.id}：卡片先请本人看过，同意了就发。到${until}没有结果就算没成，到时告诉您。`
      : `介绍${introduction.id}：卡片发出去了，到${until}为止。成没成都会告诉您，谁怎么回的谁也看不到。`,
    [a.personId, b.personId],
  )
}

const isRare = (profile: Profile, all: readonly Profile[], now: Date) =>
  alike(
    profile.fields,
    all.map(({ fields }) => fields),
    now,
  ) < FEWEST_ALIKE

/** @throws Refusal where the two may not be introduced */
async function check(call: Call, { first, second }: Pair): Promise<void> {
  if ([first, second].some(({ personId }) => personId === call.person)) {
    throw new Refusal('自己的事请别的红娘来牵线。')
  }
  const why = await obstacle(call.tx, first, second, call.now)
  if (why) throw new Refusal(WHY[why])
}
