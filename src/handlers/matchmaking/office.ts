import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import type { CommunityId } from '../../ids.ts'
import { endProfile, hashesOf } from '../../matchmaking/end-profile.ts'
import { matchFigures } from '../../matchmaking/figures.ts'
import { activate, noteReading, opened, type Profile } from '../../matchmaking/profile.ts'
import { openReports, settleReports } from '../../matchmaking/reports.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { profileLines } from '../../telling/matchmaking/field-text.ts'
import { readNumber } from '../../time/chinese-number.ts'
import { formatMoment } from '../../time/format.ts'
import { communityFor } from '../issue-act.ts'
import { answer } from './desk.ts'

const DAY_MS = 24 * 60 * 60_000
const FIGURES_DAYS = 90
/** One message stays readable on a telephone. */
const REPORTS_AT_ONCE = 5

/** @throws Refusal for who is not of the staff; it says nothing that residents do not know */
export function checkStaff(call: Call): CommunityId {
  const communityId = communityFor(call)
  const staff = call.roles.some(
    (role) => role.communityId === communityId && (role.kind === 'STAFF' || role.kind === 'SECRETARY'),
  )
  if (!staff) throw new Refusal('这一项由社区工作人员来做。')
  return communityId
}

/** 统计: how many there are, never so few that somebody could be known. */
export async function showFigures(call: Call, sealer: Sealer): Promise<void> {
  const communityId = checkStaff(call)
  const since = new Date(call.now.getTime() - FIGURES_DAYS * DAY_MS)
  const { everybody, women, men, introduced, released } = await matchFigures(call.tx, sealer, { communityId, since })
  const said = (count: number | undefined, unit: string) => (count === undefined ? '不显示' : `${count}${unit}`)
  await answer(call, sealer, [
    `💐 正在参加：${said(everybody, '人')}（女 ${said(women, '人')}，男 ${said(men, '人')}）`,
    `近${FIGURES_DAYS}天介绍：${said(introduced, '次')}，成了 ${said(released, '次')}`,
    '不足5的，和由别的数能算出来的，都不显示。',
  ])
}

/** 举报单: what was reported and is not settled. Each look is a row of the record. */
export async function showReports(call: Call, sealer: Sealer): Promise<void> {
  const communityId = checkStaff(call)
  // Nobody reads what was said of themselves.
  const all = await openReports(call.tx, sealer, communityId)
  const reports = all.filter(({ profile }) => profile?.personId !== call.person)
  if (reports.length === 0) return answer(call, sealer, '现在没有要看的举报。')
  const shown = reports.slice(0, REPORTS_AT_ONCE)
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: 'match.read-reports',
    subject: `community:${communityId}`,
    data: { reports: shown.length },
  })
  await answer(
    call,
    sealer,
    [
      `💐 有${reports.length}条举报：`,
      ...shown.map(({ profile, reason, at }) => {
        const which = profile ? `资料${profile.id}${profile.frozen ? '（已停用）' : ''}` : '已退出的资料'
        return `${which}，${formatMoment(at, call.now)}：${reason}`
      }),
      '看资料：/红娘 核对 编号　没问题：/红娘 解冻 编号　删掉：/红娘 移除 编号',
    ],
    shown.flatMap(({ profile }) => profile?.personId ?? []),
  )
}

/** 核对 12: staff look at a profile that was reported. */
export async function checkReported(call: Call, sealer: Sealer, words: string): Promise<void> {
  const profile = await reported(call, sealer, words)
  await noteReading(call.tx, profile, call.person, call.now)
  const lines = [`资料${profile.id}：`, ...profileLines(profile.fields)]
  await answer(call, sealer, lines, [profile.personId])
}

/** 解冻 12: staff found nothing wrong. */
export async function clearReported(call: Call, sealer: Sealer, words: string): Promise<void> {
  const profile = await reported(call, sealer, words)
  await settleReports(call.tx, profile, call.person, call.now)
  if (profile.state === 'FROZEN') await activate(call.tx, profile, call.now)
  await answer(call, sealer, `好的，资料${profile.id}可以用了，举报已了结。`)
}

/** 移除 12: staff take a profile out. Reports stay open, so that one begun anew is held again. */
export async function removeReported(call: Call, sealer: Sealer, words: string): Promise<void> {
  const profile = await reported(call, sealer, words)
  await endProfile(call.tx, profile, { why: 'remove', hashes: hashesOf(sealer, profile), now: call.now })
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: 'match.removed',
    subject: `match-profile:${profile.id}`,
  })
  await answer(call, sealer, `好的，资料${profile.id}已经删掉。`)
}

/** Staff look only at profiles that were reported; for any other number the answer is that there is none. */
async function reported(call: Call, sealer: Sealer, words: string): Promise<Profile> {
  const communityId = checkStaff(call)
  const id = readNumber(/\d{1,9}/.exec(wordingOf(words).text)?.[0] ?? '')
  const row = id === undefined ? null : await call.tx.matchProfile.findFirst({ where: { id, communityId } })
  const reports = row ? await call.tx.matchReport.count({ where: { aboutTag: row.tag, settledAt: null } }) : 0
  if (!row || reports === 0) throw new Refusal('没有找到这份被举报的资料。编号在 /红娘 举报单 里。')
  if (row.personId === call.person) throw new Refusal('自己的事请别的同事来看。')
  return opened(row, sealer)
}
