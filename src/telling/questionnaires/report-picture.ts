import type { TableToDraw } from '../../drawing/table.ts'
import { counted, participationWords, WHY_HIDDEN } from './counted.ts'
import type { Report } from './report.ts'

/** Whose result the picture is and who asked for it: it may be handed round. */
export interface PictureMark {
  readonly by: string
  readonly day: string
}

/** The pictures of a result: topics with who could teach, where there are any, and every question with its counts. */
export function reportPictures(report: Report, mark: PictureMark): TableToDraw[] {
  const { questionnaire, participation, results, topics } = report
  if (results.sheets === undefined) return []
  const subtitle = `${participationWords(participation)} · ${mark.by} ${mark.day} 查看`
  const common = { subtitle, foot: WHY_HIDDEN }
  const pictures: TableToDraw[] = []
  if (topics.length > 0) {
    pictures.push({
      ...common,
      title: `${questionnaire.title}：想学什么`,
      columns: ['排名', '主题', '想学的人', '最想学的', '可请的老师'],
      rows: topics.map((topic, at) => {
        const wished = topic.wishes.filter(({ hidden, count }) => hidden !== 'few' && count !== 0)
        const names = new Set(wished.flatMap(({ lecturers }) => lecturers.map(({ name }) => name)))
        return [
          topic.hidden === 'few' ? '–' : String(at + 1),
          topic.topic,
          counted(topic),
          wished
            .slice(0, 3)
            .map((wish) => `${wish.label} ${counted(wish)}`)
            .join('；') || '–',
          [...names].slice(0, 4).join('、') || '–',
        ]
      }),
    })
  }
  pictures.push({
    ...common,
    title: `${questionnaire.title}：结果`,
    columns: ['题目', '选项', '人数'],
    rows: resultRows(report),
  })
  return pictures
}

function resultRows({ results }: Report): string[][] {
  return results.questions.flatMap(({ number, text, n, hidden, mean, choices = [], words }) => {
    const asked = `${number}. ${text}`
    if (words) return [[asked, '–', `${words.length}条话，见导出的表`]]
    if (hidden || n === undefined) return [[asked, '–', '答的人少，不显示']]
    const answered = `${n}人答`
    const first = mean === undefined ? [asked, answered, ''] : [asked, answered, `平均${mean.toFixed(1)}分`]
    return [first, ...choices.map((choice) => ['', choice.label, counted(choice, n)])]
  })
}
