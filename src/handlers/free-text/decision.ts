import { type IncomingMessage, isToBot } from '../../chat/incoming.ts'
import type { Alike } from '../../issues/alike.ts'
import { type Kind, type Reading, TALK } from '../../understanding/reading.ts'

/** Where somebody spoke: among neighbours, in a group but to the bot, or to the bot alone. */
export type SpokenTo = 'group' | 'bot' | 'bot alone'

export function spokenToOf(message: IncomingMessage): SpokenTo {
  if (!isToBot(message)) return 'group'
  return message.chat.kind === 'private' ? 'bot alone' : 'bot'
}

export interface Circumstances {
  readonly spokenTo: SpokenTo
  /** the author is one of those who see to what is reported */
  readonly atWork: boolean
  /** a picture or a voice note came with it */
  readonly withMore: boolean
  /** the issue that was spoken of in this chat within the last ten minutes, if it is one that neighbours may join */
  readonly recent: number | undefined
  readonly alike: Alike | undefined
  /** the issue that somebody has just made of the same danger */
  readonly sameDanger: number | undefined
  /** the words themselves speak of danger, and not of one that is over or elsewhere */
  readonly namesDanger: boolean
  /** there is an answer to what was asked */
  readonly answerable: boolean
}

/** What the bot does about what somebody said. */
export type Decision =
  /** an issue at once */
  | { readonly do: 'register'; readonly again?: number }
  /** the author is asked whether it is to be one */
  | { readonly do: 'ask author' }
  /** the worker is asked in private, the group hears nothing */
  | { readonly do: 'ask worker'; readonly like?: number }
  /** the author has the same trouble as was just spoken of */
  | { readonly do: 'join'; readonly number: number }
  /** it may be the same: the author is told so, once, and the worker asked */
  | { readonly do: 'offer'; readonly number: number }
  | { readonly do: 'answer' }
  | { readonly do: 'nothing' }

const QUESTIONS: ReadonlySet<Kind> = new Set(['咨询'])

/**
 * What follows from a reading (issue-lifecycle.md: sure, it is confirmed by itself; half sure, somebody is asked). In a
 * group the bot is silent unless it is sure; who speaks to it gets an answer.
 */
export function decide(reading: Reading, circumstances: Circumstances): Decision {
  const { kind, register, danger } = reading
  const { spokenTo, atWork, withMore, recent, alike, sameDanger, namesDanger, answerable } = circumstances
  if (kind === '+1') return recent === undefined ? { do: 'nothing' } : { do: 'join', number: recent }
  // Who asks what to do in a fire has one.
  const urgent = isUrgent(reading, namesDanger)
  if (QUESTIONS.has(kind) && answerable && !urgent) return { do: 'answer' }
  if (register === 'no') return { do: 'nothing' }
  // One fire is one issue, however many see it.
  if (danger === 2 && sameDanger !== undefined) return { do: 'join', number: sameDanger }

  // Who speaks to the bot means it; a picture beside half a word as well, but somebody has to look. Of danger in a group
  // somebody is told at once: a false alarm is taken back sooner than a fire put out.
  const sure = register === 'yes' || (spokenTo === 'bot' && withMore) || (urgent && spokenTo !== 'bot alone')
  if (!sure && spokenTo !== 'group') return { do: 'ask author' }
  // What neighbours ask one another is for the worker to hear, not for the group to be answered by a machine.
  if (QUESTIONS.has(kind) && spokenTo === 'group' && !urgent) return { do: 'ask worker' }
  // Those at work speak of work all day, and know how to register what they mean to.
  if (atWork && spokenTo === 'group' && danger < 2) return sure ? { do: 'ask worker' } : { do: 'nothing' }
  if (alike?.how === 'same') return { do: 'join', number: alike.number }
  // What is dangerous is not kept waiting for a comparison.
  if (danger === 2 && sure) return { do: 'register' }
  // What was closed and has come back is an issue of its own; those at work are told which it was.
  if (alike?.closed) return sure ? { do: 'register', again: alike.number } : { do: 'ask worker', like: alike.number }
  if (alike) return sure ? { do: 'offer', number: alike.number } : { do: 'ask worker', like: alike.number }
  return sure ? { do: 'register' } : { do: 'ask worker' }
}

/** Danger that may be here and now: sure, or by the words themselves. */
export function isUrgent({ kind, register, danger }: Reading, namesDanger: boolean): boolean {
  return danger === 2 && (register === 'yes' || (register === 'ask' && namesDanger)) && !TALK.has(kind)
}
