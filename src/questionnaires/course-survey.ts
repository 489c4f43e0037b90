import type { Definition } from './definition.ts'
import { readDefinition } from './read-definition.ts'

/** The ids of what the continuation rule looks at, and of the free words. */
export const COURSE_SURVEY = {
  stars: 'stars',
  goesOn: 'goes-on',
  yes: 'yes',
  words: 'words',
} as const

/** What the learners of a course are asked at its end: stars, whether it should go on, free words. */
export function courseSurvey(course: string): Definition {
  const title = [...course].slice(0, 20).join('')
  return readDefinition(
    {
      title: `《${title}》反馈`,
      intro: `《${title}》这一期上完了，想听听您的意见。就几题，不记名，不想答的可以跳过。`,
      thanks: '谢谢您，填好了。这门课还开不开，就看大家的意见。',
      questions: [
        { id: COURSE_SURVEY.stars, kind: 'rating', text: '这门课您打几分？1到5分，5分最满意' },
        {
          id: COURSE_SURVEY.goesOn,
          kind: 'single',
          text: '您希望下一期接着开吗？',
          choices: [
            { id: COURSE_SURVEY.yes, label: '希望接着开' },
            { id: 'either', label: '开不开都行' },
            { id: 'no', label: '不用开了' },
          ],
        },
        {
          id: COURSE_SURVEY.words,
          kind: 'text',
          text: '有什么想对老师或社区说的？（不要写名字和电话）',
          skip: [{ when: { unanswered: true }, to: 'end' }],
        },
        {
          id: 'hand-on',
          kind: 'consent',
          covers: COURSE_SURVEY.words,
          text: '您写的话，可以不记名转给老师和社区吗？',
        },
      ],
    },
    'course survey',
  )
}
