import { lastDayOf } from '../answers/expiry.ts'
import { noticeSource } from '../answers/faq-source.ts'
import { signatureOf } from '../answers/signature.ts'
import { titleOf } from '../answers/title.ts'
import type { Call } from '../chat/call.ts'
import { findPerson } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import { Refusal } from '../refusal.ts'
import { formatDay } from '../time/format.ts'
import { addDays, dayKey, instantOn } from '../time/shanghai.ts'

const LONGEST_TITLE = 20
/** Whoever takes up a notice without a day under it has seen it within a month. */
const DAYS_BACK = 30

/** The notice that the message quotes, as an entry of the list. @throws Refusal when none is quoted, or nothing tells what it is about */
export async function collectedNotice(call: Call, question: string | undefined) {
  const { quotation } = call.message
  const text = quotation?.text.trim() ?? ''
  if (text === '') throw new Refusal('请长按那条通知，点引用，再发 /问答 收录。')
  const title = question ?? titleOf(text)
  if (title === undefined) throw new Refusal('看不出这条通知说的是什么，请写上，比如 /问答 收录 停水时间。')
  const today = dayKey(call.now)
  const day = signatureOf(text, call.now)?.day ?? dayKey(call.message.at)
  const until = lastDayOf(text, instantOn(day), addDays(today, -DAYS_BACK))
  if (until !== undefined && until < today) {
    throw new Refusal(`这条通知说的日子已经过了（${formatDay(until, call.now)}），不用收录了。`)
  }
  const about = [...title].slice(0, LONGEST_TITLE).join('')
  return { question: title, answer: text, source: noticeSource(day, `${await whose(call)}「${about}」`) }
}

/** Whose notice it is, where the chat knows for sure who posted it; never a name. */
async function whose({ tx, message, community }: Call): Promise<string> {
  const { account, quotation } = message
  if (quotation?.fromBot) return '社区通知'
  const author = quotation?.authorId && (await findPerson(tx, account, quotation.authorId))
  const kinds = author ? (await rolesOf(tx, author)).filter(({ communityId }) => communityId === community) : []
  if (kinds.some(({ kind }) => kind === 'STAFF' || kind === 'SECRETARY' || kind === 'GRID_WORKER')) return '社区通知'
  return kinds.some(({ kind }) => kind === 'UNIT_CONTACT') ? '责任单位通知' : '群里的通知'
}
