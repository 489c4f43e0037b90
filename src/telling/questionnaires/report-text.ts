import { counted, participationWords, WHY_HIDDEN } from './counted.ts'
import type { Report, TopicWithLecturers } from './report.ts'

const MOST_TOPICS = 5
const MOST_QUESTIONS = 6
const MOST_LECTURERS = 5

/** A result in one message: the topics most wanted and who could teach, or what was answered to the first questions. */
export function reportText({ questionnaire, participation, results, topics }: Report): string {
  const head = `📊 ${questionnaire.title}：${participationWords(participation)}。`
  if (results.sheets === undefined) return `${head}\n交上来的答案不到5份，为了看不出是谁答的，结果不显示。`
  if (topics.length > 0) {
    const lecturers = lecturerLines(topics)
    return [
      head,
      '大家最想学的：',
      ...topics.slice(0, MOST_TOPICS).map(topicLine),
      ...(lecturers.length > 0 ? ['可以请的老师（要先问本人）：', ...lecturers] : ['人才库里还没有对得上的老师。']),
      `完整的看下面的图。${WHY_HIDDEN}`,
    ].join('\n')
  }
  const lines = results.questions
    .slice(0, MOST_QUESTIONS)
    .flatMap(({ number, text, n, hidden, mean, choices, words }) => {
      const asked = `${number}. ${short(text)}`
      if (words) return [`${asked}：${words.length}条，在导出的表里`]
      if (hidden || n === undefined) return [`${asked}：答的人少，不显示`]
      if (mean !== undefined) return [`${asked}：平均${mean.toFixed(1)}（${n}人答）`]
      const most = choices?.map((choice) => `${choice.label}${counted(choice, n)}`).slice(0, 3) ?? []
      return [`${asked}：${most.join('，')}（${n}人答）`]
    })
  return [head, ...lines, `完整的看下面的图。${WHY_HIDDEN}`].join('\n')
}

function topicLine(topic: TopicWithLecturers, at: number): string {
  const wishes = topic.wishes.filter(({ hidden, count }) => hidden !== 'few' && count !== 0).slice(0, 2)
  const named = wishes.map((wish) => `${wish.label}${counted(wish)}`).join('、')
  return `${at + 1}. ${topic.topic} ${counted(topic)}${named ? `：${named}` : ''}`
}

function lecturerLines(topics: readonly TopicWithLecturers[]): string[] {
  const lines: string[] = []
  for (const { wishes } of topics) {
    for (const { label, lecturers } of wishes) {
      const [first, ...more] = lecturers
      if (!first || lines.length === MOST_LECTURERS) continue
      lines.push(`${label}：${[...first.name].slice(0, 8).join('')}${more.length > 0 ? `等${lecturers.length}位` : ''}`)
    }
  }
  return lines
}

const short = (text: string) => ([...text].length > 18 ? `${[...text].slice(0, 17).join('')}…` : text)
