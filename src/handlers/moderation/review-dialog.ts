import { STATE_LABELS } from '../../board/lifecycle.ts'
import { findPost, type KnownPost, nameOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import { queueFor } from '../../moderation/queue.ts'
import type { BoardDesk } from '../board/desk.ts'
import { checkOffice } from '../courses/desk.ts'
import { communityFor } from '../issue-act.ts'
import { decide, type Word } from './decide.ts'
import { REVIEW_DIALOG, REVIEW_WAIT_MS, type Shown, show } from './show.ts'

const PASS = /^(?:通过|同意|可以贴|贴|过|可以|行|ok)(?:了|吧|的)?[。.~]*$/i
const REFUSE = /^(?:退回|不通过|不同意|不贴|驳回|不行|退)(?:[\s,:;，。.、]+|$|(?=因为|理由))/
const NEXT = /^(?:下一条|下一个|下一|跳过|先放着|next)[。.]*$/i
const END = /^(?:结束|不看了|先到这|完了|退出|算了|够了)[。.了吧]*$/

/** 通过; 退回 with a reason behind it or without; undefined for anything else. */
export function wordIn(said: Wording): Word | undefined {
  if (PASS.test(said.text)) return { pass: true, note: '' }
  const refused = REFUSE.exec(said.text)
  if (!refused) return undefined
  return {
    pass: false,
    note: said
      .after(refused[0].length)
      .own.replace(/^(?:因为|理由)[是:：]?\s*/, '')
      .trim(),
  }
}

/** One post after the other, each decided in one word. */
export function reviewDialog(desk: BoardDesk): Dialog {
  return {
    kind: REVIEW_DIALOG,
    waitMs: REVIEW_WAIT_MS,
    async answer(call, state): Promise<DialogResult> {
      const { number, version, skipped } = state as Shown
      const said = wordingOf(call.message.text)
      if (END.test(said.text)) {
        await call.reply('好的，先看到这里。接着看发 /审核。')
        return 'done'
      }
      const word = wordIn(said)
      const next = NEXT.test(said.text)
      if (!word && !next) return 'not mine'
      checkOffice(call, '留言审核')
      if (next) return showNext(call, [...skipped, number], '')
      const post = await findPost(call.tx, communityFor(call), number)
      const meanwhile = whatHappened(post, version, number)
      if (!post || meanwhile !== undefined) return showNext(call, skipped, meanwhile ?? '')
      return showNext(call, skipped, await decide(call, desk, post, word as Word))
    },
  }
}

/** Why what was shown is not decided about any more; undefined where it still is as it was shown. */
function whatHappened(post: KnownPost | undefined, version: number, number: number): string | undefined {
  if (!post || post.state === 'WITHDRAWN') return `留言${number} 已经被写的人删掉了，不用再看。`
  if (post.version === version) return undefined
  if (post.state === 'HELD') return `${nameOf(post)} 刚才改过了，请看一下现在的。`
  return `${nameOf(post)} 已经定了，现在是「${STATE_LABELS[post.state]}」。`
}

/** The next post for this person, behind what there is to say of the one before; the queue begins anew when all were passed over. */
async function showNext(call: Call, skipped: readonly number[], before: string): Promise<DialogResult> {
  const queue = await queueFor(call.tx, communityFor(call), call.person, call.now)
  const next = queue.find(({ post }) => !skipped.includes(post.number))
  if (next) {
    await show(call, next, { left: queue.length, skipped, before })
    return 'open'
  }
  await closeDialog(call.tx, dialogPlace(call.message))
  const end = queue.length > 0 ? `都看过一遍了，跳过的还有${queue.length}条，接着看发 /审核。` : '没有等着看的留言了。'
  await call.reply(before === '' ? end : `${before}\n${end}`)
  return 'done'
}
