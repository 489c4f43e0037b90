import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { CommunityId } from '../../ids.ts'
import { wishesKept } from '../../matchmaking/fit.ts'
import { busyAmong, proposedBy } from '../../matchmaking/introductions.ts'
import { noteReading, type Profile, participants } from '../../matchmaking/profile.ts'
import { shortlist } from '../../matchmaking/shortlist.ts'
import { Refusal } from '../../refusal.ts'
import type { Sealer } from '../../sealing/sealer.ts'
import { listText, lookText, recordText } from '../../telling/matchmaking/desk-text.ts'
import { communityFor } from '../issue-act.ts'
import { answer, type MatchDesk } from './desk.ts'
import { showProposal } from './propose.ts'
import { openService } from './switch.ts'

/** So many stand on one page of the list, and so many are suggested for one. */
const PAGE = 10
const SUGGESTED = 5
const RECORDED = 10

/** 发卡: the matchmaker's desk. Without a number the list, with one a profile, with two an introduction. */
export function cardsCommand(desk: MatchDesk) {
  return command({
    name: '发卡',
    aliases: ['cards', 'fk'],
    what: '红娘看名单、牵线',
    example: '/发卡 12 7',
    section: 'staff',
    who: ['matchmaker'],
    where: 'private',
    discreet: true,
    usage: '/发卡 [编号] [编号]',
    args: { words: optionalWords('编号') },
    run: async (call: Call, { words }) => {
      const communityId = matchmakerOf(call)
      const sealer = await openService(call, desk, communityId)
      const { text } = wordingOf(words ?? '')
      if (/^(?:记录|进度)/.test(text)) return showRecord(call, sealer)
      const page = /^(?:第\s?(\d{1,3})\s?页|下一页)$/.exec(text)
      const numbers = page ? [] : (text.match(/\d{1,9}/g) ?? []).map(Number)
      const all = await participants(call.tx, sealer, communityId)
      const [first, second] = numbers
      if (first === undefined) return showList(call, sealer, all, page ? Number(page[1] ?? 2) : 1)
      if (second === undefined) return look(call, sealer, all, first)
      await showProposal(call, sealer, all, { first: numbered(all, first), second: numbered(all, second) })
    },
  })
}

/** The community whose matchmaker somebody is. @throws Refusal */
function matchmakerOf(call: Call): CommunityId {
  const own = call.roles.filter(({ kind }) => kind === 'MATCHMAKER').map(({ communityId }) => communityId)
  const [first] = own
  const here = own.length > 1 && call.community !== undefined && own.includes(call.community)
  if (first === undefined) throw new Refusal('这一项由社区红娘来做。')
  return here ? communityFor(call) : first
}

/** Of this community and taking part; for any other number the answer is the same. @throws Refusal */
function numbered(all: readonly Profile[], id: number): Profile {
  const found = all.find((profile) => profile.id === id)
  if (found) return found
  throw new Refusal(`名单里没有编号${id}。发 /发卡 看名单。`)
}

/** Everybody who takes part, each with a line; to see the lines is to read them, so each is written down. */
async function showList(call: Call, sealer: Sealer, all: readonly Profile[], page: number): Promise<void> {
  const shown = all.slice((page - 1) * PAGE, page * PAGE)
  const busy = await busyAmong(
    call.tx,
    shown.map(({ personId }) => personId),
  )
  for (const profile of shown) await noteReading(call.tx, profile, call.person, call.now)
  const text = listText(shown, { busy, now: call.now, page, pages: Math.ceil(all.length / PAGE) })
  await answer(call, sealer, text, personsOf(shown))
}

/** One profile whole, without its contact, and who may be introduced to it, the nearest first. */
async function look(call: Call, sealer: Sealer, all: readonly Profile[], id: number): Promise<void> {
  const profile = numbered(all, id)
  const near = await shortlist(call.tx, profile, all, { now: call.now, limit: SUGGESTED })
  const shown = near.map((each) => ({
    ...each,
    unknown: [
      ...wishesKept(profile.fields, each.profile.fields, call.now),
      ...wishesKept(each.profile.fields, profile.fields, call.now),
    ].some(([, kept]) => kept === 'unknown'),
  }))
  for (const one of [profile, ...near.map((each) => each.profile)]) {
    await noteReading(call.tx, one, call.person, call.now)
  }
  const busy = (await busyAmong(call.tx, [profile.personId])).size > 0
  await answer(call, sealer, lookText(profile, shown, { busy, now: call.now }), [
    profile.personId,
    ...personsOf(near.map((each) => each.profile)),
  ])
}

/** What became of the introductions of this matchmaker; never what either of the two said. */
async function showRecord(call: Call, sealer: Sealer): Promise<void> {
  await answer(call, sealer, recordText(await proposedBy(call.tx, call.person, RECORDED), call.now))
}

const personsOf = (profiles: readonly Profile[]) => profiles.map(({ personId }) => personId)
