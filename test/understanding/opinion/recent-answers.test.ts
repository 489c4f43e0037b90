import { expect, it } from 'vitest'
import { RecentAnswers } from '../../../src/understanding/opinion/recent-answers.ts'

it('remembers the latest answers, used ones longer, and that there was none', () => {
  const answers = new RecentAnswers<string | undefined>(2)
  answers.keep('a', 'one')
  answers.keep('b', undefined)
  expect(answers.find('a')).toEqual({ answer: 'one' })
  answers.keep('c', 'three')
  expect(answers.find('b')).toBeUndefined()
  expect(answers.find('a')).toEqual({ answer: 'one' })
  answers.keep('d', undefined)
  expect(answers.find('c')).toBeUndefined()
  expect(answers.find('d')).toEqual({ answer: undefined })
})
