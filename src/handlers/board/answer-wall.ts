import { lastOccasion, stopOccasion } from '../../board/occasions.ts'
import { proofWith } from '../../board/proofs.ts'
import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { askedTitle, proofNamed } from '../../telling/board/wall-text.ts'
import { isStaffHere } from '../directives/desk.ts'
import { readWallDays } from './wall-days.ts'
import { openFor } from './wall-office.ts'
import { selectPosts } from './wall-select.ts'
import { sayNo, sayYes } from './wall-yes.ts'

const YES = /^(?:确认|确定|可以|没问题|同意|好|好的|行|发|发吧|全发|都发)(?:了|吧|啊)?[。.]*$/
const NO = /^(?:不发|不发了|先不发|取消|算了|不要|别发)(?:了|吧)?[。.]*$/
const OPEN = /^(?:开|要|要开|开吧|开一面|好|好的|可以|行)(?:了|吧|的)?[。.]*$/
const DO_NOT_OPEN = /^(?:不开|不用|不要|算了|今年不开)(?:了|吧)?[。.]*$/

/**
 * Words that quote what the bot has shown or asked about walls: 确认, 不发, 精选 12 15; 开, 不开. False: they are no answer to it.
 */
export async function answerWall(call: Call): Promise<boolean> {
  const { message, community } = call
  const quoted = message.quotation?.fromBot ? message.quotation.text : ''
  const id = proofNamed(quoted.split('\n', 1)[0] ?? '')
  const title = id === undefined ? askedTitle(quoted) : undefined
  if (community === undefined || (id === undefined && title === undefined)) return false
  const said = wordingOf(message.text)
  return id === undefined ? answerAsked(call, title ?? '', said.text) : answerProof(call, id, said.text)
}

async function answerProof(call: Call, id: number, text: string): Promise<boolean> {
  const chosen = /^(?:精选|只发|发)[\s:,]*(?=.*\d)/.exec(text)
  const [yes, no] = [YES.test(text), NO.test(text)]
  if (!yes && !no && !chosen) return false
  const proof = await proofWith(call.tx, id)
  if (!proof || proof.communityId !== call.community) return false
  if (!isStaffHere(call)) {
    await call.reply('这个要请社区工作人员来确认。')
    return true
  }
  if (yes) await sayYes(call, proof)
  else if (no) await sayNo(call, proof)
  else if (chosen && proof.occasionId === null) await selectPosts(call, wordingOf(text).after(chosen[0].length))
  else return false
  return true
}

async function answerAsked(call: Call, title: string, text: string): Promise<boolean> {
  const yes = OPEN.test(text)
  if ((!yes && !DO_NOT_OPEN.test(text)) || call.community === undefined) return false
  if (!isStaffHere(call)) {
    await call.reply('要不要开，请社区工作人员来定。')
    return true
  }
  if (yes) await openFor(call, readWallDays(wordingOf(title), call.now))
  else {
    const asked = await lastOccasion(call.tx, call.community, title, ['ASKED'])
    if (asked) await stopOccasion(call.tx, asked, call.now)
    await call.reply(`好的，${title}不开祝福墙。`)
  }
  return true
}
