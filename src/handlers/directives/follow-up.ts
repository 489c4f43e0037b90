import { plainText } from '../../answers/plain-text.ts'
import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { writeAudit } from '../../community/audit.ts'
import { type Places, placeName } from '../../community/places.ts'
import { writeRanges } from '../../community/ranges.ts'
import { readScope } from '../../community/scope.ts'
import type { Grid } from '../../database/types.ts'
import { nameOf, type Order } from '../../directives/directive.ts'
import { followedUp } from '../../directives/follow-up.ts'
import type { GridId } from '../../ids.ts'
import { report, takeNumber } from '../../issues/report.ts'
import type { Done } from '../../issues/result.ts'
import { undo } from '../../issues/undo.ts'
import { Refusal } from '../../refusal.ts'
import { tellFollowedUp, tellFollowUpUndone } from '../../telling/directives/issue-of-order.ts'
import { pointWords } from '../../telling/directives/preview.ts'
import { readNumber } from '../../time/chinese-number.ts'
import { communityFor, type IssueDesk } from '../issue-act.ts'
import { amongStaff, numbered, wordsAfterNumber } from './numbered.ts'

const LONGEST_LINE = 300
/** What may stand behind it: which grids. */
const LONGEST_GRIDS = 200
/** So many grids are named with their numbers one by one. */
const NAMED = 6

/** 立项: a line of a directive or notice becomes an issue in each of its grids, so that it is followed to its end. */
export function followUpCommand(desk: IssueDesk) {
  return command({
    section: 'staff',
    who: ['staff'],
    where: 'both',
    name: '立项',
    aliases: ['followup', 'lx'],
    what: '要点逐网格跟到底',
    usage: '/立项 任务号 <要点号|一句话> [网格号,…]',
    example: '/立项 任务3 1 3,7',
    args: { words: optionalWords('任务号和要点') },
    run: (call: Call, { words }) => followUp(call, desk, words ?? ''),
  })
}

async function followUp(call: Call, desk: IssueDesk, words: string): Promise<void> {
  amongStaff(call)
  const order = await numbered(call, words, '/立项 任务3 1')
  if (order.state !== 'RELAYED' && order.state !== 'CLOSED') {
    throw new Refusal(`${nameOf(order)} ${order.state === 'CANCELLED' ? '已经取消了' : '还没有发'}，不能立项。`)
  }
  const places = await desk.places.of(call.tx, order.communityId)
  const rest = wordsAfterNumber(words)
  if (rest.trim() === '') throw new Refusal(howTo(order))
  if (rest.length > LONGEST_LINE + LONGEST_GRIDS) throw new Refusal(`一句话最多${LONGEST_LINE}字，请写短一点。`)
  const { line, gridIds } = readLine(rest, order, places)
  const known = (await followedUp(call.tx, order, line)).filter(({ gridId }) => gridIds.includes(gridId))
  const fresh = places.grids.filter(
    ({ id }) => gridIds.includes(id as GridId) && !known.some(({ gridId }) => gridId === id),
  )
  const already = known.map(({ number, gridId }) => `${places.grid(gridId)?.number}号网格 #${number}`)
  if (fresh.length === 0) {
    throw new Refusal(`${nameOf(order)} 的这一条已经立过项了：${shortList(already)}。看进度发 /进度 号。`)
  }
  const made: Done[] = []
  for (const grid of fresh) made.push(await makeIssue(call, desk, { order, line, grid, places }))
  for (const { issue } of made) {
    await tellFollowedUp(call.tx, issue, { order: nameOf(order), cause: call.message.id, now: call.now })
  }
  await writeAudit(call.tx, {
    at: call.now,
    by: call.person,
    action: 'directive.follow-up',
    subject: `directive:${order.id}`,
    data: { issues: made.map(({ issue }) => issue.number) },
  })
  call.undoable({ kind: 'follow-up', eventIds: made.map(({ event }) => event.id) })
  await call.reply(
    [
      `${nameOf(order)} 立项 ${made.length} 件：${madeWords(made)}。`,
      `「${line}」`,
      '已经转给各网格的网格员，看进度发 /进度 号。',
      ...(already.length > 0 ? [`以前立过、没有再立的：${shortList(already)}。`] : []),
    ].join('\n'),
  )
}

async function makeIssue(
  call: Call,
  desk: IssueDesk,
  {
    order,
    line,
    grid,
    places,
  }: { readonly order: Order; readonly line: string; readonly grid: Grid; readonly places: Places },
): Promise<Done> {
  const communityId = communityFor(call)
  const { number, lessonsVersion } = await takeNumber(call.tx, communityId)
  const found = places.find(line)
  const place = found.kind === 'one' && found.place.gridId === grid.id ? found.place : undefined
  const { account, chat, id, at } = call.message
  return report(call.tx, {
    communityId,
    number,
    grid,
    words: line,
    place: place && placeName(place),
    compoundId: place?.compoundId ?? places.compoundOf(grid.id as GridId),
    category: await desk.understanding.category(call.tx, communityId, line, lessonsVersion),
    reporter: call.person,
    origin: { account, chat },
    directiveId: order.id,
    calendar: desk.calendar,
    now: call.now,
    saidAt: at,
    messageId: id,
  })
}

