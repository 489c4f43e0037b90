import { nameOf, postOf } from '../../board/post.ts'
import type { Call } from '../../chat/call.ts'
import { openDialogAt } from '../../chat/dialog.ts'
import type { IncomingMessage } from '../../chat/incoming.ts'
import type { Tx } from '../../database/database.ts'
import type { ChatId } from '../../ids.ts'
import { forgetPhotos } from '../issue-act.ts'
import { BELONGS_MS } from '../sent-before.ts'
import { DRAFT_DIALOG, DRAFT_WAIT_MS, type Draft, showDraft } from './draft.ts'

/**
 * The words whose author is asked in private, where they said them in this group a moment ago: a picture sent here belongs to
 * them.
 */
export async function draftAwaiting(tx: Pick<Tx, 'dialog'>, message: IncomingMessage): Promise<Draft | undefined> {
  const { account, chat, sender, at } = message
  if (chat.kind !== 'group') return undefined
  // A private chat bears its contact's id.
  const place = { account, chatId: sender.id as string as ChatId, contactId: sender.id }
  const open = await openDialogAt(tx, place, at)
  if (open?.kind !== DRAFT_DIALOG) return undefined
  const shown = open.expiresAt.getTime() - DRAFT_WAIT_MS
  const draft = open.state as Draft
  return draft.from.chatId === chat.id && at.getTime() - shown <= BELONGS_MS ? draft : undefined
}

/** The picture that came after the words: shown with them, for another yes. False: there are none. */
export async function pictureForDraft(call: Call): Promise<boolean> {
  const [picture] = call.photos
  const draft = picture && (await draftAwaiting(call.tx, call.message))
  if (!picture || !draft) return false
  await showDraft(call, { ...draft, picture })
  await forgetPhotos(call)
  return true
}

/** The picture that came after the yes: the post is shown with it, as with any change, and waits for another yes. */
export async function pictureForPost(call: Call, postId: number): Promise<void> {
  const [picture] = call.photos
  const row = await call.tx.post.findUnique({ where: { id: postId } })
  if (!picture || !row || row.state === 'WITHDRAWN') return
  const post = postOf(row)
  await showDraft(call, {
    ...{ own: post.words, words: post.words, kind: post.kind, signature: post.signature, picture },
    from: { chatKind: post.chatKind ?? 'PRIVATE', chatId: post.chatId ?? '', gridId: post.gridId },
    editing: { number: post.number, name: nameOf(post) },
    shownBy: call.message.id,
  })
  await forgetPhotos(call)
}
