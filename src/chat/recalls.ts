import type { Logger } from 'pino'
import type { Database, Tx } from '../database/database.ts'
import type { OutboxMessage, Prisma } from '../database/types.ts'
import type { AccountId, MessageId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { ChatGateway } from './gateway.ts'
import { chatOfRow } from './outbox.ts'

/**
 * WeChat lets one take a message back for two minutes; what was said before is not even tried. A little more, as the
 * clocks may differ.
 */
export const CAN_BE_RECALLED_MS = 150_000
/** For so long it is tried, and the id of a message waited for. WeChat itself lets one take back for two minutes. */
const TRIED_FOR_MS = 15 * 60_000
/** So many are taken up at a time. */
const AT_A_TIME = 100
/** After so many that nobody answered nobody will, and whoever else is to be recalled would wait too long. */
const MOST_UNANSWERED = 3

/** What will become of messages that are to be taken back. */
export interface TakenBack {
  /** how many were not said yet, and will not be */
  readonly cancelled: number
  /** how many were said, and are now to be recalled in the chat: whether that succeeds is told by `recallsOf` */
  readonly asked: number
  /** how many can be neither: nobody knows whether they were said, or they were asked to be recalled before */
  readonly left: number
}

/**
 * Takes back what these rows of the outbox say, in the transaction in which that is decided: what waits is cancelled, what
 * was said is recalled after the commit, by the sender.
 */
export async function takeBackSaid(tx: Tx, rows: Prisma.OutboxMessageWhereInput, now: Date): Promise<TakenBack> {
  const cancelled = await tx.outboxMessage.updateMany({
    where: { AND: [rows, { state: { in: ['PENDING', 'FAILED'] } }] },
    data: { state: 'CANCELLED' },
  })
  const asked = await tx.outboxMessage.updateMany({
    where: { AND: [rows, { recall: null, state: { in: ['SENDING', 'SENT', 'ECHOED'] } }] },
    data: { recall: 'ASKED', recallAt: now },
  })
  const all = await tx.outboxMessage.count({ where: { AND: [rows, { state: { not: 'CANCELLED' } }] } })
  return { cancelled: cancelled.count, asked: asked.count, left: all - asked.count }
}

/** What became of rows that were to be recalled. */
export interface RecallsSoFar {
  readonly done: number
  readonly refused: number
  /** the chat did not answer, and refused when it was asked again: it may have been the first time that succeeded */
  readonly unknown: number
  /** still to be */
  readonly open: number
}

/** What became of these rows. */
export async function recallsOf(
  db: Pick<Tx, 'outboxMessage'>,
  rows: Prisma.OutboxMessageWhereInput,
): Promise<RecallsSoFar> {
  const count = (recall: NonNullable<Prisma.OutboxMessageWhereInput['recall']>) =>
    db.outboxMessage.count({ where: { AND: [rows, { recall }] } })
  return {
    done: await count('DONE'),
    refused: await count('REFUSED'),
    unknown: await count('UNKNOWN'),
    open: await count(IS_OPEN),
  }
}

/** What becomes of it is not known yet. */
export const IS_OPEN = { in: ['ASKED', 'TRYING'] } satisfies Prisma.OutboxMessageWhereInput['recall']

export interface RecallsOptions {
  readonly database: Database
  readonly gateway: ChatGateway
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Recalls in the chat what stands in the outbox to be. That the chat is asked is written down before, what became of each
 * afterwards: where there was no answer, or the process died in between, it is asked once more, and a no then says nothing
 * of the first time.
 */
export class Recalls {
  readonly #options: RecallsOptions
  #running: Promise<void> | undefined

  constructor(options: RecallsOptions) {
    this.#options = options
  }

  /** Never rejects. One at a time: whoever asks meanwhile waits for the same. */
  pass(account: AccountId): Promise<void> {
    this.#running ??= this.#recallAll(account)
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'what was recalled could not be written down; trying again'),
      )
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async done(): Promise<void> {
    await this.#running
  }

  async #recallAll(account: AccountId): Promise<void> {
    const { database, gateway, clock, log } = this.#options
    const rows = await database.client.outboxMessage.findMany({
      where: { account, recall: IS_OPEN },
      // What nobody answered comes after what has not been asked for.
      orderBy: [{ recall: 'asc' }, { id: 'asc' }],
      take: AT_A_TIME,
    })
    const asked = rows.filter((row) => row.recall === 'ASKED' && this.#mayBeAsked(row)).map(({ id }) => id)
    if (asked.length > 0) {
      await database.transaction((tx) =>
        tx.outboxMessage.updateMany({ where: { id: { in: asked }, recall: 'ASKED' }, data: { recall: 'TRYING' } }),
      )
    }
    let unanswered = 0
    for (const row of rows) {
      if (gateway.account() !== account || unanswered === MOST_UNANSWERED) return
      const became = await this.#recall(row).catch((error: unknown) => {
        unanswered += 1
        log.warn({ err: error, outbox: row.id }, 'whether a message was recalled is not known; trying again')
      })
      if (!became) continue
      // Only what is to be cancelled has to stand as it was read: of what was recalled the echo may have come meanwhile.
      const where = { id: row.id, recall: IS_OPEN, ...(became.state ? { state: row.state } : {}) }
      const data = { ...became, recallAt: clock.now() }
      await database.transaction((tx) => tx.outboxMessage.updateMany({ where, data }))
    }
  }

  /** What became of it; undefined while that is open. `row` as it was read, before the chat was asked this time. */
  async #recall(
    row: OutboxMessage,
  ): Promise<Pick<Prisma.OutboxMessageUpdateManyMutationInput, 'state' | 'recall'> | undefined> {
    const { gateway } = this.#options
    // It was being said when that was asked, and was not.
    if (row.state === 'PENDING' || row.state === 'FAILED') return { state: 'CANCELLED', recall: null }
    const notDone = row.recall === 'TRYING' ? ('UNKNOWN' as const) : ('REFUSED' as const)
    if (this.#isLate(row)) return { recall: notDone }
    if (!this.#mayBeAsked(row)) return undefined
    const done = await gateway.recall(chatOfRow(row), row.messageId as MessageId)
    return { recall: done ? 'DONE' : notDone }
  }

  #isLate({ recallAt }: OutboxMessage): boolean {
    return this.#options.clock.now().getTime() - (recallAt?.getTime() ?? 0) > TRIED_FOR_MS
  }

  /** It was said, under an id that is known, and not long ago. */
  #mayBeAsked(row: OutboxMessage): boolean {
    return row.messageId !== null && (row.state === 'SENT' || row.state === 'ECHOED') && !this.#isLate(row)
  }
}
