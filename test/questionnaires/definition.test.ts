import { describe, expect, it } from 'vitest'
import { OperatorError } from '../../src/operator-error.ts'
import { COURSE_SURVEY, courseSurvey } from '../../src/questionnaires/course-survey.ts'
import { hasChoices } from '../../src/questionnaires/definition.ts'
import { learningNeeds } from '../../src/questionnaires/learning-needs.ts'
import { readDefinition } from '../../src/questionnaires/read-definition.ts'

const choices = [
  { id: 'a', label: '甲' },
  { id: 'b', label: '乙' },
]
const one = { id: 'one', kind: 'single', text: '选', choices }
const two = { id: 'two', kind: 'text', text: '说' }

function problem(raw: unknown): string {
  try {
    readDefinition(raw, 'mine.yaml')
  } catch (error) {
    if (error instanceof OperatorError) return error.message
    throw error
  }
  return ''
}

describe('a definition', () => {
  it('of the learning needs has 17 questions about what the issue names, and every topic has an out', () => {
    const { questions } = learningNeeds()
    expect(questions).toHaveLength(17)
    const topics = questions.flatMap((question) => (hasChoices(question) && question.topic ? [question] : []))
    expect(topics.map(({ topic }) => topic)).toEqual([
      '健康',
      '健身',
      '饮食',
      '亲子',
      '青少年',
      '养老',
      '文艺',
      '法律和技能',
    ])
    for (const { choices } of topics) {
      expect(choices.filter(({ none }) => none)).toHaveLength(1)
      expect(choices.filter(({ none, skills }) => !none && (skills ?? []).length === 0)).toEqual([])
    }
    expect(questions.filter(({ required }) => required)).toEqual([])
  })

  it('of a course survey is made for any title', () => {
    expect(courseSurvey('乐高智力开发'.repeat(20)).questions.map(({ id }) => id)).toEqual([
      COURSE_SURVEY.stars,
      COURSE_SURVEY.goesOn,
      COURSE_SURVEY.words,
      'hand-on',
    ])
  })

  it.each([
    [null, 'mine.yaml: the questionnaire must be object'],
    [{ title: '卷' }, 'mine.yaml: questions is missing'],
    [{ title: '', questions: [one] }, 'mine.yaml: title is empty'],
    [{ title: '卷', questions: [] }, /^mine.yaml: questions /],
    [
      { title: '卷', questions: [{ ...one, kind: 'choose' }] },
      'mine.yaml: questions[1] (one).kind must be single, multiple, rating, recommend, text, consent or date',
    ],
    [
      { title: '卷', questions: [{ ...one, choice: [] }] },
      'mine.yaml: questions[1] (one) has a key that is not known: choice',
    ],
    [
      { title: '卷', questions: [{ ...one, choices: choices.slice(1) }] },
      'mine.yaml: questions[1] (one).choices needs two choices',
    ],
    [{ title: '卷', questions: [one, one] }, 'mine.yaml: questions[2] (one) has the id of an earlier question'],
    [
      { title: '卷', questions: [{ ...one, choices: [...choices, choices[0]] }] },
      'mine.yaml: questions[1] (one) has the choice a twice',
    ],
    [
      { title: '卷', questions: [{ ...one, skip: [{ when: { anyOf: ['c'] }, to: 'two' }] }, two] },
      'mine.yaml: questions[1] (one).skip asks for the choice c, which there is not',
    ],
    [
      { title: '卷', questions: [{ ...one, skip: [{ when: { anyOf: ['a'] }, to: 'three' }] }, two] },
      'mine.yaml: questions[1] (one).skip goes to three, which there is not',
    ],
    [
      { title: '卷', questions: [one, { ...two, skip: [{ when: { unanswered: true }, to: 'one' }] }] },
      'mine.yaml: questions[2] (two).skip goes back to one; a skip goes forward',
    ],
    [
      { title: '卷', questions: [one, { ...two, skip: [{ when: { atMost: 3 }, to: 'end' }] }] },
      'mine.yaml: questions[2] (two).skip compares with a number, which the answer is not',
    ],
    [
      { title: '卷', questions: [{ ...one, skip: [{ when: { sometimes: 1 }, to: 'end' }] }] },
      'mine.yaml: questions[1] (one).skip[1].when must be one of anyOf, noneOf, atMost, atLeast, agreed, unanswered',
    ],
    [
      { title: '卷', questions: [one, { id: 'ok', kind: 'consent', text: '同意', covers: 'one' }] },
      'mine.yaml: questions[2] (ok).covers must name a text question',
    ],
    [
      { title: '卷', questions: [{ ...two, id: '__proto__x y' }] },
      /^mine.yaml: questions\[1\]\.id must be a short name/,
    ],
  ])('that is wrong says where and what to mend (%#)', (raw, said) => {
    if (typeof said === 'string') expect(problem(raw)).toBe(said)
    else expect(problem(raw)).toMatch(said)
    expect(problem(raw)).not.toContain('\n')
  })
})
