import type { Call } from '../chat/call.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace } from '../chat/dialog.ts'
import { placeName } from '../community/places.ts'
import { issueByNumber } from '../issues/issue.ts'
import { communityFor, doToIssue, type IssueDesk } from './issue-act.ts'

export const PLACE_DIALOG = 'place'
/** How long the answer is waited for; after that the staff find the place. */
export const PLACE_WAIT_MS = 30 * 60_000

/** Asks somebody who reported in private where it is, until the grid is known. */
export function placeDialog(desk: IssueDesk): Dialog {
  return {
    kind: PLACE_DIALOG,
    waitMs: PLACE_WAIT_MS,
    answer: async (call: Call, state: unknown): Promise<DialogResult> => {
      const { number } = state as { number: number }
      const { text } = call.message
      const issue = await issueByNumber(call.tx, communityFor(call), number)
      // It was placed, taken back or closed by somebody else in the meantime.
      if (!issue || issue.gridId !== null || issue.state === 'CLOSED') {
        await closeDialog(call.tx, dialogPlace(call.message))
        return 'not mine'
      }
      if (issue.state !== 'DRAFT') {
        // What is dangerous was registered without waiting for the place: whatever is said of it goes to those at work.
        await doToIssue(call, desk, number, { action: 'supply', input: { text } })
        return 'done'
      }
      const places = await desk.places.of(call.tx, communityFor(call))
      const found = places.find(text)
      if (found.kind === 'one') {
        const { gridId, compoundId = places.compoundOf(gridId) } = found.place
        const input = { gridId, place: text.trim(), ...(compoundId === undefined ? {} : { compoundId }) }
        await doToIssue(call, desk, number, { action: 'confirm', input })
        return 'done'
      }
      await call.reply(
        found.kind === 'several'
          ? `有几个地方都像：${found.candidates.map(placeName).join('、')}。请写全一点，带上小区名。`
          : `#${number} 还差地点。请写小区和几号楼，例如：向阳小区3号楼；不清楚也没关系，社区会联系您。`,
      )
      return 'open'
    },
  }
}
