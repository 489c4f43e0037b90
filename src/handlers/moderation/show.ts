import type { Call } from '../../chat/call.ts'
import { dialogPlace, openDialog } from '../../chat/dialog.ts'
import type { Waiting } from '../../moderation/hold.ts'
import { waitingText } from '../../telling/moderation/queue-words.ts'

export const REVIEW_DIALOG = 'post-review'
/** How long a one-word decision is taken for an answer to the post that was shown. */
export const REVIEW_WAIT_MS = 30 * 60_000

/** What somebody who decides has before them, as it is kept between messages. */
export interface Shown {
  readonly number: number
  /** these very words, and no later ones, are decided about */
  readonly version: number
  /** posts that were passed over by 下一条 */
  readonly skipped: readonly number[]
}

/** Shows one post that waits and takes the next word for a decision about it. */
export async function show(
  call: Call,
  waiting: Waiting,
  {
    left,
    skipped = [],
    before = '',
  }: { readonly left: number; readonly skipped?: readonly number[]; readonly before?: string },
): Promise<void> {
  const { tx, now, message } = call
  const { number, version, sha256 } = waiting.post
  const state: Shown = { number, version, skipped }
  await openDialog(tx, dialogPlace(message), {
    kind: REVIEW_DIALOG,
    state: { ...state, skipped: [...skipped] },
    expiresAt: new Date(now.getTime() + REVIEW_WAIT_MS),
  })
  const text = waitingText(waiting, { left, now })
  await call.reply(before === '' ? text : `${before}\n\n${text}`)
  if (sha256 !== null) await call.say({ chat: message.chat, text: '', sha256, priority: 'reply' })
}
