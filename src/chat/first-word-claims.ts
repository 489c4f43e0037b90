import type { Logger } from 'pino'
import type { OutboxMessage } from '../database/types.ts'
import type { AccountId } from '../ids.ts'
import type { Clock } from '../time/clock.ts'
import type { Agenda } from './agenda.ts'
import { claimIfFirst, unclaimed } from './claims.ts'
import { type ClaimFirstWord, type FirstWord, firstCausedBy } from './first-word.ts'
import type { InHand } from './in-hand.ts'
import type { Turns } from './turns.ts'
import type { Wake } from './wake.ts'

export interface FirstWordClaimsOptions {
  /** names this process */
  readonly owner: string
  readonly clock: Clock
  readonly wake: Wake
  readonly agenda: Agenda
  readonly inHand: InHand
  /** the sender's */
  readonly turns: Turns
  /** whether the bot is this account now and may begin to say something */
  readonly speaksAs: (account: string) => boolean
  /** whether the chat answers, as far as is known */
  readonly isAnswered: () => boolean
  readonly say: (row: OutboxMessage) => Promise<void>
  /** told that a row may be claimed that nobody says: a transaction failed, or seemed to */
  readonly inDoubt: () => void
  readonly log: Logger
}

/**
 * Claims what a message has the bot say first, at the end of the message's transaction, if nothing else is to be said or
 * done and that may be said now. The sender's turn is taken until the transaction is over: meanwhile nothing else is
 * claimed or settled, and the claimed row never waits for another message.
 */
export function firstWordClaims(options: FirstWordClaimsOptions): ClaimFirstWord {
  const { owner, clock, wake, agenda, inHand, turns, speaksAs, isAnswered, say, inDoubt, log } = options

  function isFree(account: AccountId): boolean {
    const idle = turns.free && inHand.rows.length === 0
    return idle && isAnswered() && speaksAs(account) && agenda.hasNothing(account)
  }

  /** A row that is claimed cannot be said now: somebody has called since (danger, a pause), or the account is another. */
  async function putBack(row: OutboxMessage): Promise<void> {
    inHand.owe(unclaimed(row))
    inHand.letGo()
    await inHand.write()
  }

  return async (tx, message) => {
    if (!isFree(message.account)) return undefined
    const { calls } = wake
    let end: (then?: () => Promise<void>) => void = () => undefined
    const ended = new Promise<(() => Promise<void>) | undefined>((resolve) => {
      end = resolve
    })
    turns
      .run(async () => (await ended)?.())
      .catch((error: unknown) => log.error({ err: error }, 'what became of a row could not be written'))
    let word: FirstWord | undefined
    try {
      const now = clock.now()
      const row = firstCausedBy(tx, message, now)
      if (row && agenda.allows(row)) {
        inHand.take(row.id)
        if (await claimIfFirst(tx, row, owner, now)) {
          word = {
            committed: () => {
              // Looked at before anybody is told of this very message.
              const asItWas = wake.calls === calls && speaksAs(row.account) && agenda.allows(row)
              end(() => (asItWas ? say(row) : putBack(row)))
            },
            undone: () => {
              inHand.letGo()
              // It may have been committed all the same.
              inDoubt()
              end()
            },
          }
        }
      }
      return word
    } finally {
      if (!word) {
        inHand.letGo()
        end()
      }
    }
  }
}
