import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { writeAudit } from '../../community/audit.ts'
import { readScope } from '../../community/scope.ts'
import {
  closeQuestionnaire,
  endOf,
  freeCode,
  openQuestionnaire,
  participationIn,
  questionnairesOf,
} from '../../questionnaires/questionnaire.ts'
import { Refusal } from '../../refusal.ts'
import { announceQuestionnaire } from '../../telling/questionnaires/announce.ts'
import { participationWords } from '../../telling/questionnaires/counted.ts'
import { titled } from '../../telling/questionnaires/title.ts'
import { formatDay } from '../../time/format.ts'
import { parseMoment } from '../../time/parse-moment.ts'
import { addDays, dayKey, instantOn } from '../../time/shanghai.ts'
import { communityFor } from '../issue-act.ts'
import { chooseFrom, HOW_TO_OPEN, shippedAt } from './choose.ts'
import type { SurveyDesk } from './desk.ts'

/** A questionnaire is open so long at most. */
const LONGEST_DAYS = 180
const UNTIL = /^(?:开到|截止到?|截至|到|至)\s*/

/** 发 学习需求 全部 到 6月20日: opens a questionnaire of the library for grids, and tells each of their groups once. */
export async function openForGrids(call: Call, desk: SurveyDesk, rest: Wording): Promise<void> {
  const communityId = communityFor(call)
  const { shipped, length } = shippedAt(rest.text)
  const [name] = shipped.names
  let said = rest.after(length)
  const found = readScope(said.text, await desk.places.of(call.tx, communityId))
  if (!found.ok) throw new Refusal(`${found.problem}\n${HOW_TO_OPEN}`)
  said = said.after(found.length)
  const until = UNTIL.exec(said.text)
  if (until) said = said.after(until[0].length)
  const moment = parseMoment(said.text, call.now)
  if (!moment) throw new Refusal(`请写上开到哪天。${HOW_TO_OPEN}`)
  const closesAt = endOf(moment.at)
  if (moment.at < instantOn(dayKey(call.now)))
    throw new Refusal(`${formatDay(moment.at, call.now)}已经过了，请改个日子。`)
  if (closesAt > endOf(instantOn(addDays(dayKey(call.now), LONGEST_DAYS))))
    throw new Refusal(`问卷最多开${LONGEST_DAYS}天，请改个日子。`)
  const running = await questionnairesOf(call.tx, communityId, ['OPEN'])
  const same = running.find(({ subject }) => subject === shipped.subject)
  if (same) throw new Refusal(`${titled(same)}正在进行。要重新发，先发 /问卷 截止 ${name}。`)
  const definition = shipped.read()
  const opened = await openQuestionnaire(call.tx, {
    communityId,
    code: await freeCode(call.tx, communityId, shipped.code),
    title: definition.title,
    subject: shipped.subject,
    definition,
    gridIds: found.scope.gridIds,
    now: call.now,
    closesAt,
  })
  const { groups, without } = await announceQuestionnaire(call.tx, opened, { now: call.now, cause: call.message.id })
  await noted(call, opened.id, 'open', { code: opened.code, grids: [...opened.gridIds] })
  await call.reply(
    [
      `好的，${titled(opened)}开了：${found.scope.words}，到${formatDay(moment.at, call.now)}为止，${groups.length}个群各发一条。`,
      ...(without.length > 0 ? [`${without.join('、')}号网格还没有绑定群，发不到。`] : []),
      `提前结束发 /问卷 截止 ${name}；截止后看结果发 /问卷 结果 ${name}。`,
    ].join('\n'),
  )
}

/** 截止 学习需求: ends it before its day. */
export async function closeEarly(call: Call, words: string): Promise<void> {
  const all = await questionnairesOf(call.tx, communityFor(call), ['OPEN'])
  if (all.length === 0) throw new Refusal('现在没有正在进行的问卷。')
  const one = chooseFrom(all, words)
  await closeQuestionnaire(call.tx, one.id, call.now)
  await noted(call, one.id, 'close', { code: one.code })
  const people = participationWords(await participationIn(call.tx, one.id))
  await call.reply(`${titled(one)}截止了，${people}。看结果发 /问卷 结果 ${one.title}。`)
}

/** Writes down who did what with a questionnaire: never who answered what, which nobody knows. */
export async function noted(
  call: Call,
  id: number,
  what: string,
  data: Parameters<typeof writeAudit>[1]['data'],
): Promise<void> {
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: `questionnaire.${what}`,
    subject: `questionnaire:${id}`,
    ...(data ? { data } : {}),
  })
}
