import type { Call } from '../chat/call.ts'
import { type Dialog, dialogPlace, openDialog } from '../chat/dialog.ts'
import { PhotoMissing } from '../issues/guards.ts'
import { doToIssue, type IssueDesk } from './issue-act.ts'

const PHOTO_DIALOG = 'resolve-photo'
const PHOTO_WAIT_MS = 10 * 60_000

/** 办结, and where a picture is still missing, asks for it and waits. */
export async function resolveOrAskForPhoto(call: Call, desk: IssueDesk, number: number, note: string): Promise<void> {
  try {
    await doToIssue(call, desk, number, { action: 'resolve', input: { note } })
  } catch (error) {
    if (!(error instanceof PhotoMissing)) throw error
    await openDialog(call.tx, dialogPlace(call.message), {
      kind: PHOTO_DIALOG,
      state: { number, note },
      expiresAt: new Date(call.now.getTime() + PHOTO_WAIT_MS),
    })
    await call.reply(`#${number} 还差一张办好以后的照片。现在发来就行，收到就办结，不用再打字。`)
  }
}

/** The picture that 办结 was waiting for. */
export function photoDialog(desk: IssueDesk): Dialog {
  return {
    kind: PHOTO_DIALOG,
    waitMs: PHOTO_WAIT_MS,
    takesPhotos: true,
    answer: async (call, state) => {
      if (call.photos.length === 0) return call.message.attachment ? 'open' : 'not mine'
      const { number, note } = state as { number: number; note: string }
      await doToIssue(call, desk, number, { action: 'resolve', input: { note } })
      return 'done'
    },
  }
}
