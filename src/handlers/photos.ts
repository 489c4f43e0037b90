import type { PictureProblem } from '../attachments/store.ts'
import { type Burst, folded } from '../chat/burst.ts'
import type { Call, TakenPhoto } from '../chat/call.ts'
import type { IncomingMessage } from '../chat/incoming.ts'
import { put } from '../chat/outbox.ts'
import type { PhotoIntake, PhotoReader, TakenPhotos } from '../chat/router.ts'
import { groupOf } from '../community/groups.ts'
import { findPerson } from '../community/people.ts'
import { rolesOf } from '../community/roles.ts'
import type { Database, Tx } from '../database/database.ts'
import { Prisma } from '../database/types.ts'
import { addReceiptPhotos } from '../directives/receipts.ts'
import type { MessageId } from '../ids.ts'
import { attachPhotos } from '../issues/photos.ts'
import { dayKey } from '../time/shanghai.ts'
import { answerQuestion, waitingFor } from './answer-question.ts'
import { draftAwaiting, pictureForDraft, pictureForPost } from './board/loose-picture.ts'
import { type FetchDesk, fetchAndKeep } from './fetch-and-keep.ts'
import type { IssueDesk } from './issue-act.ts'
import type { PicturesHeard } from './pictures-heard.ts'
import { BELONGS_MS, type SentBeforeDesk, sentBefore } from './sent-before.ts'

/** A report with more pictures than this is better served by words. */
const MOST_PHOTOS = 9

const PROBLEMS: Readonly<Record<PictureProblem | 'not fetched', string>> = {
  empty: '有一张照片没有传过来，请再发一次。',
  'too large': '有一张照片超过10兆，请用微信的普通照片（不勾原图）再发一次。',
  'not a picture': '有一张图小格打不开，请用手机拍照再发一次。',
  'not fetched': '有一张照片没有取到，请再发一次。',
}

export type PhotoDesk = FetchDesk & SentBeforeDesk

/** Fetches pictures from the chat and keeps them as files. Nothing is written to the database here. */
export function photoIntake(desk: PhotoDesk): PhotoIntake {
  const takeAll = async (message: IncomingMessage, ids: readonly MessageId[]): Promise<TakenPhotos> => {
    const photos: TakenPhoto[] = []
    const problems = new Set<string>()
    // Side by side: the group's other messages wait for this.
    const keep = (bytes: Uint8Array) => desk.store.keepPicture(bytes)
    const all = await Promise.all(ids.map(async (id) => ({ id, taken: await fetchAndKeep(desk, id, keep) })))
    for (const { id, taken } of all) {
      if (typeof taken === 'string') problems.add(PROBLEMS[taken])
      else photos.push({ ...taken, account: message.account, messageId: id })
    }
    return { photos, problems: [...problems] }
  }
  return {
    of: (message) => takeAll(message, [message.id]),
    before: async (message) => {
      const notes = await sentBefore(desk, message, 'pictures', MOST_PHOTOS)
      return takeAll(
        message,
        notes.map((note) => note.messageId as MessageId),
      )
    },
  }
}

/** How what this sender did last in this chat just now could be taken back: it tells what it was. */
async function doneJustNow(tx: Tx, { account, chat, sender, at }: IncomingMessage) {
  const handled = await tx.handledMessage.findFirst({
    where: {
      account,
      chatId: chat.id,
      contactId: sender.id,
      undo: { not: Prisma.DbNull },
      undoneAt: null,
      saidAt: { gte: new Date(at.getTime() - BELONGS_MS), lte: new Date(at.getTime() + BELONGS_MS) },
    },
    orderBy: { id: 'desc' },
  })
  return handled?.undo as { kind?: string; eventId?: number; receiptIds?: number[]; postId?: number } | null | undefined
}

/** The event of an issue that a loose picture of this sender belongs to, if there was one in this chat just now. */
async function eventJustNow(tx: Tx, message: IncomingMessage) {
  const undo = await doneJustNow(tx, message)
  if (undo?.kind !== 'issue' || undo.eventId === undefined) return undefined
  const event = await tx.issueEvent.findUnique({ where: { id: undo.eventId }, include: { issue: true } })
  return event && TAKES_PHOTOS.has(event.action) ? event : undefined
}

/** The same of what they have said of an order. */
async function receiptsJustNow(tx: Tx, message: IncomingMessage): Promise<readonly number[] | undefined> {
  const undo = await doneJustNow(tx, message)
  return undo?.kind === 'receipt' ? undo.receiptIds : undefined
}

