import type { Call } from '../chat/call.ts'
import type { Dialog, DialogResult } from '../chat/dialog.ts'
import { normalise } from '../chat/normalise.ts'
import { finish, type IssueDesk } from './issue-act.ts'
import { askWhereIfUnknown, register } from './register.ts'

export const OWN_WORDS_DIALOG = 'own-words'
/** How long the author's yes is waited for; after that the words are forgotten. */
export const OWN_WORDS_WAIT_MS = 30 * 60_000

export interface OwnWords {
  readonly words: string
  readonly category: string
}

const YES = /^(登记一?下?|要|要的|是的?|好的?|可以|嗯+|行|对的?|麻烦了?|请登记)[。.!~]*$/
const NO = /^(不用了?|不要|不是的?|不登记|算了|没事了?)[。.!~]*$/

/** Asks whoever wrote to the bot alone, where it is not sure, whether that is to be an issue. */
export function ownWordsDialog(desk: IssueDesk): Dialog {
  return {
    kind: OWN_WORDS_DIALOG,
    waitMs: OWN_WORDS_WAIT_MS,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const text = normalise(call.message.text).trim()
      if (NO.test(text)) {
        await call.reply('好的，不登记。')
        return 'done'
      }
      if (!YES.test(text)) return 'not mine'
      const { words, category } = state as OwnWords
      const done = await register(call, desk, { words, category, reporter: call.person })
      await finish(call, done)
      if (done.issue.gridId !== null) return 'done'
      // Where it is is asked next, in the place of this question.
      await askWhereIfUnknown(call, done)
      return 'open'
    },
  }
}
