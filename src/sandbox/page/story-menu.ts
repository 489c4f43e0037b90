import { button, el } from './dom.ts'
import { server, Unable } from './server.ts'
import type { Store } from './store.ts'
import type { StorySpeed } from './wire.ts'

const SPEEDS: readonly (readonly [StorySpeed, string])[] = [
  ['normal', '正常'],
  ['fast', '快'],
  ['faster', '很快'],
]

/** The button 播放 with its menu of stories; while one is played, the way to it. */
export function storyMenu(store: Store): HTMLElement {
  const open = button({ class: 'play', 'aria-expanded': 'false', 'aria-controls': 'story-menu' }, '播放', () => {
    const { state } = store.world.playing
    if (state === 'playing' || state === 'paused') store.go({ stage: true })
    else toggle(menu.hidden !== false)
  })
  const trouble = el('p', { class: 'trouble', role: 'alert' })
  const speeds = el('fieldset', { class: 'speeds' }, el('legend', {}, '速度'), ...speedChoices('menu-speed', 'normal'))
  const menu = el('div', { id: 'story-menu', class: 'story-menu', hidden: true })
  const whole = el('div', { class: 'story' }, open, menu)

  const toggle = (shown: boolean) => {
    menu.hidden = !shown
    open.setAttribute('aria-expanded', String(shown))
    if (shown) menu.querySelector('button')?.focus()
  }
  const play = async (story: string) => {
    trouble.textContent = ''
    try {
      await server.play(story, chosenSpeed(speeds))
      toggle(false)
      store.go({ stage: true })
    } catch (error) {
      trouble.textContent = error instanceof Unable ? error.message : '没有播放起来，请再试一次。'
    }
  }
  menu.append(
    ...store.world.stories.map((story) => {
      const press = button({ class: 'story-choice' }, '', () => play(story.id))
      press.append(el('strong', {}, story.title), el('span', {}, story.about))
      return press
    }),
    speeds,
    trouble,
  )
  whole.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return
    toggle(false)
    open.focus()
  })
  document.addEventListener('click', (event) => {
    if (!whole.contains(event.target as Node)) toggle(false)
  })
  const show = () => {
    const { state } = store.world.playing
    const on = state === 'playing' || state === 'paused'
    whole.hidden = store.world.stories.length === 0
    open.textContent = on ? '正在播放' : '播放'
    open.classList.toggle('is-on', on)
  }
  store.on(({ what }) => {
    if (what === 'playing' || what === 'all') show()
  })
  show()
  return whole
}

/** Radio buttons for the speed, as labels one can press. */
export function speedChoices(name: string, now: StorySpeed): HTMLElement[] {
  return SPEEDS.map(([speed, title]) =>
    el(
      'label',
      { class: 'speed' },
      el('input', { type: 'radio', name, value: speed, checked: speed === now }),
      el('span', {}, title),
    ),
  )
}

export function chosenSpeed(within: HTMLElement): StorySpeed {
  const value = within.querySelector<HTMLInputElement>('input:checked')?.value
  return SPEEDS.find(([speed]) => speed === value)?.[0] ?? 'normal'
}