/** The post that the sender has just said yes to, if that was the last they did in this chat. */
async function postJustNow(tx: Tx, message: IncomingMessage): Promise<number | undefined> {
  const undo = await doneJustNow(tx, message)
  return undo?.kind === 'post' ? undo.postId : undefined
}

/** Puts pictures to what was just said of an order. The group hears nothing of it. */
async function addToReceipts(call: Call, receiptIds: readonly number[]): Promise<void> {
  const added = await addReceiptPhotos(call.tx, receiptIds, call.photos, call.now)
  if (added === 0 || call.message.chat.kind === 'group') return
  // One line for a handful of pictures.
  await call.say({
    chat: call.message.chat,
    text: '照片收到，和回执放在一起了。',
    priority: 'reply',
    key: `receipt-photos:${receiptIds[0]}`,
  })
}

const TAKES_PHOTOS: ReadonlySet<string> = new Set([
  'report',
  'confirm',
  'support',
  'supply',
  'progress',
  'resolve',
  'rework',
  'return',
])

const WORDS_WANTED = '照片收到。请再发一句 /报事 加上地点和情况，照片会一起登记。'

const hintKey = ({ account, sender, at }: IncomingMessage) => `photo-hint:${account}:${sender.id}:${dayKey(at)}`

async function isAtWork(tx: Tx, { account, sender }: IncomingMessage): Promise<boolean> {
  const person = await findPerson(tx, account, sender.id)
  return person !== undefined && (await rolesOf(tx, person)).length > 0
}

/**
 * Reads pictures that no command asked for: they belong to what their sender did just now, or wait for what comes.
 *
 * @param unread what the sender has said since and nobody has read yet: where it tells of a trouble, it is a picture of that
 */
export function loosePhotos(
  database: Database,
  desk: IssueDesk,
  heard: PicturesHeard,
  unread: (message: IncomingMessage) => Burst | undefined,
): {
  wanted: (message: IncomingMessage) => Promise<boolean>
  read: PhotoReader
  remember: (message: IncomingMessage, now: Date) => Promise<void>
} {
  const isTelling = (message: IncomingMessage): boolean => {
    const said = unread(message)
    if (said === undefined || said.issueId !== undefined) return false
    return desk.understanding.glance(folded(said).text).register === 'yes'
  }
  return {
    wanted: async (message) =>
      (!isTelling(message) && (await eventJustNow(database.client, message)) !== undefined) ||
      (await receiptsJustNow(database.client, message)) !== undefined ||
      (await postJustNow(database.client, message)) !== undefined ||
      (await draftAwaiting(database.client, message)) !== undefined ||
      (await waitingFor(database.client, message)) !== undefined,
    read: async (call: Call) => {
      if (call.photos.length === 0) return
      const receipts = await receiptsJustNow(call.tx, call.message)
      if (receipts) return addToReceipts(call, receipts)
      const post = await postJustNow(call.tx, call.message)
      if (post !== undefined) return pictureForPost(call, post)
      if (await pictureForDraft(call)) return
      const event = await eventJustNow(call.tx, call.message)
      const asked = await waitingFor(call.tx, call.message)
      if (!event || event.issue.number === asked) return void (await answerQuestion(call, desk))
      const { photos, person: personId, now } = call
      const added = await attachPhotos(call.tx, { issueId: event.issueId, eventId: event.id, personId, photos, now })
      if (added === 0) return
      // One line for a handful of pictures.
      await call.say({
        chat: call.message.chat,
        text: `照片收到，放进 #${event.issue.number} 了。`,
        priority: 'reply',
        key: `photos:${event.id}`,
      })
    },
    remember: async (message, now) => {
      const { account, id: messageId, chat, sender, at } = message
      heard.note(at)
      await database.transaction(async (tx) => {
        // Only where the bot is at work: what is sent in other groups is none of its business.
        if (chat.kind === 'group' && !(await groupOf(tx, account, chat.id))) return
        const where = { account_messageId: { account, messageId } }
        const note = { account, messageId, chatId: chat.id, contactId: sender.id, at }
        await tx.recentPhoto.upsert({ where, create: note, update: {} })
        if (chat.kind === 'private' && !(await isAtWork(tx, message))) {
          // Who sends a picture to the bot alone waits for an answer; the next ones of the day need none.
          await put(tx, { account, chat, text: WORDS_WANTED, priority: 'reply', key: hintKey(message) }, now)
        }
      })
    },
  }
}
