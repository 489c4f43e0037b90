import type { Call } from '../../chat/call.ts'
import { EnrolmentBook } from '../../courses/enrolment-book.ts'
import { enrolmentRuns } from '../../courses/enrolment-runs.ts'
import { Refusal } from '../../refusal.ts'
import { tellChanges } from '../../telling/courses/enrolment.ts'
import { leftListText } from '../../telling/courses/enrolment-text.ts'
import { communityFor } from '../issue-act.ts'
import type { EnrolDesk } from './enrol.ts'

/** Takes an enrolment back, as its author would with 取消报名. */
export async function takeBackEnrolment(call: Call, { quietHours }: EnrolDesk, runId: number): Promise<void> {
  const { tx, person, message, now } = call
  const known = (await enrolmentRuns(tx, communityFor(call))).find(({ id }) => id === runId)
  const book = await EnrolmentBook.open(tx, runId, { now, quietHours })
  const was = (await book.activeOf(person))?.state
  if (!known || !was) throw new Refusal('这个报名已经不在了，不用撤销。')
  await book.leave(person, 'cancel', message.id)
  await book.close()
  const run = { ...known, ...book.run }
  await call.reply(leftListText(run, was))
  await tellChanges(tx, run, book.changes, { now, actors: [person] })
}
