import type { Call, TakenPhoto } from '../chat/call.ts'
import type { Dialog, DialogResult } from '../chat/dialog.ts'
import type { Prisma } from '../database/types.ts'
import { finish, type IssueDesk } from './issue-act.ts'
import { askWhereIfUnknown, register } from './register.ts'
import { shortAnswer } from './short-answer.ts'

export const OWN_WORDS_DIALOG = 'own-words'
/** How long the author's yes is waited for; after that the words are forgotten. */
export const OWN_WORDS_WAIT_MS = 30 * 60_000

export interface OwnWords {
  readonly words: string
  readonly category: string
  readonly dangerous: boolean
  /** what came with the words; kept as files already */
  readonly photos: readonly TakenPhoto[]
}

/** The words as they are kept until their author answers. */
export function ownWords({ words, category, dangerous, photos }: OwnWords): Prisma.InputJsonObject {
  return { words, category, dangerous, photos: photos.map((photo) => ({ ...photo })) }
}

/** Asks whoever wrote to the bot, where it is not sure, whether that is to be an issue. */
export function ownWordsDialog(desk: IssueDesk): Dialog {
  return {
    kind: OWN_WORDS_DIALOG,
    waitMs: OWN_WORDS_WAIT_MS,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const answer = shortAnswer(call.message.text)
      if (!answer || answer.number !== undefined) return 'not mine'
      if (!answer.yes) {
        await call.reply('好的，不登记。')
        return 'done'
      }
      const { words, category, dangerous, photos } = state as OwnWords
      // Of a picture that has come by the command 登记 too there is one.
      const more = call.photos.filter(({ messageId }) => !photos.some((photo) => photo.messageId === messageId))
      const withPhotos: Call = { ...call, photos: [...photos, ...more] }
      const done = await register(withPhotos, desk, { words, category, dangerous, reporter: call.person })
      await finish(withPhotos, done)
      if (done.issue.gridId !== null) return 'done'
      // Where it is is asked next, in the place of this question.
      await askWhereIfUnknown(call, done)
      return 'open'
    },
  }
}
