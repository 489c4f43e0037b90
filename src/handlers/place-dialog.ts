import type { Call } from '../chat/call.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace } from '../chat/dialog.ts'
import { quotedIssueNumbers } from '../chat/issue-number.ts'
import { wordingOf } from '../chat/wording.ts'
import { placeName } from '../community/places.ts'
import { categoryOf } from '../issues/categories.ts'
import { issueByNumber, type PlacedIssue } from '../issues/issue.ts'
import { communityFor, doToIssue, type IssueDesk } from './issue-act.ts'

export const PLACE_DIALOG = 'place'
/** How long the answer is waited for; after that the staff find the place. */
export const PLACE_WAIT_MS = 30 * 60_000

const UNKNOWN =
  /^(?:我|俺)?(?:也|真|都|就|实在)?(?:不知道|不清楚|不晓得|不记得|记不得|记不清|说不清|说不好|不会[写说]|不好说|不懂)(?:在?哪里?|地方)?(?:[了啊呀呢哦咧的]|怎么[写说])*$/
const NEVER_MIND =
  /^(?:那就?|还是)?(?:算了|不用了?|不报了?|不登记了?|不用登记了?|不要了|取消|没事了|撤回)(?:[吧啊呀哦的]|谢谢)*$/
const BETWEEN = /[\s,，。.!！?？、~…]+/g

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
      const quoted = quotedIssueNumbers(call.message.quotation)
      if (quoted.length > 0 && !quoted.includes(number)) return 'not mine'
      const bare = wordingOf(text).text.replace(BETWEEN, '')
      if (NEVER_MIND.test(bare)) {
        await doToIssue(call, desk, number, { action: 'withdraw', input: {} })
        return 'done'
      }
      if (UNKNOWN.test(bare)) {
        await call.reply(`好的，#${number} 地点不清楚也没关系，社区会联系您。`)
        return 'done'
      }
      if (tellsOfAnother(desk, issue, text)) return 'not mine'
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

/**
 * Whether it is a trouble of another kind than the one whose place is asked for: it becomes an issue of its own. What was
 * asked about goes to the staff in its time, so nothing of either is lost.
 */
function tellsOfAnother(desk: IssueDesk, issue: PlacedIssue, text: string): boolean {
  const { register, category } = desk.understanding.glance(text)
  return register === 'yes' && category !== undefined && categoryOf(category).group !== categoryOf(issue.category).group
}
