import type { Call } from '../../chat/call.ts'
import { CAN_BE_RECALLED_MS, takeBackSaid } from '../../chat/recalls.ts'
import type { KnownCourse } from '../../courses/course.ts'
import { refusePictures } from '../../courses/showcase.ts'
import { nameOf } from '../../directives/directive.ts'
import { stampDeliveries } from '../../directives/ledger.ts'
import { withdrawFiles } from '../../directives/withdraw-files.ts'
import type { CommunityId } from '../../ids.ts'
import { titled } from '../../telling/courses/course-words.ts'
import { tellLecturer, tellOffice } from '../../telling/courses/lecturer.ts'

/**
 * 不同意照片, at whatever moment: the pictures leave the showcase and every notice that has yet to go, are not said where they
 * wait, and are recalled where that can be. Whoever asked hears honestly what cannot be brought back, and the staff too.
 */
export async function withdrawPictures(call: Call, course: KnownCourse, sha256s: readonly string[]): Promise<void> {
  const { tx, person, now, message } = call
  const communityId = course.communityId as CommunityId
  await refusePictures(tx, course, { personId: person, sha256s, now })
  const drafts = await withdrawFiles(tx, communityId, sha256s, now)

  const rows = { sha256: { in: [...sha256s] }, delivery: { directive: { communityId } } }
  const orders = await tx.directive.findMany({
    where: { deliveries: { some: { parts: { some: rows } } } },
    select: { id: true },
  })
  await takeBackSaid(tx, { ...rows, state: { in: ['PENDING', 'FAILED'] } }, now)
  const since = new Date(now.getTime() - CAN_BE_RECALLED_MS)
  const { asked } = await takeBackSaid(tx, { ...rows, OR: [{ state: 'SENDING' }, { sentAt: { gt: since } }] }, now)
  for (const { id } of orders) await stampDeliveries(tx, { directiveId: id })
  const standing = await tx.outboxMessage.findMany({
    where: { ...rows, recall: null, state: { in: ['SENT', 'ECHOED', 'UNKNOWN'] } },
    distinct: ['chatId'],
    select: { chatId: true },
  })

  const back = asked > 0 ? '刚发出去的正在收回。' : ''
  const left =
    standing.length > 0
      ? `已经发到 ${standing.length} 个群的收不回来：微信只能收回两分钟内的。小格告诉了工作人员，会和您商量。`
      : ''
  await call.reply(`好的，这些照片${back || left ? '不再发' : '不发'}。${back}${left}谢谢您。`)
  const said = { now, cause: message.id }
  await tellLecturer(tx, course, { ...said, text: `${titled(course)}有照片没有得到同意，不发了。` })
  if (drafts.length > 0) {
    const which = drafts.map(nameOf).join('、')
    await tellOffice(tx, course, {
      ...said,
      text: `${titled(course)}有照片收回了同意，已经从${which}里拿掉，还没有发。要发，请重新看预览再确认：/公布 ${course.title} 成果。`,
    })
  }
  if (standing.length > 0) {
    await tellOffice(tx, course, {
      ...said,
      text: `${titled(course)}有照片收回了同意，可是已经发到 ${standing.length} 个群，小格收不回来。请在群里请大家不要再转发，并和本人或家长说一声。`,
    })
  }
}
