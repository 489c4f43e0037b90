import type { PlaceReading } from './place-reading.ts'

/** What somebody's words can be. */
export const KINDS = [
  '报事',
  '咨询',
  '求助',
  '投诉',
  '建议',
  '感谢',
  '留言',
  '闲聊',
  '通知/广告',
  '接龙',
  '+1',
] as const
export type Kind = (typeof KINDS)[number]

/** Kinds that can become issues; the others are talk. */
export const ISSUE_KINDS: readonly Kind[] = ['报事', '求助', '投诉', '建议', '咨询']

/** Kinds that are between people and want nothing of anybody at work. */
export const TALK: ReadonlySet<Kind> = new Set(['感谢', '留言', '闲聊', '通知/广告', '接龙'])

/** 0: none. 1: somebody could come to harm if it stays so. 2: now: fire, gas, trapped, collapsing, violence, a life. */
export type Danger = 0 | 1 | 2

/** Whether it would become an issue by itself: yes; only after a person at work has said so; no. */
export type Register = 'yes' | 'ask' | 'no'

/** A machine's reading of a message. It is a guess (design rule 6): what follows from it is decided elsewhere. */
export interface Reading {
  readonly kind: Kind
  /** the code of the category it would have as an issue; `K99` when none fits, undefined for what is no issue at all */
  readonly category: string | undefined
  /** 0–1: how sure the category is */
  readonly categoryConfidence: number
  readonly danger: Danger
  /** where it is, as far as the words tell; undefined when they name no place */
  readonly place: PlaceReading | undefined
  /** 0–1: how sure the kind is */
  readonly confidence: number
  readonly register: Register
}
