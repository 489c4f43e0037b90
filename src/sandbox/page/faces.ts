import { el } from './dom.ts'
import type { Store } from './store.ts'
import type { PersonKind } from './wire.ts'

/** The square beside a message or a chat: a seal for the bot, one character of the name for people, a number for a grid. */
export function personFace(name: string, kind: PersonKind | 'bot' | undefined): HTMLElement {
  const letter = kind === 'bot' ? '格' : ([...name].find((character) => /\p{L}|\p{N}/u.test(character)) ?? '·')
  return el('span', { class: `face face-${kind ?? 'other'}`, 'aria-hidden': 'true' }, letter)
}

export function chatFace(store: Store, chat: string): HTMLElement {
  const group = store.group(chat)
  if (!group) return personFace(store.world.bot.name, 'bot')
  const grid = /(\d+)\s*网格/.exec(group.topic)?.[1]
  if (grid) return el('span', { class: 'face face-grid', 'aria-hidden': 'true' }, grid)
  const letter = group.topic.includes('工作群') ? '工' : (group.topic.split('·').at(-1)?.at(0) ?? '群')
  return el('span', { class: 'face face-group', 'aria-hidden': 'true' }, letter)
}
