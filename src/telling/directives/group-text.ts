import { nameOf, type Order, POST_LABELS } from '../../directives/directive.ts'
import { LONGEST_MESSAGE, MOST_MESSAGES, splitText } from '../../directives/split.ts'
import { OFFICE, redact } from '../../redaction/redact.ts'

type Told = Pick<Order, 'kind' | 'number' | 'text' | 'scope' | 'asks' | 'urgent' | 'points'>

/** Of a text that goes as a file so much is said beside it. */
const BEGINNING = 400

/**
 * What is said in each group, in order: exactly what the preview shows. Under a heading by which it is known again when
 * somebody quotes it, and with a line for those who are asked to answer; residents are asked nothing. A text too long for
 * one message is several, one too long for several is its beginning, beside the file.
 *
 * @param community whose notice it is
 */
export function groupMessages(order: Told, community: string): string[] {
  const heading = headingOf(order, community)
  const foot = footOf(order)
  const parts = splitText(order.text)
  if (parts.length > MOST_MESSAGES) {
    const [beginning = ''] = splitText(order.text, BEGINNING)
    return [`${heading}\n${beginning.trimEnd()}…\n（全文见下面的文件）${foot}`]
  }
  return parts.map((part, index) => {
    const many = parts.length > 1 ? `（${index + 1}/${parts.length}）` : ''
    const last = index === parts.length - 1
    return `${index === 0 ? heading : nameOf(order)}${many}\n${part.trim()}${last ? foot : ''}`
  })
}

/** Whether the text goes as a file. */
export function goesAsFile(text: string): boolean {
  return text.length > LONGEST_MESSAGE && splitText(text).length > MOST_MESSAGES
}

/** How the text is called where it goes as a file. */
export const FULL_TEXT = '全文.txt'

/**
 * The text as it may be said in groups: what tells who or where a single person is becomes a mark; the numbers of offices
 * stay. The preview shows it so.
 */
export function sayableInGroups(text: string): string {
  return redact(text, OFFICE).trim()
}

function headingOf(order: Told, community: string): string {
  const places = /网格$/.test(order.scope) ? undefined : order.scope
  const mark = order.urgent ? '🔴' : order.kind === 'DIRECTIVE' ? '📌' : '📢'
  const what = order.kind === 'DIRECTIVE' ? '工作任务' : community
  return [`${mark} ${nameOf(order)}`, ...(order.urgent ? ['紧急'] : []), places ?? what].join(' · ')
}

function footOf({ asks }: Told): string {
  if (asks.length === 0) return ''
  const who = asks.map((post) => POST_LABELS[post]).join('、')
  return `\n—\n请${who}引用这条回「收到」；到了回「到场」，办好回「完成」，可以带照片。`
}