/** Takes back what 立项 has just made, as far as nobody has gone on with it. */
export async function takeBackFollowUp(call: Call, eventIds: readonly number[]): Promise<void> {
  const { tx, person: personId, now, message } = call
  const back: number[] = []
  const stayed: string[] = []
  for (const eventId of eventIds) {
    try {
      const { issue } = await undo(tx, { personId, eventId, now, messageId: message.id })
      await tellFollowUpUndone(tx, issue, { cause: message.id, now })
      back.push(issue.number)
    } catch (error) {
      // It is refused before anything is written.
      if (!(error instanceof Refusal)) throw error
      stayed.push(error.message)
    }
  }
  if (back.length === 0) throw new Refusal(stayed[0] ?? '没有可以撤销的。')
  await call.reply([`立项撤销了：${back.map((number) => `#${number}`).join('、')}。`, ...stayed].join('\n'))
}

interface Line {
  readonly line: string
  readonly gridIds: readonly GridId[]
}

/** `2`, `2 1,3`, `清理楼道堆物 3号网格`: which line, and which of the order's grids; all of them where none is named. */
function readLine(rest: string, order: Order, places: Places): Line {
  const said = wordingOf(rest)
  const { at, gridIds } = gridsBehind(said.text.trimEnd(), order, places)
  const own = said.head(at).own.trim()
  return { line: lineOf(own, order), gridIds }
}

/** Grids are named behind a blank, and only in figures: 3,7 · 1-6号网格 · 全部. */
const GRIDS = /\s((?:第?\d[\d,、;\-~\s]*(?:号?网格)?(?:[,、]\s?\d+号?网格)*)|全部(?:网格)?)$/

function gridsBehind(
  text: string,
  order: Order,
  places: Places,
): { readonly at: number; readonly gridIds: readonly GridId[] } {
  const found = GRIDS.exec(text)
  if (!found?.[1]) return { at: text.length, gridIds: order.gridIds }
  const list = found[1].trim().replace(/(?<=\d)\s+(?=\d)/g, ',')
  const read = readScope(list, places)
  if (!read.ok) throw new Refusal(read.problem)
  if (read.scope.kind === 'all') return { at: found.index, gridIds: order.gridIds }
  const outside = read.scope.gridIds.filter((id) => !order.gridIds.includes(id))
  if (outside.length > 0) {
    const numbers = outside.flatMap((id) => places.grid(id)?.number ?? [])
    throw new Refusal(`${nameOf(order)} 没有发给${ranges(numbers)}号网格，只能在它的范围里立项：${order.scope}。`)
  }
  return { at: found.index, gridIds: read.scope.gridIds }
}

/** A point by its number or in its own words, else the words themselves. */
function lineOf(own: string, order: Order): string {
  const number = readNumber(/^(?:要点|第)?\s?(.{1,3}?)(?:条|点)?$/.exec(wordingOf(own).text)?.[1] ?? '')
  if (number !== undefined) {
    const point = order.points[number - 1]
    if (!point) throw new Refusal(`没有要点${number}。\n${howTo(order)}`)
    return pointWords(point)
  }
  if (own.length > LONGEST_LINE) throw new Refusal(`一句话最多${LONGEST_LINE}字，请写短一点。`)
  if (plainText(own) === '') throw new Refusal(howTo(order))
  const same = order.points.find((point) =>
    [point.what, pointWords(point)].some((each) => plainText(each) === plainText(own)),
  )
  return same ? pointWords(same) : own
}

function howTo(order: Order): string {
  const { points, number } = order
  const name = nameOf(order)
  if (points.length === 0) return `${name} 没有要点，请写一句话，比如 /立项 ${name} 清理楼道堆物。`
  return [
    `${name} 的要点：`,
    ...points.map((point, index) => `${index + 1}. ${pointWords(point)}`),
    `请写要点号或一句话，比如 /立项 ${number} 1，后面可以写网格号。`,
  ].join('\n')
}

function madeWords(made: readonly Done[]): string {
  const each = made.map(({ issue }) => `${issue.grid?.number}号网格 #${issue.number}`)
  if (each.length <= NAMED) return each.join('、')
  const numbers = made.map(({ issue }) => issue.number)
  const grids = made.flatMap(({ issue }) => issue.grid?.number ?? [])
  return `#${ranges(numbers)}，${ranges(grids)}号网格各一件`
}

function shortList(all: readonly string[]): string {
  return all.length <= NAMED ? all.join('、') : `${all.slice(0, NAMED).join('、')}等 ${all.length} 件`
}

function ranges(numbers: readonly number[]): string {
  return writeRanges(numbers).replaceAll(', ', '、')
}
