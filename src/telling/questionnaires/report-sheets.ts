import { redact } from '../../redaction/redact.ts'
import type { SheetToWrite } from '../../spreadsheet/spreadsheet.ts'
import { counted, participationWords, WHY_HIDDEN } from './counted.ts'
import type { Report } from './report.ts'

/** A result as the sheets of a spreadsheet: counts, topics, words. What names or reaches a person in the words is masked. */
export function reportSheets({ questionnaire, participation, results, topics }: Report): SheetToWrite[] {
  const few = results.sheets === undefined
  const sheets: SheetToWrite[] = [
    {
      name: '结果',
      columns: ['题号', '题目', '选项', '人数', '比例', '说明'],
      rows: few
        ? [['', questionnaire.title, '', '', '', '交上来的答案不到5份，不显示。']]
        : [
            ['', questionnaire.title, '', '', '', `${participationWords(participation)}。${WHY_HIDDEN}`],
            ...results.questions.flatMap(({ number, text, n, hidden, mean, choices = [], words }) => {
              if (words) return [[number, text, '', '', '', `${words.length}条话，见“留言”`]]
              if (hidden || n === undefined) return [[number, text, '', '', '', '答的人少，不显示']]
              const note = mean === undefined ? '' : `平均${mean.toFixed(1)}`
              return [
                [number, text, '答了的', n, '', note],
                ...choices.map((choice) =>
                  choice.hidden === false
                    ? [number, '', choice.label, choice.count, `${Math.round((choice.count / n) * 100)}%`, '']
                    : [number, '', choice.label, '', '', counted(choice)],
                ),
              ]
            }),
          ],
    },
  ]
  if (!few && topics.length > 0) {
    sheets.push({
      name: '想学什么',
      columns: ['排名', '主题', '想学的人', '想学', '人数', '可请的老师'],
      rows: topics.flatMap((topic, at) =>
        topic.wishes.map((wish) => [
          at + 1,
          topic.topic,
          counted(topic),
          wish.label,
          counted(wish),
          wish.lecturers.map(({ name, skill }) => `${name}（${skill}）`).join('、'),
        ]),
      ),
    })
  }
  const words = few ? [] : results.questions.filter((question) => question.words && question.words.length > 0)
  if (words.length > 0) {
    sheets.push({
      name: '留言',
      columns: ['题号', '题目', '写的话'],
      rows: words.flatMap(({ number, text, words = [] }) =>
        words.map((said) => [number, text, redact(said, [], { names: true })]),
      ),
    })
  }
  return sheets
}
