import { occasionFor } from '../../board/occasions.ts'
import { postNumbered } from '../../board/post.ts'
import { editPost, type SaidAt, type Written, writePost } from '../../board/write.ts'
import type { Call } from '../../chat/call.ts'
import { closeDialog, type Dialog, type DialogResult, dialogPlace, openDialogAt } from '../../chat/dialog.ts'
import { wordingOf } from '../../chat/wording.ts'
import type { PostKind } from '../../database/types.ts'
import type { ChatId, GridId } from '../../ids.ts'
import { acceptedText } from '../../telling/board/accepted.ts'
import { takeBackCopies, takenBackText } from '../../telling/board/take-back-copies.ts'
import { onTheWallText } from '../../telling/board/wall-text.ts'
import { dayKey } from '../../time/shanghai.ts'
import { communityFor, forgetPhotos } from '../issue-act.ts'
import { askWhetherIssue } from './become-issue.ts'
import type { BoardDesk } from './desk.ts'
import { DRAFT_DIALOG, DRAFT_WAIT_MS, type Draft, showDraft, wasShown } from './draft.ts'
import { publicName, publicWords } from './public-words.ts'

const YES =
  /^(?:好|好好|好的?|可以|行|是|是的|对|对的|嗯+|确认|确定|同意|没问题|贴|贴吧|贴上|发|发吧|发布|ok)(?:了|啊|呀|吧|的|呢|哦)?[。.~]*$/i
const NO = /^(?:取消|不贴|不发|不要|不用|算了|不|别贴|别发|不同意)(?:了|啊|呀|吧)?[。.]*$/
const ANONYMOUS = /^(?:匿名|不署名|不写名字?|不留名)(?:吧|发|贴)?[。.]*$/
const SIGNED = /^(?:署名|落款|写名字?|实名)[ :,]*/
const CHANGED = /^(?:改成|改为|改一下|改)[ :,]*(?=.)/
const KINDS: Readonly<Record<string, PostKind>> = {
  祝福: 'BLESSING',
  心愿: 'WISH',
  愿望: 'WISH',
  点子: 'IDEA',
  建议: 'IDEA',
  问题: 'PROBLEM',
  感谢: 'THANKS',
}
const KIND = /^(?:类别)?(?:是|改成|改为|算)?[「“"]?(祝福|心愿|愿望|点子|建议|问题|感谢)[」”"]?(?:吧|的|类)?[。.]*$/

/** The yes, the no, or what the author wants changed before it is published. */
export function postDraftDialog(desk: BoardDesk): Dialog {
  return {
    kind: DRAFT_DIALOG,
    waitMs: DRAFT_WAIT_MS,
    takesPhotos: true,
    answer: async (call, state): Promise<DialogResult> => {
      const draft = state as Draft
      const [picture] = call.photos
      if (picture) {
        await showDraft(call, { ...draft, picture })
        await forgetPhotos(call)
        return 'open'
      }
      if (call.message.attachment) return 'not mine'
      const changed = changedBy(call, draft)
      if (changed) {
        await showDraft(call, changed)
        return 'open'
      }
      const { text } = wordingOf(call.message.text)
      if (NO.test(text)) {
        await call.reply(draft.editing ? `好的，${draft.editing.name} 不改了。` : '好的，没有贴。')
        return 'done'
      }
      if (!YES.test(text)) return 'not mine'
      if (!(await wasShown(call, draft))) {
        await showDraft(call, draft)
        return 'open'
      }
      return publish(call, desk, draft)
    },
  }
}

/** The draft as its author wants it now; undefined for words that change nothing of it. */
function changedBy(call: Call, draft: Draft): Draft | undefined {
  const said = wordingOf(call.message.text)
  const { text } = said
  const kind = KIND.exec(text)?.[1]
  if (kind !== undefined) return { ...draft, kind: KINDS[kind] ?? draft.kind }
  if (ANONYMOUS.test(text)) return { ...draft, signature: null }
  const signed = SIGNED.exec(text)
  if (signed) {
    const name = said.after(signed[0].length).own.trim()
    return { ...draft, signature: publicName(name === '' ? call.message.sender.name : name) }
  }
  const change = CHANGED.exec(text)
  if (!change) return undefined
  const own = said.after(change[0].length).own.trim()
  return { ...draft, own, words: publicWords(own) }
}

async function publish(call: Call, desk: BoardDesk, draft: Draft): Promise<DialogResult> {
  const {
    post,
    verdict,
    back = '',
    wall = '',
  } = draft.editing ? await saveEdit(call, desk, draft) : await save(call, desk, draft)
  const inGroup = call.message.chat.kind === 'group'
  const asks = post.kind === 'PROBLEM' && post.issueId === null
  await call.reply(`${acceptedText(post, verdict, { inGroup, edited: draft.editing !== null, wall })}${back}`)
  if (!draft.editing) call.undoable({ kind: 'post', postId: post.id })
  if (!asks) return 'done'
  await closeDialog(call.tx, dialogPlace(call.message))
  await askWhetherIssue(call, post, draft)
  return 'open'
}

async function save(call: Call, desk: BoardDesk, draft: Draft): Promise<Written & { back?: string; wall?: string }> {
  const { tx, message, person, now } = call
  const said: SaidAt = {
    account: message.account,
    chatKind: draft.from.chatKind,
    chatId: draft.from.chatId as ChatId,
    contactId: message.sender.id,
    messageId: message.id,
    gridId: draft.from.gridId as GridId | null,
  }
  const communityId = communityFor(call)
  const occasion = await occasionFor(tx, communityId, draft.kind, dayKey(now))
  const posting = { ...draft, communityId, author: person, said, occasion: occasion?.key, now }
  const written = await writePost(tx, posting, desk)
  return occasion ? { ...written, wall: onTheWallText(occasion, now) } : written
}

/** The new words take the place of the old ones, and the old ones are taken back wherever they still can be. */
async function saveEdit(call: Call, desk: BoardDesk, draft: Draft): Promise<Written & { back: string; wall?: string }> {
  const { tx, message, person, now } = call
  const post = await postNumbered(tx, communityFor(call), draft.editing?.number ?? 0)
  const written = await editPost(tx, post, { ...draft, author: person, messageId: message.id, now }, desk)
  return { ...written, back: takenBackText(await takeBackCopies(tx, post, now)) }
}

/**
 * Somebody writes on while their draft waits, in words that are no answer: most want to change it. False where none waits, or
 * where the words may be something to see to.
 */
export async function remindOfDraft(call: Call, { understanding }: BoardDesk): Promise<boolean> {
  const { message, tx, now } = call
  if (message.chat.kind !== 'private' || message.quotation) return false
  const open = await openDialogAt(tx, dialogPlace(message), now)
  if (open?.kind !== DRAFT_DIALOG || understanding.glance(message.text).register !== 'no') return false
  await call.reply('刚才那条还没有贴：贴就回「好」，改字回「改 新的话」，不贴回「取消」。')
  return true
}
