import { button, el } from './dom.ts'
import { server, Unable } from './server.ts'
import type { Store } from './store.ts'
import { storyMenu } from './story-menu.ts'
import { dayOf, timeOf } from './time.ts'

/** The head of the page: whose community, the sandbox's clock and how to move it, and the stories. */
export function topBar(store: Store): HTMLElement {
  const day = el('span', { class: 'clock-day' })
  const time = el('span', { class: 'clock-time' })
  const note = el('p', { class: 'top-note', role: 'status' })
  const tick = () => {
    const now = store.now()
    if (time.textContent !== timeOf(now)) time.textContent = timeOf(now)
    if (day.textContent !== dayOf(now)) day.textContent = dayOf(now)
  }
  const mover = (label: string, move: string) => {
    const press = button({ class: 'clock-move' }, label, async () => {
      press.disabled = true
      note.textContent = ''
      await server.moveClock(move).catch((error: unknown) => {
        note.textContent = error instanceof Unable ? error.message : '时钟没有拨动，请再试一次。'
      })
      press.disabled = false
    })
    return press
  }
  const bar = el(
    'header',
    { class: 'top-bar' },
    el(
      'h1',
      { class: 'brand' },
      el('span', { class: 'face face-bot', 'aria-hidden': 'true' }, '格'),
      el(
        'span',
        { class: 'brand-words' },
        el('span', { class: 'brand-name' }, '格中沙盒'),
        el('span', {}, store.world.community),
      ),
    ),
    el(
      'div',
      { class: 'clock', role: 'group', 'aria-label': '沙盒时钟' },
      el('span', { class: 'clock-face' }, day, time),
      mover('到明早9点', 'next-09:00'),
      mover('快进一天', '+1d'),
    ),
    storyMenu(store),
    note,
  )
  const link = () => {
    note.textContent = store.connected ? '' : '和沙盒断开了，正在重新连接。'
  }
  store.on(({ what }) => {
    if (what === 'clock' || what === 'all') tick()
    if (what === 'link') link()
  })
  setInterval(tick, 1000)
  tick()
  return bar
}
