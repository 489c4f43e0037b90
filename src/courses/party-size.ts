import { NUMERAL, readNumber } from '../time/chinese-number.ts'

const PEOPLE = new RegExp(`(${NUMERAL})\\s?(?:个?人|位|名|口(?!井|味))`)
const PLUS = /[+＋]\s?(\d{1,2})(?!\d)/
const GROWN_AND_SMALL = new RegExp(`(${NUMERAL})\\s?大(${NUMERAL})\\s?小`)
const FAMILY = new RegExp(`一家(${NUMERAL})口?`)
const COUPLE = /两口子|夫妻|夫妇|俩(?!个月)|老两口/
const WITH_CHILDREN = new RegExp(`(?:带|和|跟)(?:着|上)?(${NUMERAL})个?(?:孩子|娃|小孩|小朋友|宝宝)`)
const WITH_CHILD =
  /(?:带|和|跟)(?:着|上)?(?:孩子|娃|小孩|小朋友|宝宝|儿子|女儿|老伴|爱人|老公|老婆|妈妈|爸爸|奶奶|爷爷|姥姥|外婆)/

/**
 * How many people come, by the words of a row or of an enrolment: `2人`, `+2`, 一家三口, 两口子, 1大2小, 带孩子. `+1` is one
 * person, as people mean it in their lists. Undefined where the words say nothing of it.
 */
export function partyIn(words: string): number | undefined {
  const text = words.normalize('NFKC')
  const grown = GROWN_AND_SMALL.exec(text)
  if (grown) return sum(grown[1], grown[2])
  const family = FAMILY.exec(text)
  if (family) return readNumber(family[1] ?? '')
  if (COUPLE.test(text)) return 2
  const people = PEOPLE.exec(text)
  if (people) return readNumber(people[1] ?? '')
  const plus = PLUS.exec(text)
  if (plus) return Number(plus[1])
  const children = WITH_CHILDREN.exec(text)
  if (children) return sum('1', children[1])
  return WITH_CHILD.test(text) ? 2 : undefined
}

const PARTY = new RegExp([GROWN_AND_SMALL, FAMILY, PEOPLE, PLUS].map(({ source }) => source).join('|'), 'g')
const BETWEEN = /[\s,，。.、:：;；()（）-]+/g

/** The words without those that say how many come, for the name before them. */
export function withoutParty(words: string): string {
  return words.normalize('NFKC').replace(PARTY, ' ').replace(BETWEEN, ' ').trim()
}

/** Whether the words take a place back: 取消, 不去了, 来不了. */
export function takesBack(words: string): boolean {
  return /取消|不去了?|去不了|不来了|来不了|不参加|退出|划掉|不报了|有事不/.test(words.normalize('NFKC'))
}

function sum(one: string | undefined, other: string | undefined): number | undefined {
  const [first, second] = [readNumber(one ?? ''), readNumber(other ?? '')]
  return first === undefined || second === undefined ? undefined : first + second
}
