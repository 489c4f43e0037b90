import type { ContactId } from '../ids.ts'

/** One row of a sign-up list as it stands in a message. */
export interface SignUpEntry {
  /** as it was written, in one line */
  readonly words: string
  /** who wrote it, where the chat tells */
  readonly author?: ContactId | undefined
}

/** A sign-up list (接龙) as one message shows it. */
export interface SignUpSheet {
  /** empty where it has none */
  readonly title: string
  /** the line 例 …, without the 例; empty where there is none */
  readonly example: string
  /** the closing remark; empty where there is none */
  readonly tail: string
  readonly entries: readonly SignUpEntry[]
}

/** Longer lists are nobody's in one group; what stands behind is not read. */
export const MOST_ROWS = 500
const LONGEST_TEXT = 60_000

const MARK = /^(?:[@＠]\S{1,64}[\s\u2005]+)*[#＃]\s?(?:接[龙龍]|Group\s?Note)(?!\S)\s*/i
const ROW = /^\s*([0-9０-９]{1,3})\s?([.．。、，,)）:：])(\s?)(.*)$/
/** 8:30 and 3.15 are no row, 1.3号楼 is one. */
const NO_ROW = /^(?:[:：][0-9０-９]{2}(?![0-9０-９])|[.．][0-9０-９]{1,2}(?:$|[\s日月元号（(—-](?![楼栋])))/
const EXAMPLE = /^\s*例(?:如|子)?(?:[\s:：]+|(?=[0-9０-９]))(.*)$/
/** A line of dashes parts a quotation from what is said to it: that list is somebody else's. */
const SPACED_DASHES = /^\s*[-－—–](?:\s[-－—–]){4,}\s*$/m
const DASHES = /^\s*[-－—–](?:\s?[-－—–]){4,}\s*$/m

/**
 * Reads a sign-up list from the text of a message: WeChat's own, with its mark (`#接龙`, `#Group Note`) in front, or one that
 * is typed by hand, of at least two numbered rows in which numbers may be missing or come twice. Undefined for anything else,
 * and for a list that only stands in a quotation. Linear in the length.
 */
export function readSignUpText(own: string): SignUpSheet | undefined {
  const text = own
    .slice(0, LONGEST_TEXT)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
  if (SPACED_DASHES.test(text) || (/^\s*[「“"]/.test(text) && DASHES.test(text))) return undefined
  const mark = MARK.exec(text.trimStart())
  const lines = (mark ? text.trimStart().slice(mark[0].length) : text).split('\n')
  const first = lines.findIndex((line) => rowIn(line) !== undefined)
  if (first < 0) return mark ? { ...headIn(lines), tail: '', entries: [] } : undefined
  const { entries, tail } = rowsIn(lines.slice(first))
  if (!mark && (entries.length < 2 || !startsLow(lines[first] ?? ''))) return undefined
  return { ...headIn(lines.slice(0, first)), tail, entries }
}

/** Title and example before the rows. */
function headIn(lines: readonly string[]): Pick<SignUpSheet, 'title' | 'example'> {
  const title: string[] = []
  let example = ''
  for (const line of lines) {
    const found = EXAMPLE.exec(line)
    if (found) example = (found[1] ?? '').trim()
    else if (line.trim() !== '') title.push(line.trim())
  }
  return { title: title.join('\n'), example }
}

/**
 * Rows, each up to the next number or a blank line. What follows a blank line and has no number is the closing remark, unless
 * another row comes after it.
 */
function rowsIn(lines: readonly string[]): { readonly entries: SignUpEntry[]; readonly tail: string } {
  const rows: string[][] = []
  let loose: string[] = []
  let apart = false
  for (const line of lines) {
    const row = rowIn(line)
    if (row) {
      rows.push([row.words])
      loose = []
      apart = false
    } else if (line.trim() === '') apart = true
    else if (apart) loose.push(line.trim())
    else rows.at(-1)?.push(line.trim())
  }
  const entries = rows
    .slice(0, MOST_ROWS)
    .map((parts) => ({ words: parts.filter(Boolean).join(' ') }))
    .filter(({ words }) => words !== '')
  return { entries, tail: loose.join('\n') }
}

function rowIn(line: string): { readonly number: number; readonly words: string } | undefined {
  const [, number, sign = '', blank, words = ''] = ROW.exec(line) ?? []
  if (number === undefined || (blank === '' && NO_ROW.test(sign + words))) return undefined
  return { number: Number(number.normalize('NFKC')), words: words.trim() }
}

/** A list begins near its beginning; 26. is none. */
function startsLow(line: string): boolean {
  return (rowIn(line)?.number ?? Number.POSITIVE_INFINITY) <= 5
}
