import { nameOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'
import { appeal, hasAppealed, refusedPosts } from '../../moderation/appeal.ts'
import type { Waiting } from '../../moderation/hold.ts'
import { cut } from '../../telling/summary.ts'

const APPEAL = /^\/?申诉[\s,，:：]*/
const NUMBER = /^(?:留言|心愿)?\s?(?:第|#)?(\d{1,7})(?!\d)\s?号?[\s,，:：]*/
/** More do not fit a screen. */
const SHOWN = 5

/**
 * 申诉, and what somebody has to say against a refusal. False for who has nothing refused: then it is about something else,
 * and read like everything else.
 */
export async function answerAppeal(call: Call): Promise<boolean> {
  const said = wordingOf(call.message.text)
  const verb = APPEAL.exec(said.text)
  if (!verb || call.community === undefined) return false
  const refused = await refusedPosts(call.tx, call.community, call.person)
  if (refused.length === 0) return false
  const rest = said.after(verb[0].length)
  const number = NUMBER.exec(rest.text)
  const words = rest.after(number?.[0].length ?? 0).own.trim()
  const meant = number ? refused.filter(({ post }) => post.number === Number(number[1])) : refused
  const inGroup = call.message.chat.kind === 'group'
  const [one, another] = meant
  if (!one) {
    await call.reply(`留言${number?.[1]} 没有在退回的里面。发「申诉」看退回的有哪些。`)
    return true
  }
  if (words === '' || another) {
    await call.reply(inGroup ? '请私聊小格发「申诉」，给您看原因。' : await refusedText(call, meant))
    return true
  }
  await appeal(call.tx, one.post, { by: call.person, words, now: call.now, messageId: call.message.id })
  const name = inGroup && one.post.signature === null ? '' : `${nameOf(one.post)} `
  await call.reply(`好的，${name}请别的同事再看一次，24小时内告诉您。`)
  return true
}

async function refusedText(call: Call, refused: readonly Waiting[]): Promise<string> {
  const shown = refused.slice(0, SHOWN)
  const lines: string[] = []
  for (const { post, hold } of shown) {
    const over = (await hasAppealed(call.tx, post)) ? '，已经再看过一次' : ''
    lines.push(`${nameOf(post)}：${cut(post.words, 20)}（${hold.note ?? ''}${over}）`)
  }
  const [first] = shown
  return [
    '没有贴出来的留言和原因：',
    ...lines,
    `请别的同事再看，回「申诉 ${first ? nameOf(first.post) : ''} 您的理由」。`,
  ].join('\n')
}
