import type { Tx } from '../database/database.ts'
import { type Sealer, Unsealable } from '../sealing/sealer.ts'
import type { Call } from './call.ts'
import { closeDialog, type Dialog, dialogPlace, lapsedSecretAt, openDialogAt, saidBefore } from './dialog.ts'
import type { IncomingMessage } from './incoming.ts'
import { openState } from './secret-dialogs.ts'

/** The dialog that a message can be an answer to. */
export interface Asked {
  readonly dialog: Dialog
  /** what is said in answer is kept nowhere else */
  readonly secret: boolean
  readonly state: unknown
  /** its state is sealed, and the key is another now */
  readonly unreadable?: true
}

const UNREADABLE = '刚才那一步小格接不上了，前面答的没有留下。请从头再来一次，不好意思。'

const LAPSED = '上次问您的已经过了时间，刚才这句没有记下。要接着办，请从头再发一次；要反映事情，请再说一遍。'

/** The dialogs there are, and which of them somebody is asked to answer. */
export class AskedDialogs {
  readonly #dialogs: ReadonlyMap<string, Dialog>
  readonly #opener: Pick<Sealer, 'open'> | undefined

  constructor(dialogs: readonly Dialog[], opener: Pick<Sealer, 'open'> | undefined) {
    this.#dialogs = new Map(dialogs.map((dialog) => [dialog.kind, dialog]))
    this.#opener = opener
  }

  /** The dialog that a message can be an answer to. */
  async of(tx: Pick<Tx, 'dialog'>, message: IncomingMessage, now: Date): Promise<Asked | undefined> {
    const place = dialogPlace(message)
    const open = await openDialogAt(tx, place, now)
    const dialog = open && this.#dialogs.get(open.kind)
    if (!dialog || saidBefore(message, dialog, open.expiresAt)) return undefined
    const { kind, state, sealed } = open
    if (sealed === null) return { dialog, state, secret: false }
    try {
      return { dialog, secret: true, state: openState(this.#opener, { ...place, kind }, sealed) }
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error
      return { dialog, secret: true, state: undefined, unreadable: true }
    }
  }

  /** Whether a secret dialog has run out that a message may be a late answer to. */
  lapsed(tx: Pick<Tx, 'dialog'>, message: IncomingMessage, now: Date): Promise<boolean> {
    return lapsedSecretAt(tx, dialogPlace(message), now)
  }

  /** Tells so, once. */
  async tellLapsed(call: Call): Promise<void> {
    await call.reply(LAPSED)
    await closeDialog(call.tx, dialogPlace(call.message))
  }

  /** Hands a message to the dialog that it can be an answer to. False: there is none, or it was not meant for it. */
  async answer(call: Call): Promise<boolean> {
    const asked = await this.of(call.tx, call.message, call.now)
    if (!asked) return false
    if (asked.unreadable) await call.reply(UNREADABLE)
    const result = asked.unreadable ? 'done' : await asked.dialog.answer(call, asked.state)
    if (result === 'done') await closeDialog(call.tx, dialogPlace(call.message))
    return result !== 'not mine'
  }
}
