import type { MessageId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { AskedDialogs } from './asked.ts'
import type { Weight } from './burst.ts'
import { audiencesOf, type Call } from './call.ts'
import type { Command } from './command.ts'
import type { Dialog } from './dialog.ts'
import { AT_YOUR_SERVICE, answerToIncomplete, answerToUnknown, answerToWrongPlace, whoMay } from './help.ts'
import { InSecret } from './in-secret.ts'
import { AlreadyHandled, wasHandled } from './inbox.ts'
import { type IncomingMessage, isToBot } from './incoming.ts'
import { type EffectsOptions, MessageEffects, NotForUs } from './message-effects.ts'
import { put } from './outbox.ts'
import { type CommandIndex, parseCommand } from './parser.ts'
import { type FileIntake, NO_PHOTOS, type PhotoIntake, type TakenPhotos } from './taken-photos.ts'

export type { FileIntake, PhotoIntake, TakenPhotos }

/** Reads pictures that nobody asked for: they may belong to what their sender reported a moment ago. */
export type PhotoReader = (call: Call) => Promise<void>

export interface RouterOptions extends EffectsOptions {
  readonly commands: CommandIndex<Call>
  readonly dialogs: readonly Dialog[]
  /** opens the state of secret dialogs */
  readonly opener?: Pick<Sealer, 'open'> | undefined
  /** reads words without a command that may answer a question the bot asked; false: they do not */
  readonly answer: (call: Call) => Promise<boolean>
  /** reads what may say which group an unbound one is; false: it does not */
  readonly unbound: (call: Call) => Promise<boolean>
  /** reads 收到 and the like from those whom an order asks to act */
  readonly receipts: {
    /** by its words alone: whether it may be one */
    readonly mayBe: (message: IncomingMessage) => boolean
    /** by a look outside a transaction: whether there is anything that it may answer */
    readonly wanted: (message: IncomingMessage, now: Date) => Promise<boolean>
    /** false: it was none after all */
    readonly read: (call: Call) => Promise<boolean>
  }
  readonly photos: PhotoIntake
  readonly files: FileIntake
  readonly loosePhoto: {
    /** whether the picture belongs to something its sender did a moment ago, so that it is worth fetching */
    readonly wanted: (message: IncomingMessage) => Promise<boolean>
    readonly read: PhotoReader
    /** keeps in mind that there was a picture, should a report follow */
    readonly remember: (message: IncomingMessage, now: Date) => Promise<void>
  }
  /** what people say without a command: folded with what else its author says, and read when they are quiet */
  readonly freeText: {
    /** at a glance: whether it may become something */
    readonly weigh: (message: IncomingMessage) => Weight
    readonly hear: (message: IncomingMessage) => Promise<void>
  }
}

/**
 * Gives each message to one reader: a command, an open dialog, the reader of pictures, the reader of free text. Whatever
 * a reader does is one transaction together with the note that this message was handled.
 */
export class Router {
  readonly #options: RouterOptions
  readonly #effects: MessageEffects
  readonly #asked: AskedDialogs
  readonly #inSecret: InSecret

  constructor(options: RouterOptions) {
    this.#options = options
    this.#effects = new MessageEffects(options)
    this.#asked = new AskedDialogs(options.dialogs, options.opener)
    this.#inSecret = new InSecret({ ...options, effects: this.#effects, asked: this.#asked })
  }

  /**
   * Handles one message to its end; false when that could not be done, not even with an apology: the database is away.
   * Never rejects: what goes wrong is logged with the message's id.
   */
  async handle(message: IncomingMessage): Promise<boolean> {
    const { log } = this.#options
    try {
      if (message.attachment === 'image') await this.#handlePhoto(message)
      else if (message.attachment === 'file') await this.#handleFile(message)
      else if (message.attachment) await this.#hearAttachment(message)
      else await this.#handleText(message)
      return true
    } catch (error) {
      if (error instanceof AlreadyHandled) return true
      log.error({ err: error, message: message.id }, 'a message could not be handled')
      return false
    }
  }

  async #handleText(message: IncomingMessage): Promise<void> {
    const { commands, clock } = this.#options
    // 明天 said yesterday and delivered today, after a broken connection, is today.
    const saidAt = Math.min(message.at.getTime(), clock.now().getTime())
    const parsed = parseCommand(commands, message, new Date(saidAt))
    const bare = parsed.kind === 'none' || parsed.kind === 'unknown' || parsed.by === 'name'
    if (bare && message.chat.kind === 'private' && (await this.#inSecret.answers(message, parsed.kind))) return
    switch (parsed.kind) {
      case 'understood': {
        const { command, values, left, by } = parsed
        const taken = await this.#broughtTo(command, message)
        const prepared = await command.prepare?.(message, values, clock.now())
        return this.#effects.of(message, taken, async (call) => {
          if (!(await this.#boundFor(call, command))) return
          // A bare word may as well be the answer to what the bot asked, or just a word.
          if (by === 'name' && (await this.#asked.answer(call))) return
          if (by === 'name' && !mayUse(call, command)) return this.#answerPlainWords(call)
          this.#checkMay(call, command)
          await command.run(call, values, prepared)
          if (left) await call.reply('后面多写的没有用上。要补充情况，请发 /补充 号 内容。')
        })
      }
      case 'incomplete':
        return this.#effects.of(message, NO_PHOTOS, async (call) => {
          if (!(await this.#boundFor(call, parsed.command))) return
          // A bare word such as 确认 answers what the bot asked before it is a command that lacks something.
          if (parsed.by === 'name' && ((await this.#asked.answer(call)) || (await this.#options.answer(call)))) return
          this.#checkMay(call, parsed.command)
          await call.reply(answerToIncomplete(parsed))
        })
      case 'unknown':
        return this.#effects.of(message, NO_PHOTOS, async (call) => {
          if (!(await this.#boundFor(call))) return
          const named = parsed.nearest && mayUse(call, parsed.nearest) ? parsed.nearest : undefined
          const nearest = named?.discreet && message.chat.kind === 'group' ? undefined : named
          if (!nearest && message.chat.kind === 'group' && !message.mentionsBot) throw new NotForUs()
          await call.reply(answerToUnknown({ typed: parsed.typed, nearest }))
        })
      case 'none':
        if (this.#options.receipts.mayBe(message) && (await this.#readReceipt(message))) return
        if (isToBot(message)) {
          await this.#readPlainWords(message)
        } else {
          await this.#options.freeText.hear(message)
        }
    }
  }

  /** See `MessageEffects.ofBurst`. */
  actOnBurst(
    message: IncomingMessage,
    parts: readonly MessageId[],
    taken: TakenPhotos,
    act: (call: Call) => Promise<void>,
  ): Promise<void> {
    return this.#effects.ofBurst(message, parts, taken, act)
  }

  /** Takes 收到 and the like, with the pictures before it, for what it is; an open dialog comes first. False: it is none. */
  async #readReceipt(message: IncomingMessage): Promise<boolean> {
    const { receipts, photos, clock } = this.#options
    if (!(await receipts.wanted(message, clock.now()))) return false
    const taken = await photos.before(message)
    let read = false
    await this.#effects.of(message, taken, async (call) => {
      read = (isToBot(message) && (await this.#asked.answer(call))) || (await receipts.read(call))
      if (!read) throw new NotForUs()
    })
    return read
  }

  /**
   * Somebody spoke to the bot without a command: perhaps an answer to what it asked, perhaps something to see to; else a
   * pointer to the help.
   */
  async #readPlainWords(message: IncomingMessage): Promise<void> {
    const { freeText } = this.#options
    let heard = false
    await this.#effects.of(message, NO_PHOTOS, async (call) => {
      if (!(await this.#boundFor(call))) return
      if (await this.#asked.answer(call)) return
      if (freeText.weigh(message) === 'nothing') return this.#answerPlainWords(call)
      if (await this.#options.answer(call)) return
      heard = true
      throw new NotForUs()
    })
    if (heard) await freeText.hear(message)
  }

  async #answerPlainWords(call: Call): Promise<void> {
    const { chat, mentionsBot } = call.message
    if (await this.#options.answer(call)) return
    if (chat.kind === 'group' && !mentionsBot) throw new NotForUs()
    await call.reply(AT_YOUR_SERVICE)
  }

  /** What the sender of a command sent just before, as far as the command takes it. */
  async #broughtTo({ takesPhotos, takesFiles }: Command<Call>, message: IncomingMessage): Promise<TakenPhotos> {
    const none = Promise.resolve(NO_PHOTOS)
    const [pictures, documents] = await Promise.all([
      takesPhotos ? this.#options.photos.before(message) : none,
      takesFiles ? this.#options.files.before(message) : none,
    ])
    const problems = [...pictures.problems, ...documents.problems]
    return { photos: pictures.photos, files: documents.files, problems }
  }

  /** A file is an answer to a dialog that takes files; else it is kept in mind for a command that follows. */
  async #handleFile(message: IncomingMessage): Promise<void> {
    const { database, clock, files } = this.#options
    if (await wasHandled(database.client, message)) return
    const asked = await this.#asked.of(database.client, message, clock.now())
    if (asked?.secret && !asked.dialog.takesFiles) return this.#inSecret.refuses(message)
    if (!asked?.dialog.takesFiles) return files.remember(message, clock.now())
    const taken = await files.of(message)
    await this.#effects.of(message, taken, async (call) => {
      if (!(await this.#asked.answer(call)) && taken.problems.length === 0) throw new NotForUs()
    })
  }

  /** A voice note or a place on the map is part of what somebody says; films and links are not. */
  async #hearAttachment(message: IncomingMessage): Promise<void> {
    if (message.attachment === 'audio' && message.chat.kind === 'private') {
      await this.#effects.of(message, NO_PHOTOS, (call) => call.reply(VOICE))
    } else if (message.attachment === 'audio' || message.attachment === 'location') {
      const { database, clock } = this.#options
      if ((await this.#asked.of(database.client, message, clock.now()))?.secret) return this.#inSecret.refuses(message)
      await this.#options.freeText.hear(message)
    }
  }

  async #handlePhoto(message: IncomingMessage): Promise<void> {
    const { database, clock, photos, loosePhoto, freeText, wake } = this.#options
    if (await wasHandled(database.client, message)) return
    const asked = await this.#asked.of(database.client, message, clock.now())
    if (asked?.dialog.takesPhotos) {
      const taken = await photos.of(message)
      return this.#effects.of(message, taken, async (call) => {
        if (!(await this.#asked.answer(call))) await loosePhoto.read(call)
      })
    }
    if (asked?.secret) return this.#inSecret.refuses(message)
    if (!(await loosePhoto.wanted(message))) {
      await loosePhoto.remember(message, clock.now())
      wake.call()
      return freeText.hear(message)
    }
    const taken = await photos.of(message)
    await this.#effects.of(message, taken, loosePhoto.read)
  }

  /**
   * Whether the bot speaks in this chat. In a group that is not bound only staff are answered, so that they can bind it;
   * anybody else is told once that it is not bound, and never where staff have unbound it.
   */
  async #boundFor(call: Call, command?: Command<Call>): Promise<boolean> {
    const { account, chat } = call.message
    if (chat.kind !== 'group' || call.group) return true
    if (await this.#options.unbound(call)) return false
    if (audiencesOf(call.roles).has('staff')) {
      if (!command || command.worksUnbound || command.where === 'private') return true
      throw new Refusal(NOT_BOUND)
    }
    const key = `unbound:${account}:${chat.id}`
    const { tx } = call
    const unbound = await tx.chatGroup.count({ where: { account, chatId: chat.id } })
    const told = await tx.outboxMessage.count({ where: { key } })
    if (unbound + told > 0) throw new NotForUs()
    await put(tx, { account, chat, text: NOT_BOUND, priority: 'reply', key, cause: call.message.id }, call.now)
    return false
  }

  #checkMay(call: Call, command: Command<Call>): void {
    const { kind } = call.message.chat
    const may = mayUse(call, command)
    // Who may not use it anywhere is not sent elsewhere to try. What is discreet is not spoken of here.
    if (command.where !== 'both' && command.where !== kind && (may || command.discreet)) {
      throw new Refusal(answerToWrongPlace(command))
    }
    if (!may) {
      throw new Refusal(`/${command.name} 由${whoMay(command.who)}使用。`)
    }
  }
}

const NOT_BOUND = '这个群还没有绑定。请社区工作人员在群里发 /绑定 网格号，例如 /绑定 3。'
const VOICE = '语音小格听不懂，请长按语音选“转文字”，把文字发过来。'
function mayUse(call: Call, command: Command<Call>): boolean {
  const hats = audiencesOf(call.roles)
  return command.who.some((hat) => hats.has(hat))
}
