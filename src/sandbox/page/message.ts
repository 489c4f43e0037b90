import { button, el } from './dom.ts'
import { personFace } from './faces.ts'
import type { Store } from './store.ts'
import { dayOf, timeOf } from './time.ts'
import type { WireLine } from './wire.ts'

export interface MessageOptions {
  readonly store: Store
  /** whose words stand on the right; undefined on the stage, where the bot's do */
  readonly mine: string | undefined
  readonly quote?: (line: WireLine) => void
  readonly enlarge: (line: WireLine) => void
}

/** One message as a list item. */
export function message(line: WireLine, options: MessageOptions): HTMLLIElement {
  const { store, mine, quote } = options
  if (line.recalls) return el('li', { class: 'time-mark', 'data-id': line.id }, line.text)
  const onRight = mine === undefined ? line.bot : line.from === mine
  const kind = line.bot ? 'bot' : store.person(line.from)?.kind
  const at = new Date(line.at)
  const item = el(
    'li',
    {
      class: ['message', onRight && 'on-right', line.bot && 'from-bot'].filter(Boolean).join(' '),
      tabindex: '-1',
      'data-id': line.id,
      'aria-label': `${line.name}，${timeOf(at)}`,
    },
    personFace(line.name, kind),
    el(
      'div',
      { class: 'said' },
      el('span', { class: 'speaker' }, el('bdi', {}, line.name), line.bot && el('span', { class: 'post' }, '社区助手')),
      content(line, options),
      line.quote &&
        el(
          'blockquote',
          { class: 'quoted' },
          el('div', { class: 'quoted-words', dir: 'auto' }, el('bdi', {}, `${line.quote.author}：`), line.quote.text),
        ),
    ),
  )
  if (quote) {
    const reply = button({ class: 'reply', tabindex: '-1', 'aria-label': `引用${line.name}的这条消息` }, '引用', () =>
      quote(line),
    )
    item.querySelector('.said')?.append(reply)
    onLongPress(item, () => quote(line))
  }
  return item
}

/** The line between messages that tells the time: with the day when it is another one. */
export function timeMark(line: WireLine, before: WireLine | undefined): HTMLLIElement | undefined {
  const at = new Date(line.at)
  const earlier = before && new Date(before.at)
  const newDay = !earlier || dayOf(earlier) !== dayOf(at)
  if (!newDay && at.getTime() - earlier.getTime() < 5 * 60_000) return undefined
  const words = newDay ? `${dayOf(at)} ${timeOf(at)}` : timeOf(at)
  return el('li', { class: newDay ? 'time-mark new-day' : 'time-mark' }, el('time', { datetime: line.at }, words))
}

function content(line: WireLine, { enlarge }: MessageOptions): HTMLElement {
  const { file } = line
  if (!file) return el('p', { class: 'bubble', dir: 'auto' }, ...marked(line))
  if (file.image) {
    const image = el('img', { src: file.url, alt: `${line.name}发的图片：${file.name}`, loading: 'lazy' })
    const open = button({ class: 'picture', 'aria-label': `放大${line.name}发的图片` }, '', () => enlarge(line))
    open.append(image)
    return open
  }
  const size =
    file.bytes < 1024 * 1024 ? `${Math.ceil(file.bytes / 1024)} KB` : `${(file.bytes / 1048576).toFixed(1)} MB`
  return el(
    'a',
    { class: 'bubble file', href: file.url, download: file.name },
    el('span', { class: 'file-name' }, file.name),
    el('span', { class: 'file-size' }, size),
  )
}

/** The text with its @ and issue numbers marked; every piece stays a text node. */
function marked(line: WireLine): (Node | string)[] {
  const names = line.mentions.map((name) => `@${name}`).sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(${[...names.map(escaped), '#\\d{1,9}(?!\\d)'].join('|')})`, 'u')
  return line.text
    .split(pattern)
    .map((piece, index) =>
      index % 2 === 0 ? piece : el('span', { class: piece.startsWith('#') ? 'number' : 'mention' }, piece),
    )
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function onLongPress(element: HTMLElement, act: () => void): void {
  let timer = 0
  let from = { x: 0, y: 0 }
  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') return
    from = event
    timer = window.setTimeout(act, 480)
  })
  for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, () => clearTimeout(timer))
  // A resting finger trembles; a scrolling one goes farther.
  element.addEventListener('pointermove', (event) => {
    if (Math.hypot(event.x - from.x, event.y - from.y) > 10) clearTimeout(timer)
  })
}
