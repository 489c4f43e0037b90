import { el } from './dom.ts'
import { type MessageOptions, message, timeMark } from './message.ts'
import type { WireLine } from './wire.ts'

/**
 * The messages of one chat in a list that scrolls. It stays at its end while one reads there, and stays where it is
 * while one reads further up. Arrow keys walk from message to message, Enter quotes.
 */
export class ChatLog {
  readonly element: HTMLElement
  readonly #list = el('ol', { class: 'messages' })
  readonly #options: MessageOptions
  #shown: WireLine[] = []
  #wasAtEnd = true
  /** where the list was scrolled to last, in CSS pixels */
  #lastTop = 0

  constructor(label: string, options: MessageOptions, whenEmpty = '') {
    this.#options = options
    this.element = el('div', { class: 'log', tabindex: '0', role: 'region', 'aria-label': label }, this.#list)
    this.element.append(el('p', { class: 'empty-words' }, whenEmpty))
    this.element.addEventListener('keydown', (event) => this.#walk(event))
    // A picture or font that arrives late makes the list longer.
    new ResizeObserver(() => this.#wasAtEnd && this.#toEnd()).observe(this.#list)
    this.element.addEventListener('scroll', () => {
      const { scrollTop } = this.element
      // What arrived since the list was scrolled is no sign that anybody reads further up: only who scrolls up does.
      if (this.#isAtEnd()) this.#wasAtEnd = true
      else if (scrollTop < this.#lastTop) this.#wasAtEnd = false
      this.#lastTop = scrollTop
    })
  }

  /** Shows these lines; what is already shown is left alone. */
  show(lines: readonly WireLine[]): void {
    // What was taken back is missing from then on.
    const continues = this.#shown.length > 0 && this.#shown.every((line, at) => line === lines[at])
    const stay = continues && !this.#wasAtEnd
    if (!continues) {
      this.#list.replaceChildren()
      this.#shown = []
    }
    for (const line of lines.slice(this.#shown.length)) {
      const mark = timeMark(line, this.#shown.at(-1))
      if (mark) this.#list.append(mark)
      const item = message(line, this.#options)
      if (continues) item.classList.add('arriving')
      this.#list.append(item)
      this.#shown.push(line)
    }
    this.element.classList.toggle('is-empty', this.#shown.length === 0)
    if (!stay) this.#toEnd()
  }

  #toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight
    this.#wasAtEnd = true
    this.#lastTop = this.element.scrollTop
  }

  #isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.element
    return scrollHeight - clientHeight - scrollTop < 80
  }

  #walk(event: KeyboardEvent): void {
    const items = [...this.#list.querySelectorAll<HTMLElement>('.message')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      const next = at < 0 ? items.length - 1 : at + (event.key === 'ArrowUp' ? -1 : 1)
      items[Math.max(0, Math.min(items.length - 1, next))]?.focus()
    } else if (event.key === 'Enter' && at >= 0 && event.target === items[at]) {
      event.preventDefault()
      const line = this.#shown.find((one) => one.id === items[at]?.dataset['id'])
      if (line) this.#options.quote?.(line)
    }
  }
}
