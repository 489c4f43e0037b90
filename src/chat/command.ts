import type { IncomingMessage } from './incoming.ts'

/** The hats a command may be meant for. What exactly a person may do to which issue is checked beside the action. */
export type Audience = 'everybody' | 'worker' | 'unit' | 'volunteer' | 'matchmaker' | 'staff' | 'secretary'

/** The headings under which help and handbook list the commands. */
export type Section = 'everybody' | 'worker' | 'unit' | 'staff'

/**
 * One argument of a command. `read` takes what it needs from the head of what is left of the message, or says in
 * Chinese what is missing. Arguments are read in the order in which a command lists them.
 */
export interface Argument<T> {
  /** how the usage line calls it: 号, 话, 原因 */
  readonly label: string
  readonly optional: boolean
  read(input: ArgumentInput): ReadResult<T>
}

export type ReadResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** What an argument may look at. `rest` is advanced by whoever takes from it. */
export interface ArgumentInput {
  rest: Wording
  /** issue numbers on the bot's card that the message quotes; one means the number may be left out */
  readonly quotedNumbers: readonly number[]
  readonly message: IncomingMessage
  readonly now: Date
}

/**
 * A stretch of a message in two forms: `text` is normalised (half width, simplified, blanks folded, no invisible
 * characters) and is what is matched against; `own` is the sender's own writing of the same stretch, unchanged.
 */
export interface Wording {
  readonly text: string
  readonly own: string
  /** The same stretch without its first `length` normalised characters and the separators (blank , ， : ：) after them. */
  after(length: number): Wording
  /** The first `length` normalised characters. */
  head(length: number): Wording
}

export type Arguments = Readonly<Record<string, Argument<unknown>>>
export type ValuesOf<A extends Arguments> = { readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never }

/**
 * A command, declared once: the parser, the help, the permission check, the handbook's table and the tests all read
 * this. `Context` is what the router hands to whoever runs it.
 */
export interface Command<Context, A extends Arguments = Arguments> {
  /** Chinese name without the slash */
  readonly name: string
  /** other Chinese names, pinyin initials, an English word */
  readonly aliases: readonly string[]
  /** what it does, in at most twelve characters, for the help */
  readonly what: string
  /** a whole line somebody could type */
  readonly example: string
  readonly section: Section
  readonly who: readonly Audience[]
  readonly where: 'group' | 'private' | 'both'
  /** in a group not even its name is said, nor what it is for: one neutral line that points to private chat */
  readonly discreet?: boolean
  readonly args: A
  /** replaces the usage line made from the arguments where that would not read well */
  readonly usage?: string
  /** what a message quoting the bot's card may begin with to mean this command without its name (满意, 我也有) */
  readonly bare?: RegExp
  /** pictures sent by the same person within three minutes before belong to it */
  readonly takesPhotos?: boolean
  /** files (documents) sent by the same person within three minutes before belong to it: `call.files` */
  readonly takesFiles?: boolean
  /** may be used in a group that is not bound to anything */
  readonly worksUnbound?: boolean
  /** not listed in the help: it is of use once */
  readonly hidden?: boolean
  /**
   * Finds out beforehand what may take seconds or needs a file, outside the transaction in which `run` is called with it;
   * it writes nothing into the database.
   */
  prepare?(message: IncomingMessage, values: ValuesOf<A>, now: Date): Promise<unknown>
  run(context: Context, values: ValuesOf<A>, prepared?: unknown): Promise<void>
}

/** Declares a command and infers the types of its values from its arguments. */
export function command<Context, A extends Arguments>(definition: Command<Context, A>): Command<Context> {
  // The values a parser reads for `A` are handed only to this command's own `run`, so the narrower type is kept inside.
  return definition as unknown as Command<Context>
}

/** `/受理 <号>`: as the help shows it. Optional arguments stand in square brackets. */
export function usageOf(command: Pick<Command<never>, 'name' | 'args' | 'usage'>): string {
  if (command.usage) return command.usage
  const args = Object.values(command.args).map((arg) => (arg.optional ? `[${arg.label}]` : `<${arg.label}>`))
  return [`/${command.name}`, ...args].join(' ')
}
