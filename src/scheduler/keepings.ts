import { forgetPosts, KEEP_MONTHS as KEEP_POSTS_MONTHS } from '../board/forget.ts'
import { forgetOldWords, KEEP_SAID_DAYS, KEEP_STUCK_DAYS } from '../chat/forget-old-words.ts'
import { forgetTerms, forgetTrials, KEEP_MONTHS } from '../courses/forget.ts'
import { forgetQuestions, KEEP_QUESTIONS_MONTHS } from '../directives/forget.ts'
import { anonymiseClosed, KEEP_CLOSED_MONTHS } from '../issues/anonymise.ts'
import { forgetIntroductions, KEEP_INTRODUCTIONS_DAYS } from '../matchmaking/forget.ts'
import type { Keeping } from '../personal/keeping.ts'
import { forgetAnswers, KEEP_DAYS } from '../questionnaires/forget.ts'

/** How long what is held about people is kept (privacy 8); whatever has a rule of its own is a line here. */
export const KEEPINGS: readonly Keeping[] = [
  {
    name: 'issues',
    what: 'closed issues',
    until: `${KEEP_CLOSED_MONTHS} months after they were closed`,
    left: 'number, category, grid, times, outcome and rating',
    forget: anonymiseClosed,
  },
  {
    name: 'terms',
    what: 'enrolments, waiting lists, who was there, sign-up lists, guardians’ consents, pictures of a showcase',
    until: `${KEEP_MONTHS} months after the last lesson of the term`,
    left: 'how many there were',
    forget: forgetTerms,
  },
  {
    name: 'trials',
    what: 'ratings of a trial lecture',
    until: `${KEEP_MONTHS} months after they were given`,
    left: 'nothing',
    forget: forgetTrials,
  },
  {
    name: 'answers',
    what: 'answers to a questionnaire, which bear no name, and who took part',
    until: `${KEEP_DAYS} days after its end`,
    left: 'nothing',
    forget: forgetAnswers,
  },
  {
    name: 'questions',
    what: 'questions about a directive or notice',
    until: `${KEEP_QUESTIONS_MONTHS} months after they were asked`,
    left: 'nothing',
    forget: forgetQuestions,
  },
  {
    name: 'posts',
    what: 'posts on the board, and who supported a wish',
    until: `${KEEP_POSTS_MONTHS} months after they were last changed; who wrote or supported a wish that is still open: after they did`,
    left: 'that there was one under the number; an open wish, and how many wish the same',
    forget: forgetPosts,
  },
  {
    name: 'introductions',
    what: 'introductions by the matchmaker, and reports that staff have settled',
    until: `${KEEP_INTRODUCTIONS_DAYS} days after they were over`,
    left: 'blocks, and reports that are not settled, under codes that only the data key could tell',
    forget: forgetIntroductions,
  },
  {
    name: 'words',
    what: 'what the bot said, and the spreadsheets and texts it wrote for somebody',
    until: `${KEEP_SAID_DAYS} days after it was said; what did not arrive: ${KEEP_STUCK_DAYS} days`,
    left: 'where and when it was said, and the message’s id',
    forget: forgetOldWords,
  },
]
