import { LIBRARY, type Shipped } from '../../questionnaires/library.ts'
import type { OpenedQuestionnaire } from '../../questionnaires/questionnaire.ts'
import { Refusal } from '../../refusal.ts'

/** How people write a title: without the marks around it. */
const bare = (words: string) =>
  words
    .normalize('NFKC')
    .replace(/[《》<>“”"「」\s]/g, '')
    .toLowerCase()

/** One of a list by its number in it, its title or a part of it. @throws Refusal that names what there is */
export function chooseFrom(all: readonly OpenedQuestionnaire[], words: string): OpenedQuestionnaire {
  const wanted = bare(words)
  const number = /^\d{1,3}$/.test(wanted) ? all[Number(wanted) - 1] : undefined
  if (number) return number
  const exact = all.find(({ title, code }) => bare(title) === wanted || code.toLowerCase() === wanted)
  if (exact) return exact
  const shipped = LIBRARY.find(({ names }) => names.some((name) => bare(name) === wanted))
  const fitting = all.filter(({ title, subject }) =>
    wanted === '' ? true : bare(title).includes(wanted) || subject === shipped?.subject,
  )
  const [first] = fitting
  if (!first) throw new Refusal(all.length === 0 ? '现在还没有问卷。' : `没有找到这份问卷。有：${listed(all)}。`)
  if (wanted === '' && fitting.length > 1) throw new Refusal(`请写上是哪份：${listed(fitting)}。`)
  return first
}

/** 1.社区学习需求问卷 2.《乐高》反馈 */
export function listed(all: readonly OpenedQuestionnaire[]): string {
  return all
    .slice(0, 8)
    .map(({ title }, at) => `${at + 1}.${title}`)
    .join(' ')
}

/** The questionnaire of the library whose name stands at the head, and how long that is. @throws Refusal that names them */
export function shippedAt(text: string): { readonly shipped: Shipped; readonly length: number } {
  const open = /^[《"“「]?/.exec(text)?.[0].length ?? 0
  const names = LIBRARY.flatMap((shipped) => shipped.names.map((name) => ({ shipped, name })))
  const found = names
    .filter(({ name }) => text.slice(open).startsWith(name))
    .sort((one, other) => other.name.length - one.name.length)[0]
  if (!found)
    throw new Refusal(`请写上哪份问卷：${LIBRARY.map(({ names: [name] }) => name).join('、')}。\n${HOW_TO_OPEN}`)
  const end = open + found.name.length
  return { shipped: found.shipped, length: end + (/^[》"”」]?/.exec(text.slice(end))?.[0].length ?? 0) }
}

/** How the staff open one. */
export const HOW_TO_OPEN = '比如：/问卷 发 学习需求 全部 到 6月20日'
