import type { Call } from '../../chat/call.ts'
import { wordingOf } from '../../chat/wording.ts'

const IN_PRIVATE = /^(?:请)?私(?:聊|下)提醒(?:我)?[。.]?$/
const IN_GROUP = /^(?:请)?(?:在)?群里提醒(?:我)?[。.]?$/

/** 私聊提醒, 群里提醒: where somebody wants to be reminded of the lessons of their courses. False: it is neither. */
export async function answerRemindMe(call: Call): Promise<boolean> {
  if (call.message.chat.kind !== 'private') return false
  const { text } = wordingOf(call.message.text)
  const alone = IN_PRIVATE.test(text)
  if (!alone && !IN_GROUP.test(text)) return false
  const { count } = await call.tx.enrolment.updateMany({
    where: {
      personId: call.person,
      state: { not: 'CANCELLED' },
      run: { state: { in: ['PUBLISHED', 'RUNNING'] } },
    },
    data: { private: alone },
  })
  if (count === 0) await call.reply('您现在没有报名的课。想看有什么课，发 /课程。')
  else if (alone) await call.reply('好的，上课前在私聊里提醒您。想改回来，回「群里提醒」。')
  else await call.reply('好的，上课前在您报名的地方提醒您。')
  return true
}
