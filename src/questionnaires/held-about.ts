import { nobody } from '../community/nobody.ts'
import type { Holding } from '../personal/holding.ts'
import { formatDay } from '../time/format.ts'
import { answersFrom } from './answers.ts'
import { type Definition, hasChoices } from './definition.ts'
import { questionnaireWith } from './questionnaire.ts'

/** Which questionnaires somebody was asked, and what they have answered of one they are not done with. */
export const heldAboutSurveys: Holding = {
  area: '问卷',
  models: ['SurveyTurn', 'SurveyAnswer'],

  async tell(tx, { person }, now) {
    const turns = await tx.surveyTurn.findMany({ where: { personId: person }, orderBy: { id: 'asc' } })
    const entered = await tx.surveyTurn.count({ where: { enteredById: person } })
    if (turns.length + entered === 0) return undefined
    const lines: string[] = []
    for (const { questionnaireId, startedAt, doneAt, partial } of turns) {
      const { title, definition } = await questionnaireWith(tx, questionnaireId)
      lines.push(`${formatDay(startedAt, now)}《${title}》${doneAt ? '，答完了，答案不记名' : '，还没有答完'}`)
      lines.push(...halfAnswered(definition, partial))
    }
    if (entered > 0) lines.push(`替别人录过纸质问卷 ${entered} 份`)
    return { summary: `问过您 ${turns.length} 份；答完的不记名，认不出是谁的`, lines }
  },

  async stays(tx, { person }) {
    const done = await tx.surveyTurn.count({ where: { personId: person, doneAt: { not: null } } })
    return done > 0 ? ['答完的问卷本来就没有名字，没法认出哪份是您的，结束六个月后一起删。'] : []
  },

  async forget(tx, { person }, now) {
    const none = await nobody(tx, now)
    const own = { OR: [{ personId: person }, { personId: null, enteredById: person }] }
    const begun = await tx.surveyTurn.deleteMany({ where: { ...own, doneAt: null } })
    // That somebody answered is counted.
    const done = await tx.surveyTurn.updateMany({ where: { personId: person }, data: { personId: null } })
    const entered = await tx.surveyTurn.updateMany({ where: { enteredById: person }, data: { enteredById: none } })
    return begun.count + done.count + entered.count
  },
}

/** What somebody has answered so far, as they chose it. */
function halfAnswered({ questions }: Definition, partial: unknown): string[] {
  const answers = answersFrom(partial, questions)
  return questions.flatMap((question) => {
    const answer = answers.get(question.id)
    if (answer === undefined || answer === null) return []
    const labels = new Map(hasChoices(question) ? question.choices.map(({ id, label }) => [id, label]) : [])
    const said = (typeof answer === 'object' ? [...answer] : [answer]).map(
      (one) => labels.get(String(one)) ?? String(one),
    )
    return [`${question.text} 您答：${said.join('、')}`]
  })
}
