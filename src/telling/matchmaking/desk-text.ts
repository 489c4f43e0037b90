import type { PersonId } from '../../ids.ts'
import type { KnownIntroduction } from '../../matchmaking/introductions.ts'
import type { Profile } from '../../matchmaking/profile.ts'
import type { Listed } from '../../matchmaking/shortlist.ts'
import { formatDay } from '../../time/format.ts'
import { briefly, profileLines } from './field-text.ts'

export interface Listing {
  /** who is in an introduction */
  readonly busy: ReadonlySet<PersonId>
  readonly now: Date
  /** from 1 */
  readonly page: number
  readonly pages: number
}

/** The matchmaker's list: numbers and a few words each, no names. */
export function listText(shown: readonly Profile[], { busy, now, page, pages }: Listing): string {
  if (shown.length === 0) return page === 1 ? '现在还没有人参加。' : '没有这一页了。'
  return [
    `💐 名单${pages > 1 ? `第${page}页，共${pages}页` : ''}：`,
    ...shown.map(
      ({ id, personId, fields }) => `${id}　${briefly(fields, now)}${busy.has(personId) ? '（介绍中）' : ''}`,
    ),
    `看一位：/发卡 ${shown[0]?.id ?? 1}　牵线：/发卡 编号 编号　看进度：/发卡 记录${page < pages ? `　下一页：/发卡 第${page + 1}页` : ''}`,
  ].join('\n')
}

/** One of those who are suggested; `unknown`: a hard wish of which nobody can say whether it is kept. */
export interface Suggested extends Listed {
  readonly unknown: boolean
}

/** One profile, and who comes near. The points put the list in order, no more. */
export function lookText(
  { id, fields }: Profile,
  near: readonly Suggested[],
  { busy, now }: { readonly busy: boolean; readonly now: Date },
): string {
  const suggested = near.map(
    ({ profile, points, unknown }) =>
      `${profile.id}　${briefly(profile.fields, now)}，${points}分${unknown ? '，有硬要求对方没写' : ''}`,
  )
  return [
    `💐 编号${id}${busy ? '（介绍中）' : ''}`,
    ...profileLines(fields),
    ...(suggested.length === 0
      ? ['现在没有合得上的。']
      : ['合得上的，按接近程度排：', ...suggested, `分数只管排队，介绍谁由您定：/发卡 ${id} ${near[0]?.profile.id}`]),
  ].join('\n')
}

/** How the introductions of a matchmaker stand: which are out and which are over. */
export function recordText(introductions: readonly KnownIntroduction[], now: Date): string {
  if (introductions.length === 0) return '还没有介绍过。发 /发卡 看名单。'
  return introductions
    .map(({ id, now: { state, endsAt } }) => {
      const until = formatDay(endsAt, now)
      if (state === 'APPROVING') return `介绍${id}：等本人看卡片，到${until}`
      if (state === 'OPEN') return `介绍${id}：卡片发出去了，到${until}`
      return `介绍${id}：${state === 'RELEASED' ? '成了' : '没有成'}`
    })
    .join('\n')
}
