import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'
import type { Call } from './call.ts'
import type { IncomingMessage } from './incoming.ts'

/** What became of a message that an open dialog was asked to read. */
export type DialogResult =
  /** the dialog is over */
  | 'done'
  /** it was an answer, and another one is wanted; the state may have been changed by `openDialog` */
  | 'open'
  /** it was not meant for the dialog: let the next reader have it */
  | 'not mine'

/** A conversation of several steps. Its state is a row, so it survives a restart. */
export interface Dialog {
  readonly kind: string
  /** whether pictures are answers too; they are fetched before `answer` is called */
  readonly takesPhotos?: boolean
  /** whether files (documents) are answers too; they are fetched before `answer` is called: `call.files` */
  readonly takesFiles?: boolean
  /** how long it is open for an answer, in milliseconds: what `openDialog` is given as its end, less the moment it is opened */
  readonly waitMs: number
  answer(call: Call, state: unknown): Promise<DialogResult>
}

export interface DialogPlace {
  readonly account: AccountId
  readonly chatId: ChatId
  readonly contactId: ContactId
}

/** Where the sender of a message could have a dialog open. */
export function dialogPlace(message: IncomingMessage): DialogPlace {
  return { account: message.account, chatId: message.chat.id, contactId: message.sender.id }
}

/** Opens a dialog, or puts it in a new state. A person has one in a chat: an older one gives way. */
export async function openDialog(
  tx: Tx,
  place: DialogPlace,
  dialog: { kind: string; state: Prisma.InputJsonValue; expiresAt: Date },
): Promise<void> {
  await tx.dialog.upsert({
    where: { account_chatId_contactId: { ...place } },
    create: { ...place, ...dialog },
    update: dialog,
  })
}

/** The chat's clock and ours may differ by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000

/**
 * Whether something was said before the dialog was opened, so that it cannot be an answer: it was delivered late, after a
 * broken connection. A 确认 of an hour ago meant something else.
 */
export function saidBefore(message: IncomingMessage, { waitMs }: Pick<Dialog, 'waitMs'>, expiresAt: Date): boolean {
  return message.at.getTime() + CLOCKS_DIFFER_MS < expiresAt.getTime() - waitMs
}

/** The kind and state of the dialog that is open there at `now`, and when it ends. */
export async function openDialogAt(
  tx: Pick<Tx, 'dialog'>,
  place: DialogPlace,
  now: Date,
): Promise<{ kind: string; state: unknown; expiresAt: Date } | undefined> {
  const row = await tx.dialog.findUnique({ where: { account_chatId_contactId: { ...place } } })
  return row && row.expiresAt > now ? { kind: row.kind, state: row.state, expiresAt: row.expiresAt } : undefined
}

export async function closeDialog(tx: Tx, place: DialogPlace): Promise<void> {
  await tx.dialog.deleteMany({ where: { ...place } })
}
