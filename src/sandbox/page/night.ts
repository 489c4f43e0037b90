import { el } from './dom.ts'
import type { Store } from './store.ts'
import { timeOf } from './time.ts'

/** Says, while the bot is quiet, why it does not answer: somebody who tries it out in the evening would think it broken. */
export function nightNote(store: Store): HTMLElement {
  const note = el('p', { class: 'night', role: 'status' })
  const tick = () => {
    const { quiet } = store.world
    const words =
      quiet && isNight(quiet, timeOf(store.now()))
        ? `夜里不打扰大家：急事和命令小格马上回，别的话 ${quiet.to} 再说。`
        : ''
    if (note.textContent !== words) note.textContent = words
    note.hidden = words === ''
  }
  store.on(({ what }) => {
    if (what === 'clock' || what === 'all') tick()
  })
  setInterval(tick, 1000)
  tick()
  return note
}

/** Times of day in the same form are in order as texts are. */
const isNight = ({ from, to }: { from: string; to: string }, time: string) =>
  from < to ? time >= from && time < to : time >= from || time < to
