import { festivalNamed } from '../../board/festivals.ts'
import { lastOccasion, openOccasion, stopOccasion } from '../../board/occasions.ts'
import { dropProofs, shownProofs } from '../../board/proofs.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { writeAudit } from '../../community/audit.ts'
import type { Occasion } from '../../database/types.ts'
import type { CommunityId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { inviteToWall } from '../../telling/board/open-wall.ts'
import { takeBackProofs } from '../../telling/board/take-back-proofs.ts'
import { occasionTitle } from '../../telling/board/wall-text.ts'
import { formatDay } from '../../time/format.ts'
import { communityFor } from '../issue-act.ts'
import { HOW_TO_OPEN, readWallDays, type WallDays } from './wall-days.ts'

/** 开 中秋, 开 邻里节 6月1日..6月7日: what is said from then on goes on the wall; the groups are invited once. */
export async function openWall(call: Call, rest: Wording): Promise<void> {
  if (rest.text === '') throw new Refusal(HOW_TO_OPEN)
  await openFor(call, readWallDays(rest, call.now))
}

/** The same by a yes to the question of the bot. */
export async function openFor(call: Call, days: WallDays): Promise<void> {
  const { tx, now, message } = call
  const occasion = await openOccasion(tx, { communityId: communityFor(call), now, ...days })
  await note(call, 'wall.open', occasion)
  const invited = await inviteToWall(tx, occasion, { now, cause: message.id })
  const { firstDay, lastDay } = days
  const until = `到${formatDay(lastDay, now)}为止`
  const told = invited
    ? `${invited.groups.length}个群各说一句。`
    : occasion.invitedAt
      ? '群里已经说过了。'
      : `${formatDay(firstDay, now)}再到群里说。`
  const without =
    invited && invited.without.length > 0 ? `${invited.without.join('、')}号网格还没有绑定群，说不到。` : ''
  await call.reply(
    `好的，${occasionTitle(occasion)}开了，${until}，${told}${without}那天早上9点做成图给您看，您确认了才发。不开了发 /留言墙 停 ${occasion.title}。`,
  )
}

/** 停 中秋: no wall, or no more of the one that is going out. */
export async function stopWall(call: Call, rest: Wording): Promise<void> {
  const { tx, now } = call
  const occasion = await occasionOf(tx, communityFor(call), rest.text, ['ASKED', 'OPEN', 'PUBLISHED'])
  if (!occasion) throw new Refusal('现在没有开着的祝福墙。')
  const sent = await tx.proof.findMany({ where: { occasionId: occasion.id, state: 'SENT' }, select: { id: true } })
  const back = await takeBackProofs(
    tx,
    sent.map(({ id }) => id),
    now,
  )
  await stopOccasion(tx, occasion, now)
  const proofs = await shownProofs(tx, communityFor(call))
  await dropProofs(
    tx,
    proofs.filter(({ occasionId }) => occasionId === occasion.id).map(({ id }) => id),
    now,
  )
  await note(call, 'wall.stop', occasion)
  await call.reply(`好的，${occasionTitle(occasion)}停了。${back || '已经写下的留言还在留言墙上。'}`)
}

/** The occasion that is named, or else the last one there is in such a state. */
export function occasionOf(
  tx: Call['tx'],
  communityId: CommunityId,
  name: string,
  states: readonly Occasion['state'][],
): Promise<Occasion | undefined> {
  const plain = name.trim().replace(/祝福墙$/, '')
  const title = festivalNamed(plain)?.name ?? plain
  return lastOccasion(tx, communityId, title === '' ? undefined : title, states)
}

async function note(call: Call, action: string, occasion: Occasion): Promise<void> {
  const { tx, now, person } = call
  await writeAudit(tx, { at: now, by: person, action, subject: `occasion:${occasion.id}`, data: { key: occasion.key } })
}
