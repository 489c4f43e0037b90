import { wordingOf } from '../../chat/wording.ts'
import { type FollowUp, POSTS, type Post } from '../../directives/directive.ts'
import { NUMERAL, readNumber } from '../../time/chinese-number.ts'

/** What somebody said to a preview. Words that have to be looked up are left as they are written. */
export type DraftAnswer =
  | { readonly do: 'confirm'; readonly approvedBy?: string }
  | { readonly do: 'cancel' }
  | { readonly do: 'text'; readonly text: string }
  | { readonly do: 'when'; readonly words: string }
  | { readonly do: 'scope'; readonly words: string }
  | { readonly do: 'point'; readonly number: number; readonly words: string | undefined }
  | { readonly do: 'add point'; readonly words: string }
  | { readonly do: 'asks'; readonly asks: readonly Post[] }
  | { readonly do: 'times'; readonly times: FollowUp }
  | { readonly do: 'urgent'; readonly urgent: boolean }

const CONFIRM = /^(?:确认|确定|可以发|发吧|同意)(?:发送?|无误)?(?:了|吧)?(?=$|[\s,:。])/
const CANCEL = /^(?:取消|不发了?|算了|作废|撤销)(?:吧|了)?[。.]?$/
const POINT = new RegExp(`^要点\\s?第?(${NUMERAL})条?(?=$|[\\s,:])`)
const DROP = new RegExp(`^(?:要点\\s?(?:删除?|去掉)|删除?要点)\\s?第?(${NUMERAL})条?$`)
const ADD = /^要点\s?(?:加|增加|补充)(?=[\s,:])/
const HEADS: readonly (readonly [RegExp, 'text' | 'when' | 'scope'])[] = [
  [/^(?:改成|改为|改|正文|内容|换成)(?=[\s,:]|$)/, 'text'],
  [/^(?:时间|推迟到?|提前到?|改时间)(?=[\s,:]|$|\d|[今明后下周星礼])/, 'when'],
  [/^(?:范围|发给|对象)(?=[\s,:]|$|\d|全)/, 'scope'],
]
const NOW = /^(?:现在|马上|立即|立刻)发?送?(?:吧)?$/
const ASKS = /^(?:回执|要谁回)[\s,:]?/
const NOBODY = /^(?:不用|不要|没有|无|谁都不用)/
const TIMES = /^提醒[\s,:]?(\d{1,3})[\s,、]+(\d{1,3})[\s,、]+(\d{1,3})[\s,、]+(\d{1,3})(?:分钟?)?$/
/** Longer nothing is followed up by the minute, in minutes. */
const LONGEST_FOLLOW_UP = 24 * 60

/** Reads an answer to a preview; undefined for what is none. Pure. */
export function draftAnswer(own: string): DraftAnswer | undefined {
  const said = wordingOf(own)
  const { text } = said
  const confirm = CONFIRM.exec(text)
  if (confirm) {
    const name = nameIn(said.after(confirm[0].length).own)
    return name === '' ? { do: 'confirm' } : { do: 'confirm', approvedBy: name.slice(0, LONGEST_NAME) }
  }
  if (CANCEL.test(text)) return { do: 'cancel' }
  if (NOW.test(text)) return { do: 'when', words: '现在' }
  if (/^(?:紧急|加急)[。.]?$/.test(text)) return { do: 'urgent', urgent: true }
  if (/^(?:不急|不紧急|普通)[。.]?$/.test(text)) return { do: 'urgent', urgent: false }
  const dropped = readNumber(DROP.exec(text)?.[1] ?? '')
  if (dropped !== undefined) return { do: 'point', number: dropped, words: undefined }
  const add = ADD.exec(text)
  if (add) return { do: 'add point', words: said.after(add[0].length).own.trim() }
  const point = POINT.exec(text)
  const number = readNumber(point?.[1] ?? '')
  if (point && number !== undefined) return { do: 'point', number, words: said.after(point[0].length).own.trim() }
  const times = TIMES.exec(text)
  if (times) return readTimes(times)
  const asks = ASKS.exec(text)
  if (asks) return readAsks(text.slice(asks[0].length))
  for (const [pattern, what] of HEADS) {
    const head = pattern.exec(text)
    if (!head) continue
    // A text keeps its line breaks.
    const words = said.after(head[0].length).own.trim()
    return what === 'text' ? { do: 'text', text: words } : { do: what, words }
  }
  return undefined
}

const LONGEST_NAME = 20

/** 由方书记批准。 → 方书记 */
function nameIn(own: string): string {
  const bare = own.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return bare
    .replace(/^(?:由|经)/, '')
    .replace(/(?:批准|同意)$/, '')
    .trim()
}

function readTimes([, remind, prompt, missing, table]: RegExpExecArray): DraftAnswer | undefined {
  const times = { remind: Number(remind), prompt: Number(prompt), missing: Number(missing), table: Number(table) }
  const inOrder = times.remind <= times.prompt && times.prompt <= times.missing && times.missing <= times.table
  return inOrder && times.remind > 0 && times.table <= LONGEST_FOLLOW_UP ? { do: 'times', times } : undefined
}

function readAsks(text: string): DraftAnswer | undefined {
  if (NOBODY.test(text)) return { do: 'asks', asks: [] }
  const wanted = POSTS.filter((post) => POST_WORDS[post].test(text))
  return wanted.length > 0 ? { do: 'asks', asks: wanted } : undefined
}

const POST_WORDS: Readonly<Record<Post, RegExp>> = { worker: /网格员/, property: /物业/, volunteer: /志愿者/ }
