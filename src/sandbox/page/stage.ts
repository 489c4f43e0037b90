import { ChatLog } from './chat-log.ts'
import { button, el } from './dom.ts'
import { enlarge } from './enlarge.ts'
import { chatFace } from './faces.ts'
import { relayStrip } from './relay-strip.ts'
import { server } from './server.ts'
import type { Store } from './store.ts'
import { chosenSpeed, speedChoices } from './story-menu.ts'
import { dayOf, timeOf } from './time.ts'
import type { StorySpeed } from './wire.ts'

/**
 * Where an audience watches a story: the chat in which something happens, large, with one sentence that tells what it
 * is. The view follows the story from chat to chat.
 */
export function stage(store: Store): HTMLElement {
  const head = el('div', { class: 'stage-chat' })
  const hold = el('div', { class: 'hold' })
  const caption = el('p', { class: 'caption', role: 'status', 'aria-live': 'polite' })
  const note = el('p', { class: 'stage-note', role: 'status' })
  const progress = el('progress', { class: 'stage-progress', max: '1', value: '0', 'aria-label': '故事进度' })
  const title = el('h2')
  const clock = el('p', { class: 'stage-clock' })
  const pause = button({ class: 'stage-button' }, '暂停', () => {
    server.story(store.world.playing.state === 'paused' ? 'resume' : 'pause').catch(() => {})
  })
  const stop = button({ class: 'stage-button' }, '停止', () => {
    server.story('stop').catch(() => {})
    store.go({ stage: false })
  })
  const again = button({ class: 'stage-button', hidden: true }, '再看一遍', () => {
    const { story } = store.world.playing
    if (story) server.play(story, chosenSpeed(speeds)).catch(() => {})
  })
  const speeds = el('fieldset', { class: 'speeds' }, el('legend', { class: 'for-readers' }, '速度'))
  speeds.append(...speedChoices('stage-speed', store.world.playing.speed))
  speeds.addEventListener('change', () => {
    server.speed(chosenSpeed(speeds)).catch(() => {})
  })
  const leave = button({ class: 'stage-button leave' }, '回到聊天', () => store.go({ stage: false }))
  const whole = el(
    'section',
    { class: 'stage', 'aria-label': '故事', tabindex: '-1', hidden: true },
    el(
      'header',
      { class: 'stage-head' },
      title,
      clock,
      el('div', { class: 'stage-tools' }, speeds, pause, stop, again, leave),
    ),
    progress,
    el('div', {}, relayStrip(store), head),
    hold,
    el('footer', { class: 'stage-foot' }, note, caption),
  )
  let log: ChatLog | undefined
  let shown = ''

  const show = () => {
    const { playing } = store.world
    const comesOn = whole.hidden && store.place.stage
    whole.hidden = !store.place.stage
    if (whole.hidden) return
    if (comesOn) whole.focus()
    const on = playing.state === 'playing' || playing.state === 'paused'
    title.textContent = playing.title ?? '还没有播放'
    caption.textContent = caption.textContent === playing.caption ? caption.textContent : playing.caption
    note.textContent = playing.note ?? ''
    progress.value = playing.steps > 0 ? playing.step / playing.steps : 0
    pause.hidden = !on
    stop.hidden = !on
    again.hidden = on || !playing.story
    pause.textContent = playing.state === 'paused' ? '继续' : '暂停'
    whole.classList.toggle('is-paused', playing.state === 'paused')
    const radio = [...speeds.querySelectorAll('input')].find((one) => (one.value as StorySpeed) === playing.speed)
    if (radio) radio.checked = true
    const { chat } = playing
    if (!chat) {
      shown = ''
      head.replaceChildren()
      // Until somebody speaks, the hall reads what it is about.
      const about = store.world.stories.find(({ id }) => id === playing.story)?.about
      hold.replaceChildren(...(about ? [el('p', { class: 'stage-about' }, about)] : []))
      return
    }
    if (shown !== `${chat} ${playing.since}`) {
      shown = `${chat} ${playing.since}`
      head.replaceChildren(chatFace(store, chat), el('h3', {}, store.title(chat)))
      log = new ChatLog(`${store.title(chat)}的消息`, { store, mine: undefined, enlarge })
      hold.replaceChildren(log.element)
      store.load(chat).catch(() => {})
    }
    log?.show(store.lines(chat).filter((line) => line.seq > playing.since))
  }
  const tick = () => {
    const now = store.now()
    clock.textContent = `${dayOf(now)} ${timeOf(now)}`
  }

  whole.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') store.go({ stage: false })
  })
  store.on((change) => {
    if (change.what === 'clock' || change.what === 'all') tick()
    if (change.what === 'line' && change.line.chat !== store.world.playing.chat) return
    show()
  })
  setInterval(tick, 1000)
  tick()
  show()
  return whole
}
