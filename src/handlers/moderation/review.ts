import { lookBehind } from '../../board/look-behind.ts'
import { type KnownPost, nameOf, postNumbered } from '../../board/post.ts'
import { optionalWords } from '../../chat/arguments.ts'
import type { Call } from '../../chat/call.ts'
import { command, type Wording } from '../../chat/command.ts'
import { wordingOf } from '../../chat/wording.ts'
import { openHoldOf } from '../../moderation/hold.ts'
import { queueFor, waitingPosts } from '../../moderation/queue.ts'
import { Refusal } from '../../refusal.ts'
import { countLine } from '../../telling/moderation/queue-words.ts'
import type { BoardDesk } from '../board/desk.ts'
import { checkPlace } from '../courses/desk.ts'
import { communityFor } from '../issue-act.ts'
import { decide } from './decide.ts'
import { wordIn } from './review-dialog.ts'
import { show } from './show.ts'

const NUMBER = /^(?:留言|心愿)?\s?(?:第|#)?(\d{1,7})(?!\d)\s?号?[\s,，:：]*/
const BEHIND = /^(?:作者|看作者|谁写的|是谁)[\s,，:：]*/
const VERB = /^(?:通过|退回|不通过|驳回|同意)[\s,，:：]*/
/** What was changed a moment ago may not be what somebody has in mind who decides by its number. */
const JUST_CHANGED_MS = 30 * 60_000

/** 审核: what waits for a person, and the decisions about it. */
export function moderationCommand(desk: BoardDesk) {
  return command({
    name: '审核',
    aliases: ['moderate', 'sh'],
    what: '看等着上墙的留言',
    usage: '/审核 [通过|退回|作者] [留言号] [理由]',
    example: '/审核',
    section: 'staff',
    who: ['staff'],
    where: 'both',
    args: { words: optionalWords('决定和号码') },
    run: async (call: Call, { words = '' }) => {
      checkPlace(call, '审核')
      const said = wordingOf(words)
      // A group of colleagues is told how much waits: whose words they are and why is for one at a time.
      if (call.message.chat.kind === 'group') {
        const waiting = await waitingPosts(call.tx, communityFor(call), call.now)
        return call.reply(countLine(waiting, call.now))
      }
      if (said.text === '') return showFirst(call)
      const behind = BEHIND.exec(said.text)
      if (behind) return showAuthor(call, said.after(behind[0].length))
      return decideByNumber(call, desk, said)
    },
  })
}

async function showFirst(call: Call): Promise<void> {
  const queue = await queueFor(call.tx, communityFor(call), call.person, call.now)
  const [first] = queue
  if (first) return show(call, first, { left: queue.length })
  const all = await waitingPosts(call.tx, communityFor(call), call.now)
  if (all.length > 0)
    return call.reply(`等着看的${all.length}条要请别的同事来定：是您自己写的，或者是对您的决定的申诉。`)
  await call.reply('现在没有等着看的留言。')
}

/** 审核 通过 留言12, 审核 退回 留言12 理由, 审核 留言12 退回 理由, 审核 12. */
async function decideByNumber(call: Call, desk: BoardDesk, said: Wording): Promise<void> {
  const verb = VERB.exec(said.text)?.[0] ?? ''
  const { post, rest } = await postIn(call, said.after(verb.length))
  const word = wordIn(wordingOf(`${verb} ${rest.own}`.trim()))
  if (verb.startsWith('通过') && word === undefined) throw new Refusal('通过不用写理由，比如：/审核 通过 留言12')
  if (word) {
    const changed = post.version > 0 && call.now.getTime() - post.changedAt.getTime() < JUST_CHANGED_MS
    if (!(changed && post.state === 'HELD' && post.changedAt > post.at))
      return call.reply(await decide(call, desk, post, word))
  } else if (rest.text !== '') throw new Refusal('没看懂。请发 /审核 通过 留言12，或 /审核 退回 留言12 理由。')
  await showOne(call, post, word === undefined ? '' : `${nameOf(post)} 刚改过，请看一下现在的再定。`)
}

async function showOne(call: Call, post: KnownPost, before: string): Promise<void> {
  const hold = post.state === 'HELD' ? await openHoldOf(call.tx, post) : undefined
  if (!hold)
    throw new Refusal(
      `${nameOf(post)} 现在不用看。想改决定，发 /审核 通过 ${nameOf(post)} 或 /审核 退回 ${nameOf(post)} 理由。`,
    )
  const queue = await queueFor(call.tx, communityFor(call), call.person, call.now)
  await show(call, { post, hold }, { left: Math.max(1, queue.length), before })
}

/** 审核 作者 留言12 理由: who is anonymous stays so but for who says why they have to know. */
async function showAuthor(call: Call, said: Wording): Promise<void> {
  const { post, rest } = await postIn(call, said)
  const { name } = await lookBehind(call.tx, post, { by: call.person, reason: rest.own, now: call.now })
  await call.reply(`${nameOf(post)} 是 ${name} 写的。这次查看已经记下，请不要告诉别人。`)
}

async function postIn(call: Call, said: Wording): Promise<{ readonly post: KnownPost; readonly rest: Wording }> {
  const found = NUMBER.exec(said.text)
  if (!found) throw new Refusal('请写上是哪一条，比如：/审核 通过 留言12')
  const post = await postNumbered(call.tx, communityFor(call), Number(found[1]))
  if (post.state === 'WITHDRAWN') throw new Refusal(`${nameOf(post)} 已经被写的人删掉了。`)
  return { post, rest: said.after(found[0].length) }
}
