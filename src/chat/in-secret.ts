import type { Database } from '../database/database.ts'
import type { Clock } from '../time/clock.ts'
import type { AskedDialogs } from './asked.ts'
import type { Weight } from './burst.ts'
import type { Call } from './call.ts'
import { AT_YOUR_SERVICE } from './help.ts'
import type { IncomingMessage } from './incoming.ts'
import { type MessageEffects, NotForUs } from './message-effects.ts'
import type { Parsed } from './parser.ts'
import { NO_PHOTOS } from './taken-photos.ts'

export interface InSecretOptions {
  readonly database: Database
  readonly asked: AskedDialogs
  readonly effects: MessageEffects
  readonly freeText: { readonly weigh: (message: IncomingMessage) => Weight }
  readonly clock: Clock
}

const NOT_NOW = '小格正等您回答上面的问题，刚发来的没有收。要给报过的事补照片，请先答完上面的再发。'

/** Sees that what is said in a secret dialog goes no further: see `openDialog`. */
export class InSecret {
  readonly #options: InSecretOptions

  constructor(options: InSecretOptions) {
    this.#options = options
  }

  /**
   * While a secret dialog is open, what is said without a command is its own before anybody else reads it; so is the first
   * thing that is said after it ran out, unless it is a cry for help. False: there is none, or the words are for others.
   *
   * @param kind what the words are as a command
   */
  async answers(message: IncomingMessage, kind: Parsed<Call>['kind']): Promise<boolean> {
    const { database, asked, effects, freeText, clock } = this.#options
    const open = (await asked.of(database.client, message, clock.now()))?.secret ?? false
    const late = !open && kind === 'none' && (await asked.lapsed(database.client, message, clock.now()))
    if (!open && !(late && freeText.weigh(message) !== 'now')) return false
    let answered = true
    await effects.of(message, NO_PHOTOS, async (call) => {
      if (late) return asked.tellLapsed(call)
      // What was typed behind a slash is not repeated.
      if (kind === 'unknown') return call.reply(AT_YOUR_SERVICE)
      if (await asked.answer(call)) return
      answered = kind === 'none' && freeText.weigh(message) === 'nothing'
      if (!answered) throw new NotForUs()
      await call.reply(AT_YOUR_SERVICE)
    })
    return answered
  }

  /** A picture, file or place that a secret dialog does not take is neither kept nor kept in mind. */
  refuses(message: IncomingMessage): Promise<void> {
    return this.#options.effects.of(message, NO_PHOTOS, (call) => call.reply(NOT_NOW))
  }
}
