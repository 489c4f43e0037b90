import type { ContactId } from '../ids.ts'
import { MOST_ROWS, type SignUpEntry, type SignUpSheet } from './sign-up-text.ts'

const LONGEST_XML = 300_000

/**
 * Reads WeChat's own sign-up list from the XML of its message (appmsg type 53): in `<solitaire>` the places of title (`tt`),
 * example (`ex`) and closing remark (`tl`) in the title's text as start-length in UTF-16 units, and in `content` a row `i`
 * for each entry, with who wrote it (`u`) and where it stands (`r`) or its text itself (`c`). What is missing is taken as
 * empty, a place that cannot be read as the text itself. Undefined for XML that has no such list.
 */
export function readSignUpXml(own: string): SignUpSheet | undefined {
  const xml = own.slice(0, LONGEST_XML)
  const solitaire = partOf(xml, 'solitaire') ?? partOf(unescaped(xml), 'solitaire')
  if (solitaire === undefined) return undefined
  const whole = textOf(partOf(xml, 'title') ?? '')
  const part = (name: string) => cut(whole, valueIn(headOf(solitaire), name))
  const content = partOf(solitaire, 'content') ?? ''
  const entries = elementsIn(content, 'i')
    .slice(0, MOST_ROWS)
    .flatMap((element) => entryOf(element, whole))
  return { title: withoutMark(part('tt')), example: part('ex'), tail: part('tl'), entries }
}

function entryOf(element: string, whole: string): SignUpEntry[] {
  const place = valueIn(element, 'r')
  const words = (place === undefined ? (valueIn(element, 'c') ?? '') : cut(whole, place)).replace(/\s+/g, ' ').trim()
  if (words === '') return []
  const author = valueIn(element, 'u')?.trim()
  return [{ words, ...(author ? { author: author as ContactId } : {}) }]
}

/** `12-5` of the text; anything else stands for itself. */
function cut(whole: string, place: string | undefined): string {
  if (place === undefined) return ''
  const range = /^\s*(\d{1,6})-(\d{1,6})\s*$/.exec(place)
  if (!range) return place.trim()
  const start = Number(range[1])
  return whole.slice(start, start + Number(range[2])).trim()
}

function withoutMark(title: string): string {
  return title.replace(/^[#＃]\s?(?:接[龙龍]|Group\s?Note)\s*/i, '').trim()
}

/** What stands before the rows: the list's own values. */
function headOf(solitaire: string): string {
  const at = solitaire.search(/<content[\s>/]/)
  return at < 0 ? solitaire : solitaire.slice(0, at)
}

/** A value of an element, written as an attribute or as an element inside it. */
function valueIn(element: string, name: string): string | undefined {
  const opening = /^<[^>]*>/.exec(element)?.[0] ?? ''
  const attribute = new RegExp(`[\\s]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(opening || element)
  if (attribute) return textOf(attribute[1] ?? attribute[2] ?? '')
  const inside = partOf(element.slice(opening.length), name)
  if (inside !== undefined) return textOf(inside.replace(/^<[^>]*>|<\/[^>]*>$/g, ''))
  const anywhere = new RegExp(`[\\s]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(element)
  return anywhere ? textOf(anywhere[1] ?? anywhere[2] ?? '') : undefined
}

/** The first element of this name, with its tags. */
function partOf(xml: string, name: string): string | undefined {
  return elementsIn(xml, name, 1)[0]
}

/** The elements of this name, with their tags, in order; none of them holds another of its name. */
function elementsIn(xml: string, name: string, most = Number.POSITIVE_INFINITY): string[] {
  const found: string[] = []
  const opening = new RegExp(`<${name}(?=[\\s/>])[^>]*?(/?)>`, 'g')
  const closing = `</${name}>`
  for (let match = opening.exec(xml); match && found.length < most; match = opening.exec(xml)) {
    if (match[1] === '/') {
      found.push(match[0])
      continue
    }
    const end = xml.indexOf(closing, opening.lastIndex)
    if (end < 0) break
    found.push(xml.slice(match.index, end + closing.length))
    opening.lastIndex = end + closing.length
  }
  return found
}

/** The text of an element or an attribute. */
function textOf(xml: string): string {
  const inside = xml.replace(/^<[^>!]*>|<\/[^>]*>$/g, '')
  const data = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(inside)
  return data ? (data[1] ?? '') : unescaped(inside)
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

function unescaped(xml: string): string {
  return xml.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos|nbsp));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
  })
}
