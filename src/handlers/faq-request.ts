import type { Argument, Wording } from '../chat/command.ts'

/** What somebody wants of the 问答 list. */
export type FaqRequest =
  | { readonly do: 'list'; readonly page: number }
  | { readonly do: 'show'; readonly number: number; readonly words: string }
  | { readonly do: 'ask'; readonly words: string }
  | { readonly do: 'add'; readonly question: string; readonly answer: string }
  | { readonly do: 'change'; readonly number: number; readonly answer: string }
  | { readonly do: 'remove'; readonly number: number }
  /** a notice is quoted; `question` is what it is to be found by, where that was said */
  | { readonly do: 'collect'; readonly question: string | undefined }
  /** it begins like one of the others, but something is missing: `write` is how it is written */
  | { readonly do: 'unclear'; readonly write: string; readonly words: string }

export const FAQ_FORMS = {
  add: '/问答 加 问题（答案另起一行）',
  change: '/问答 改 3 新的答案',
  remove: '/问答 删 3',
  collect: '引用那条通知，发 /问答 收录',
} as const

const ENDS = '(?=$|[ ,:])'
const LIST = /^(?:列表|清单|目录|全部|所有|list)(?:[ ,:]?第?(\d{1,3})页?)?$/i
const NUMBER = /^#?第?(\d{1,4})[条号]?$/
const COLLECT = new RegExp(`^(?:收录|录入|收藏|collect)${ENDS}`, 'i')
const ADD = new RegExp(`^(?:添加|新增|增加|加|add)${ENDS}`, 'i')
/** 加油站在哪 is a question; with an answer on a line of its own it is an entry all the same. */
const ADD_UNPARTED = /^(?:添加|新增|增加|加)(?!油|班|装|盖|急|入|强|快)/
const CHANGE = new RegExp(`^(?:修改|更改|改成|改|change)(?:[ ,:]?[#第]{0,2}(\\d{1,4})(?!\\d)[条号]?|${ENDS})`, 'i')
/** 改2026年的合同要什么材料 */
const NOT_A_NUMBER = /^ ?(?:年|月|日|号楼|栋|幢|单元|楼|元|岁|个|平)/
const REMOVE = new RegExp(`^(?:删除|删掉|去掉|删|remove)(?:[ ,:]?[#第]{0,2}(\\d{1,4})[条号]?[。.!]?$|${ENDS})`, 'i')

/** The rest of the message as what is to be done with the list; a question where it is nothing else. */
export function faqRequest(): Argument<FaqRequest> {
  return {
    label: '问题',
    optional: true,
    read(input) {
      const { rest } = input
      input.rest = rest.after(rest.text.length)
      return { ok: true, value: requestIn(rest) }
    },
  }
}

function requestIn(rest: Wording): FaqRequest {
  const { text } = rest
  const words = rest.own.trim()
  if (text === '') return { do: 'list', page: 1 }
  const list = LIST.exec(text)
  if (list) return { do: 'list', page: Math.max(1, Number(list[1] ?? 1)) }
  const number = NUMBER.exec(text)?.[1]
  if (number) return { do: 'show', number: Number(number), words }
  const collect = COLLECT.exec(text)
  if (collect) return { do: 'collect', question: rest.after(collect[0].length).own.trim() || undefined }
  return addIn(rest, words) ?? changeIn(rest, words) ?? removeIn(rest, words) ?? { do: 'ask', words }
}

function addIn(rest: Wording, words: string): FaqRequest | undefined {
  const found = ADD.exec(rest.text) ?? (words.includes('\n') ? ADD_UNPARTED.exec(rest.text) : null)
  if (!found) return undefined
  const parts = questionAndAnswer(rest.after(found[0].length).own)
  return parts ? { do: 'add', ...parts } : { do: 'unclear', write: FAQ_FORMS.add, words }
}

function changeIn(rest: Wording, words: string): FaqRequest | undefined {
  const found = CHANGE.exec(rest.text)
  if (!found || NOT_A_NUMBER.test(rest.text.slice(found[0].length))) return undefined
  const answer = withoutLabel(rest.after(found[0].length).own, ANSWER_LABEL)
  if (found[1] === undefined || answer === '') return { do: 'unclear', write: FAQ_FORMS.change, words }
  return { do: 'change', number: Number(found[1]), answer }
}

function removeIn(rest: Wording, words: string): FaqRequest | undefined {
  const found = REMOVE.exec(rest.text)
  if (!found) return undefined
  return found[1] === undefined
    ? { do: 'unclear', write: FAQ_FORMS.remove, words }
    : { do: 'remove', number: Number(found[1]) }
}

const QUESTION_LABEL = /^\s*(?:问题|问|Q)\s*[:：]\s*/i
const ANSWER_LABEL = /^\s*(?:答案|回答|答|A)\s*[:：]\s*/i
const ANSWER_AFTER = /\s+(?:答案|回答|答|A)\s*[:：]/i
/** Written on one line: a question mark parts the two, or a stroke. */
const PARTED = /[?？]|[|｜]/

function questionAndAnswer(own: string): { question: string; answer: string } | undefined {
  const text = own.trim()
  const at = splitAt(text)
  if (at === undefined) return undefined
  const question = withoutLabel(text.slice(0, at), QUESTION_LABEL)
    .replace(/[|｜]$/, '')
    .trim()
  const answer = withoutLabel(text.slice(at), ANSWER_LABEL)
  return question !== '' && answer !== '' ? { question, answer } : undefined
}

function splitAt(text: string): number | undefined {
  const line = text.search(/\r?\n/)
  if (line >= 0) return line
  const label = text.search(ANSWER_AFTER)
  if (label >= 0) return label
  const mark = text.search(PARTED)
  return mark >= 0 ? mark + 1 : undefined
}

function withoutLabel(text: string, label: RegExp): string {
  return text.replace(label, '').trim()
}
