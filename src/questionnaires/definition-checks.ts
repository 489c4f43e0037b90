import { type Definition, END, hasChoices, type Question } from './definition.ts'

/** What hangs together wrongly in a definition whose shape is right; undefined when nothing does. */
export function checkDefinition({ questions }: Definition): string | undefined {
  const places = new Map<string, number>()
  for (const [place, question] of questions.entries()) {
    const name = `questions[${place + 1}] (${question.id})`
    if (question.id === END) return `${name} must not be called ${END}: that is where a skip ends`
    if (places.has(question.id)) return `${name} has the id of an earlier question`
    places.set(question.id, place)
    const own = checkChoices(question)
    if (own) return `${name} ${own}`
  }
  for (const [place, question] of questions.entries()) {
    const name = `questions[${place + 1}] (${question.id})`
    for (const { to, when } of question.skip) {
      const target = to === END ? questions.length : places.get(to)
      if (target === undefined) return `${name}.skip goes to ${to}, which there is not`
      if (target <= place) return `${name}.skip goes back to ${to}; a skip goes forward`
      const problem = checkCondition(question, when)
      if (problem) return `${name}.skip ${problem}`
    }
    if (question.kind === 'consent' && question.covers !== undefined) {
      const covered = questions[places.get(question.covers) ?? -1]
      if (covered?.kind !== 'text') return `${name}.covers must name a text question`
    }
  }
  return undefined
}

function checkChoices(question: Question): string | undefined {
  if (!hasChoices(question)) return undefined
  const { choices } = question
  const twice = choices.find(({ id }, at) => choices.findIndex((other) => other.id === id) < at)
  if (twice) return `has the choice ${twice.id} twice`
  const same = choices.find(({ label }, at) => choices.findIndex((other) => other.label === label) < at)
  if (same) return `has two choices that read ${same.label}`
  if (question.kind === 'single') return undefined
  if (question.most !== undefined && question.most > choices.length) return 'lets people choose more than there is'
  return choices.filter(({ none }) => none).length > 1
    ? 'has two choices that stand for nothing of all this'
    : undefined
}

function checkCondition(question: Question, when: Question['skip'][number]['when']): string | undefined {
  if ('unanswered' in when) return question.required ? 'cannot wait for no answer: the question is required' : undefined
  if ('anyOf' in when || 'noneOf' in when) {
    if (!hasChoices(question)) return 'asks for choices, which the question has not'
    const asked = 'anyOf' in when ? when.anyOf : when.noneOf
    const unknown = asked.find((id) => !question.choices.some((choice) => choice.id === id))
    return unknown === undefined ? undefined : `asks for the choice ${unknown}, which there is not`
  }
  if ('agreed' in when) return question.kind === 'consent' ? undefined : 'asks for consent, which the question does not'
  const numeric = question.kind === 'rating' || question.kind === 'recommend'
  return numeric ? undefined : 'compares with a number, which the answer is not'
}
