import { hasChoices, type Question } from '../../questionnaires/definition.ts'
import type { Asked } from '../../questionnaires/path.ts'
import type { Problem } from '../../questionnaires/read-answers.ts'
import type { Turn } from '../../questionnaires/turn.ts'

/** Short choices stand side by side, so many signs on a line at most. */
const LINE_SIGNS = 22

/** The questions that are asked now, as one message: what they are, and how to answer. */
export function pageText(turn: Turn): string {
  const { definition, title } = turn.questionnaire
  const { page } = turn.position
  const all = definition.questions.length
  const first = turn.answers.size === 0
  const paper = turn.personId === null ? '（代填纸质问卷）' : ''
  return [
    `📝 ${title}${paper} 第${span(page)}题，共${all}题`,
    ...(first && definition.intro && paper === '' ? [definition.intro] : []),
    ...page.map(questionText),
    '—',
    howToAnswer(page),
  ].join('\n')
}

/** 1–4, or 3, or 1、3. */
function span(page: readonly Asked[]): string {
  const [first, last] = [page[0]?.number ?? 0, page.at(-1)?.number ?? 0]
  if (page.length === 1) return `${first}`
  return last - first + 1 === page.length ? `${first}–${last}` : page.map(({ number }) => number).join('、')
}

function questionText({ number, question }: Asked): string {
  const head = `${number}. ${question.text}`
  const choices = choicesOf(question)
  if (choices.length === 0) return head
  const lines = ['']
  for (const choice of choices) {
    const line = lines.at(-1) ?? ''
    const together = line === '' ? choice : `${line}　${choice}`
    if (line !== '' && together.length > LINE_SIGNS) lines.push(choice)
    else lines[lines.length - 1] = together
  }
  return [head, ...lines].join('\n')
}

function choicesOf(question: Question): string[] {
  if (question.kind === 'consent') return ['A 同意', 'B 不同意']
  return hasChoices(question) ? question.choices.map(({ label }, at) => `${letter(at)} ${label}`) : []
}

const letter = (place: number) => String.fromCharCode(65 + place)

function howToAnswer(page: readonly Asked[]): string {
  const [one] = page
  if (page.length === 1 && one) {
    const optional = one.question.required ? '' : '；不想答回「跳过」'
    return `${HOW_ONE[one.question.kind]}${optional}；先放一放回「先停」。`
  }
  const example = page.map(({ number, question }) => `${number}${EXAMPLES[question.kind]}`).join(' ')
  const optional = page.find(({ question }) => !question.required)
  const pass = optional ? `；不想答的回「${optional.number}跳过」` : ''
  return `这样回：${example}${pass}；先放一放回「先停」。`
}

const EXAMPLES: Readonly<Record<Question['kind'], string>> = {
  single: 'A',
  multiple: 'AB',
  rating: ':5',
  recommend: ':8',
  text: ' 想说的话',
  consent: 'A',
  date: ' 6月3日',
}

const HOW_ONE: Readonly<Record<Question['kind'], string>> = {
  single: '回一个字母就行，比如 A',
  multiple: '回字母就行，可以几个，比如 AB',
  rating: '回一个数就行，比如 5',
  recommend: '回一个数就行，比如 8',
  text: '直接写就行',
  consent: '回 A 或 B',
  date: '回日期就行，比如 6月3日',
}

/**
 * What is still wanted of a page: what could not be read, and which questions are open. It says nothing of what was
 * answered, since what the bot says is kept longer than an unfinished answer.
 */
export function stillWanted(open: readonly Asked[], problems: readonly Problem[], unread: boolean): string {
  const lines = problems.map(problemText)
  const rest = open.filter(({ number }) => !problems.some((problem) => problem.number === number))
  if (rest.length > 0) {
    const example = rest.map(({ number, question }) => `${number}${EXAMPLES[question.kind]}`).join(' ')
    lines.push(
      unread && problems.length === 0
        ? `有的没看懂。第${numbers(rest)}题请这样回：${example}`
        : `还有第${numbers(rest)}题，这样回：${example}`,
    )
    if (rest.some(({ question }) => !question.required)) lines.push('不想答的，回「跳过」就到下一页。')
  }
  return lines.join('\n')
}

const numbers = (asked: readonly Asked[]) => asked.map(({ number }) => number).join('、')

function problemText(problem: Problem): string {
  const { number, why } = problem
  switch (why) {
    case 'no such choice':
      return `第${number}题没有这个选项，请看一下上面的字母。`
    case 'one only':
      return `第${number}题请只选一个。`
    case 'none and some':
      return `第${number}题选了“没有、不需要”，就不能再选别的，请再回一次。`
    case 'too many':
      return `第${number}题最多选${problem.most}个，请再回一次。`
    case 'out of range':
      return `第${number}题的分数不对，请看一下题目里的范围。`
    case 'too long':
      return `第${number}题写得太长了，请缩短到500字以内。`
    case 'required':
      return `第${number}题要答了才能往下走；整份不想填，回「不填了」。`
    case 'unclear':
      return `第${number}题没看懂，请再回一次。`
  }
}

/** What is said when all is done. */
export function thanksText({ questionnaire, personId }: Turn): string {
  if (personId === null) return `这份纸质问卷录好了。再录一份，发 /问卷 代填 ${questionnaire.title}。`
  return `${questionnaire.definition.thanks ?? '谢谢您，填好了。'}\n答案已经和您分开存放，看不出是谁填的，所以也改不了了。`
}
