import type { Chat } from '../chat/incoming.ts'
import { type Priority, putAll } from '../chat/outbox.ts'
import type { Tx } from '../database/database.ts'
import type { AccountId, ChatId, ContactId, IssueId, MessageId } from '../ids.ts'
import { OFFICE, redact } from '../redaction/redact.ts'

/** A place where something can be said: a chat on one account. */
export interface Spot {
  readonly account: AccountId
  readonly chat: Chat
}

interface Sheet {
  readonly spot: Spot
  readonly lines: string[]
  readonly mentions: Set<ContactId>
  readonly pictures: Set<string>
}

/**
 * What is to be said because of one event, gathered by chat and then written into the outbox as one message for each
 * chat: one line rather than five (design rule 3).
 */
export class News {
  readonly #sheets = new Map<string, Sheet>()

  /** In a group nothing personal is said; what an office has written of itself stays. */
  add(spot: Spot, line: string, mentions: readonly ContactId[] = []): void {
    const sheet = this.#sheet(spot)
    const said = spot.chat.kind === 'group' ? redact(line, OFFICE) : line
    if (said && !sheet.lines.includes(said)) sheet.lines.push(said)
    for (const contact of mentions) sheet.mentions.add(contact)
  }

  /** A picture follows the text as a message of its own. */
  addPicture(spot: Spot, sha256: string): void {
    this.#sheet(spot).pictures.add(sha256)
  }

  /** Whether something will be said there already. */
  reaches(spot: Spot): boolean {
    return this.#sheets.has(key(spot))
  }

  async write(
    tx: Tx,
    options: { priority: (spot: Spot) => Priority; issue: IssueId; cause?: MessageId | undefined; now: Date },
  ): Promise<void> {
    const { priority, issue, cause, now } = options
    const entries = [...this.#sheets.values()].flatMap(({ spot, lines, mentions, pictures }) => {
      const common = { ...spot, priority: priority(spot), issue, cause }
      const mentioned = spot.chat.kind === 'group' ? [...mentions] : []
      const text = lines.length > 0 ? [{ ...common, text: lines.join('\n'), mentions: mentioned }] : []
      return [...text, ...[...pictures].map((sha256) => ({ ...common, text: '', sha256 }))]
    })
    await putAll(tx, entries, now)
  }

  #sheet(spot: Spot): Sheet {
    const known = this.#sheets.get(key(spot))
    if (known) return known
    const sheet: Sheet = { spot, lines: [], mentions: new Set(), pictures: new Set() }
    this.#sheets.set(key(spot), sheet)
    return sheet
  }
}

const key = ({ account, chat }: Spot) => `${account} ${chat.kind} ${chat.id}`

export function groupSpot(account: string, chatId: string): Spot {
  return { account: account as AccountId, chat: { kind: 'group', id: chatId as ChatId } }
}

export function privateSpot(account: string, contactId: string): Spot {
  return { account: account as AccountId, chat: { kind: 'private', id: contactId as ChatId } }
}
