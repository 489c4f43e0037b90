import type { Call, TakenPhoto } from '../../chat/call.ts'
import { type DialogPlace, dialogPlace, openDialog } from '../../chat/dialog.ts'
import type { PostKind } from '../../database/types.ts'
import type { ContactId, GridId } from '../../ids.ts'
import { previewText } from '../../telling/board/post-words.ts'
import { privateChatWith } from '../../telling/recipients.ts'
import { namesDanger } from '../names-danger.ts'
import { publicWords } from './public-words.ts'

export const DRAFT_DIALOG = 'post-draft'
/** How long the author's yes is waited for; after that the words are forgotten. */
export const DRAFT_WAIT_MS = 30 * 60_000

/** Words whose author has yet to say yes to them, as they are kept between messages. */
export interface Draft {
  /** as its author wrote it: for the judge, and for an issue that it may become */
  readonly own: string
  /** exactly what would be published */
  readonly words: string
  readonly kind: PostKind
  readonly signature: string | null
  readonly picture: TakenPhoto | null
  /** where it was said first */
  readonly from: { readonly chatKind: 'GROUP' | 'PRIVATE'; readonly chatId: string; readonly gridId: number | null }
  /** the post whose words these replace */
  readonly editing: { readonly number: number; readonly name: string } | null
  /** the message because of which it was last shown */
  readonly shownBy: string
}

/** The name under which the outbox knows what the author was shown. */
const previewKey = (account: string, shownBy: string) => `post-preview:${account}:${shownBy}`

/** A draft of what the call's sender has just said. */
export function draftOf(call: Call, own: string, kind: PostKind, signature: string | null = null): Draft {
  const { message, photos, group } = call
  const { chat } = message
  return {
    own,
    words: publicWords(own),
    kind,
    signature,
    picture: photos[0] ?? null,
    from: {
      chatKind: chat.kind === 'group' ? 'GROUP' : 'PRIVATE',
      chatId: chat.id,
      gridId: (group?.gridId as GridId | undefined) ?? null,
    },
    editing: null,
    shownBy: message.id,
  }
}

/**
 * Shows the author exactly what would be published and waits for a yes to it (privacy 13): in private where the bot can write
 * there, so that a group need not read who is anonymous; else where it was said.
 */
export async function showDraft(call: Call, changed: Draft): Promise<void> {
  const { tx, message, person, now } = call
  const draft = { ...changed, shownBy: message.id as string }
  const alone = message.chat.kind === 'group' ? await privateChatWith(tx, person, message.account) : undefined
  const place: DialogPlace = alone
    ? { account: alone.account, chatId: alone.chat.id, contactId: alone.chat.id as string as ContactId }
    : dialogPlace(message)
  await openDialog(tx, place, {
    kind: DRAFT_DIALOG,
    state: {
      ...draft,
      picture: draft.picture && { ...draft.picture },
      from: { ...draft.from },
      editing: draft.editing && { ...draft.editing },
    },
    expiresAt: new Date(now.getTime() + DRAFT_WAIT_MS),
  })
  const inGroup = message.chat.kind === 'group' && !alone
  await call.say({
    chat: alone?.chat ?? message.chat,
    text: previewText({
      ...draft,
      picture: draft.picture !== null,
      masked: draft.words !== draft.own.replace(/\s+/g, ' ').trim(),
      inGroup,
      editing: draft.editing?.name,
      danger: namesDanger(draft.own),
    }),
    mentions: inGroup ? [message.sender.id] : [],
    priority: 'reply',
    key: previewKey(message.account, draft.shownBy),
  })
  if (alone) await call.reply('小格在私聊里给您看贴出来的样子，回「好」就贴。')
}

/** Whether the author can have read what they say yes to: it is not still waiting to be said. */
export async function wasShown(call: Call, { shownBy }: Draft): Promise<boolean> {
  const row = await call.tx.outboxMessage.findUnique({
    where: { key: previewKey(call.message.account, shownBy) },
    select: { state: true },
  })
  return row !== null && row.state !== 'PENDING' && row.state !== 'FAILED' && row.state !== 'CANCELLED'
}
