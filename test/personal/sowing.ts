import { shanghai } from '../../src/time/shanghai.ts'

export const NOW = shanghai(2026, 6, 3, 10, 0)
export const ACCOUNT = 'bot'
export const GROUP = 'grid3@chatroom'

/** What is sown for one person, and where. */
export interface Sowing {
  readonly own: (what: string) => string
  readonly work: string
  readonly contactId: string
  readonly personId: number
  readonly n: number
  readonly hash: (of: number) => string
}

/** So many minutes after `NOW`. */
export const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
