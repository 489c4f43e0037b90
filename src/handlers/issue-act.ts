import type { Call } from '../chat/call.ts'
import type { CommunityId, MessageId } from '../ids.ts'
import { act } from '../issues/act.ts'
import type { Doing } from '../issues/inputs.ts'
import type { Done } from '../issues/result.ts'
import { Refusal } from '../refusal.ts'
import { announce, type Occasion } from '../telling/announce.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'

/** What every handler of issues is made with. */
export interface IssueDesk {
  readonly calendar: WorkCalendar
}

/** The community this is about. @throws Refusal when nothing tells which */
export function communityFor(call: Call): CommunityId {
  if (call.community !== undefined) return call.community
  throw new Refusal('小格还不知道您是哪个社区的。请在您网格的群里发，或者先找网格员。')
}

/** Where the message was said and by whom, for the news that come of it. */
export function occasionOf(call: Call): Occasion {
  const { message } = call
  return {
    here: { account: message.account, chat: message.chat },
    cause: message.id,
    actor: call.person,
    actorContact: message.sender.id,
  }
}

/** Does one action to the issue with this number as the sender of the message, tells of it, and can be undone. */
export async function doToIssue(call: Call, desk: IssueDesk, number: number, doing: Doing): Promise<Done> {
  const done = await act(call.tx, {
    ...doing,
    communityId: communityFor(call),
    number,
    actor: { personId: call.person, roles: call.roles },
    calendar: desk.calendar,
    now: call.now,
    messageId: call.message.id,
    photos: call.photos,
  })
  await finish(call, done)
  return done
}

/** Tells of what was done, remembers how to undo it, and forgets the loose pictures that have found their place. */
export async function finish(call: Call, done: Done): Promise<void> {
  await announce(call.tx, done, call.now, occasionOf(call))
  call.undoable({ kind: 'issue', issueId: done.issue.id, eventId: done.event.id })
  await forgetPhotos(call)
}

export async function forgetPhotos({ tx, message, photos }: Call): Promise<void> {
  if (photos.length === 0) return
  const ids = photos.map((photo): MessageId => photo.messageId)
  await tx.recentPhoto.deleteMany({ where: { account: message.account, messageId: { in: ids } } })
}
