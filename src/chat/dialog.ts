import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { AccountId, ChatId, ContactId } from '../ids.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Call } from './call.ts'
import type { IncomingMessage } from './incoming.ts'
import { sealState } from './secret-dialogs.ts'

/** What became of a message that an open dialog was asked to read. */
export type DialogResult =
  /** the dialog is over */
  | 'done'
  /** it was an answer, and another one is wanted; the state may have been changed by `openDialog` */
  | 'open'
  /** it was not meant for the dialog: let the next reader have it */
  | 'not mine'

/**
 * A conversation of several steps. Its state is a row, so it survives a restart. A secret one (see `openDialog`) answers `not
 * mine` only to what others may read and keep: a cry for help.
 */
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

/** A dialog as it is opened. */
export interface OpenedDialog {
  readonly kind: string
  readonly state: Prisma.InputJsonValue
  readonly expiresAt: Date
  /**
   * makes it secret, in a private chat: its state stands sealed in the database, and nothing that is said in answer to it is
   * kept elsewhere; a picture or file that it does not take is not kept in mind. What it answers is `secret` where it repeats
   * anything of that; the words of a `Refusal` never are, so they repeat nothing
   */
  readonly sealer?: Sealer | undefined
}

/** Opens a dialog, or puts it in a new state. A person has one in a chat: an older one gives way. */
export async function openDialog(
  tx: Tx,
  place: DialogPlace,
  { sealer, kind, state, expiresAt }: OpenedDialog,
): Promise<void> {
  if (sealer && String(place.chatId) !== String(place.contactId)) throw new Error('a secret dialog is a private one')
  const kept = sealer ? { state: {}, sealed: sealState(sealer, { ...place, kind }, state) } : { state, sealed: null }
  await tx.dialog.upsert({
    where: { account_chatId_contactId: { ...place } },
    create: { ...place, kind, expiresAt, ...kept },
    update: { kind, expiresAt, ...kept },
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

/** The dialog that is open there at `now`: its kind and state, which of a secret one is `sealed`, and when it ends. */
export async function openDialogAt(
  tx: Pick<Tx, 'dialog'>,
  place: DialogPlace,
  now: Date,
): Promise<{ kind: string; state: unknown; sealed: string | null; expiresAt: Date } | undefined> {
  const row = await tx.dialog.findUnique({ where: { account_chatId_contactId: { ...place } } })
  if (!row || row.expiresAt <= now) return undefined
  const { kind, state, sealed, expiresAt } = row
  return { kind, state, sealed, expiresAt }
}

/** Whether a secret dialog there has run out that its author may not know of. */
export async function lapsedSecretAt(tx: Pick<Tx, 'dialog'>, place: DialogPlace, now: Date): Promise<boolean> {
  const row = await tx.dialog.findUnique({ where: { account_chatId_contactId: { ...place } } })
  return row !== null && row.sealed !== null && row.expiresAt <= now
}

/** How long it is known that a secret dialog ran out: whoever answers late is told so, and their words go no further. */
const LAPSE_KNOWN_MS = 7 * 24 * 60 * 60_000
/** What is left of the state of a secret dialog that ran out. */
const EMPTIED = ''

/** Removes dialogs that ran out, of secret ones at first what they held. At most `limit`; resolves with how many rows. */
export async function forgetLapsed(tx: Tx, now: Date, limit: number): Promise<{ count: number }> {
  await tx.dialog.updateMany({
    where: { expiresAt: { lt: now }, sealed: { not: null }, NOT: { sealed: EMPTIED } },
    data: { sealed: EMPTIED },
  })
  const long = new Date(now.getTime() - LAPSE_KNOWN_MS)
  return tx.dialog.deleteMany({
    where: { OR: [{ expiresAt: { lt: now }, sealed: null }, { expiresAt: { lt: long } }] },
    limit,
  })
}

export async function closeDialog(tx: Tx, place: DialogPlace): Promise<void> {
  await tx.dialog.deleteMany({ where: { ...place } })
}
