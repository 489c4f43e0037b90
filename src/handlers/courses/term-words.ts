import { wordingOf } from '../../chat/wording.ts'
import type { Places } from '../../community/places.ts'
import { readScope, type Scope } from '../../community/scope.ts'
import type { Choice, DayQuestion } from '../../courses/lessons.ts'
import { MOST_PLACES } from '../../courses/runs.ts'
import { readTimetable, type Timetable } from '../../courses/timetable.ts'
import type { EnrolMode } from '../../database/types.ts'
import { Refusal } from '../../refusal.ts'
import { readNumber } from '../../time/chinese-number.ts'
import { parseMoment } from '../../time/parse-moment.ts'

/** What somebody has said of a term, each part where it was said. */
export interface SaidTerm {
  readonly timetable?: Timetable
  readonly place?: string
  readonly capacity?: number
  readonly forChildren?: boolean
  readonly mode?: EnrolMode
  readonly scope?: Pick<Scope, 'words' | 'gridIds'>
  readonly opening?: Opening
  /** what becomes of lessons on holidays and make-up days, said before anybody asks */
  readonly holidays?: Choice
}

export interface Opening {
  /** undefined: as soon as it is announced */
  readonly opensAt: Date | undefined
  readonly closesAt: Date | undefined
}

export interface TermReading {
  readonly places: Places
  readonly now: Date
}

const HEADS = '地点|地方|名额|人数|对象|报名|发给|范围|抽签|不抽签|假期|节假日|时间'
const SEGMENT = new RegExp(`\\n|(?<=[\\s,，;；。])(?=(?:${HEADS})(?:[\\s:：,，]|$|\\d|全))`)
const LONGEST_PLACE = 30
/** What is said meanwhile about something else. */
const NO_PLACE = /^(?:好的?|收到|是的?|嗯+|谢谢|登记|不是|确认|不?要|照常|顺延|不补|\d+)$/

/** Parts of one message: 每周三 … on a line, 地点 …, 名额 20, 对象 孩子, 发给 全部, 报名 6月8日20:00, in any order. */
export function readTermWords(text: string, reading: TermReading): SaidTerm {
  let said: SaidTerm = {}
  for (const part of text.split(SEGMENT)) said = { ...said, ...readPart(part.trim(), reading) }
  return said
}

function readPart(part: string, { places, now }: TermReading): SaidTerm {
  const { text } = wordingOf(part)
  if (text === '') return {}
  const [head = '', rest = ''] = split(text)
  switch (head) {
    case '地点':
    case '地方':
      return { place: placeOf(wordingOf(part).after(head.length).own) }
    case '名额':
    case '人数':
      return { capacity: capacityOf(rest) }
    case '对象':
      return { forChildren: forChildrenOf(rest) }
    case '抽签':
      return { mode: 'DRAW' }
    case '不抽签':
      return { mode: 'FIRST_COME' }
    case '报名':
      return { opening: openingOf(rest, now) }
    case '假期':
    case '节假日':
      return { holidays: holidaysOf(rest) }
    case '发给':
    case '范围':
      return { scope: scopeOf(rest, places) }
    default: {
      const found = readTimetable(head === '时间' ? rest : text, now)
      if (!found) return {}
      if (!found.ok) throw new Refusal(found.problem)
      return { timetable: found.timetable }
    }
  }
}

function split(text: string): readonly [string, string] {
  const found = new RegExp(`^(${HEADS})(?:[\\s:,]+|(?=\\d|全)|$)`).exec(text)
  return found ? [found[1] ?? '', text.slice(found[0].length)] : ['', text]
}

export function placeOf(own: string): string {
  const place = own.trim().replace(/[。.,，;；]+$/, '')
  if (place === '' || [...place].length > LONGEST_PLACE || NO_PLACE.test(place))
    throw new Refusal('请写上地点，30个字以内，比如 社区活动室。')
  return place
}

export function capacityOf(text: string): number {
  const number = readNumber(
    /^(?:最多|收|共)?\s?(\d{1,6}|[零一二两三四五六七八九十百]{1,5})(?![\d.])/.exec(text.trim())?.[1] ?? '',
  )
  if (number === undefined || number < 1 || number > MOST_PLACES)
    throw new Refusal(`名额请写1到${MOST_PLACES}的人数，比如 20。`)
  return number
}

export function forChildrenOf(text: string): boolean {
  if (/孩子|儿童|少儿|小朋友|幼儿|亲子|\d+岁以下/.test(text)) return true
  if (/成人|大人|老人|老年|居民|所有|不限|都/.test(text)) return false
  throw new Refusal('请回「孩子」或「大人」：给孩子的课由家长报名。')
}

export function scopeOf(text: string, places: Places): Pick<Scope, 'words' | 'gridIds'> {
  const found = readScope(text, places)
  if (!found.ok) throw new Refusal(found.problem)
  return { words: found.scope.words, gridIds: found.scope.gridIds }
}

/** 6月8日20:00, 6月8日20:00到6月9日20:00, 现在. */
export function openingOf(text: string, now: Date): Opening {
  if (/^(?:现在|马上|公布就|一公布|随时|立即)/.test(text)) return { opensAt: undefined, closesAt: undefined }
  const opens = parseMoment(text.replace(/^(?:从|自)/, ''), now)
  if (!opens?.hasTime) throw new Refusal('请写上哪天几点开始报名，比如 6月8日 20:00；公布就开始回「现在」。')
  if (opens.at <= now) throw new Refusal('报名开始的时间已经过了，请改一个。')
  const more = opens.rest.replace(/^(?:开始)?\s?(?:到|至|-|~|—|,|，)?\s?/, '')
  // 20:00到20:30 is the same evening.
  const closes = more === '' ? undefined : parseMoment(more, opens.at)
  if (closes && closes.at <= opens.at) throw new Refusal('报名截止要在开始后面，请改一下。')
  if (closes && !closes.hasTime) throw new Refusal('报名截止请写到几点，比如 6月9日 20:00。')
  return { opensAt: opens.at, closesAt: closes?.at }
}

const CHOICES: Readonly<Record<string, Choice>> = {
  顺延: 'later',
  往后: 'later',
  不补: 'drop',
  不上: 'drop',
  停: 'drop',
  照常: 'keep',
  照上: 'keep',
}

function holidaysOf(text: string): Choice {
  const choice = Object.entries(CHOICES).find(([word]) => text.startsWith(word))?.[1]
  if (!choice) throw new Refusal('假期的课请写 假期 顺延、假期 不补 或 假期 照常。')
  return choice
}

/** 顺延, 都照常, or one by one 1顺延 2照常; undefined for what is no answer. */
export function readChoices(text: string, questions: readonly DayQuestion[]): Record<string, Choice> | undefined {
  const words = Object.keys(CHOICES).join('|')
  const all = new RegExp(`^(?:都|全部|全)?(${words})`).exec(text)
  if (all) return Object.fromEntries(questions.map(({ day }) => [day, CHOICES[all[1] ?? ''] ?? 'keep']))
  const chosen: Record<string, Choice> = {}
  for (const [, number, word] of text.matchAll(new RegExp(`(\\d{1,2})[号.、:\\s]*(${words})`, 'g'))) {
    const question = questions[Number(number) - 1]
    const choice = CHOICES[word ?? '']
    if (question && choice) chosen[question.day] = choice
  }
  return Object.keys(chosen).length > 0 ? chosen : undefined
}
