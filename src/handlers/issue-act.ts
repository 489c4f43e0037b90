import type { EntryBook } from '../answers/entry-book.ts'
import type { Call } from '../chat/call.ts'
import type { PlaceBook } from '../community/places.ts'
import type { CommunityId } from '../ids.ts'
import { act } from '../issues/act.ts'
import type { Doing } from '../issues/inputs.ts'
import type { Done } from '../issues/result.ts'
import { Refusal } from '../refusal.ts'
import { announce, type Occasion } from '../telling/announce.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import type { Understanding } from '../understanding/understanding.ts'

/** What every handler of issues is made with. */
export interface IssueDesk {
  readonly calendar: WorkCalendar
  readonly places: PlaceBook
  readonly entryBook: EntryBook
  readonly understanding: Pick<Understanding, 'category' | 'lookOutFor' | 'isJustTalk' | 'glance'>
}

/** An issue's number is its community's. */
export interface NumberedIssue {
  readonly communityId: CommunityId
  readonly number: number
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
    bound: call.group !== undefined,
  }
}

/** Does one action to the issue with this number as the sender of the message, tells of it, and can be undone. */
export async function doToIssue(call: Call, desk: IssueDesk, number: number, doing: Doing): Promise<Done> {
  const done = await actOn(call, desk, { communityId: communityFor(call), number }, doing)
  await finish(call, done)
  return done
}

/** Does one action as the sender of the message, and with the pictures that came with it; nobody is told of it yet. */
function actOn(call: Call, { calendar }: IssueDesk, issue: NumberedIssue, doing: Doing): Promise<Done> {
  return act(call.tx, {
    ...doing,
    ...issue,
    actor: { personId: call.person, roles: call.roles },
    calendar,
    now: call.now,
    messageId: call.message.id,
    photos: call.photos,
  })
}

/** Adds what was said without a command to an issue that is there: those at work hear of it, the group does not. */
export async function addWords(call: Call, desk: IssueDesk, issue: NumberedIssue): Promise<Done> {
  const done = await actOn(call, desk, issue, { action: 'supply', input: { text: call.message.text } })
  await announce(call.tx, done, call.now, { ...occasionOf(call), unasked: true })
  await forgetPhotos(call)
  return done
}

/** Tells of what was done, remembers how to undo it, and forgets the loose pictures that have found their place. */
export async function finish(call: Call, done: Done): Promise<void> {
  await announce(call.tx, done, call.now, occasionOf(call))
  call.undoable({ kind: 'issue', issueId: done.issue.id, eventId: done.event.id })
  await forgetPhotos(call)
}

/**
 * The loose pictures that came with what was just done have found their place: they are no longer loose, and a second
 * delivery of one finds it handled. Without that it would be taken for a new picture, for this issue or the next.
 */
export async function forgetPhotos({ tx, message, photos, now }: Call): Promise<void> {
  for (const { account, messageId } of photos) {
    if (messageId === message.id) continue
    await tx.handledMessage.upsert({
      where: { account_messageId: { account, messageId } },
      create: {
        account,
        messageId,
        chatId: message.chat.id,
        contactId: message.sender.id,
        at: now,
        saidAt: message.at,
      },
      update: {},
    })
  }
  const ids = photos.map(({ messageId }) => messageId)
  if (ids.length > 0) {
    await tx.recentPhoto.deleteMany({ where: { account: message.account, messageId: { in: ids } } })
  }
}
