import { answerPost } from '../../board/answer.ts'
import { nameOf, postNumbered } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { WishFate } from '../../database/types.ts'
import { Refusal } from '../../refusal.ts'
import { tellAnswered } from '../../telling/board/answered.ts'
import { FATE_LABELS } from '../../telling/board/post-words.ts'
import { checkOffice } from '../courses/desk.ts'
import { communityFor } from '../issue-act.ts'

const FATES: readonly (readonly [RegExp, WishFate])[] = [
  [/^(?:已经?实现了?|实现了|已经?办成了?|办成了)/, 'DONE'],
  [/^(?:正在办|在办|办理中|正在推进)/, 'DOING'],
  [/^(?:暂时)?(?:办不了|实现不了|办不到)/, 'CANNOT'],
]
/** Only these part the word from what follows; 正在办手续 is a sentence. */
const PARTED = /^(?:$|[\s,:;。.])/
const LONGEST = 300

/** 答复 留言12 …, 答复 心愿12 已实现 …: the staff's answer, told to its author and to those who wish the same. */
export async function answerByNumber(call: Call, number: number, words: string): Promise<void> {
  checkOffice(call, '留言和心愿的答复')
  const post = await postNumbered(call.tx, communityFor(call), number)
  const { fate, text } = answerIn(words, post.kind === 'WISH')
  const { length } = [...text]
  if (length > LONGEST) throw new Refusal(`答复请写在${LONGEST}个字以内，现在有${length}个字。`)
  if (fate === 'CANNOT' && text === FATE_LABELS.CANNOT) {
    throw new Refusal(`请写上为什么办不了，比如：/答复 心愿${number} 办不了 楼间距不够，装不下`)
  }
  const answered = await answerPost(call.tx, post, {
    ...{ text, fate, by: call.person },
    now: call.now,
    messageId: call.message.id,
  })
  const reached = await tellAnswered(call.tx, answered, { now: call.now, cause: call.message.id })
  const told = post.authorId === null || reached ? '已告诉相关居民。' : '写的人没有加小格好友，暂时告诉不到本人。'
  await call.reply(`${nameOf(answered)} 的答复记下了${fate ? `：${FATE_LABELS[fate]}` : ''}。${told}`)
}

function answerIn(words: string, isWish: boolean): { readonly fate: WishFate | undefined; readonly text: string } {
  const said = wordingOf(words)
  for (const [pattern, fate] of isWish ? FATES : []) {
    const found = pattern.exec(said.text)?.[0]
    if (found === undefined || !PARTED.test(said.text.slice(found.length))) continue
    const rest = said
      .after(found.length)
      .own.replace(/^[\s，,：:；;。.]+/, '')
      .trim()
    return { fate, text: rest === '' ? FATE_LABELS[fate] : rest }
  }
  return { fate: undefined, text: words }
}
