import type { BoundGroup } from '../community/groups.ts'
import type { RoleGrant } from '../community/roles.ts'
import type { Tx } from '../database/database.ts'
import type { Prisma } from '../database/types.ts'
import type { AccountId, CommunityId, IssueId, MessageId, PersonId } from '../ids.ts'
import type { Audience } from './command.ts'
import type { IncomingMessage } from './incoming.ts'
import { type OutboxEntry, type Priority, put } from './outbox.ts'
import type { Secret } from './secret-words.ts'

/** A picture that came with a message and is already kept as a file. */
export interface TakenPhoto {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
  readonly account: AccountId
  /** the message that brought it */
  readonly messageId: MessageId
}

/** A file that came with a message, is already kept, and what its sender called it. */
export interface TakenFile extends TakenPhoto {
  readonly name: string
}

/** How to take an action back: `kind` names who knows how. It is kept as it is: numbers of rows, never somebody's particulars. */
export type Undo = { readonly kind: string } & Prisma.InputJsonObject

export interface CallParts {
  readonly tx: Tx
  readonly now: Date
  readonly message: IncomingMessage
  readonly person: PersonId
  readonly roles: readonly RoleGrant[]
  readonly group: BoundGroup | undefined
  readonly community: CommunityId | undefined
  readonly photos: readonly TakenPhoto[]
  /** where the command or dialog takes files */
  readonly files: readonly TakenFile[]
}

/**
 * One message being acted on: who said what where, the transaction in which everything it causes is written, and the
 * ways to answer. It ends with the transaction.
 */
export interface Call extends CallParts {
  /** Answers where the message was said; in a group with an @ to the sender. */
  reply(
    text: string,
    options?: { priority?: Priority; issue?: IssueId; evenPaused?: boolean; secret?: Secret },
  ): Promise<void>
  /** Says something, anywhere on this account, because of this message. */
  say(entry: Omit<OutboxEntry, 'account' | 'cause'>): Promise<void>
  /** Remembers how to take this action back, should the sender ask for it within two minutes. */
  undoable(undo: Undo): void
  readonly undo: Undo | undefined
  /** Has it noted that the message was handled, but not whose it was: they are forgotten in this very transaction. */
  leaveNoName(): void
  readonly isNameless: boolean
}

export function openCall(parts: CallParts): Call {
  const { tx, now, message } = parts
  let undo: Undo | undefined
  let isNameless = false
  const say: Call['say'] = (entry) => put(tx, { ...entry, account: message.account, cause: message.id }, now)
  return {
    ...parts,
    say,
    reply: (text, options = {}) =>
      say({
        chat: message.chat,
        text,
        mentions: message.chat.kind === 'group' ? [message.sender.id] : [],
        priority: options.priority ?? 'reply',
        issue: options.issue,
        evenPaused: options.evenPaused ?? false,
        secret: options.secret,
      }),
    undoable(how) {
      undo = how
    },
    get undo() {
      return undo
    },
    leaveNoName() {
      isNameless = true
    },
    get isNameless() {
      return isNameless
    },
  }
}

/** The hats in which somebody may use commands. */
export function audiencesOf(roles: readonly RoleGrant[]): ReadonlySet<Audience> {
  const hats = new Set<Audience>(['everybody'])
  for (const { kind } of roles) {
    if (kind === 'GRID_WORKER') hats.add('worker')
    if (kind === 'UNIT_CONTACT') hats.add('unit')
    if (kind === 'VOLUNTEER') hats.add('volunteer')
    if (kind === 'MATCHMAKER') hats.add('matchmaker')
    if (kind === 'STAFF' || kind === 'SECRETARY') hats.add('staff')
    if (kind === 'SECRETARY') hats.add('secretary')
  }
  return hats
}
